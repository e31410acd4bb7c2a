using Rockdove.Outbox;
using Rockdove.Storage;

namespace Rockdove.Catcher;

/// <summary>Tells somebody by HTTP of mail that was caught.</summary>
public sealed record CatcherWebhook
{
    public required WebhookTarget Target { get; init; }

    /// <summary>Only of messages that this finds, as it is typed to search for mail; null for all.</summary>
    public string? Query { get; init; }

    /// <summary>Only of messages that are in the inbox of this name; null for all.</summary>
    public string? Inbox { get; init; }

    public WebhookBody Body { get; init; }

    /// <summary>The query, read.</summary>
    /// <exception cref="ArgumentException">Some of it says nothing, so that more would be told than was
    /// meant.</exception>
    internal SearchQuery? ReadQuery()
    {
        if (Query is null)
            return null;
        var typed = TypedSearch.Read(Query, TimeZoneInfo.Utc, []);
        if (typed.Mistake is not null)
            throw new ArgumentException($"webhook '{Target.Name}': its query cannot be read: {typed.Mistake}");
        if (typed.Ignored.Count > 0 || typed.Query is null)
        {
            throw new ArgumentException(
                $"webhook '{Target.Name}': its query has what says nothing: {string.Join(' ', typed.Ignored)}");
        }

        return typed.Query;
    }
}

/// <summary>What a webhook is told.</summary>
public enum WebhookBody : byte
{
    /// <summary>Our own shape: the message in short.</summary>
    Summary,

    /// <summary>Our own shape: the message with its header, text and HTML.</summary>
    Message,

    /// <summary>Our own shape: the same, and its octets.</summary>
    Raw,

    /// <summary>What Mailpit posts.</summary>
    Mailpit,
}
