using System.Net;

namespace Rockdove.Catcher.Tests;

/// <summary>Ports that nobody listens on.</summary>
internal sealed class FakePorts : IInboxPorts
{
    public List<FakePort> All { get; } = [];

    public ValueTask<IInboxPort> BindAsync(int number, CancellationToken cancellationToken)
    {
        All.Add(new FakePort(number));
        return new(All[^1]);
    }
}

internal sealed class FakePort(int number) : IInboxPort
{
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Closed => _closed.Task;

    public IPEndPoint EndPoint { get; } = new(IPAddress.Loopback, number);

    public void Open(NamedInbox inbox)
    {
    }

    public ValueTask CloseAsync()
    {
        _closed.TrySetResult();
        return default;
    }
}
