namespace Rockdove.Storage;

/// <summary>What mailboxes and their owners have besides messages.</summary>
/// <remarks>
/// As <see cref="IMailStore"/>: from any thread at any time, and what has returned is kept. Owners need not be made;
/// they are whoever mailboxes are named for. A change here is not told by the change feed, but for special use.
/// </remarks>
public interface IMailboxAttributes
{
    /// <summary>
    /// Says what a mailbox is for (RFC 6154). Several mailboxes may have one use: who may have which, and how many, is
    /// the business of whoever asks.
    /// </summary>
    /// <returns>False if there is no such mailbox.</returns>
    ValueTask<bool> SetSpecialUseAsync(MailboxId mailbox, SpecialUses uses, CancellationToken cancellationToken);

    /// <summary>
    /// Subscribes to a name, which need not be that of a mailbox: RFC 9051 section 6.3.7 wants the name to stay when
    /// the mailbox goes.
    /// </summary>
    /// <returns>
    /// False if the owner would have more than <see cref="MaximumSubscriptions"/>; true also if it was so before.
    /// </returns>
    ValueTask<bool> SubscribeAsync(MailboxName name, CancellationToken cancellationToken);

    /// <summary>Ends a subscription. False if there was none.</summary>
    ValueTask<bool> UnsubscribeAsync(MailboxName name, CancellationToken cancellationToken);

    /// <summary>The names that an owner subscribed to, ordinal.</summary>
    ValueTask<IReadOnlyList<string>> ListSubscriptionsAsync(string owner, CancellationToken cancellationToken);

    /// <summary>
    /// Stores and removes annotations, all or none (RFC 5464 section 4.3). They go with their mailbox.
    /// </summary>
    /// <param name="place">What they are about.</param>
    /// <param name="entries">Of one name the last one counts.</param>
    /// <param name="cancellationToken">Asks to give up.</param>
    ValueTask<MetadataOutcome> SetMetadataAsync(
        MetadataPlace place, IReadOnlyList<MetadataEntry> entries, CancellationToken cancellationToken);

    /// <summary>The annotations of a place, by name; none if there is no such mailbox.</summary>
    ValueTask<IReadOnlyList<MetadataEntry>> ReadMetadataAsync(
        MetadataPlace place, CancellationToken cancellationToken);

    /// <summary>
    /// Says what an owner may have from now on (RFC 9208). What is there already stays, even if it is more.
    /// </summary>
    ValueTask SetQuotaAsync(string owner, QuotaLimits limits, CancellationToken cancellationToken);

    /// <summary>What an owner has and may have; nothing, and no limits, for one that nobody has heard of.</summary>
    ValueTask<OwnerQuota> QuotaAsync(string owner, CancellationToken cancellationToken);

    /// <summary>
    /// Names that one owner may subscribe to: as many as a store in memory has mailboxes by default.
    /// </summary>
    const int MaximumSubscriptions = 10_000;

    /// <summary>Entries of one place. Clients keep a handful; a peer may not use a mailbox as a disk.</summary>
    const int MaximumMetadataEntries = 100;

    /// <summary>
    /// Octets of one value: a signature or a script, not a picture. RFC 5464 section 4.3 asks for 1024.
    /// </summary>
    const int MaximumMetadataBytes = 64 * 1024;
}
