using System.Net;
using System.Net.Sockets;

namespace Rockdove.Hosting;

/// <summary>Counts connections, all and for each client, against two bounds.</summary>
internal sealed class ConnectionCount(int all, int perClient)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _clients = [];
    private int _count;

    public bool TryEnter(IPAddress? client)
    {
        lock (_lock)
        {
            if (_count >= all)
                return false;
            if (client is not null)
            {
                var site = Site(client);
                _clients.TryGetValue(site, out var count);
                if (count >= perClient)
                    return false;
                _clients[site] = count + 1;
            }

            _count++;
            return true;
        }
    }

    public void Leave(IPAddress? client)
    {
        lock (_lock)
        {
            _count--;
            if (client is null)
                return;
            var site = Site(client);
            if (--_clients[site] == 0)
                _clients.Remove(site);
        }
    }

    /// <summary>One customer has a whole /64 of IPv6, so that is what counts as one client.</summary>
    private static IPAddress Site(IPAddress client)
    {
        if (client.IsIPv4MappedToIPv6)
            return client.MapToIPv4();
        if (client.AddressFamily != AddressFamily.InterNetworkV6)
            return client;
        Span<byte> octets = stackalloc byte[16];
        client.TryWriteBytes(octets, out _);
        octets[8..].Clear();
        return new IPAddress(octets);
    }
}
