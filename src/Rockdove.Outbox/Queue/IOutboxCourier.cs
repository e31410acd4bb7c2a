namespace Rockdove.Outbox;

/// <summary>Takes items of one kind where they go.</summary>
public interface IOutboxCourier
{
    OutboxKind Kind { get; }

    /// <summary>Makes one attempt for all who wait. Called for several items at a time.</summary>
    /// <param name="item">How far it is.</param>
    /// <param name="content">What is sent.</param>
    /// <param name="cancellationToken">The queue ends.</param>
    /// <returns>
    /// What became of recipients that waited. Who is missing waits on, and so do all when this throws because the
    /// world has failed.
    /// </returns>
    ValueTask<IReadOnlyList<CourierResult>> DeliverAsync(
        OutboxItem item, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);
}

/// <summary>What one attempt did for one recipient.</summary>
/// <param name="Address">As in the item.</param>
/// <param name="Outcome">Waiting: it is worth another try.</param>
/// <param name="Answer">A sentence or a reply for people, without secrets.</param>
public sealed record CourierResult(string Address, OutboxOutcome Outcome, string Answer);
