using System.Net;

namespace Rockdove.Hosting;

/// <summary>Whether a peer is in a list of networks.</summary>
internal static class PeerNetworks
{
    /// <summary>An IPv4 client of a socket that listens on both has an IPv6 address that holds its own.</summary>
    public static bool Hold(IReadOnlyList<IPNetwork> networks, EndPoint? peer)
    {
        if (peer is not IPEndPoint { Address: var address })
            return false;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        foreach (var network in networks)
        {
            if (network.Contains(address))
                return true;
        }

        return false;
    }
}
