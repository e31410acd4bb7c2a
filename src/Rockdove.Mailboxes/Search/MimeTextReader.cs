using System.Text;
using Rockdove.Mime;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>
/// Reads what people would look for in a message: fields with their encoded words decoded, all text of the body in its
/// charset without markup, the names of what is attached, and the same of messages within it.
/// </summary>
public sealed class MimeTextReader : IMessageTextReader
{
    public static readonly MimeTextReader Instance = new();

    private MimeTextReader()
    {
    }

    public string Version => "mime 3";

    public SearchText Read(ReadOnlyMemory<byte> message)
    {
        var mime = MimeMessage.Read(message, Limits);
        var fields = new List<SearchField>(mime.Headers.Count);
        var addresses = new List<SearchAddress>();
        foreach (var field in mime.Headers)
        {
            fields.Add(new(field.Name, field.Decoded));
            if (PlaceOf(field.Name) is not AddressPlaces.None and var place)
                AddAddresses(place, field.Unfolded, addresses);
        }
        return new(
            fields,
            BodyOf(mime),
            addresses,
            mime.Date,
            mime.Attachments.Count > 0,
            mime.Inlines.Count > 0,
            [.. mime.Parts.Select(static part => part.FileName).OfType<string>()]);
    }

    private static string BodyOf(MimeMessage mime)
    {
        if (mime.Parts.Count == 1)
            return mime.Root.ReadText(SearchText.MaximumCharacters);
        var body = new StringBuilder();
        foreach (var part in mime.Parts)
        {
            if (part.Parent is { IsMessage: true })
                foreach (var field in part.Headers)
                    Append(body, field.Decoded);
            if (part.FileName is { } name)
                Append(body, name);
            if (!part.IsMultipart && !part.IsMessage)
                Append(body, part.ReadText(SearchText.MaximumCharacters));
            if (body.Length >= SearchText.MaximumCharacters)
                break;
        }
        return body.ToString();
    }

    private static void Append(StringBuilder body, string text)
    {
        if (text.Length > 0)
            body.Append(text).Append('\n');
    }

    private static void AddAddresses(AddressPlaces place, string value, List<SearchAddress> addresses)
    {
        foreach (var address in AddressList.Read(value))
        {
            addresses.Add(new(place, address.Address));
            if (address.UnicodeDomain != address.Domain)
                addresses.Add(new(place, (address with { Domain = address.UnicodeDomain }).Address));
        }
    }

    private static AddressPlaces PlaceOf(string name) => name.ToLowerInvariant() switch
    {
        "from" => AddressPlaces.From,
        "sender" => AddressPlaces.Sender,
        "reply-to" => AddressPlaces.ReplyTo,
        "to" => AddressPlaces.To,
        "cc" => AddressPlaces.Cc,
        "bcc" => AddressPlaces.Bcc,
        _ => AddressPlaces.None,
    };

    private static readonly MimeLimits Limits = MimeLimits.Default with { Defects = 1 };
}
