namespace Rockdove.Storage.Sqlite;

/// <summary>Some messages of a mailbox that a query may hold for.</summary>
internal sealed class CandidateBatch
{
    private readonly List<Candidate> _all = [];
    private readonly HashSet<Uid> _undecided = [];
    private bool _isJudged;

    public int Count => _all.Count;

    /// <summary>Whether the query holds for each of them, and no row needs to be read to say so.</summary>
    public bool IsDecided { get; private set; }

    public int Unseen => _all.Count(static candidate => !candidate.IsSeen);

    public void Add(Candidate candidate) => _all.Add(candidate);

    public UidSet Uids() => UidSet.Of([.. _all.Select(static candidate => candidate.Uid)]);

    /// <summary>Leaves those out for which the texts say no.</summary>
    /// <param name="judge">Of texts.</param>
    /// <param name="isAll">Whether there is nothing more to ask of those for which they say yes.</param>
    public void Judge(TextJudge judge, bool isAll)
    {
        _all.Sort(static (one, other) => one.Key.CompareTo(other.Key)); // Who wants an order reads the rows in it.
        var keys = new long[_all.Count];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = _all[i].Key;
        var verdicts = new bool?[keys.Length];
        judge.Judge(keys, verdicts);
        var left = 0;
        for (var i = 0; i < verdicts.Length; i++)
        {
            if (verdicts[i] == false)
                continue;
            if (verdicts[i] is null)
                _undecided.Add(_all[i].Uid);
            _all[left++] = _all[i];
        }
        _all.RemoveRange(left, _all.Count - left);
        _isJudged = true;
        IsDecided = isAll && _undecided.Count == 0;
    }

    /// <summary>Whether the text of the message was there and said yes.</summary>
    public bool Holds(Uid uid) => _isJudged && !_undecided.Contains(uid);
}

/// <summary>A place of a message in a mailbox.</summary>
/// <param name="Uid">There.</param>
/// <param name="Key">Of the message.</param>
/// <param name="IsSeen">Whether it has <see cref="SystemFlags.Seen"/>.</param>
internal readonly record struct Candidate(Uid Uid, long Key, bool IsSeen);
