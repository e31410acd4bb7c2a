using System.Net;

namespace Rockdove.Daemon;

/// <summary>
/// Where to listen, as people write it: <c>127.0.0.1:25</c>, <c>[::1]:25</c>, <c>localhost:25</c>, <c>*:25</c> (every
/// interface) or <c>25</c> (this machine).
/// </summary>
public static class ListenAddress
{
    /// <summary>Reads one; null when it is none.</summary>
    public static IPEndPoint? TryRead(string text)
    {
        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? "localhost" : text[..colon];
        if (!ushort.TryParse(colon < 0 ? text : text[(colon + 1)..], out var port))
            return null;
        var ip = host switch
        {
            "localhost" or "" => IPAddress.Loopback,
            "*" => IPAddress.IPv6Any,
            ['[', .. var inner, ']'] => IPAddress.TryParse(inner, out var v6) ? v6 : null,
            _ => IPAddress.TryParse(host, out var v4) && !host.Contains(':') ? v4 : null,
        };
        if (ip is { IsIPv4MappedToIPv6: true })
            ip = ip.MapToIPv4(); // The system does not bind the mapped form.
        return ip is null ? null : new IPEndPoint(ip, port);
    }
}
