using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Rockdove.Prober;

/// <summary>What was seen of a port.</summary>
internal sealed record ServiceSight(CheckedPort Service) : IDisposable
{
    /// <summary>Why there is no TLS to look at.</summary>
    public SightFailure Failure { get; init; }

    /// <summary>A sentence about that; null without failure.</summary>
    public string? Explanation { get; init; }

    /// <summary>Who answered; null when nobody did.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>What the server calls itself; null when it does not say.</summary>
    public string? ServerName { get; init; }

    /// <summary>Version and cipher; null without TLS.</summary>
    public string? Tls { get; init; }

    /// <summary>True for TLS 1.3.</summary>
    public bool IsNewest { get; init; }

    /// <summary>What the server showed, its own first.</summary>
    public IReadOnlyList<X509Certificate2> Certificates { get; init; } = [];

    /// <summary>What the server should not speak any more, and does, in words.</summary>
    public IReadOnlyList<string> Outdated { get; init; } = [];

    public void Dispose()
    {
        foreach (var certificate in Certificates)
            certificate.Dispose();
    }
}

/// <summary>Why there is no TLS to look at.</summary>
internal enum SightFailure : byte
{
    None,

    /// <summary>Nobody knows the addresses.</summary>
    NoLookup,

    /// <summary>There are none.</summary>
    NoAddress,

    /// <summary>Nobody answers.</summary>
    Unreachable,

    /// <summary>The server did not let us get as far as TLS.</summary>
    NotOpened,

    /// <summary>The server does not offer TLS.</summary>
    NoTls,

    /// <summary>The handshake failed.</summary>
    NoHandshake,
}
