namespace Rockdove.Mime;

/// <summary>
/// The fields of a header that IMAP's ENVELOPE tells (RFC 9051 section 7.5.2). Values are unfolded and not decoded;
/// null where the field is missing. An address field that comes twice is one list.
/// </summary>
public sealed record MessageEnvelope
{
    public string? Date { get; init; }

    public string? Subject { get; init; }

    /// <summary>The subject as a person reads it, its encoded words decoded; null for none.</summary>
    public string? DecodedSubject => Subject is null ? null : EncodedWords.Decode(Subject);

    public string? From { get; init; }

    public string? Sender { get; init; }

    public string? ReplyTo { get; init; }

    public string? To { get; init; }

    public string? Cc { get; init; }

    public string? Bcc { get; init; }

    public string? InReplyTo { get; init; }

    public string? MessageId { get; init; }

    internal static MessageEnvelope Of(HeaderList headers) => new()
    {
        Date = headers.Find("Date")?.Unfolded,
        Subject = headers.Find("Subject")?.Unfolded,
        From = Joined(headers, "From"),
        Sender = Joined(headers, "Sender"),
        ReplyTo = Joined(headers, "Reply-To"),
        To = Joined(headers, "To"),
        Cc = Joined(headers, "Cc"),
        Bcc = Joined(headers, "Bcc"),
        InReplyTo = headers.Find("In-Reply-To")?.Unfolded,
        MessageId = headers.Find("Message-ID")?.Unfolded,
    };

    private static string? Joined(HeaderList headers, string name)
    {
        string? joined = null;
        List<string>? more = null;
        foreach (var field in headers.All(name))
        {
            if (joined is null)
                joined = field.Unfolded;
            else
                (more ??= [joined]).Add(field.Unfolded);
        }

        return more is null ? joined : string.Join(", ", more);
    }
}
