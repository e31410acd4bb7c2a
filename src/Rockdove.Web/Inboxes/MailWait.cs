using Rockdove.Storage;

namespace Rockdove.Web;

/// <summary>
/// Follows a mailbox and gathers what fits some conditions. The store's feed wakes it; what it has looked at it does
/// not look at again.
/// </summary>
internal sealed class MailWait(MailScope scope, MailConditions conditions)
{
    private readonly SortedDictionary<uint, MessageRow> _found = [];
    private MailboxSnapshot? _snapshot;
    private uint _next = 1;
    private uint _firstNew;

    /// <summary>Messages that fit and are there, the oldest first.</summary>
    public IReadOnlyCollection<MessageRow> Found => _found.Values;

    /// <summary>
    /// Looks, and looks again at each change, until it is enough.
    /// </summary>
    /// <param name="isEnough">Asked after each look.</param>
    /// <param name="atMost">How long.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether it was enough before the time was over.</returns>
    /// <exception cref="RefusalException">The inbox is gone.</exception>
    public async ValueTask<bool> FollowAsync(
        Func<ValueTask<bool>> isEnough, TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var watch = scope.Mail.Store.Changes.Watch(scope.Mailbox); // First watched, then looked at.
        await LookAsync(cancellationToken); // What is there when the time begins has not come meanwhile.
        using var deadline = new CancellationTokenSource(atMost, scope.Mail.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var isLast = false;
        while (!await isEnough())
        {
            if (isLast)
                return false;
            try
            {
                await watch.NextAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // One last look: what came in the last moment, or while we looked, came in time.
            }
            catch (ObjectDisposedException)
            {
                throw RefusalException.Stopping();
            }

            isLast = deadline.IsCancellationRequested;
            await LookAsync(cancellationToken);
        }

        return true;
    }

    /// <summary>The newest messages that do not fit, and why.</summary>
    public async ValueTask<IReadOnlyList<MailMissShape>> MissesAsync(CancellationToken cancellationToken)
    {
        if (_snapshot is null || conditions.IsEmpty)
            return [];
        var others = _snapshot.Uids.Except(UidSet.Of([.. _found.Keys.Select(uid => new Uid(uid))]));
        var newest = others.Slice(Math.Max(0, others.Count - MostMisses), MostMisses);
        var misses = new List<MailMissShape>();
        var rows = scope.Mail.Store.ReadAsync(
            scope.Mailbox, newest, MessageFields.Envelope, cancellationToken);
        await foreach (var row in rows)
        {
            var miss = await scope.MissAsync(row, conditions, row.Uid.Value >= _firstNew, cancellationToken);
            if (miss is { Missed.Count: > 0 })
                misses.Insert(0, miss);
        }

        return misses;
    }

    private async ValueTask LookAsync(CancellationToken cancellationToken)
    {
        var isFirst = _snapshot is null;
        _snapshot = await scope.OpenAsync(cancellationToken);
        var next = _snapshot.Status.UidNext.Value;
        if (isFirst)
            _firstNew = next;
        if (next > _next)
        {
            var query = SearchQuery.And(
                SearchQuery.Uids(UidSet.Of(new Uid(_next), new Uid(next - 1))), conditions.Query);
            var page = new SearchPage { Limit = MostFound - _found.Count };
            await foreach (var row in scope.FindAllAsync(query, page, cancellationToken))
                _found[row.Uid.Value] = row;
            _next = next;
        }

        foreach (var uid in _found.Keys.Where(uid => !_snapshot.Uids.Contains(new Uid(uid))).ToList())
            _found.Remove(uid); // Deleted meanwhile.
    }

    /// <summary>Messages that are told of in a failure: a screen full.</summary>
    private const int MostMisses = 20;

    /// <summary>Messages that one question gathers. Whoever waits for more has a mistake in the question.</summary>
    public const int MostFound = 10_000;
}
