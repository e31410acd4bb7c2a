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
    private Func<MailboxId, Uid>? _uidNext; // Made once: a commit has nothing to spare.
    private uint _lastUidValidity;
    private int _entries;

    public Dictionary<MailboxId, MemoryMailbox>.ValueCollection Mailboxes => _mailboxes.Values;

    public Dictionary<MessageId, MemoryMessage>.ValueCollection Messages => _messages.Values;

    public long BodyBytes { get; private set; }

    public MemoryMailbox? Find(MailboxId mailbox) => _mailboxes.GetValueOrDefault(mailbox);

    public MemoryMailbox? Find(MailboxName name) => _byName.GetValueOrDefault(name);

    public MemoryMessage? Find(MessageId message) => _messages.GetValueOrDefault(message);

    /// <exception cref="StoreFullException">There are as many as allowed.</exception>
    public MemoryMailbox Create(MailboxName name, DateTimeOffset now)
    {
        if (_mailboxes.Count >= limits.Mailboxes)
            throw new StoreFullException($"There are {limits.Mailboxes} mailboxes already.");

        // Seconds since 1970, as RFC 9051 section 2.3.1.1 proposes, so that it also grows from one run to the next.
        _lastUidValidity = Math.Max(_lastUidValidity + 1, (uint)Math.Max(now.ToUnixTimeSeconds(), 1));
        var mailbox = new MemoryMailbox(MailboxId.Create(now), name, _lastUidValidity);
        _mailboxes.Add(mailbox.Id, mailbox);
        _byName.Add(name, mailbox);
        return mailbox;
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
    /// <param name="envelope">For its rows.</param>
    /// <exception cref="MailboxGoneException">A mailbox is not there.</exception>
    /// <exception cref="StoreFullException">There are as many messages as allowed.</exception>
    public void Add(
        CommittedPlace[] places,
        IReadOnlyList<Placement> placements,
        MemoryMessage message,
        DeliveryEnvelope? envelope)
    {
        RequireRoom(placements);
        for (var i = 0; i < places.Length; i++)
        {
            var mailbox = _mailboxes[placements[i].Mailbox];
            var row = mailbox.Append(message.Id, message.Bytes, envelope, placements[i]);
            places[i] = new(mailbox.Id, mailbox.UidValidity, row.Uid, row.ModSequence);
        }
        _messages.Add(message.Id, message);
        _entries += places.Length;
        BodyBytes += message.Bytes;
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

    public void Clear()
    {
        _mailboxes.Clear();
        _byName.Clear();
        _messages.Clear();
    }

    private void RequireRoom(IReadOnlyList<Placement> placements)
    {
        foreach (var placement in placements)
        {
            if (Find(placement.Mailbox) is not { } mailbox)
                throw new MailboxGoneException(placement.Mailbox);
        }
        PlacementRules.Require(placements, _uidNext ??= mailbox => _mailboxes[mailbox].UidNext);
        if (placements.Count > limits.Messages - _entries)
            throw new StoreFullException($"There are {_entries} messages; {limits.Messages} are allowed.");
    }
}
