namespace Rockdove.Imap;

/// <summary>
/// One session's picture of the mailbox that is selected: which messages the client knows, by sequence number and UID,
/// and what it has not been told yet.
/// </summary>
/// <remarks>
/// The host tells it what has happened, as often and as early as it likes, flags as they are now and not as they were
/// once; the engine tells the client when the rules
/// allow it (RFC 9051 section 7.5.1). Until then the old numbers are good. A mailbox that is selected anew has a new
/// view.
/// </remarks>
public sealed class MailboxView
{
    private readonly NumberedUids _uids = new();
    private readonly List<uint> _added = [];
    private readonly HashSet<uint> _expunged = [];
    private readonly SortedDictionary<uint, MessageNews> _changed = [];

    /// <summary>Begins with these UIDs.</summary>
    /// <param name="uids">In ascending order, each once.</param>
    /// <param name="highestModSequence">The mailbox's mod-sequence then, or 0 where it keeps none.</param>
    /// <exception cref="ArgumentException">The UIDs do not ascend, or there is a zero.</exception>
    public MailboxView(IEnumerable<uint> uids, ulong highestModSequence = 0)
    {
        foreach (var uid in uids)
        {
            if (uid <= _uids.Last)
                throw new ArgumentException("UIDs ascend from 1, each once.", nameof(uids));
            _uids.Append(uid, uid);
        }

        LastUid = _uids.Last;
        HighestModSequence = highestModSequence;
    }

    /// <summary>Begins with these messages.</summary>
    /// <param name="messages">Those that are there, as ranges of UIDs: as many as they like.</param>
    /// <param name="highestModSequence">The mailbox's mod-sequence then, or 0 where it keeps none.</param>
    public MailboxView(MessageSet messages, ulong highestModSequence = 0)
    {
        foreach (var (first, last) in messages.Ranges)
            _uids.Append(first, last);
        LastUid = _uids.Last;
        HighestModSequence = highestModSequence;
    }

    /// <summary>How many messages the client knows of.</summary>
    public uint Count => _uids.Count;

    /// <summary>
    /// The highest mod-sequence of all that the host has told; 0 where the mailbox keeps none (RFC 7162).
    /// </summary>
    public ulong HighestModSequence { get; private set; }

    /// <summary>IMAP4rev1: how many messages this session is the first to see. Told with EXISTS.</summary>
    public uint Recent { get; set; }

    /// <summary>The highest UID that the host has told of, gone or not; 0 when there was none.</summary>
    public uint LastUid { get; private set; }

    /// <summary>The UID behind a number that the client may use.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not from 1 to <see cref="Count"/>.</exception>
    public uint UidAt(uint sequenceNumber)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sequenceNumber);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sequenceNumber, Count);
        return _uids[sequenceNumber];
    }

    /// <summary>The number by which the client knows a message; false when it does not know it.</summary>
    public bool TrySequenceNumber(uint uid, out uint sequenceNumber) => _uids.TryNumber(uid, out sequenceNumber);

    /// <summary>The message is gone, although the client may not have been told.</summary>
    public bool IsExpunged(uint uid) => _expunged.Contains(uid);

    /// <summary>A message has come.</summary>
    /// <exception cref="ArgumentException">Its UID is not higher than all before.</exception>
    public void Added(uint uid, ulong modSequence = 0)
    {
        if (uid <= LastUid)
            throw new ArgumentException($"UID {uid} is not higher than {LastUid}.", nameof(uid));
        _added.Add(uid);
        LastUid = uid;
        Raise(modSequence);
    }

    /// <summary>A message has gone. One that the view does not know, or that has gone, is passed over.</summary>
    public void Expunged(uint uid, ulong modSequence = 0)
    {
        Raise(modSequence);
        _changed.Remove(uid);
        var index = _added.BinarySearch(uid);
        if (index >= 0)
            _added.RemoveAt(index); // The client has never heard of it.
        else if (_uids.Contains(uid))
            _expunged.Add(uid);
    }

    /// <summary>The flags of a message have changed, by whomever; the last word counts.</summary>
    public void FlagsChanged(uint uid, ImapFlags flags, ulong modSequence = 0)
    {
        Raise(modSequence);
        if (!_expunged.Contains(uid) && (_uids.Contains(uid) || _added.BinarySearch(uid) >= 0))
            _changed[uid] = new MessageNews(flags, modSequence);
    }

    /// <summary>The messages as a client would write them: sequence numbers, or UIDs.</summary>
    public string Describe(MessageSet messages, bool byUid)
    {
        if (byUid)
            return messages.ToString();
        var numbers = new MessageSet();
        foreach (var uid in messages)
        {
            if (TrySequenceNumber(uid, out var number))
                numbers.Append(number);
        }

        return numbers.ToString();
    }

    /// <summary>Of these, those that the client does not know.</summary>
    internal MessageSet Unknown(MessageSet messages)
    {
        var unknown = new MessageSet();
        foreach (var (first, last) in messages.Ranges)
            _uids.AddMissing(first, last, unknown);
        return unknown;
    }

    /// <summary>The client has been told the flags, so they are no news.</summary>
    internal void Told(uint uid, ulong modSequence)
    {
        Raise(modSequence);
        _changed.Remove(uid);
    }

    /// <summary>Tells the client what it may be told now: EXPUNGE, EXISTS, FETCH, in this order.</summary>
    /// <returns>The messages that the client has heard of now for the first time.</returns>
    internal MessageSet Report(ImapResponseWriter responses, bool mayExpunge, bool tellsFlags = true)
    {
        var fresh = MessageSet.Empty;
        if (mayExpunge && _expunged.Count > 0)
            ReportExpunged(responses);
        if (_added.Count > 0)
        {
            fresh = new MessageSet(_added);
            foreach (var (first, last) in fresh.Ranges)
                _uids.Append(first, last);
            _added.Clear();
            responses.Exists(Count, Recent);
        }

        foreach (var (uid, news) in _changed)
        {
            if (tellsFlags && responses.BeginFetch(uid))
            {
                responses.FlagNews(uid, news.Flags, news.ModSequence);
                responses.EndFetch();
            }
        }

        _changed.Clear();
        return fresh;
    }

    /// <summary>The messages that a set means: those that the client knows, each once.</summary>
    internal MessageSet Resolve(in SequenceSet set, bool byUid)
    {
        var found = new MessageSet();
        if (_uids.Count == 0)
            return found;
        var last = byUid ? _uids.Last : Count;
        List<(uint From, uint To)> ranges = new(set.Ranges.Count);
        foreach (var (from, to) in set.Ranges)
        {
            var (low, high) = (from == SequenceSet.Star ? last : from, to == SequenceSet.Star ? last : to);
            ranges.Add(low <= high ? (low, high) : (high, low));
        }

        ranges.Sort();
        foreach (var (from, to) in ranges)
        {
            if (byUid)
                _uids.AddByUid(from, to, found);
            else if (from <= Count)
                _uids.AddByNumber(from, Math.Min(to, Count), found);
        }

        return found;
    }

    /// <summary>Somebody is still to be told that a message has gone.</summary>
    internal bool HasExpunged => _expunged.Count > 0;

    /// <summary>
    /// From the last to the first, so that a number is good when it is told, and all are removed at once.
    /// </summary>
    private void ReportExpunged(ImapResponseWriter responses)
    {
        var gone = new MessageSet(_expunged);
        if (HighestModSequence > 0 && responses.TellsVanished)
        {
            responses.Vanished(gone);
        }
        else
        {
            foreach (var uid in gone.Reverse())
            {
                if (_uids.TryNumber(uid, out var number))
                    responses.Expunge(number);
            }
        }

        _uids.Remove(gone);
        _expunged.Clear();
    }

    private void Raise(ulong modSequence) => HighestModSequence = Math.Max(HighestModSequence, modSequence);

    private readonly record struct MessageNews(ImapFlags Flags, ulong ModSequence);
}
