namespace Rockdove.Mime;

/// <summary>
/// A message to be written. Blind recipients have no place in it: they belong to the envelope alone.
/// </summary>
/// <param name="date">The Date field. There is no clock here: the caller says when it is.</param>
/// <param name="messageId">The Message-ID without angle brackets, such as <c>1234@example.org</c>.</param>
public sealed class MessageDraft(DateTimeOffset date, string messageId)
{
    public DateTimeOffset Date { get; } = date;

    public string MessageId { get; } = messageId;

    /// <summary>The authors; RFC 5322 section 3.6 wants one at least.</summary>
    public IReadOnlyList<MailAddress> From { get; init; } = [];

    /// <summary>Who sent it, when that is not the one author.</summary>
    public MailAddress? Sender { get; init; }

    public IReadOnlyList<MailAddress> ReplyTo { get; init; } = [];

    public IReadOnlyList<MailAddress> To { get; init; } = [];

    public IReadOnlyList<MailAddress> Cc { get; init; } = [];

    /// <summary>Null leaves the field out.</summary>
    public string? Subject { get; init; }

    /// <summary>Message-ids without angle brackets.</summary>
    public IReadOnlyList<string> InReplyTo { get; init; } = [];

    /// <summary>Message-ids without angle brackets.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Further fields in their order; their values are unstructured text.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields { get; init; } = [];

    /// <summary>Any line ends will do; it is written with CRLF, also after the last line.</summary>
    public string? Text { get; init; }

    /// <summary>With <see cref="Text"/> it becomes the other rendering of a multipart/alternative.</summary>
    public string? Html { get; init; }

    public IReadOnlyList<DraftAttachment> Attachments { get; init; } = [];

    /// <summary>
    /// Makes the message a report of deliveries, with the text for people first. It has no HTML and no attachments.
    /// </summary>
    public DeliveryReport? Report { get; init; }
}

/// <summary>A file of a message.</summary>
/// <param name="FileName">As the reader shall see it, without directories.</param>
/// <param name="MediaType">Such as <c>application/pdf</c>, without parameters; not multipart or message.</param>
/// <param name="Content">Its octets.</param>
public sealed record DraftAttachment(string FileName, string MediaType, ReadOnlyMemory<byte> Content)
{
    /// <summary>
    /// The name, without angle brackets, by which the HTML refers to it as <c>cid:NAME</c>. It is then shown inline and
    /// travels with the HTML in a multipart/related.
    /// </summary>
    public string? ContentId { get; init; }
}
