namespace Rockdove.Storage;

/// <summary>Uses, subscriptions, metadata and quota of a store in memory, under its lock.</summary>
internal sealed class MemoryAttributes(MemoryTables tables, ChangeFeed changes, MemoryAttributes.Entrance enter)
    : IMailboxAttributes
{
    private readonly Dictionary<string, SortedDictionary<string, ReadOnlyMemory<byte>>> _ofServer =
        new(StringComparer.Ordinal);

    /// <summary>Takes the store's lock, unless the store was disposed or the token says not to.</summary>
    public delegate Lock.Scope Entrance(CancellationToken cancellationToken);

    public ValueTask<bool> SetSpecialUseAsync(
        MailboxId mailbox, SpecialUses uses, CancellationToken cancellationToken)
    {
        ModSequence modSequence;
        using (enter(cancellationToken))
        {
            if (tables.Find(mailbox) is not { } found)
                return new(false);
            found.SpecialUse = uses;
            modSequence = found.HighestModSequence;
        }
        changes.Publish(new(mailbox, modSequence));
        return new(true);
    }

    public ValueTask<bool> SubscribeAsync(MailboxName name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name.Name, nameof(name));
        using (enter(cancellationToken))
        {
            var names = tables.Owner(name.Owner).Subscriptions;
            return new(names.Contains(name.Name)
                || (names.Count < IMailboxAttributes.MaximumSubscriptions && names.Add(name.Name)));
        }
    }

    public ValueTask<bool> UnsubscribeAsync(MailboxName name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name.Name, nameof(name));
        using (enter(cancellationToken))
            return new(tables.FindOwner(name.Owner)?.Subscriptions.Remove(name.Name) ?? false);
    }

    public ValueTask<IReadOnlyList<string>> ListSubscriptionsAsync(string owner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        using (enter(cancellationToken))
            return new(tables.FindOwner(owner) is { } found ? [.. found.Subscriptions] : []);
    }

    public ValueTask<MetadataOutcome> SetMetadataAsync(
        MetadataPlace place, IReadOnlyList<MetadataEntry> entries, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(place.Viewer, nameof(place));
        ArgumentNullException.ThrowIfNull(entries);
        if (entries.Any(entry => entry.Value is { Length: > IMailboxAttributes.MaximumMetadataBytes }))
            return new(MetadataOutcome.TooLarge);
        using (enter(cancellationToken))
        {
            if (place.Mailbox is { } mailbox && tables.Find(mailbox) is null)
                return new(MetadataOutcome.NoMailbox);
            var after = new SortedDictionary<string, ReadOnlyMemory<byte>>(Of(place), StringComparer.Ordinal);
            foreach (var entry in entries)
            {
                if (entry.Value is { } value)
                    after[entry.Name] = value.ToArray();
                else
                    after.Remove(entry.Name);
            }
            if (after.Count > IMailboxAttributes.MaximumMetadataEntries)
                return new(MetadataOutcome.TooMany);
            TableOf(place)![place.Viewer] = after;
        }
        return new(MetadataOutcome.Stored);
    }

    public ValueTask<IReadOnlyList<MetadataEntry>> ReadMetadataAsync(
        MetadataPlace place, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(place.Viewer, nameof(place));
        using (enter(cancellationToken))
            return new([.. Of(place).Select(entry => new MetadataEntry(entry.Key, entry.Value))]);
    }

    public ValueTask SetQuotaAsync(string owner, QuotaLimits limits, CancellationToken cancellationToken)
    {
        limits.Validate();
        ArgumentNullException.ThrowIfNull(owner);
        using (enter(cancellationToken))
            tables.Owner(owner).Limits = limits;
        return ValueTask.CompletedTask;
    }

    public ValueTask<OwnerQuota> QuotaAsync(string owner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        using (enter(cancellationToken))
        {
            return new(tables.FindOwner(owner) is { } found
                ? new OwnerQuota(found.Bytes, found.Messages, found.Limits)
                : default);
        }
    }

    private SortedDictionary<string, ReadOnlyMemory<byte>> Of(MetadataPlace place) =>
        TableOf(place)?.GetValueOrDefault(place.Viewer) ?? new(StringComparer.Ordinal);

    private Dictionary<string, SortedDictionary<string, ReadOnlyMemory<byte>>>? TableOf(MetadataPlace place) =>
        place.Mailbox is { } mailbox ? tables.Find(mailbox)?.Metadata : _ofServer;
}
