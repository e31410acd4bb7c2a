using System.Net;
using System.Net.Sockets;

namespace Rockdove.Hosting;

/// <summary>The resolver of the system, hosts file included.</summary>
internal sealed class SystemNameResolver : IClientNameResolver
{
    public static readonly SystemNameResolver Instance = new();

    public async Task<string?> FindNameAsync(IPAddress address, CancellationToken cancellationToken)
    {
        try
        {
            var host = await Dns.GetHostEntryAsync(address.ToString(), cancellationToken);
            return IPAddress.TryParse(host.HostName, out _) ? null : host.HostName; // Some systems say it back.
        }
        catch (SocketException)
        {
            return null;
        }
    }

    public async Task<IReadOnlyList<IPAddress>> FindAddressesAsync(string name, CancellationToken cancellationToken) =>
        await Dns.GetHostAddressesAsync(name, cancellationToken);
}
