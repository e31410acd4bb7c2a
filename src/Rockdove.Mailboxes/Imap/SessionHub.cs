namespace Rockdove.Mailboxes;

/// <summary>
/// Tells the sessions that watch (NOTIFY) what a store's change feed does not: subscriptions and annotations. All
/// sessions of one handler, by owner.
/// </summary>
internal sealed class SessionHub
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, HashSet<WatchedMailboxes>> _byOwner = new(StringComparer.Ordinal);

    public void Join(WatchedMailboxes session)
    {
        lock (_gate)
        {
            if (!_byOwner.TryGetValue(session.Owner, out var sessions))
                _byOwner.Add(session.Owner, sessions = []);
            sessions.Add(session);
        }
    }

    public void Leave(WatchedMailboxes session)
    {
        lock (_gate)
        {
            if (_byOwner.TryGetValue(session.Owner, out var sessions) && sessions.Remove(session)
                && sessions.Count == 0)
                _byOwner.Remove(session.Owner);
        }
    }

    /// <summary>Somebody has changed subscriptions.</summary>
    public void Subscribed(string owner) => Each(owner, null, session => session.Wake());

    /// <summary>Somebody has changed annotations.</summary>
    /// <param name="owner">Whose.</param>
    /// <param name="by">Who is not to be told: it was them; null for nobody that watches.</param>
    /// <param name="mailbox">Of which mailbox; empty for the server.</param>
    /// <param name="entries">Their names.</param>
    public void Annotated(
        string owner, WatchedMailboxes? by, string mailbox, IReadOnlyList<string> entries) =>
        Each(owner, by, session => session.Annotated(mailbox, entries));

    private void Each(string owner, WatchedMailboxes? except, Action<WatchedMailboxes> tell)
    {
        WatchedMailboxes[] sessions;
        lock (_gate)
            sessions = _byOwner.TryGetValue(owner, out var found) ? [.. found] : [];
        foreach (var session in sessions)
        {
            if (session != except)
                tell(session);
        }
    }
}
