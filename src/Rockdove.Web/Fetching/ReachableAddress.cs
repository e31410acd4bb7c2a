using System.Net;
using System.Net.Sockets;

namespace Rockdove.Web;

/// <summary>
/// Which addresses a stranger may make us connect to: the public ones, by the registries of special-purpose addresses
/// (RFC 6890, as IANA keeps them). Everything that could lead back in by another notation is closed: mapped, 6to4,
/// Teredo, NAT64 and ISATAP addresses, and zones.
/// </summary>
internal static class ReachableAddress
{
    /// <summary>Why not to go there; null if nothing speaks against it.</summary>
    /// <param name="address">What is connected to: not a name, and not what was written.</param>
    /// <param name="allowsPrivate">Whether loopback, private and unique-local addresses are open.</param>
    public static string? WhyNot(IPAddress address, bool allowsPrivate) =>
        address.AddressFamily switch
        {
            AddressFamily.InterNetwork => WhyNotV4(address, allowsPrivate),
            AddressFamily.InterNetworkV6 => WhyNotV6(address, allowsPrivate),
            _ => "it is of no family that is known",
        };

    private static string? WhyNotV4(IPAddress address, bool allowsPrivate)
    {
        if (Array.Exists(Metadata, one => one.Equals(address)))
            return "it is the metadata service of a cloud";
        foreach (var (network, isPrivate, what) in NetworksV4)
        {
            if (network.Contains(address))
                return isPrivate && allowsPrivate ? null : what;
        }

        return null;
    }

    private static string? WhyNotV6(IPAddress address, bool allowsPrivate)
    {
        if (Array.Exists(Metadata, one => one.Equals(address)))
            return "it is the metadata service of a cloud";
        if (address.IsIPv4MappedToIPv6)
            return "it is an IPv4 address in the notation of IPv6";
        if (address.ScopeId != 0)
            return "it has a zone";
        foreach (var (network, isPrivate, what) in NetworksV6)
        {
            if (network.Contains(address))
                return isPrivate && allowsPrivate ? null : what;
        }

        Span<byte> octets = stackalloc byte[16];
        address.TryWriteBytes(octets, out _);
        if (octets[8] is 0 or 2 && octets[9] == 0 && octets[10] == 0x5e && octets[11] == 0xfe)
            return "it embeds an IPv4 address (ISATAP)";
        return Unicast.Contains(address) ? null : "it is no global unicast address";
    }

    private static IPNetwork Net(string text) => IPNetwork.Parse(text);

    /// <summary>RFC 4291 section 2.4, as far as it is given out.</summary>
    private static readonly IPNetwork Unicast = Net("2000::/3");

    /// <summary>AWS and nearly all others, Alibaba, Oracle, Azure's wire server, AWS by IPv6.</summary>
    private static readonly IPAddress[] Metadata =
    [
        IPAddress.Parse("169.254.169.254"), IPAddress.Parse("100.100.100.200"), IPAddress.Parse("192.0.0.192"),
        IPAddress.Parse("168.63.129.16"), IPAddress.Parse("fd00:ec2::254"),
    ];

    private static readonly (IPNetwork Network, bool IsPrivate, string What)[] NetworksV4 =
    [
        (Net("0.0.0.0/8"), false, "it is this network"),
        (Net("10.0.0.0/8"), true, "it is private"),
        (Net("100.64.0.0/10"), true, "it is shared behind a provider's NAT"),
        (Net("127.0.0.0/8"), true, "it is this machine"),
        (Net("169.254.0.0/16"), false, "it is link-local"),
        (Net("172.16.0.0/12"), true, "it is private"),
        (Net("192.0.0.0/24"), false, "it is for protocols"),
        (Net("192.0.2.0/24"), false, "it is for documentation"),
        (Net("192.88.99.0/24"), false, "it is a relay of 6to4"),
        (Net("192.168.0.0/16"), true, "it is private"),
        (Net("198.18.0.0/15"), false, "it is for benchmarks"),
        (Net("198.51.100.0/24"), false, "it is for documentation"),
        (Net("203.0.113.0/24"), false, "it is for documentation"),
        (Net("224.0.0.0/4"), false, "it is multicast"),
        (Net("240.0.0.0/4"), false, "it is reserved or broadcast"),
    ];

    private static readonly (IPNetwork Network, bool IsPrivate, string What)[] NetworksV6 =
    [
        (Net("::/128"), false, "it is unspecified"),
        (Net("::1/128"), true, "it is this machine"),
        (Net("::/96"), false, "it embeds an IPv4 address (IPv4-compatible)"),
        (Net("64:ff9b::/96"), false, "it embeds an IPv4 address (NAT64)"),
        (Net("64:ff9b:1::/48"), false, "it embeds an IPv4 address (NAT64)"),
        (Net("100::/64"), false, "it leads nowhere"),
        (Net("2001::/32"), false, "it embeds an IPv4 address (Teredo)"),
        (Net("2001::/23"), false, "it is for protocols"),
        (Net("2001:db8::/32"), false, "it is for documentation"),
        (Net("2002::/16"), false, "it embeds an IPv4 address (6to4)"),
        (Net("3fff::/20"), false, "it is for documentation"),
        (Net("fc00::/7"), true, "it is unique-local"),
        (Net("fe80::/10"), false, "it is link-local"),
        (Net("fec0::/10"), false, "it is site-local"),
        (Net("ff00::/8"), false, "it is multicast"),
    ];
}
