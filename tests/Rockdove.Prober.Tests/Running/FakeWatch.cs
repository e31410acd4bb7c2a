using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Rockdove.Prober.Tests;

/// <summary>A mailbox that holds what a test puts into it.</summary>
internal sealed class FakeWatch(ProbeAccount account, TimeProvider time) : IMailboxWatch
{
    private readonly Channel<MailboxEvent> _events = Channel.CreateUnbounded<MailboxEvent>();
    private readonly Lock _lock = new();
    private readonly List<MailPlace> _deleted = [];
    private int _uid;
    private int _unheard;

    public ProbeAccount Account { get; } = account;

    public ChannelReader<MailboxEvent> Events => _events.Reader;

    /// <summary>It opens as soon as it runs.</summary>
    public bool OpensByItself { get; init; } = true;

    /// <summary>Its server deletes nothing.</summary>
    public bool KeepsMail { get; set; }

    public bool IsDisposed { get; private set; }

    /// <summary>The desk has taken in all that was told.</summary>
    public bool IsHeard => Volatile.Read(ref _unheard) == 0;

    public IReadOnlyList<MailPlace> Deleted
    {
        get
        {
            lock (_lock)
                return [.. _deleted];
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (OpensByItself)
            Open();
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _events.Writer.Complete();
    }

    public void Open() => Tell(new MailboxReady(time.GetTimestamp(), []));

    public void Tell(MailboxEvent news)
    {
        Interlocked.Increment(ref _unheard);
        if (!_events.Writer.TryWrite(news))
            Heard(); // It has ended, and nobody listens.
    }

    public void Heard() => Interlocked.Decrement(ref _unheard);

    public void Fail(TimeSpan? retryAfter = null, ProbeStage stage = ProbeStage.Connect) => Tell(new MailboxFailed(
        time.GetTimestamp(),
        new ProbeFailure(stage, "Nobody is there."),
        retryAfter ?? TimeSpan.FromSeconds(1),
        null));

    /// <summary>Puts a mail in.</summary>
    public void Put(
        ProbeMark mark, FolderRole role = FolderRole.Inbox, string header = "", DateTimeOffset? storedAt = null,
        long? seenAt = null, long? lookedBefore = null) =>
        Tell(new ProbeArrived(
            seenAt ?? time.GetTimestamp(), lookedBefore, mark, Place(role), header.ReplaceLineEndings("\r\n").Utf8(),
            storedAt, 1000));

    public void PutBounce(ProbeMark mark, string action = "failed") => Tell(new BounceArrived(
        time.GetTimestamp(), mark, Place(FolderRole.Inbox), "5.1.1", action, "550 5.1.1 No such user", "mx.there.test",
        default));

    /// <summary>What is under way.</summary>
    public ConcurrentDictionary<ProbeToken, bool> Expected { get; } = new();

    public void Expect(ProbeToken token) => Expected[token] = true;

    public void Forget(ProbeToken token) => Expected.TryRemove(token, out _);

    public void Delete(MailPlace place)
    {
        lock (_lock)
            _deleted.Add(place);
        Tell(KeepsMail
            ? new MailKept(time.GetTimestamp(), place, new ProbeFailure(ProbeStage.Cleanup, "No."))
            : new MailDeleted(time.GetTimestamp(), place, IsExpunged: true));
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }

    private MailPlace Place(FolderRole role) => new(
        role == FolderRole.Inbox ? "INBOX" : role.ToString(), role, 7, $"{Interlocked.Increment(ref _uid)}");
}
