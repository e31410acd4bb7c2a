using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Rockdove.Hosting;

namespace Rockdove.Catcher;

/// <summary>
/// The ports of inboxes that have one of their own. One endpoint of SMTP serves them all, so that its limits hold for
/// all of them together.
/// </summary>
public sealed class InboxPorts : IInboxPorts, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly HashSet<InboxPort> _open = [];
    private readonly IPAddress _address;
    private readonly IConnectionListenerFactory _transport;
    private readonly ConnectionDelegate _serve;
    private bool _isClosed;

    internal InboxPorts(IPAddress address, IServiceProvider services, Action<SmtpServerBuilder> configure)
    {
        _address = address;
        _transport = services.GetServices<IConnectionListenerFactory>().LastOrDefault(CanBind)
            ?? throw new ArgumentException("The application has no transport of sockets: call UseKestrelCore.");
        var connections = new ConnectionBuilder(services);
        connections.UseSmtp(smtp => configure(smtp.CountAs(0)));
        _serve = connections.Build();
    }

    /// <summary>The inbox whose port somebody has connected to; null on ports that are for all.</summary>
    public static NamedInbox? InboxOf(ConnectionContext connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return InboxPort.InboxOf(connection);
    }

    async ValueTask<IInboxPort> IInboxPorts.BindAsync(int number, CancellationToken cancellationToken)
    {
        var endPoint = new IPEndPoint(_address, number);
        InboxPort port;
        try
        {
            var listener = await MailListener.BindAsync(_transport, endPoint, cancellationToken);
            port = new InboxPort(listener, _serve, Forget);
        }
        catch (AddressInUseException taken)
        {
            throw new InboxPortException($"Somebody listens on {endPoint} already. {Advice}", taken);
        }
        catch (SocketException refused)
        {
            throw new InboxPortException($"The system does not give {endPoint}: {refused.Message}. {Advice}", refused);
        }

        if (TryKeep(port))
            return port;
        await port.EndAsync();
        throw new InboxPortException("The catcher is being stopped, and opens no ports any more.");
    }

    /// <summary>
    /// Closes all of them at once. Sessions may go on for <see cref="Farewell"/>, and are waited for.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        List<InboxPort> open;
        lock (_lock)
        {
            _isClosed = true;
            open = [.. _open];
        }

        await Task.WhenAll(open.Select(port => port.EndAsync()));
    }

    private bool TryKeep(InboxPort port)
    {
        lock (_lock)
        {
            if (_isClosed)
                return false;
            _open.Add(port);
            return true;
        }
    }

    private void Forget(InboxPort port)
    {
        lock (_lock)
            _open.Remove(port);
    }

    private bool CanBind(IConnectionListenerFactory transport) =>
        transport is not IConnectionListenerFactorySelector selector
        || selector.CanBind(new IPEndPoint(_address, 0)); // Windows has one of named pipes, too.

    /// <summary>
    /// How long a session may go on when its port is closed: a message that is just coming needs less.
    /// </summary>
    public static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private const string Advice = "Take another port, from 1024 on, or 0 for one that is free.";
}
