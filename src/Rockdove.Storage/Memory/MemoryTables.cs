namespace Rockdove.Storage;

/// <summary>
/// Which mailboxes there are, and which messages lie in them. Guarded by the store's lock: nothing here waits or copies
/// a body.
/// </summary>
internal sealed class MemoryTables(MemoryStoreLimits limits)
{
    private readonly Dictionary<MailboxId, MemoryMailbox> _mailboxes = [];
    private readonly Dictionary<MailboxName, MemoryMailbox> _byName = [];
    private readonly Dictionary<MessageId, MemoryMessage> _messages = [];
    private readonly Dictionary<string, MemoryOwner> _owners = new(StringComparer.Ordinal);
    private Func<MailboxId, Uid>? _uidNext; // Made once: a commit has nothing to spare.
    private uint _lastUidValidity;
    private int _entries;

    public Dictionary<MailboxId, MemoryMailbox>.ValueCollection Mailboxes => _mailboxes.Values;

    public Dictionary<MessageId, MemoryMessage>.ValueCollection Messages => _messages.Values;

    public long BodyBytes { get; private set; }

    public MemoryMailbox? Find(MailboxId mailbox) => _mailboxes.GetValueOrDefault(mailbox);

    public MemoryMailbox? Find(MailboxName name) => _byName.GetValueOrDefault(name);

    public MemoryMessage? Find(MessageId message) => _messages.GetValueOrDefault(message);

    public MemoryOwner? FindOwner(string owner) => _owners.GetValueOrDefault(owner);

    public MemoryOwner Owner(string owner)
    {
        if (!_owners.TryGetValue(owner, out var found))
            _owners.Add(owner, found = new(owner));
        return found;
    }

    /// <exception cref="StoreFullException">There are as many as allowed.</exception>
    public MemoryMailbox Create(MailboxName name, DateTimeOffset now)
    {
        if (_mailboxes.Count >= limits.Mailboxes)
            throw new StoreFullException($"There are {limits.Mailboxes} mailboxes already.");

        // Seconds since 1970, as RFC 9051 section 2.3.1.1 proposes, so that it also grows from one run to the next.
        _lastUidValidity = Math.Max(_lastUidValidity + 1, (uint)Math.Max(now.ToUnixTimeSeconds(), 1));
        var mailbox = new MemoryMailbox(MailboxId.Create(now), name, _lastUidValidity, Owner(name.Owner));
        _mailboxes.Add(mailbox.Id, mailbox);
        _byName.Add(name, mailbox);
        return mailbox;
    }

    public MailboxRenaming Rename(MailboxName from, MailboxName to, char separator)
    {
        var plan = RenamePlan.Of(
            _mailboxes.Values.Where(each => each.Name.Owner == from.Owner)
                .Select(each => KeyValuePair.Create(each.Id, each.Name)),
            from, to, separator);
        foreach (var each in plan.Renamed)
            _byName.Remove(each.From);
        foreach (var each in plan.Renamed)
        {
            _mailboxes[each.Id].Name = each.To;
            _byName.Add(each.To, _mailboxes[each.Id]);
        }
        return plan;
    }

    /// <summary>Forgets a mailbox and returns the messages that lay nowhere else.</summary>
    public List<MemoryMessage> Delete(MemoryMailbox mailbox)
    {
        var freed = Expunge(mailbox, UidSet.All, SystemFlags.None, out _);
        _mailboxes.Remove(mailbox.Id);
        _byName.Remove(mailbox.Name);
        return freed;
    }

    /// <summary>
    /// Enters a message where it shall lie. Everything that can go wrong does so before the first row.
    /// </summary>
    /// <param name="places">Filled, in the order of the placements.</param>
    /// <param name="placements">Where it shall lie.</param>
    /// <param name="message">It holds the places.</param>
    /// <param name="now">When it comes.</param>
    /// <exception cref="MailboxGoneException">A mailbox is not there.</exception>
    /// <exception cref="QuotaExceededException">An owner would have too much.</exception>
    /// <exception cref="StoreFullException">There are as many messages as allowed.</exception>
    public void Add(
        CommittedPlace[] places, IReadOnlyList<Placement> placements, MemoryMessage message, DateTimeOffset now)
    {
        RequireRoom(placements, message.Bytes);
        var threads = placements.Count > 1 ? new Dictionary<MemoryOwner, ThreadId>() : null;
        for (var i = 0; i < places.Length; i++)
        {
            var mailbox = _mailboxes[placements[i].Mailbox];
            if (threads is null || !threads.TryGetValue(mailbox.Owner, out var thread))
            {
                thread = mailbox.Owner.Join(message.Id, message.Content.Names);
                threads?.Add(mailbox.Owner, thread);
            }
            var (_, date, flags, uid) = placements[i];
            var row = mailbox.Append(message.Content, now, thread, date, flags, uid);
            places[i] = new(mailbox.Id, mailbox.UidValidity, row.Uid, row.ModSequence);
        }
        _messages.Add(message.Id, message);
        _entries += places.Length;
        BodyBytes += message.Bytes;
    }

    /// <summary>
    /// Enters messages in one mailbox, and takes another away. Everything that can go wrong does so before the first
    /// row.
    /// </summary>
    /// <param name="target">Where to.</param>
    /// <param name="messages">Each holds its one place, which is filled.</param>
    /// <param name="replaces">What goes, or null.</param>
    /// <param name="now">When they come.</param>
    /// <returns>The messages that lie nowhere any more; null if what is to be replaced is not there.</returns>
    /// <exception cref="MailboxGoneException">The mailbox is not there.</exception>
    /// <exception cref="QuotaExceededException">The owner would have too much.</exception>
    /// <exception cref="StoreFullException">There are as many messages as allowed.</exception>
    public List<MemoryMessage>? Append(
        MailboxId target, IReadOnlyList<MemoryAppend> messages, MessageEntry? replaces, DateTimeOffset now)
    {
        var to = Find(target) ?? throw new MailboxGoneException(target);
        MessageRow? old = null;
        if (replaces is { } entry && (old = Find(entry.Mailbox)?.Find(entry.Uid)) is null)
            return null;
        RequireRoom(to, messages, old);
        foreach (var each in messages)
        {
            var message = each.Message;
            var thread = to.Owner.Join(message.Id, message.Content.Names);
            var row = to.Append(message.Content, now, thread, each.InternalDate, each.Flags);
            each.Places[0] = new(to.Id, to.UidValidity, row.Uid, row.ModSequence);
            _messages.Add(message.Id, message);
            _entries++;
            BodyBytes += message.Bytes;
        }
        return old is null
            ? []
            : Expunge(_mailboxes[old.Mailbox], UidSet.Of(old.Uid), SystemFlags.None, out _);
    }

    /// <summary>Removes messages from a mailbox and returns those that lie nowhere any more.</summary>
    public List<MemoryMessage> Expunge(MemoryMailbox mailbox, UidSet uids, SystemFlags having, out UidSet expunged)
    {
        var rows = new List<MessageRow>();
        var freed = new List<MemoryMessage>();
        expunged = mailbox.Expunge(uids, having, rows);
        foreach (var row in rows)
        {
            var message = _messages[row.Message];
            message.Leave(row.Mailbox, row.Uid);
            _entries--;
            if (message.Places.Count > 0)
                continue;
            _messages.Remove(message.Id);
            BodyBytes -= message.Bytes;
            freed.Add(message);
        }
        return freed;
    }

    /// <summary>
    /// Puts messages into another mailbox as well, or instead. Everything that can go wrong does so before the first
    /// row.
    /// </summary>
    /// <exception cref="MailboxGoneException">There is no target.</exception>
    /// <exception cref="QuotaExceededException">The target's owner would have too much.</exception>
    /// <exception cref="StoreFullException">There are as many messages as allowed.</exception>
    public CopiedMessages Copy(MailboxId source, UidSet uids, MailboxId target, bool isMove, DateTimeOffset now)
    {
        if (Find(target) is not { } to)
            throw new MailboxGoneException(target);
        var from = Find(source);
        var rows = from?.ReadAll(uids) ?? [];
        RequireRoom(from, to, rows, isMove);
        var first = to.Status.UidNext;
        foreach (var row in rows)
        {
            var message = _messages[row.Message];
            var thread = from!.Owner == to.Owner ? row.Thread : ThreadIn(to.Owner, message);
            var copy = to.Append(message.Content, now, thread, row.InternalDate, row.Flags);
            message.Enter(new(to.Id, to.UidValidity, copy.Uid, copy.ModSequence));
            _entries++;
        }
        var found = UidSet.Of([.. rows.Select(row => row.Uid)]);
        if (isMove && rows.Count > 0)
            Expunge(from!, found, SystemFlags.None, out _);
        return new()
        {
            UidValidity = to.UidValidity,
            Source = found,
            Target = rows.Count == 0 ? UidSet.Empty : UidSet.Of(first, new((uint)(first.Value + rows.Count - 1))),
            SourceModSequence = from?.HighestModSequence ?? ModSequence.None,
            TargetModSequence = to.HighestModSequence,
        };
    }

    public void Clear()
    {
        _mailboxes.Clear();
        _byName.Clear();
        _messages.Clear();
        _owners.Clear();
    }

    /// <summary>A message has one thread for each owner, whatever its names mean by now.</summary>
    private ThreadId ThreadIn(MemoryOwner owner, MemoryMessage message)
    {
        foreach (var place in message.Places)
            if (Find(place.Mailbox) is { } mailbox && mailbox.Owner == owner)
                return mailbox.Find(place.Uid)!.Thread;
        return owner.Join(message.Id, message.Content.Names);
    }

    private void RequireRoom(IReadOnlyList<Placement> placements, long bytes)
    {
        foreach (var placement in placements)
        {
            if (Find(placement.Mailbox) is not { } mailbox)
                throw new MailboxGoneException(placement.Mailbox);
        }
        PlacementRules.Require(placements, _uidNext ??= mailbox => _mailboxes[mailbox].UidNext);
        if (placements.Count == 1)
            _mailboxes[placements[0].Mailbox].Owner.RequireQuota(bytes, 1);
        else
            RequireQuota(placements, bytes);
        if (placements.Count > limits.Messages - _entries)
            throw new StoreFullException($"There are {_entries} messages; {limits.Messages} are allowed.");
    }

    private void RequireRoom(MemoryMailbox to, IReadOnlyList<MemoryAppend> messages, MessageRow? old)
    {
        if (to.UidsLeft < messages.Count)
            throw new StoreFullException($"Mailbox {to.Name} has no unique identifiers left.");
        var gone = old is null ? 0 : 1;
        to.Owner.RequireQuota(messages.Sum(each => each.Message.Bytes) - (old?.Bytes ?? 0), messages.Count - gone);
        if (messages.Count - gone > limits.Messages - _entries)
            throw new StoreFullException($"There are {_entries} messages; {limits.Messages} are allowed.");
    }

    private void RequireQuota(IReadOnlyList<Placement> placements, long bytes)
    {
        foreach (var owned in placements.CountBy(placement => _mailboxes[placement.Mailbox].Owner))
            owned.Key.RequireQuota(owned.Value * bytes, owned.Value);
    }

    private void RequireRoom(MemoryMailbox? from, MemoryMailbox to, List<MessageRow> rows, bool isMove)
    {
        if (to.UidsLeft < rows.Count)
            throw new StoreFullException($"Mailbox {to.Name} has no unique identifiers left.");
        if (!isMove || from?.Owner != to.Owner)
            to.Owner.RequireQuota(rows.Sum(row => row.Bytes), rows.Count);
        if (!isMove && rows.Count > limits.Messages - _entries)
            throw new StoreFullException($"There are {_entries} messages; {limits.Messages} are allowed.");
    }
}
