namespace Rockdove.Outbox;

/// <summary>What is to be queued.</summary>
public sealed record OutboxDraft
{
    public required OutboxKind Kind { get; init; }

    /// <summary>The name of the route or of the webhook: what it is, is looked up at each attempt.</summary>
    public required string Place { get; init; }

    /// <summary>
    /// One at least. Those who are refused already are failed from the start, with the reason as their answer.
    /// </summary>
    public required IReadOnlyList<OutboxRecipient> Recipients { get; init; }

    /// <summary>What is sent.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>Of mail: the reverse-path, empty for none.</summary>
    public string ReversePath { get; init; } = "";

    /// <summary>The message that it is, or that it tells of, as whoever queues it names messages.</summary>
    public string? About { get; init; }

    /// <summary>What people see of it in a list.</summary>
    public string? Subject { get; init; }
}
