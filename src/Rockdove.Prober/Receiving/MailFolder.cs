namespace Rockdove.Prober;

/// <summary>A folder that is watched by IMAP, and how far it was read.</summary>
/// <param name="name">As the server has it.</param>
/// <param name="role">What kind of folder it is.</param>
internal sealed class MailFolder(string name, FolderRole role)
{
    private readonly SortedDictionary<uint, ProbeToken> _lying = [];
    private readonly Dictionary<(uint UidValidity, uint Uid), ProbeToken> _lay = [];

    public string Name => name;

    public FolderRole Role => role;

    /// <summary>0 before it was opened.</summary>
    public uint UidValidity { get; private set; }

    /// <summary>The first UID that was not there yet.</summary>
    public uint NextUid { get; private set; }

    /// <summary>
    /// The UID to go on from after a restart: that of the first mail of ours that was told and is not deleted, since
    /// nobody knows what became of those who were told.
    /// </summary>
    public uint StoredNextUid => _lying.Count > 0 ? Math.Min(_lying.First().Key, NextUid) : NextUid;

    /// <summary>What the journal has.</summary>
    public FolderCursor? Stored { get; set; }

    /// <summary>When it was last looked into and what is new was not there; null for never.</summary>
    public long? LookedAt { get; set; }

    /// <summary>When it was last opened.</summary>
    public long? OpenedAt { get; set; }

    /// <summary>The highest UIDNEXT that the server has told, and that was looked up to.</summary>
    public uint KnownUidNext { get; set; }

    /// <summary>The lowest message number that the reaper has looked at; null for none.</summary>
    public uint? ReapedTo { get; set; }

    /// <summary>STATUS said so many the last time.</summary>
    public ulong? StatusMessages { get; set; }

    public MailPlace PlaceOf(uint uid) => new(
        name, role, UidValidity, uid.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>
    /// The UID that a mail of ours has now, which is another one after a change of UIDVALIDITY; null when it is not
    /// known to lie there.
    /// </summary>
    /// <param name="place">Where it lay when it was told.</param>
    /// <param name="others">Not these: they are other copies of it.</param>
    public uint? UidOf(MailPlace place, ICollection<uint> others)
    {
        if (!uint.TryParse(place.Uid, System.Globalization.CultureInfo.InvariantCulture, out var uid) || uid == 0)
            return null;
        if (place.UidValidity == UidValidity)
            return uid;
        if (!_lay.TryGetValue((place.UidValidity, uid), out var token))
            return null;
        foreach (var (now, lying) in _lying)
        {
            if (lying == token && !others.Contains(now))
                return now;
        }

        return null;
    }

    /// <summary>From here on it is known what is new.</summary>
    public void Begin(uint uidValidity, uint nextUid)
    {
        UidValidity = uidValidity;
        NextUid = Math.Max(nextUid, 1);
        KnownUidNext = 0;
    }

    /// <summary>UIDs have new meanings. What lay there may have another one now.</summary>
    /// <returns>The mails of ours that lay there.</returns>
    public IReadOnlyList<KeyValuePair<uint, ProbeToken>> BeginAnew(uint uidValidity)
    {
        var lay = _lying.ToArray();
        foreach (var (uid, token) in lay)
            _lay[(UidValidity, uid)] = token;
        _lying.Clear();
        Begin(uidValidity, nextUid: 1);
        return lay;
    }

    /// <summary>A message with this UID was looked at.</summary>
    public void Saw(uint uid)
    {
        if (uid >= NextUid && uid < uint.MaxValue)
            NextUid = uid + 1;
    }

    /// <summary>A mail of ours lies there.</summary>
    public void Lies(uint uid, ProbeToken token)
    {
        _lying[uid] = token;
        if (_lying.Count > MostLying)
            _lying.Remove(_lying.First().Key);
    }

    /// <summary>A mail of ours that was told lies there.</summary>
    public bool IsLying(uint uid) => _lying.ContainsKey(uid);

    /// <summary>It is gone, or as good as gone.</summary>
    public void IsGone(uint uid)
    {
        _lying.Remove(uid);
        if (_lying.Count == 0)
            _lay.Clear();
    }

    /// <summary>
    /// Mails of ours that were told and are not deleted: more than this only lie there when nobody deletes any.
    /// </summary>
    private const int MostLying = 1000;
}
