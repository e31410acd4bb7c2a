namespace Rockdove.Storage;

/// <summary>One mailbox: immutable rows in the order of their identifiers. Guarded by the store's lock.</summary>
internal sealed class MemoryMailbox(MailboxId id, MailboxName name, uint uidValidity, MemoryOwner owner)
{
    private readonly List<MessageRow> _rows = [];
    private readonly ChangeJournal _journal = new();
    private readonly ExpungeLog _expunged = new(ExpungeLog.DefaultMaximumRanges);
    private UidSet _uids = UidSet.Empty;
    private Uid _uidsUpTo = Uid.First;
    private Uid _uidNext = Uid.First;
    private readonly SortedDictionary<string, int> _keywords = new(StringComparer.OrdinalIgnoreCase);
    private long _unseen, _deleted, _bytes;

    public MailboxId Id => id;

    public MailboxName Name { get; set; } = name;

    public MemoryOwner Owner => owner;

    public SpecialUses SpecialUse { get; set; }

    /// <summary>Annotations, by who sees them.</summary>
    public Dictionary<string, SortedDictionary<string, ReadOnlyMemory<byte>>> Metadata { get; } =
        new(StringComparer.Ordinal);

    public uint UidValidity => uidValidity;

    public ModSequence HighestModSequence { get; private set; } = ModSequence.First;

    public Uid UidNext => _uidNext;

    /// <summary>Identifiers left. The last is never given, since UIDNEXT must be greater than it.</summary>
    public long UidsLeft => Uid.Last.Value - (long)_uidNext.Value;

    public MailboxStatus Status => new()
    {
        Id = id,
        Name = Name,
        UidValidity = uidValidity,
        UidNext = _uidNext,
        HighestModSequence = HighestModSequence,
        Messages = _rows.Count,
        Unseen = _unseen,
        Deleted = _deleted,
        Bytes = _bytes,
        SpecialUse = SpecialUse,
    };

    /// <summary>
    /// The identifiers that are here. What came since the last call or gap is one range.
    /// </summary>
    public UidSet Uids
    {
        get
        {
            if (_uidsUpTo < _uidNext)
                _uids = _uids.Append(new(_uidsUpTo, new(_uidNext.Value - 1)));
            _uidsUpTo = _uidNext;
            return _uids;
        }
    }

    public FlagsInUse FlagsInUse
    {
        get
        {
            Uid? unseen = null;
            for (var i = 0; _unseen > 0 && unseen is null && i < _rows.Count && i < FlagsInUse.MessagesLookedAt; i++)
                if (!_rows[i].Flags.Has(SystemFlags.Seen))
                    unseen = _rows[i].Uid;
            return new([.. _keywords.Keys.Take(FlagsInUse.MaximumKeywords)], unseen);
        }
    }

    /// <param name="content">What the message is.</param>
    /// <param name="savedAt">Now.</param>
    /// <param name="thread">The owner's thread that it is in.</param>
    /// <param name="internalDate">INTERNALDATE.</param>
    /// <param name="flags">What it has from the beginning.</param>
    /// <param name="uid">UIDNEXT or greater; null is UIDNEXT.</param>
    public MessageRow Append(
        in MemoryContent content, DateTimeOffset savedAt, ThreadId thread, DateTimeOffset internalDate, FlagSet flags,
        Uid? uid = null)
    {
        if (uid is { } given && given != _uidNext)
        {
            _uids = Uids;
            _uidNext = _uidsUpTo = given;
        }
        var row = new MessageRow
        {
            Mailbox = id,
            Uid = _uidNext,
            ModSequence = HighestModSequence = HighestModSequence.Next(),
            Flags = flags,
            InternalDate = internalDate,
            SavedAt = savedAt,
            Message = content.Id,
            Bytes = content.Bytes,
            Thread = thread,
            Envelope = content.Envelope,
            Structure = content.Structure,
            Names = content.Names,
        };
        _uidNext = new(_uidNext.Value + 1);
        _rows.Add(row);
        _bytes += row.Bytes;
        owner.Count(row);
        Tally(row.Flags, 1);
        Log(row);
        return row;
    }

    public MessageRow? Find(Uid uid)
    {
        var i = IndexFrom(uid);
        return i < _rows.Count && _rows[i].Uid == uid ? _rows[i] : null;
    }

    /// <summary>Fills a page with the rows of a set, from an identifier on, and returns how many there were.</summary>
    public int Read(UidSet uids, Uid from, Span<MessageRow> page)
    {
        var filled = 0;
        foreach (var range in uids.RangesFrom(from))
        {
            var i = IndexFrom(range.First > from ? range.First : from);
            if (i == _rows.Count)
                return filled;
            for (; i < _rows.Count && _rows[i].Uid <= range.Last; i++)
            {
                if (filled == page.Length)
                    return filled;
                page[filled++] = _rows[i];
            }
        }
        return filled;
    }

    /// <summary>All rows of a set, ascending.</summary>
    public List<MessageRow> ReadAll(UidSet uids)
    {
        var rows = new List<MessageRow>();
        foreach (var range in uids.Ranges)
            for (var i = IndexFrom(range.First); i < _rows.Count && _rows[i].Uid <= range.Last; i++)
                rows.Add(_rows[i]);
        return rows;
    }

    public FlagResult StoreFlags(UidSet uids, FlagChange change, ModSequence? unchangedSince)
    {
        var stored = new List<FlagRow>();
        var modified = new UidSetBuilder();
        var overfull = new UidSetBuilder();
        var before = HighestModSequence;
        var next = before.Next();
        foreach (var range in uids.Ranges)
        {
            for (var i = IndexFrom(range.First); i < _rows.Count && _rows[i].Uid <= range.Last; i++)
            {
                var row = _rows[i];
                var flags = change.ApplyTo(row.Flags);
                if (row.ModSequence > unchangedSince)
                {
                    modified.Add(row.Uid);
                    continue;
                }
                if (flags.Keywords.Length > FlagSet.MaximumKeywords)
                {
                    overfull.Add(row.Uid);
                    continue;
                }
                if (flags != row.Flags)
                {
                    Tally(row.Flags, -1);
                    Tally(flags, 1);
                    _rows[i] = row = row with { Flags = flags, ModSequence = HighestModSequence = next };
                    Log(row);
                }
                stored.Add(new(row.Uid, row.ModSequence, row.Flags));
            }
        }
        return new()
        {
            HighestModSequence = HighestModSequence,
            PreviousModSequence = before,
            Stored = stored,
            Modified = modified.ToSet(),
            Overfull = overfull.ToSet(),
        };
    }

    public UidSet Expunge(UidSet uids, SystemFlags having, List<MessageRow> removed)
    {
        var builder = new UidSetBuilder();
        foreach (var range in uids.Ranges)
        {
            for (var i = IndexFrom(range.First); i < _rows.Count && _rows[i].Uid <= range.Last; i++)
            {
                var row = _rows[i];
                if (!row.Flags.Has(having))
                    continue;
                builder.Add(row.Uid);
                removed.Add(row);
                _bytes -= row.Bytes;
                owner.Discount(row);
                Tally(row.Flags, -1);
            }
        }
        var expunged = builder.ToSet();
        if (expunged.IsEmpty)
            return expunged;

        _uids = Uids.Except(expunged);
        RemoveRows(expunged);
        HighestModSequence = HighestModSequence.Next();
        _expunged.Add(HighestModSequence, expunged);
        _journal.Sweep(_rows.Count, IsCurrent);
        return expunged;
    }

    public MailboxChanges ChangesSince(ModSequence since)
    {
        var changed = new List<FlagRow>();
        foreach (var (modSequence, uid) in _journal.Since(since))
        {
            if (Find(uid) is { } row && row.ModSequence == modSequence)
                changed.Add(new(uid, modSequence, row.Flags));
        }
        changed.Sort(static (a, b) => a.Uid.CompareTo(b.Uid));
        return new()
        {
            HighestModSequence = HighestModSequence,
            UidNext = _uidNext,
            Changed = changed,
            Expunged = _expunged.Since(since, _uidNext, Uids),
        };
    }

    /// <summary>The first row that has this identifier or a greater one.</summary>
    private int IndexFrom(Uid uid)
    {
        int low = 0, high = _rows.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_rows[middle].Uid < uid)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>A run of neighbours, such as the oldest ones, goes without a look at the others.</summary>
    private void RemoveRows(UidSet expunged)
    {
        var first = IndexFrom(expunged.Ranges[0].First);
        var end = IndexFrom(expunged.Ranges[^1].Last) + 1;
        if (end - first == expunged.Count)
            _rows.RemoveRange(first, end - first);
        else
            _rows.RemoveAll(row => expunged.Contains(row.Uid));
    }

    private void Log(MessageRow row)
    {
        _journal.Add(row.ModSequence, row.Uid);
        _journal.Sweep(_rows.Count, IsCurrent);
    }

    private bool IsCurrent(ModSequence modSequence, Uid uid) => Find(uid)?.ModSequence == modSequence;

    private void Tally(FlagSet flags, int by)
    {
        if (!flags.Has(SystemFlags.Seen))
            _unseen += by;
        if (flags.Has(SystemFlags.Deleted))
            _deleted += by;
        foreach (var keyword in flags.Keywords)
        {
            var count = _keywords.GetValueOrDefault(keyword) + by;
            if (count == 0)
                _keywords.Remove(keyword);
            else
                _keywords[keyword] = count;
        }
    }
}
