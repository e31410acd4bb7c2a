using Rockdove.Imap;
using Rockdove.Mime;

namespace Rockdove.Mailboxes;

/// <summary>The parts of a message as BODYSTRUCTURE tells them (RFC 9051 section 7.5.2).</summary>
internal static class BodyShape
{
    public static ImapBodyPart Of(PartStructure part)
    {
        var type = part.ContentType;
        if (part.IsMultipart)
        {
            return new()
            {
                Type = type.Type,
                Subtype = type.Subtype,
                Parameters = Pairs(type.Parameters),
                Parts = [.. part.Children.Select(Of)],
                Disposition = part.Disposition?.Kind,
                DispositionParameters = Pairs(part.Disposition?.Parameters),
                Languages = Languages(part.Language),
                Location = part.Location,
            };
        }

        var message = part.IsMessage ? part.Children[0] : null;
        return new()
        {
            // What should have parts and was not read has octets like any other; a multipart must have parts to be one.
            Type = part.IsOpaque ? "application" : type.Type,
            Subtype = part.IsOpaque ? "octet-stream" : type.Subtype,
            Parameters = TextPairs(type),
            ContentId = part.ContentId,
            Description = part.Description,
            Encoding = NameOf(part.TransferEncoding),
            SizeBytes = part.BodyRange.Length,
            Lines = part.Lines,
            Envelope = message?.Envelope is { } envelope ? EnvelopeShape.Of(envelope) : null,
            Parts = message is null ? [] : [Of(message)],
            Md5 = part.Md5,
            Disposition = part.Disposition?.Kind,
            DispositionParameters = Pairs(part.Disposition?.Parameters),
            Languages = Languages(part.Language),
            Location = part.Location,
        };
    }

    private static List<KeyValuePair<string, string>> Pairs(MimeParameters? parameters)
    {
        var pairs = new List<KeyValuePair<string, string>>(parameters?.Count ?? 0);
        for (var i = 0; i < parameters?.Count; i++)
            pairs.Add(new(parameters[i].Name, parameters[i].Value));
        return pairs;
    }

    /// <summary>The charset of a text that names none, as most servers tell it (RFC 2046 section 4.1.2).</summary>
    private static List<KeyValuePair<string, string>> TextPairs(ContentType type)
    {
        var pairs = Pairs(type.Parameters);
        if (type.Type == "text" && type.Charset is null)
            pairs.Add(new("charset", "us-ascii"));
        return pairs;
    }

    private static string[] Languages(string? field) => field is null
        ? []
        : field.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string NameOf(TransferEncoding encoding) => encoding switch
    {
        TransferEncoding.SevenBit => "7bit",
        TransferEncoding.EightBit => "8bit",
        TransferEncoding.Binary => "binary",
        TransferEncoding.Base64 => "base64",
        TransferEncoding.QuotedPrintable => "quoted-printable",
        TransferEncoding.UuEncode => "x-uuencode",
        _ => "x-unknown",
    };
}
