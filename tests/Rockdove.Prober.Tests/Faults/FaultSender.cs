namespace Rockdove.Prober.Tests;

/// <summary>The real sender, and a count of what it does just now.</summary>
internal sealed class FaultSender(FaultWorld world) : IProbeSender
{
    private readonly Dictionary<string, ProbeSender> _senders = new(StringComparer.Ordinal);
    private int _active;

    public int Active => Volatile.Read(ref _active);

    public async ValueTask<SendReport> SendAsync(
        ProbeAccount from, ProbeAccount to, ReadOnlyMemory<byte> mail, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _active);
        try
        {
            return await Of(world[from.Name]).SendAsync(from, to, mail, cancellationToken);
        }
        finally
        {
            world[from.Name].EndSending();
            Interlocked.Decrement(ref _active);
            world.Tell();
        }
    }

    private ProbeSender Of(FaultHouse house)
    {
        lock (_senders)
        {
            if (!_senders.TryGetValue(house.Name, out var sender))
                _senders.Add(house.Name, sender = new ProbeSender(house.SendPatience, world.Time));
            return sender;
        }
    }
}
