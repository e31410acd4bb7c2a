using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Rockdove.Cli;

/// <summary>
/// Where to send: <c>HOST</c>, <c>HOST:PORT</c>, <c>[V6]:PORT</c>, <c>PORT</c> of this machine, or <c>unix:PATH</c>.
/// </summary>
internal static class ServerAddress
{
    /// <summary>Null when it cannot be read.</summary>
    public static EndPoint? Parse(string text, int defaultPort)
    {
        if (text.StartsWith(UnixPrefix, StringComparison.Ordinal))
            return ParseUnix(text[UnixPrefix.Length..]);
        if (text.Length > 0 && text.All(char.IsAsciiDigit))
            text = $"127.0.0.1:{text}";
        if (IPAddress.TryParse(text.Trim('[', ']'), out var bare) && text.Contains(':') == text.StartsWith('['))
            return new IPEndPoint(bare, defaultPort);

        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? text : text[..colon];
        var port = (ushort)defaultPort;
        if (colon >= 0)
            _ = ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port);
        if (port == 0)
            return null; // Zero is also what is left of a text that is no number.
        if (host is ['[', .. var inner, ']'])
            return IPAddress.TryParse(inner, out var v6) ? new IPEndPoint(v6, port) : null;
        if (host.Length == 0 || host.Contains(':') || Uri.CheckHostName(host) == UriHostNameType.Unknown)
            return null;
        return IPAddress.TryParse(host, out var v4) ? new IPEndPoint(v4, port) : new DnsEndPoint(host, port);
    }

    private static UnixDomainSocketEndPoint? ParseUnix(string path)
    {
        try
        {
            return path.Length > 0 ? new UnixDomainSocketEndPoint(path) : null;
        }
        catch (ArgumentOutOfRangeException)
        {
            return null; // Longer than a socket's path can be: 108 octets on Linux, 104 elsewhere.
        }
    }

    /// <summary>As a person would write it.</summary>
    public static string Text(EndPoint server) => server switch
    {
        DnsEndPoint name => string.Create(CultureInfo.InvariantCulture, $"{name.Host}:{name.Port}"),
        UnixDomainSocketEndPoint => $"{UnixPrefix}{server}",
        _ => server.ToString()!,
    };

    private const string UnixPrefix = "unix:";
}
