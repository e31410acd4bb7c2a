using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using Rockdove.Dns;

namespace Rockdove.Prober;

/// <summary>What is checked: a domain with all that its mail stands on, or one port of one host.</summary>
public sealed record CheckTarget
{
    private CheckTarget(string host, int? port, DnsName? name)
    {
        Host = host;
        Port = port;
        Name = name;
    }

    /// <summary>The domain, or the host: a name or an address.</summary>
    public string Host { get; }

    /// <summary>The port; null for a domain.</summary>
    public int? Port { get; }

    public bool IsDomain => Port is null;

    /// <summary>The host's name; null for an address.</summary>
    internal DnsName? Name { get; }

    /// <summary>
    /// Reads <c>example.org</c>, a domain; and <c>mx.example.org:25</c>, <c>192.0.2.1:993</c> or
    /// <c>[2001:db8::1]:25</c>, a port. An address alone is its port 25.
    /// </summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out CheckTarget? target)
    {
        target = null;
        if (string.IsNullOrEmpty(text))
            return false;
        if (IPAddress.TryParse(text.Trim('[', ']'), out var address) && text.Contains(':') == IsV6(address))
        {
            target = new CheckTarget(address.ToString(), SmtpPort, name: null);
            return true;
        }

        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? text : text[..colon];
        int? port = null;
        if (colon >= 0)
        {
            if (!ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || number == 0)
                return false;
            port = number;
        }

        if (IPAddress.TryParse(host.Trim('[', ']'), out address) && host.StartsWith('[') == IsV6(address))
        {
            target = new CheckTarget(address.ToString(), port, name: null);
            return true;
        }

        if (!DnsName.TryParse(host, out var name) || name.IsRoot || host.AsSpan().ContainsAny(NoHost))
            return false;
        target = new CheckTarget(name.ToString(), port, name);
        return true;
    }

    public override string ToString() =>
        Port is not { } port ? Host
        : Host.Contains(':') ? string.Create(CultureInfo.InvariantCulture, $"[{Host}]:{port}")
        : string.Create(CultureInfo.InvariantCulture, $"{Host}:{port}");

    private static bool IsV6(IPAddress address) =>
        address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;

    internal const int SmtpPort = 25;

    private static readonly System.Buffers.SearchValues<char> NoHost =
        System.Buffers.SearchValues.Create(" \t/@:[]\\\"'<>");
}
