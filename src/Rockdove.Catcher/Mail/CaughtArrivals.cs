using Rockdove.Storage;

namespace Rockdove.Catcher;

/// <summary>
/// Messages that come from a moment on: every one of them, however slow the one who follows, and nothing else.
/// </summary>
public sealed class CaughtArrivals : IDisposable
{
    private readonly CaughtMail _mail;
    private readonly IChangeWatch _watch;
    private uint _next;

    private CaughtArrivals(CaughtMail mail, IChangeWatch watch, uint next) =>
        (_mail, _watch, _next) = (mail, watch, next);

    /// <summary>Begins now: what comes after this returned is told.</summary>
    public static async ValueTask<CaughtArrivals> FollowAsync(CaughtMail mail, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mail);
        var watch = mail.Store.Changes.Watch(mail.Mailbox); // First, so that nothing is missed between.
        try
        {
            var snapshot = await OpenAsync(mail, cancellationToken);
            return new CaughtArrivals(mail, watch, snapshot.Status.UidNext.Value);
        }
        catch
        {
            watch.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Waits until some have come. One caller at a time. Cancelled, it has told nothing and loses nothing.
    /// </summary>
    /// <returns>The oldest of them first, some two hundred at most; the others with the next call.</returns>
    public async ValueTask<IReadOnlyList<CaughtMessage>> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var now = await OpenAsync(_mail, cancellationToken);
            var came = UidSet.Of(new Uid(_next), Uid.Last).Intersect(now.Uids);
            var messages = new List<CaughtMessage>();
            await foreach (var row in _mail.Store.ReadAsync(
                _mail.Mailbox, came.Slice(0, Math.Min(came.Count, MostAtOnce)), MessageFields.Envelope,
                cancellationToken))
                messages.Add(new CaughtMessage(row));
            if (messages is [.., var last])
            {
                _next = last.Row.Uid.Value + 1;
                return messages;
            }

            if (came.IsEmpty)
                await _watch.NextAsync(cancellationToken);
        }
    }

    public void Dispose() => _watch.Dispose();

    private static async ValueTask<MailboxSnapshot> OpenAsync(CaughtMail mail, CancellationToken cancellationToken) =>
        await mail.Store.OpenAsync(mail.Mailbox, cancellationToken) ?? throw new MailboxGoneException(mail.Mailbox);

    /// <summary>Messages that are told at once, without their octets.</summary>
    private const int MostAtOnce = 200;
}
