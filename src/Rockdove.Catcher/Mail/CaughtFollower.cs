using Rockdove.Storage;

namespace Rockdove.Catcher;

/// <summary>What happened to caught mail since one was last told.</summary>
/// <param name="Came">Messages that are new, the oldest first.</param>
/// <param name="Changed">Messages that are read or tagged otherwise than before.</param>
/// <param name="HasLost">Messages have gone.</param>
/// <param name="IsMuch">
/// More than <see cref="CaughtFollower.MostMessages"/> messages came or changed. They are not told one by one: it is
/// quicker to read the list again.
/// </param>
public sealed record CaughtChange(
    IReadOnlyList<CaughtMessage> Came, IReadOnlyList<CaughtMessage> Changed, bool HasLost, bool IsMuch);

/// <summary>
/// Follows what was caught, from a moment on. However slow the follower, what it has not taken yet costs nothing: it is
/// told then of all of it at once.
/// </summary>
public sealed class CaughtFollower : IDisposable
{
    private readonly CaughtMail _mail;
    private readonly IChangeWatch _watch;
    private ModSequence _since;
    private Uid _next;
    private UidSet _known;

    private CaughtFollower(CaughtMail mail, IChangeWatch watch, MailboxSnapshot snapshot)
    {
        _mail = mail;
        _watch = watch;
        _since = snapshot.Status.HighestModSequence;
        _next = snapshot.Status.UidNext;
        _known = snapshot.Uids;
    }

    /// <summary>Begins now: what happens after this returned is told.</summary>
    public static async ValueTask<CaughtFollower> FollowAsync(CaughtMail mail, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mail);
        var watch = mail.Store.Changes.Watch(mail.Mailbox); // First, so that nothing is missed between.
        try
        {
            var snapshot = await mail.Store.OpenAsync(mail.Mailbox, cancellationToken)
                ?? throw new MailboxGoneException(mail.Mailbox);
            return new CaughtFollower(mail, watch, snapshot);
        }
        catch
        {
            watch.Dispose();
            throw;
        }
    }

    /// <summary>Waits until something has happened. One caller at a time.</summary>
    public async ValueTask<CaughtChange> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _watch.NextAsync(cancellationToken);
            var changes = await _mail.Store.ChangesSinceAsync(_mail.Mailbox, _since, cancellationToken)
                ?? throw new MailboxGoneException(_mail.Mailbox);
            var hasLost = !changes.Expunged.Intersect(_known).IsEmpty;
            if (changes.Changed.Count == 0 && !hasLost)
            {
                _since = changes.HighestModSequence;
                continue;
            }

            var isMuch = changes.Changed.Count > MostMessages;
            var (came, changed) = isMuch ? ([], []) : await ReadAsync(changes.Changed, cancellationToken);
            _known = _known.Union(UidSet.Of([.. changes.Changed.Select(row => row.Uid)])).Except(changes.Expunged);
            _since = changes.HighestModSequence;
            _next = changes.UidNext;
            return new CaughtChange(came, changed, hasLost, isMuch);
        }
    }

    public void Dispose() => _watch.Dispose();

    private async ValueTask<(List<CaughtMessage> Came, List<CaughtMessage> Changed)> ReadAsync(
        IReadOnlyList<FlagRow> rows, CancellationToken cancellationToken)
    {
        var (came, changed) = (new List<CaughtMessage>(), new List<CaughtMessage>());
        var uids = UidSet.Of([.. rows.Select(row => row.Uid)]);
        await foreach (var row in _mail.Store.ReadAsync(
            _mail.Mailbox, uids, MessageFields.Envelope, cancellationToken))
            (row.Uid < _next ? changed : came).Add(new CaughtMessage(row));
        return (came, changed);
    }

    /// <summary>Messages that are told one by one.</summary>
    public const int MostMessages = 200;
}
