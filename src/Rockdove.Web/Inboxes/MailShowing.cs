using Rockdove.Mailboxes;
using Rockdove.Mime;
using Rockdove.Storage;

namespace Rockdove.Web;

/// <summary>Puts messages into the shapes of our own API. Nothing here marks a message as read.</summary>
internal static class MailShowing
{
    /// <summary>Null if the message is gone.</summary>
    public static async ValueTask<MailSummaryShape?> SummaryAsync(
        this MailScope scope, MessageRow row, CancellationToken cancellationToken) =>
        await scope.ReadAsync(row, cancellationToken) is { } mime ? Summary(row, mime) : null;

    /// <summary>Null if the message is gone.</summary>
    public static async ValueTask<MailMessageShape?> MessageAsync(
        this MailScope scope, MessageRow row, CancellationToken cancellationToken)
    {
        if (await scope.ReadAsync(row, cancellationToken) is not { } mime)
            return null;
        var (text, html) = (mime.Text, mime.Html);
        return new()
        {
            Id = row.Message.ToString(),
            ReceivedAt = row.InternalDate,
            Size = row.Bytes,
            ReversePath = row.Envelope?.ReversePath ?? "",
            ForwardPaths = row.Envelope?.ForwardPaths ?? [],
            Identity = row.Envelope?.Identity,
            From = Addresses(mime.From),
            To = Addresses(mime.To),
            Cc = Addresses(mime.Cc),
            Subject = mime.Subject,
            MessageId = mime.MessageId,
            Headers = [.. mime.Headers.Select(field => new MailFieldShape(field.Name, field.Decoded))],
            Text = Cut(text),
            Html = Cut(html),
            IsCut = text is { Length: > TextCharacters } || html is { Length: > TextCharacters },
            Attachments = mime.Attachments.Count,
            FromName = FromName(mime),
            Snippet = mime.Snippet(SnippetCharacters),
            IsRead = row.IsRead(),
            Tags = row.Tags(),
            Parts =
            [
                .. mime.Attachments.Select(part => Part(part, isInline: false)),
                .. mime.Inlines.Select(part => Part(part, isInline: true)),
            ],
            HasTranscript = scope.Mail.Sessions.Find(row.Message) is not null,
        };
    }

    public static MailEnvelopeShape Envelope(MessageRow row) => new()
    {
        ReceivedAt = row.Envelope?.ReceivedAt ?? row.InternalDate,
        ReversePath = row.Envelope?.ReversePath ?? "",
        ForwardPaths = row.Envelope?.ForwardPaths ?? [],
        Helo = row.Envelope?.Helo,
        ClientAddress = row.Envelope?.ClientAddress,
        Tls = row.Envelope?.Tls,
        Identity = row.Envelope?.Identity,
    };

    /// <summary>What it misses of the conditions; null if the message is gone.</summary>
    public static async ValueTask<MailMissShape?> MissAsync(
        this MailScope scope,
        MessageRow row,
        MailConditions conditions,
        bool cameMeanwhile,
        CancellationToken cancellationToken)
    {
        if (await scope.ReadAsync(row, cancellationToken) is not { } mime)
            return null;
        var searched = Math.Min(mime.Source.Length, SearchText.MaximumMessageBytes);
        var text = MimeTextReader.Instance.Read(mime.Source[..searched]);
        return new(Summary(row, mime), cameMeanwhile, conditions.Missed(row, text, mime));
    }

    public static async ValueTask<MimeMessage?> ReadAsync(
        this MailScope scope, MessageRow row, CancellationToken cancellationToken) =>
        await scope.Mail.ReadAsync(row.Message, cancellationToken) is { } octets ? MimeMessage.Read(octets) : null;

    private static MailSummaryShape Summary(MessageRow row, MimeMessage mime) => new()
    {
        Id = row.Message.ToString(),
        ReceivedAt = row.InternalDate,
        Size = row.Bytes,
        ReversePath = row.Envelope?.ReversePath ?? "",
        ForwardPaths = row.Envelope?.ForwardPaths ?? [],
        Identity = row.Envelope?.Identity,
        From = Addresses(mime.From),
        To = Addresses(mime.To),
        Subject = mime.Subject,
        Attachments = mime.Attachments.Count,
        FromName = FromName(mime),
        Snippet = mime.Snippet(SnippetCharacters),
        IsRead = row.IsRead(),
        Tags = row.Tags(),
    };

    private static string FromName(MimeMessage mime) => mime.From is [var from, ..] ? from.Name : "";

    private static string[] Addresses(AddressList list) => [.. list.Select(address => address.Address)];

    private static MailPartShape Part(MimePart part, bool isInline) => new(
        part.Id, PartContent.FileName(part), part.ContentType.MediaType, part.DecodeBody().Length, isInline);

    private static string? Cut(string? text) =>
        text is { Length: > TextCharacters } ? text[..TextCharacters] : text;

    /// <summary>
    /// Characters of text, and as many of HTML, in one answer: larger ones are read as octets, with <c>raw</c>.
    /// </summary>
    public const int TextCharacters = 256 * 1024;

    /// <summary>What fits in a line or two of a list.</summary>
    private const int SnippetCharacters = 200;
}
