namespace Rockdove.Storage.Sqlite;

/// <summary>Uses, subscriptions, metadata and quota, changed by the store's writer.</summary>
internal sealed class SqliteAttributes(SqliteMailStore store, ReaderPool readers) : IMailboxAttributes
{
    public async ValueTask<bool> SetSpecialUseAsync(
        MailboxId mailbox, SpecialUses uses, CancellationToken cancellationToken) =>
        await DoAsync(
            tables =>
            {
                if (tables.Find(mailbox) is not { } found)
                    return false;
                tables.Connection.Use("UPDATE mailbox SET uses = ?2 WHERE key = ?1")
                    .Bind(1, found.Key).Bind(2, (long)uses).Run();
                tables.Changed(found);
                return true;
            },
            cancellationToken).ConfigureAwait(false);

    public async ValueTask<bool> SubscribeAsync(MailboxName name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name.Name, nameof(name));
        return await DoAsync(tables => Subscribe(tables.Connection, name), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<bool> UnsubscribeAsync(MailboxName name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name.Name, nameof(name));
        return await DoAsync(
            tables =>
            {
                using var row = tables.Connection.Use(
                    "DELETE FROM subscription WHERE owner = ?1 AND name = ?2 RETURNING 1")
                    .Bind(1, name.Owner).Bind(2, name.Name);
                return row.Step();
            },
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<IReadOnlyList<string>> ListSubscriptionsAsync(string owner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        cancellationToken.ThrowIfCancellationRequested();
        var names = new List<string>();
        using (var lease = readers.Rent())
        {
            using var row = lease.Connection.Use("SELECT name FROM subscription WHERE owner = ?1").Bind(1, owner);
            while (row.Step())
                names.Add(row.Text(0));
        }
        names.Sort(StringComparer.Ordinal); // Not by SQLite, which sorts UTF-8.
        return new(names);
    }

    public async ValueTask<MetadataOutcome> SetMetadataAsync(
        MetadataPlace place, IReadOnlyList<MetadataEntry> entries, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(place.Viewer, nameof(place));
        ArgumentNullException.ThrowIfNull(entries);
        if (entries.Any(entry => entry.Value is { Length: > IMailboxAttributes.MaximumMetadataBytes }))
            return MetadataOutcome.TooLarge;
        return await store.WriteAsync(new SetMetadata(place, entries), cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<IReadOnlyList<MetadataEntry>> ReadMetadataAsync(
        MetadataPlace place, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(place.Viewer, nameof(place));
        cancellationToken.ThrowIfCancellationRequested();
        var entries = new List<MetadataEntry>();
        using var lease = readers.Rent();
        using var row = (place.Mailbox is { } mailbox
            ? lease.Connection.Use(
                "SELECT name, value FROM metadata WHERE mailbox = (SELECT key FROM mailbox WHERE id = ?2) "
                + "AND viewer = ?1 ORDER BY name").Bind(2, mailbox.ToString())
            : lease.Connection.Use("SELECT name, value FROM metadata WHERE mailbox = 0 AND viewer = ?1 ORDER BY name"))
            .Bind(1, place.Viewer);
        while (row.Step())
            entries.Add(new(row.Text(0), row.Blob(1).ToArray()));
        return new(entries);
    }

    public async ValueTask SetQuotaAsync(string owner, QuotaLimits limits, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        limits.Validate();
        await DoAsync(
            tables =>
            {
                var found = tables.Owners.Find(owner);
                found.Limits = limits;
                tables.Owners.Changed(found);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<OwnerQuota> QuotaAsync(string owner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = readers.Rent();
        using var row = lease.Connection.Use(
            "SELECT bytes, messages, most_bytes, most_messages FROM owner WHERE name = ?1").Bind(1, owner);
        return row.Step()
            ? new(new OwnerQuota(
                row.Long(0), row.Long(1), new(row.IsNull(2) ? null : row.Long(2), row.IsNull(3) ? null : row.Long(3))))
            : default;
    }

    private Task<T> DoAsync<T>(Func<WriterTables, T> change, CancellationToken cancellationToken) =>
        store.WriteAsync(new ChangeRows<T>(change), cancellationToken);

    private static bool Subscribe(SqliteConnection connection, MailboxName name)
    {
        bool isSubscribed;
        using (var row = connection.Use("SELECT 1 FROM subscription WHERE owner = ?1 AND name = ?2")
            .Bind(1, name.Owner).Bind(2, name.Name))
        {
            isSubscribed = row.Step();
        }
        if (isSubscribed)
            return true;
        using (var row = connection.Use("SELECT count(*) FROM subscription WHERE owner = ?1").Bind(1, name.Owner))
        {
            row.Step();
            if (row.Long(0) >= IMailboxAttributes.MaximumSubscriptions)
                return false;
        }
        connection.Use("INSERT INTO subscription VALUES (?1, ?2)").Bind(1, name.Owner).Bind(2, name.Name).Run();
        return true;
    }
}
