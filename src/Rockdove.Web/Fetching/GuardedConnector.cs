using System.Net;
using System.Net.Sockets;

namespace Rockdove.Web;

/// <summary>
/// Connects to addresses that were looked at, and to no others: a name is resolved once for each connection, and what
/// it was resolved to is what is connected to, so that a name which changes in between (DNS rebinding) changes nothing.
/// </summary>
/// <param name="allowsPrivate">See <see cref="FetchOptions.AllowsPrivateNetworks"/>.</param>
internal sealed class GuardedConnector(bool allowsPrivate)
{
    /// <summary>The addresses of a name. The system's resolver, but for tests.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } =
        static (name, stop) => System.Net.Dns.GetHostAddressesAsync(name, stop);

    /// <summary>Connects to an address. A socket, but for tests.</summary>
    public Func<IPEndPoint, CancellationToken, ValueTask<Stream>> Connect { get; init; } = ConnectSocketAsync;

    /// <exception cref="FetchRefusedException">It leads where nobody may go.</exception>
    /// <exception cref="SocketException">The name has no address, or nobody answers there.</exception>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint target, CancellationToken cancellationToken)
    {
        var host = target.Host.Trim('[', ']');
        // An address with a zone has to stay one, so that the zone is seen.
        var addresses = IPAddress.TryParse(host, out var literal)
            ? [literal]
            : await Resolve(host, cancellationToken);
        if (addresses.Length == 0)
            throw new SocketException((int)SocketError.HostNotFound);
        // One closed address closes the name: which of them is taken must not be a matter of luck.
        foreach (var address in addresses)
        {
            if (ReachableAddress.WhyNot(address, allowsPrivate) is { } why)
                throw new FetchRefusedException($"{host} is {address}, and {why}");
        }

        for (var i = 0; ; i++)
        {
            try
            {
                return await Connect(new IPEndPoint(addresses[i], target.Port), cancellationToken);
            }
            catch (SocketException) when (i + 1 < Math.Min(addresses.Length, MostAddresses))
            {
            }
        }
    }

    private static async ValueTask<Stream> ConnectSocketAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Addresses of one name that are tried: browsers find one among the first, too.</summary>
    private const int MostAddresses = 4;
}
