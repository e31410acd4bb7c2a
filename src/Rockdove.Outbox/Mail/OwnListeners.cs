using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Rockdove.Outbox;

/// <summary>Where this process takes mail itself: what went there would come back.</summary>
public sealed class OwnListeners
{
    private volatile Func<IEnumerable<IPEndPoint>> _listeners = () => [];

    /// <summary>Tells where mail is taken, once that is known.</summary>
    /// <param name="listeners">Asked each time that something is sent: ports come and go.</param>
    public void Set(Func<IEnumerable<IPEndPoint>> listeners) => _listeners = listeners;

    /// <summary>Whether a host and port lead back here.</summary>
    /// <exception cref="SocketException">The name has no address, or cannot be asked for.</exception>
    public async ValueTask<bool> IncludeAsync(string host, int port, CancellationToken cancellationToken)
    {
        var listeners = _listeners().Where(one => one.Port == port).ToList();
        if (listeners.Count == 0)
            return false;
        foreach (var address in await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false))
        {
            if (listeners.Any(one => Answers(one.Address, Plain(address))))
                return true;
        }

        return false;
    }

    private static bool Answers(IPAddress listening, IPAddress asked) =>
        Plain(listening).Equals(asked)
        || (listening.Equals(IPAddress.Any) || listening.Equals(IPAddress.IPv6Any)) && IsOfThisMachine(asked)
        || IPAddress.IsLoopback(listening) && asked.Equals(IPAddress.Any);

    private static bool IsOfThisMachine(IPAddress address) =>
        IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)
        || NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Any(one => Plain(one.Address).Equals(address));

    private static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
