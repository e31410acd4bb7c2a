using System.Security.Cryptography;
using Rockdove.Mime;

namespace Rockdove.Web;

/// <summary>The message that somebody asks to be written and kept.</summary>
internal static class SentDraft
{
    /// <exception cref="ArgumentException">Says what cannot be written.</exception>
    public static MessageDraft Of(SendShape sent, DateTimeOffset now)
    {
        var headers = Headers(sent);
        var id = MessageId(headers) ?? $"{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}@rockdove";
        return new(now, id)
        {
            From = [Person(sent.From ?? throw new ArgumentException("From: a message needs an author"), "From")],
            Sender = Take(headers, "Sender") is { } sender
                ? MailAddress.Parse(sender) ?? throw Invalid("Sender", sender)
                : null,
            ReplyTo = People(sent.ReplyTo, "Reply-To"),
            To = People(sent.To, "To"),
            Cc = People(sent.Cc, "Cc"),
            Subject = sent.Subject,
            InReplyTo = MessageIds.Read(Take(headers, "In-Reply-To") ?? ""),
            References = MessageIds.Read(Take(headers, "References") ?? ""),
            Text = string.IsNullOrEmpty(sent.Text) && !string.IsNullOrEmpty(sent.HTML) ? null : sent.Text ?? "",
            Html = string.IsNullOrEmpty(sent.HTML) ? null : sent.HTML,
            Attachments = [.. (sent.Attachments ?? []).Select(SentFile.Read)],
            Fields = [.. headers],
        };
    }

    /// <exception cref="ArgumentException">One is no address.</exception>
    public static IReadOnlyList<MailAddress> People(IReadOnlyList<string>? addresses, string field) =>
        [.. (addresses ?? []).Select(address => Person(new PersonShape(address, null), field))];

    private static IReadOnlyList<MailAddress> People(IReadOnlyList<PersonShape>? people, string field) =>
        [.. (people ?? []).Select(person => Person(person, field))];

    private static MailAddress Person(PersonShape? person, string field)
    {
        var parsed = MailAddress.Parse(person?.Email ?? "") ?? throw Invalid(field, person?.Email);
        return string.IsNullOrEmpty(person?.Name) ? parsed : parsed with { Name = person.Name };
    }

    /// <summary>
    /// Those that are asked for, and that of the tags, by which Mailpit's users find them in the source.
    /// </summary>
    private static Dictionary<string, string> Headers(SendShape sent)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in sent.Headers ?? new Dictionary<string, string>())
        {
            if (Restricted.Contains(name) || !headers.TryAdd(name, value ?? ""))
                throw new ArgumentException($"cannot overwrite header: \"{name}\"");
        }

        if (sent.Tags is { Count: > 0 } tags && !headers.TryAdd("X-Tags", string.Join(", ", tags)))
            throw new ArgumentException("cannot overwrite header: \"X-Tags\"");
        return headers;
    }

    private static string? MessageId(Dictionary<string, string> headers)
    {
        if (Take(headers, "Message-ID") is not { } given)
            return null;
        return MessageIds.Read(given) is [var id] ? id : throw Invalid("Message-ID", given);
    }

    private static string? Take(Dictionary<string, string> headers, string name) =>
        headers.Remove(name, out var value) ? value : null;

    private static ArgumentException Invalid(string field, string? text) => new($"invalid {field} address: {text}");

    /// <summary>Fields that the request has names of its own for, or that are ours to write.</summary>
    private static readonly HashSet<string> Restricted = new(StringComparer.OrdinalIgnoreCase)
    {
        "To", "From", "Cc", "Bcc", "Reply-To", "Date", "Subject", "Content-Type", "MIME-Version",
    };
}
