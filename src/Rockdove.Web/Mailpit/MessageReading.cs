using System.Security.Cryptography;
using Rockdove.Catcher;
using Rockdove.Mime;

namespace Rockdove.Web;

/// <summary>Turns a caught message into what the API shows of it.</summary>
internal static class MessageReading
{
    public static MessageSummaryShape Summary(CaughtMessage caught, MimeMessage mime)
    {
        var (to, cc, bcc) = Recipients(caught, mime);
        return new()
        {
            ID = caught.Id.ToString(),
            MessageID = mime.MessageId ?? "",
            Read = caught.IsRead,
            From = From(mime),
            To = to,
            Cc = cc,
            Bcc = bcc,
            ReplyTo = Addresses(mime.ReplyTo),
            Subject = mime.Subject ?? "",
            Created = caught.ReceivedAt,
            Username = caught.Envelope.Identity ?? "",
            Tags = caught.Tags,
            Size = caught.Bytes,
            Attachments = mime.Attachments.Count,
            Snippet = mime.Snippet(SnippetCharacters),
        };
    }

    public static MessageShape Message(CaughtMessage caught, MimeMessage mime)
    {
        var (to, cc, bcc) = Recipients(caught, mime);
        return new()
        {
            ID = caught.Id.ToString(),
            MessageID = mime.MessageId ?? "",
            From = From(mime),
            To = to,
            Cc = cc,
            Bcc = bcc,
            ReplyTo = Addresses(mime.ReplyTo),
            ReturnPath = caught.Envelope.ReversePath,
            Subject = mime.Subject ?? "",
            ListUnsubscribe = ListUnsubscribeField.Read(mime),
            Date = mime.Date ?? caught.ReceivedAt,
            Tags = caught.Tags,
            Username = caught.Envelope.Identity ?? "",
            Text = mime.Text ?? "",
            HTML = mime.Html ?? "",
            Size = caught.Bytes,
            Inline = [.. mime.Inlines.Select(Part)],
            Attachments = [.. mime.Attachments.Select(Part)],
        };
    }

    public static EnvelopeShape Envelope(CaughtMessage caught) => new()
    {
        ReceivedAt = caught.ReceivedAt,
        ReversePath = caught.Envelope.ReversePath,
        ForwardPaths = caught.Envelope.ForwardPaths,
        Helo = caught.Envelope.Helo,
        ClientAddress = caught.Envelope.ClientAddress,
        Tls = caught.Envelope.Tls,
        Identity = caught.Envelope.Identity,
    };

    /// <summary>All fields by name, in the spelling that came first.</summary>
    public static Dictionary<string, List<string>> Headers(MimeMessage mime)
    {
        var headers = new Dictionary<string, List<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in mime.Headers)
        {
            if (!headers.TryGetValue(field.Name, out var values))
                headers.Add(field.Name, values = []);
            values.Add(field.Decoded);
        }

        return headers;
    }

    private static AddressShape From(MimeMessage mime) => mime.From is [var from, ..]
        ? Address(from)
        : new AddressShape("", "");

    /// <summary>
    /// Whom the envelope names and no field does got a blind copy, so that is where they are shown, as Mailpit does.
    /// </summary>
    private static (AddressShape[] To, AddressShape[] Cc, AddressShape[] Bcc) Recipients(
        CaughtMessage caught, MimeMessage mime)
    {
        var to = Addresses(mime.To);
        var cc = Addresses(mime.Cc);
        var bcc = Addresses(mime.Bcc);
        var shown = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var address in (ReadOnlySpan<AddressShape>)[.. to, .. cc, .. bcc])
            shown.Add(address.Address);
        var blind = caught.Envelope.ForwardPaths
            .Where(shown.Add)
            .Select(path => new AddressShape("", path));
        return (to, cc, [.. bcc, .. blind]);
    }

    private static AddressShape[] Addresses(AddressList list) => [.. list.Select(Address)];

    private static AddressShape Address(MailAddress address) => new(address.Name, address.Address);

    private static PartShape Part(MimePart part)
    {
        var content = part.DecodeBody().Span;
        return new()
        {
            PartID = part.Id,
            FileName = PartContent.FileName(part),
            ContentType = part.ContentType.MediaType,
            ContentID = part.ContentId ?? "",
            Size = content.Length,
            Checksums = Checksums(content),
        };
    }

    // They identify a file to whoever compares it with a list; nothing is protected by them.
#pragma warning disable CA5350, CA5351
    private static ChecksumsShape Checksums(ReadOnlySpan<byte> content) => new(
        Convert.ToHexStringLower(MD5.HashData(content)),
        Convert.ToHexStringLower(SHA1.HashData(content)),
        Convert.ToHexStringLower(SHA256.HashData(content)));
#pragma warning restore CA5350, CA5351

    private const int SnippetCharacters = 250;
}
