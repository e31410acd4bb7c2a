namespace Rockdove.Storage;

/// <summary>Commits for those who have not looked into the message.</summary>
public static class Committing
{
    /// <summary>
    /// <see cref="IMailStore.CommitAsync"/>, with no details: the message begins a thread of its own.
    /// </summary>
    public static ValueTask<CommittedMessage> CommitAsync(
        this IMailStore store,
        IStagedMessage message,
        DeliveryEnvelope? envelope,
        IReadOnlyList<Placement> placements,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.CommitAsync(message, envelope, MessageDetails.None, placements, cancellationToken);
    }
}
