namespace Rockdove.Outbox;

/// <summary>What was queued, and how far it is, at one moment.</summary>
public sealed record OutboxItem
{
    /// <summary>Never given twice, not even after a restart where what is queued is kept.</summary>
    public required long Id { get; init; }

    public required OutboxKind Kind { get; init; }

    /// <summary>The name of the route or of the webhook.</summary>
    public required string Place { get; init; }

    public required IReadOnlyList<OutboxRecipient> Recipients { get; init; }

    public string ReversePath { get; init; } = "";

    public string? About { get; init; }

    public string? Subject { get; init; }

    /// <summary>Octets of the content.</summary>
    public required long Bytes { get; init; }

    public required DateTimeOffset QueuedAt { get; init; }

    /// <summary>Not tried again after that.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Attempts that have ended, since it was queued or somebody last asked to try again.</summary>
    public int Attempts { get; init; }

    /// <summary>When it is tried next; null once it has ended.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>When it ended; null while it waits.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>It is on its way right now.</summary>
    public bool IsUnderWay { get; init; }

    public OutboxState State
    {
        get
        {
            var (delivered, failed) = (false, false);
            foreach (var recipient in Recipients)
            {
                if (recipient.Outcome == OutboxOutcome.Waiting)
                    return OutboxState.Waiting;
                delivered |= recipient.Outcome == OutboxOutcome.Delivered;
                failed |= recipient.Outcome == OutboxOutcome.Failed;
            }

            return (delivered, failed) switch
            {
                (true, true) => OutboxState.PartlyDelivered,
                (true, false) => OutboxState.Delivered,
                _ => OutboxState.Failed,
            };
        }
    }
}
