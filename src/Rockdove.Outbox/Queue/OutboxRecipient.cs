namespace Rockdove.Outbox;

/// <summary>One whom an item goes to: an address, or for a webhook its name.</summary>
public sealed record OutboxRecipient(string Address)
{
    public OutboxOutcome Outcome { get; init; }

    /// <summary>What was said last, by the other side or by us; null before the first attempt.</summary>
    public string? Answer { get; init; }

    /// <summary>When that was.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }
}
