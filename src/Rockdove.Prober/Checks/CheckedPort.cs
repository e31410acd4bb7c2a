using System.Globalization;

namespace Rockdove.Prober;

/// <summary>A port of a host, and what is spoken there.</summary>
/// <param name="Host">A name or an address.</param>
/// <param name="Port">The port.</param>
/// <param name="Protocol">What is spoken.</param>
/// <param name="IsImplicitTls">True when TLS comes before everything (RFC 8314).</param>
internal sealed record CheckedPort(string Host, int Port, CheckedProtocol Protocol, bool IsImplicitTls)
{
    /// <summary>
    /// True for a server that gets mail from strangers: they mostly take what certificate there is (RFC 7435), where a
    /// person's mail program refuses.
    /// </summary>
    public bool IsExchange { get; init; }

    /// <summary>What is spoken at a port, as it is registered; anything else is SMTP.</summary>
    public static CheckedPort At(string host, int port) => port switch
    {
        465 => new(host, port, CheckedProtocol.Smtp, IsImplicitTls: true),
        143 => new(host, port, CheckedProtocol.Imap, IsImplicitTls: false),
        993 => new(host, port, CheckedProtocol.Imap, IsImplicitTls: true),
        110 => new(host, port, CheckedProtocol.Pop3, IsImplicitTls: false),
        995 => new(host, port, CheckedProtocol.Pop3, IsImplicitTls: true),
        _ => new(host, port, CheckedProtocol.Smtp, IsImplicitTls: false) { IsExchange = port == 25 },
    };

    public override string ToString() => Host.Contains(':')
        ? string.Create(CultureInfo.InvariantCulture, $"[{Host}]:{Port}")
        : string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");
}

/// <summary>What is spoken at a port that is checked.</summary>
public enum CheckedProtocol : byte
{
    Smtp,
    Imap,
    Pop3,
}
