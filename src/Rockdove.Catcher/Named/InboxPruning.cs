using System.Collections.Concurrent;
using Rockdove.Storage;

namespace Rockdove.Catcher;

/// <summary>Takes out of inboxes what they do not keep: when something came, and as time passes.</summary>
internal sealed class InboxPruning(IMailStore store, TimeProvider time) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<MailboxId, Watched> _inboxes = new();

    public void Add(NamedInbox inbox)
    {
        if (inbox.Retention is { Messages: null, Age: null })
            return;
        var watched = new Watched(inbox.Retention);
        _inboxes[inbox.Mailbox] = watched;
        if (inbox.Retention.Age is { } age)
        {
            var look = OldestMessages.LookEvery(age);
            watched.Timer = time.CreateTimer(_ => PruneAsTimePasses(inbox.Mailbox, watched), null, look, look);
        }
    }

    public async ValueTask RemoveAsync(NamedInbox inbox)
    {
        if (_inboxes.TryRemove(inbox.Mailbox, out var watched))
            await watched.DisposeAsync();
    }

    /// <summary>After a message came into these mailboxes, which this must not fail.</summary>
    public async ValueTask PruneInPassingAsync(IEnumerable<MailboxId> mailboxes)
    {
        if (_inboxes.IsEmpty)
            return;
        foreach (var mailbox in mailboxes)
        {
            if (_inboxes.TryGetValue(mailbox, out var watched))
                await PruneQuietlyAsync(mailbox, watched.Retention);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, watched) in _inboxes)
            await watched.DisposeAsync();
    }

    /// <summary>Nobody waits for it, and what fails now is tried again the next time.</summary>
    private void PruneAsTimePasses(MailboxId mailbox, Watched watched)
    {
        if (watched.Pruning.IsCompleted)
            watched.Pruning = PruneQuietlyAsync(mailbox, watched.Retention).AsTask();
    }

    private async ValueTask PruneQuietlyAsync(MailboxId mailbox, InboxRetention retention)
    {
        var tooOld = retention.Age is { } age ? time.GetUtcNow() - age : (DateTimeOffset?)null;
        try
        {
            if (await OldestMessages.FindAsync(
                store, mailbox, retention.Messages ?? long.MaxValue, long.MaxValue, tooOld, CancellationToken.None)
                is { IsEmpty: false } over)
                await store.ExpungeAsync(mailbox, over, SystemFlags.None, CancellationToken.None);
        }
        catch (StoreException)
        {
            // Too much is kept until the next message or the next look.
        }
    }

    private sealed class Watched(InboxRetention retention) : IAsyncDisposable
    {
        public InboxRetention Retention => retention;

        public ITimer? Timer { get; set; }

        public Task Pruning { get; set; } = Task.CompletedTask;

        public async ValueTask DisposeAsync()
        {
            if (Timer is { } timer)
                await timer.DisposeAsync();
            await Pruning;
        }
    }
}
