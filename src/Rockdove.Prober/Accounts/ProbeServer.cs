using System.Net;
using System.Net.Sockets;

namespace Rockdove.Prober;

/// <summary>A server as an account reaches it.</summary>
/// <param name="Host">Its name or address.</param>
/// <param name="Port">Its port.</param>
/// <param name="Security">How the connection is protected.</param>
public sealed record ProbeServer(string Host, int Port, MailSecurity Security)
{
    /// <summary>The name that the certificate must hold; null for <see cref="Host"/>.</summary>
    public string? TlsName { get; init; }

    /// <summary>Believes whoever answers. For servers of one's own with a certificate that nobody has signed.</summary>
    public bool AcceptsAnyCertificate { get; init; }

    /// <summary>Sends passwords over a connection that anyone may read.</summary>
    public bool AllowsPlaintextLogin { get; init; }

    /// <summary>The kind of address that is connected to, where <see cref="Host"/> is a name.</summary>
    public AddressFamily Family { get; init; } = AddressFamily.Unspecified;

    /// <summary>Where to connect.</summary>
    internal EndPoint EndPoint => IPAddress.TryParse(Host, out var address)
        ? new IPEndPoint(address, Port)
        : new DnsEndPoint(Host, Port, Family);

    public override string ToString() => $"{Host}:{Port}";
}
