using System.Globalization;
using Rockdove.Mime;
using Rockdove.Outbox;
using Rockdove.Storage;

namespace Rockdove.Catcher;

/// <summary>
/// Looks at each message that was caught, once, and queues what is to happen with it. How far it is, the queue
/// remembers
/// in the same step, so that after a restart no message is passed over and none is looked at twice.
/// </summary>
internal sealed class MailOutWatch : IDisposable
{
    private readonly CaughtMail _mail;
    private readonly MailOut _out;
    private readonly WebhookWriter _writer;
    private readonly IChangeWatch _changes;
    private readonly string _markName;
    private readonly List<(CatcherWebhook Hook, SearchQuery? Query)> _hooks;
    private Uid _next;
    private int _batch = Batch;
    private long _missed;

    private MailOutWatch(
        CaughtMail mail, MailOut mailOut, WebhookWriter writer, IChangeWatch changes, MailboxStatus status)
    {
        _mail = mail;
        _out = mailOut;
        _writer = writer;
        _changes = changes;
        _markName = string.Create(CultureInfo.InvariantCulture, $"caught {status.UidValidity}");
        _hooks = [.. mailOut.Options.Webhooks.Select(hook => (hook, hook.ReadQuery()))];
        _next = mailOut.Queue.ReadMark(_markName) is { } mark ? new Uid((uint)mark) : status.UidNext;
    }

    /// <summary>Messages that were gone before they were looked at.</summary>
    public long Missed => Interlocked.Read(ref _missed);

    public static async ValueTask<MailOutWatch> BeginAsync(
        CaughtMail mail, MailOut mailOut, WebhookWriter writer, CancellationToken cancellationToken)
    {
        var changes = mail.Store.Changes.Watch(mail.Mailbox); // First, so that nothing is missed between.
        try
        {
            var snapshot = await mail.Store.OpenAsync(mail.Mailbox, cancellationToken)
                ?? throw new MailboxGoneException(mail.Mailbox);
            var watch = new MailOutWatch(mail, mailOut, writer, changes, snapshot.Status);
            mailOut.Queue.Enqueue([], watch.MarkAt(watch._next));
            return watch;
        }
        catch
        {
            changes.Dispose();
            throw;
        }
    }

    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await CatchUpAsync(stop);
                await _changes.NextAsync(stop);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
        {
            // The catcher ends.
        }
    }

    public void Dispose() => _changes.Dispose();

    private async ValueTask CatchUpAsync(CancellationToken stop)
    {
        while (true)
        {
            var changed = _out.Queue.ChangedAsync(stop); // From before the look, so that no change is missed.
            try
            {
                if (!await LookAsync(stop))
                    return;
            }
            catch (OutboxFullException)
            {
                await changed; // Whatever comes meanwhile is looked at then.
            }
            catch (StoreException)
            {
                await Task.Delay(Pause, _mail.Time, stop);
            }
        }
    }

    /// <summary>Looks at the next messages; false if there is none.</summary>
    private async ValueTask<bool> LookAsync(CancellationToken stop)
    {
        if (await _mail.Store.OpenAsync(_mail.Mailbox, stop) is not { } snapshot || snapshot.Status.UidNext <= _next)
            return false;
        var (rows, after) = await ReadAsync(snapshot.Status.UidNext, stop);
        var drafts = new List<OutboxDraft>();
        await AddReleasesAsync(rows, drafts, stop);
        foreach (var (hook, query) in _hooks)
            await AddNoticesAsync(hook, query, rows, drafts, stop);
        try
        {
            _out.Queue.Enqueue(drafts, MarkAt(after));
        }
        catch (OutboxFullException) when (rows.Count > 1)
        {
            _batch = 1; // Together they are too much for the queue, one by one perhaps not.
            return true;
        }
        catch (OutboxFullException full) when (full.IsForEver)
        {
            _out.Queue.Enqueue([], MarkAt(after));
            Interlocked.Increment(ref _missed);
        }

        Interlocked.Add(ref _missed, after.Value - _next.Value - rows.Count);
        (_next, _batch) = (after, Math.Min(2 * _batch, Batch));
        return true;
    }

    /// <summary>The next messages, as many as may be in memory together, and where to go on after them.</summary>
    private async ValueTask<(List<MessageRow> Rows, Uid After)> ReadAsync(Uid end, CancellationToken stop)
    {
        var last = new Uid(Math.Min(end.Value - 1, _next.Value + (uint)_batch - 1));
        var (rows, bytes) = (new List<MessageRow>(), 0L);
        await foreach (var row in _mail.Store.ReadAsync(
            _mail.Mailbox, UidSet.Of(_next, last), MessageFields.Envelope, stop))
        {
            if (rows.Count > 0 && bytes + row.Bytes > BatchBytes)
                return (rows, row.Uid);
            rows.Add(row);
            bytes += row.Bytes;
        }

        return (rows, new Uid(last.Value + 1));
    }

    private async ValueTask AddReleasesAsync(
        List<MessageRow> rows, List<OutboxDraft> drafts, CancellationToken stop)
    {
        var options = _out.Options;
        if (options is { ReleasesAll: false, ReleasesMatching: null, ForwardsTo.Count: 0 })
            return;
        foreach (var row in rows)
        {
            var message = new CaughtMessage(row);
            List<string> recipients =
            [
                .. message.Envelope.ForwardPaths.Where(address =>
                    options.ReleasesAll || options.ReleasesMatching?.Matches(address) == true),
                .. options.ForwardsTo,
            ];
            foreach (var some in recipients.Distinct(StringComparer.Ordinal).Chunk(MailOut.MostRecipients))
            {
                try
                {
                    if (await _out.DraftAsync(message, some, null, stop) is { } draft)
                        drafts.Add(draft);
                }
                catch (ReleaseRefusedException)
                {
                    // None of them may get mail: what is caught stays caught.
                }
            }
        }
    }

    private async ValueTask AddNoticesAsync(
        CatcherWebhook hook, SearchQuery? query, List<MessageRow> rows, List<OutboxDraft> drafts,
        CancellationToken stop)
    {
        var wanted = query is null ? null : await FoundAsync(query, rows, stop);
        foreach (var row in rows)
        {
            if (wanted?.Contains(row.Uid) == false || !await IsInAsync(hook.Inbox, row, stop))
                continue;
            var message = new CaughtMessage(row);
            if (await _writer(hook, message, stop) is not { } body)
                continue;
            drafts.Add(new OutboxDraft
            {
                Kind = OutboxKind.Webhook,
                Place = hook.Target.Name,
                Recipients = [new OutboxRecipient(hook.Target.Name)],
                Content = body,
                About = message.Id.ToString(),
                Subject = await SubjectAsync(message, stop),
            });
        }
    }

    /// <summary>Null too if the message has gone since it was told of.</summary>
    private async ValueTask<string?> SubjectAsync(CaughtMessage message, CancellationToken stop) =>
        await _mail.ReadAsync(message.Id, stop) is { } octets ? MimeMessage.Read(octets).Subject : null;

    private async ValueTask<HashSet<Uid>> FoundAsync(
        SearchQuery query, List<MessageRow> rows, CancellationToken stop)
    {
        var found = new HashSet<Uid>();
        if (rows.Count == 0)
            return found;
        var both = SearchQuery.And(SearchQuery.Uids(UidSet.Of([.. rows.Select(row => row.Uid)])), query);
        await foreach (var row in _mail.Store.SearchAsync(
            SearchScope.Of(_mail.Mailbox), both, new SearchPage { Limit = rows.Count }, stop))
            found.Add(row.Uid);
        return found;
    }

    private async ValueTask<bool> IsInAsync(string? inbox, MessageRow row, CancellationToken stop)
    {
        if (inbox is null)
            return true;
        if (_mail.NamedInboxes.Find(inbox) is not { } named)
            return false;
        var places = await _mail.Store.FindAsync(row.Message, MessageFields.None, stop);
        return places.Any(place => place.Mailbox == named.Mailbox);
    }

    private OutboxMark MarkAt(Uid uid) => new(_markName, uid.Value);

    /// <summary>Messages that are looked at in one step, and kept in one.</summary>
    private const int Batch = 50;

    /// <summary>Their octets, unless one is bigger: what is made of them is in memory together.</summary>
    private const long BatchBytes = 8 * 1024 * 1024;

    /// <summary>Until a store that has failed is asked again.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
}
