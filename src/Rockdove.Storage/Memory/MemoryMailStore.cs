using System.Runtime.CompilerServices;

namespace Rockdove.Storage;

/// <summary>
/// A store that lives as long as the process. Bodies are copied outside its lock; under it only rows move.
/// </summary>
public sealed class MemoryMailStore : IMailStore
{
    private readonly Lock _gate = new();
    private readonly ChangeFeed _changes = new();
    private readonly MemoryTables _tables;
    private readonly MemoryBudget _budget;
    private readonly TimeProvider _time;
    private readonly IMessageTextReader _textReader;
    private long _stagedMessages, _stagedBytes;
    private bool _disposed;

    /// <param name="limits">How much it may hold; null for the defaults.</param>
    /// <param name="time">Dates ids and UIDVALIDITY; null for the system's clock.</param>
    /// <param name="textReader">Finds what a search looks at; null for <see cref="PlainTextReader"/>.</param>
    public MemoryMailStore(
        MemoryStoreLimits? limits = null, TimeProvider? time = null, IMessageTextReader? textReader = null)
    {
        limits ??= new();
        ArgumentOutOfRangeException.ThrowIfNegative(limits.Bytes, nameof(limits));
        ArgumentOutOfRangeException.ThrowIfNegative(limits.Messages, nameof(limits));
        ArgumentOutOfRangeException.ThrowIfNegative(limits.Mailboxes, nameof(limits));
        _time = time ?? TimeProvider.System;
        _textReader = textReader ?? PlainTextReader.Instance;
        _tables = new(limits);
        _budget = new(limits.Bytes);
        Blobs = new(_budget);
        Attributes = new MemoryAttributes(_tables, _changes, Enter);
    }

    public IChangeFeed Changes => _changes;

    public IMailboxAttributes Attributes { get; }

    /// <summary>Octets counted against <see cref="MemoryStoreLimits.Bytes"/> at this moment.</summary>
    public long UsedBytes => _budget.UsedBytes;

    internal MemoryBlobStore Blobs { get; }

    public ValueTask<IStagedMessage> StageAsync(long expectedBytes, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var writer = Blobs.Create(expectedBytes, cancellationToken);
        CountStaged(1, 0);
        return new(new MemoryStagedMessage(this, writer));
    }

    public async ValueTask<CommittedMessage> CommitAsync(
        IStagedMessage message,
        DeliveryEnvelope? envelope,
        MessageDetails details,
        IReadOnlyList<Placement> placements,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(details);
        ArgumentNullException.ThrowIfNull(placements);
        ArgumentOutOfRangeException.ThrowIfZero(placements.Count, nameof(placements));
        if (message is not MemoryStagedMessage staged || staged.Store != this)
            throw new ArgumentException("The message was not staged by this store.", nameof(message));

        cancellationToken.ThrowIfCancellationRequested();
        staged.Claim();
        CommittedMessage committed;
        try
        {
            // Body before rows: a row never points to bytes that are not there.
            var blob = await staged.CompleteAsync(cancellationToken).ConfigureAwait(false);
            committed = Commit(blob, staged.Bytes, envelope, details, placements);
        }
        catch
        {
            staged.Restore();
            throw;
        }
        staged.Committed();
        foreach (var place in committed.Places)
            _changes.Publish(new(place.Mailbox, place.ModSequence));
        return committed;
    }

    public async ValueTask<AppendedMessages?> AppendAsync(
        MailboxId mailbox,
        IReadOnlyList<MessageToAppend> messages,
        MessageEntry? replaces,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ArgumentOutOfRangeException.ThrowIfZero(messages.Count, nameof(messages));
        if (messages.Any(each => each.Message is not MemoryStagedMessage staged || staged.Store != this))
            throw new ArgumentException("A message was not staged by this store.", nameof(messages));

        cancellationToken.ThrowIfCancellationRequested();
        var claimed = new List<MemoryStagedMessage>(messages.Count);
        AppendedMessages? appended = null;
        try
        {
            var blobs = new List<BlobId>(messages.Count);
            foreach (var each in messages)
            {
                var staged = (MemoryStagedMessage)each.Message;
                staged.Claim();
                claimed.Add(staged);
                blobs.Add(await staged.CompleteAsync(cancellationToken).ConfigureAwait(false));
            }
            appended = Append(mailbox, messages, blobs, replaces);
        }
        finally
        {
            foreach (var staged in claimed)
            {
                if (appended is null)
                    staged.Restore();
                else
                    staged.Committed();
            }
        }
        if (appended is null)
            return null;
        _changes.Publish(new(mailbox, appended.ModSequence));
        if (replaces is { } old && old.Mailbox != mailbox)
            _changes.Publish(new(old.Mailbox, appended.ReplacedModSequence));
        return appended;
    }

    public ValueTask<CreatedMailbox> CreateMailboxAsync(MailboxName name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name.Name, nameof(name));
        MemoryMailbox mailbox;
        using (Enter(cancellationToken))
        {
            if (_tables.Find(name) is { } existing)
                return new(new CreatedMailbox(existing.Id, IsNew: false));
            mailbox = _tables.Create(name, _time.GetUtcNow());
        }
        _changes.Publish(new(mailbox.Id, ModSequence.First));
        return new(new CreatedMailbox(mailbox.Id, IsNew: true));
    }

    public ValueTask<MailboxId?> FindMailboxAsync(MailboxName name, CancellationToken cancellationToken)
    {
        using (Enter(cancellationToken))
            return new(_tables.Find(name)?.Id);
    }

    public ValueTask<IReadOnlyList<MailboxStatus>> ListMailboxesAsync(
        string? owner, CancellationToken cancellationToken)
    {
        var list = new List<MailboxStatus>();
        using (Enter(cancellationToken))
        {
            foreach (var mailbox in _tables.Mailboxes)
                if (owner is null || mailbox.Name.Owner == owner)
                    list.Add(mailbox.Status);
        }
        list.Sort(static (a, b) => string.CompareOrdinal(a.Name.Owner, b.Name.Owner) is not 0 and var byOwner
            ? byOwner
            : string.CompareOrdinal(a.Name.Name, b.Name.Name));
        return new(list);
    }

    public ValueTask<MailboxRenaming> RenameMailboxAsync(
        MailboxName from, MailboxName to, char separator, CancellationToken cancellationToken)
    {
        RenamePlan.Require(from, to);
        MailboxRenaming result;
        var hints = new List<MailboxChange>();
        using (Enter(cancellationToken))
        {
            result = _tables.Rename(from, to, separator);
            foreach (var each in result.Renamed)
                hints.Add(new(each.Id, _tables.Find(each.Id)!.HighestModSequence));
        }
        foreach (var hint in hints)
            _changes.Publish(hint);
        return new(result);
    }

    public ValueTask<bool> DeleteMailboxAsync(MailboxId mailbox, CancellationToken cancellationToken)
    {
        List<MemoryMessage> freed;
        ModSequence last;
        using (Enter(cancellationToken))
        {
            if (_tables.Find(mailbox) is not { } found)
                return new(false);
            freed = _tables.Delete(found);
            last = found.HighestModSequence.Next();
        }
        Free(freed);
        _changes.Publish(new(mailbox, last));
        return new(true);
    }

    public ValueTask<MailboxSnapshot?> OpenAsync(MailboxId mailbox, CancellationToken cancellationToken)
    {
        using (Enter(cancellationToken))
            return new(_tables.Find(mailbox) is { } found ? new MailboxSnapshot(found.Status, found.Uids) : null);
    }

    public ValueTask<FlagsInUse?> FlagsInUseAsync(MailboxId mailbox, CancellationToken cancellationToken)
    {
        using (Enter(cancellationToken))
            return new(_tables.Find(mailbox)?.FlagsInUse);
    }

    public ValueTask<MailboxChanges?> ChangesSinceAsync(
        MailboxId mailbox, ModSequence since, CancellationToken cancellationToken)
    {
        using (Enter(cancellationToken))
            return new(_tables.Find(mailbox)?.ChangesSince(since));
    }

    public async IAsyncEnumerable<MessageRow> ReadAsync(
        MailboxId mailbox,
        UidSet uids,
        MessageFields fields,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(uids);
        await ValueTask.CompletedTask.ConfigureAwait(false); // memory is never waited for; the contract is async
        var page = new MessageRow[Math.Min(uids.Count, RowsPerPage)];
        var from = Uid.First;
        int filled;
        do
        {
            using (Enter(cancellationToken))
                filled = _tables.Find(mailbox)?.Read(uids, from, page) ?? 0;
            for (var i = 0; i < filled; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return page[i];
                from = new(page[i].Uid.Value + 1);
            }
        }
        while (filled > 0 && filled == page.Length);
    }

    public ValueTask<IReadOnlyList<MessageRow>> FindAsync(
        MessageId message, MessageFields fields, CancellationToken cancellationToken)
    {
        using (Enter(cancellationToken))
        {
            if (_tables.Find(message) is not { } found)
                return new([]);
            var rows = new MessageRow[found.Places.Count];
            for (var i = 0; i < rows.Length; i++)
                rows[i] = _tables.Find(found.Places[i].Mailbox)!.Find(found.Places[i].Uid)!;
            return new(rows);
        }
    }

    public ValueTask<IBlob?> OpenBodyAsync(MessageId message, CancellationToken cancellationToken)
    {
        MemoryMessage? found;
        using (Enter(cancellationToken))
            found = _tables.Find(message);
        return found is null ? new((IBlob?)null) : Blobs.OpenAsync(found.Blob, cancellationToken);
    }

    public ValueTask<FlagResult> StoreFlagsAsync(
        MailboxId mailbox,
        UidSet uids,
        FlagChange change,
        ModSequence? unchangedSince,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(uids);
        FlagResult result;
        bool changed;
        using (Enter(cancellationToken))
        {
            if (_tables.Find(mailbox) is not { } found)
                return new(new FlagResult
                {
                    HighestModSequence = ModSequence.None,
                    PreviousModSequence = ModSequence.None,
                    Stored = [],
                });
            var before = found.HighestModSequence;
            result = found.StoreFlags(uids, change, unchangedSince);
            changed = result.HighestModSequence > before;
        }
        if (changed)
            _changes.Publish(new(mailbox, result.HighestModSequence));
        return new(result);
    }

    public ValueTask<ExpungeResult> ExpungeAsync(
        MailboxId mailbox, UidSet uids, SystemFlags having, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(uids);
        List<MemoryMessage> freed;
        ExpungeResult result;
        using (Enter(cancellationToken))
        {
            if (_tables.Find(mailbox) is not { } found)
                return new(new ExpungeResult(UidSet.Empty, ModSequence.None));
            freed = _tables.Expunge(found, uids, having, out var expunged);
            result = new(expunged, found.HighestModSequence);
        }
        Free(freed);
        if (!result.Expunged.IsEmpty)
            _changes.Publish(new(mailbox, result.HighestModSequence));
        return new(result);
    }

    public ValueTask<CopiedMessages> CopyAsync(
        MailboxId source, UidSet uids, MailboxId target, CancellationToken cancellationToken) =>
        new(Copy(source, uids, target, isMove: false, cancellationToken));

    public ValueTask<CopiedMessages> MoveAsync(
        MailboxId source, UidSet uids, MailboxId target, CancellationToken cancellationToken) =>
        new(Copy(source, uids, target, isMove: true, cancellationToken));

    public IAsyncEnumerable<MessageRow> SearchAsync(
        SearchScope scope, SearchQuery query, SearchPage page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(page);
        page.Validate();
        return SearchScan.SearchAsync(this, _textReader, scope, query, page, cancellationToken);
    }

    public ValueTask<SearchCount> CountAsync(
        SearchScope scope, SearchQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return SearchScan.CountAsync(this, _textReader, scope, query, cancellationToken);
    }

    public ValueTask<StoreUsage> UsageAsync(CancellationToken cancellationToken)
    {
        using (Enter(cancellationToken))
        {
            return new(new StoreUsage(
                _tables.Mailboxes.Count,
                _tables.Messages.Count,
                _tables.BodyBytes,
                Volatile.Read(ref _stagedMessages),
                Volatile.Read(ref _stagedBytes)));
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _disposed = true;
            Free([.. _tables.Messages]);
            _tables.Clear();
        }
        _changes.Close();
        return ValueTask.CompletedTask;
    }

    internal void CountStaged(int messages, long bytes)
    {
        if (messages != 0)
            Interlocked.Add(ref _stagedMessages, messages);
        Interlocked.Add(ref _stagedBytes, bytes);
    }

    private CommittedMessage Commit(
        BlobId blob,
        long bytes,
        DeliveryEnvelope? envelope,
        MessageDetails details,
        IReadOnlyList<Placement> placements)
    {
        var places = new CommittedPlace[placements.Count];
        var now = _time.GetUtcNow();
        var committed = new CommittedMessage(MessageId.Create(now), places);
        // A copy: whoever gave it may have cut it out of something large.
        var content = new MemoryContent(
            committed.Id, bytes, envelope, details.Structure.ToArray(), ThreadNames.Of(details));
        var kept = new MemoryMessage(committed, blob, content);
        if (!_budget.TryReserve(kept.ExtraBytes))
            throw _budget.Full(kept.ExtraBytes);
        try
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                _tables.Add(places, placements, kept, now);
            }
            return committed;
        }
        catch
        {
            _budget.Release(kept.ExtraBytes);
            throw;
        }
    }

    private AppendedMessages? Append(
        MailboxId mailbox, IReadOnlyList<MessageToAppend> messages, List<BlobId> blobs, MessageEntry? replaces)
    {
        var now = _time.GetUtcNow();
        var kept = new List<MemoryAppend>(messages.Count);
        var reserved = 0L;
        AppendedMessages? appended = null;
        List<MemoryMessage>? freed = null;
        try
        {
            for (var i = 0; i < messages.Count; i++)
            {
                var append = MemoryAppend.Of(messages[i], blobs[i], now);
                if (!_budget.TryReserve(append.Message.ExtraBytes))
                    throw _budget.Full(append.Message.ExtraBytes);
                reserved += append.Message.ExtraBytes;
                kept.Add(append);
            }
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                freed = _tables.Append(mailbox, kept, replaces, now);
                if (freed is null)
                    return null;
                appended = new()
                {
                    UidValidity = kept[0].Places[0].UidValidity,
                    Uids = UidSet.Of([.. kept.Select(each => each.Places[0].Uid)]),
                    Ids = [.. kept.Select(each => each.Message.Id)],
                    ModSequence = _tables.Find(mailbox)!.HighestModSequence,
                    ReplacedModSequence = replaces is { } old
                        ? _tables.Find(old.Mailbox)!.HighestModSequence
                        : ModSequence.None,
                };
            }
        }
        finally
        {
            if (appended is null)
                _budget.Release(reserved);
        }
        Free(freed);
        return appended;
    }

    private CopiedMessages Copy(
        MailboxId source, UidSet uids, MailboxId target, bool isMove, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(uids);
        CopiedMessages copied;
        using (Enter(cancellationToken))
            copied = _tables.Copy(source, uids, target, isMove, _time.GetUtcNow());
        if (copied.Source.IsEmpty)
            return copied;
        _changes.Publish(new(target, copied.TargetModSequence));
        if (isMove && source != target)
            _changes.Publish(new(source, copied.SourceModSequence));
        return copied;
    }

    private void Free(List<MemoryMessage> messages)
    {
        foreach (var message in messages)
        {
            Blobs.Delete(message.Blob);
            _budget.Release(message.ExtraBytes);
        }
    }

    private Lock.Scope Enter(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var scope = _gate.EnterScope();
        if (!_disposed)
            return scope;
        scope.Dispose();
        throw new ObjectDisposedException(nameof(MemoryMailStore));
    }

    /// <summary>
    /// Rows taken at once under the lock: enough to make the lock cheap, few enough to keep it short.
    /// </summary>
    private const int RowsPerPage = 256;
}
