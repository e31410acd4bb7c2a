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
    private readonly List<uint> _uids;
    private readonly List<uint> _added = [];
    private readonly HashSet<uint> _expunged = [];
    private readonly SortedDictionary<uint, MessageNews> _changed = [];

    /// <summary>Begins with these UIDs.</summary>
    /// <param name="uids">In ascending order, each once.</param>
    /// <param name="highestModSequence">The mailbox's mod-sequence then, or 0 where it keeps none.</param>
    /// <exception cref="ArgumentException">The UIDs do not ascend, or there is a zero.</exception>
    public MailboxView(IEnumerable<uint> uids, ulong highestModSequence = 0)
    {
        _uids = [.. uids];
        for (var i = 0; i < _uids.Count; i++)
        {
            if (_uids[i] <= (i == 0 ? 0 : _uids[i - 1]))
                throw new ArgumentException("UIDs ascend from 1, each once.", nameof(uids));
        }

        LastUid = _uids is [.., var last] ? last : 0;
        HighestModSequence = highestModSequence;
    }

    /// <summary>How many messages the client knows of.</summary>
    public uint Count => (uint)_uids.Count;

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
        return _uids[(int)sequenceNumber - 1];
    }

    /// <summary>The number by which the client knows a message; false when it does not know it.</summary>
    public bool TrySequenceNumber(uint uid, out uint sequenceNumber)
    {
        var index = _uids.BinarySearch(uid);
        sequenceNumber = index < 0 ? 0 : (uint)index + 1;
        return index >= 0;
    }

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
        else if (_uids.BinarySearch(uid) >= 0)
            _expunged.Add(uid);
    }

    /// <summary>The flags of a message have changed, by whomever; the last word counts.</summary>
    public void FlagsChanged(uint uid, ImapFlags flags, ulong modSequence = 0)
    {
        Raise(modSequence);
        if (!_expunged.Contains(uid) && (_uids.BinarySearch(uid) >= 0 || _added.BinarySearch(uid) >= 0))
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
        {
            // From one message that is known to the next, not from UID to UID: a range may be very long.
            var from = first;
            var index = _uids.BinarySearch(first);
            for (index = index < 0 ? ~index : index; index < _uids.Count && _uids[index] <= last; index++)
            {
                if (_uids[index] > from)
                    unknown.Append(from, _uids[index] - 1);
                from = _uids[index] + 1;
            }

            if (from != 0 && from <= last)
                unknown.Append(from, last);
        }

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
            _uids.AddRange(_added);
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
        var last = byUid ? _uids[^1] : Count;
        List<(uint From, uint To)> ranges = new(set.Ranges.Count);
        foreach (var (from, to) in set.Ranges)
        {
            var (low, high) = (from == SequenceSet.Star ? last : from, to == SequenceSet.Star ? last : to);
            ranges.Add(low <= high ? (low, high) : (high, low));
        }

        ranges.Sort();
        var next = 0;
        foreach (var (from, to) in ranges)
        {
            var index = byUid ? _uids.BinarySearch(from) : (int)from - 1;
            for (next = Math.Max(next, index < 0 ? ~index : index); next < _uids.Count; next++)
            {
                if (byUid ? _uids[next] > to : next >= to)
                    break;
                found.Append(_uids[next]);
            }
        }

        return found;
    }

    /// <summary>Somebody is still to be told that a message has gone.</summary>
    internal bool HasExpunged => _expunged.Count > 0;

    /// <summary>
    /// From the last to the first, so that a number is good when it is told, and removal is one pass.
    /// </summary>
    private void ReportExpunged(ImapResponseWriter responses)
    {
        if (HighestModSequence > 0 && responses.TellsVanished)
        {
            responses.Vanished(new MessageSet(_expunged));
        }
        else
        {
            for (var i = _uids.Count - 1; i >= 0; i--)
            {
                if (_expunged.Contains(_uids[i]))
                    responses.Expunge((uint)i + 1);
            }
        }

        _uids.RemoveAll(_expunged.Contains);
        _expunged.Clear();
    }

    private void Raise(ulong modSequence) => HighestModSequence = Math.Max(HighestModSequence, modSequence);

    private readonly record struct MessageNews(ImapFlags Flags, ulong ModSequence);
}
