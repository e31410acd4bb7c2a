using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Rockdove.Prober.Tests;

/// <summary>A watch of which can be told whether the desk has taken in all that it said.</summary>
internal sealed class HeardWatch : IMailboxWatch
{
    private readonly IMailboxWatch _inner;
    private readonly CountingReader _events;

    public HeardWatch(IMailboxWatch inner)
    {
        _inner = inner;
        _events = new CountingReader(inner.Events);
    }

    public ProbeAccount Account => _inner.Account;

    public ChannelReader<MailboxEvent> Events => _events;

    /// <summary>Nothing waits to be taken, and nothing that was taken waits for its turn.</summary>
    public bool IsHeard => _inner.Events.Count == 0 && _events.Unheard == 0;

    /// <summary>The desk has taken in one more.</summary>
    public void Heard() => _events.Heard();

    public Task RunAsync(CancellationToken cancellationToken) => _inner.RunAsync(cancellationToken);

    public void Delete(MailPlace place) => _inner.Delete(place);

    public void Expect(ProbeToken token) => _inner.Expect(token);

    public void Forget(ProbeToken token) => _inner.Forget(token);

    public Task<ReapReport> ReapAsync(TimeSpan olderThan, CancellationToken cancellationToken) =>
        _inner.ReapAsync(olderThan, cancellationToken);

    public ValueTask DisposeAsync() => _inner.DisposeAsync();

    private sealed class CountingReader(ChannelReader<MailboxEvent> inner) : ChannelReader<MailboxEvent>
    {
        private int _unheard;

        public int Unheard => Volatile.Read(ref _unheard);

        public void Heard() => Interlocked.Decrement(ref _unheard);

        public override bool TryRead([MaybeNullWhen(false)] out MailboxEvent item)
        {
            Interlocked.Increment(ref _unheard); // Before it is taken, so that it is counted at one place at least.
            if (inner.TryRead(out item))
                return true;
            Interlocked.Decrement(ref _unheard);
            return false;
        }

        public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) =>
            inner.WaitToReadAsync(cancellationToken);
    }
}
