using System.Security.Cryptography.X509Certificates;
using Rockdove.Dns;

namespace Rockdove.Prober;

/// <summary>What is checked, against whom, and how far.</summary>
public sealed record CheckOptions
{
    /// <summary>Whom DNS is asked of. DANE and DNSSEC want one that validates, on the same machine.</summary>
    public required DnsResolver Resolver { get; init; }

    /// <summary>The checks to make, by their names; null for all.</summary>
    public IReadOnlyCollection<string>? Only { get; init; }

    /// <summary>DKIM selectors to look at. They cannot be found out: a mail tells its own.</summary>
    public IReadOnlyList<string> Selectors { get; init; } = [];

    /// <summary>What is spoken at the port; null for what is registered for its number.</summary>
    public CheckedProtocol? Protocol { get; init; }

    /// <summary>TLS comes before everything; null for what is registered for the port.</summary>
    public bool? ImplicitTls { get; init; }

    /// <summary>The name in EHLO.</summary>
    public string HelloName { get; init; } = "localhost";

    /// <summary>Where mail servers of a domain listen.</summary>
    public int ExchangePort { get; init; } = CheckTarget.SmtpPort;

    /// <summary>Where policies of MTA-STS are fetched.</summary>
    public int PolicyPort { get; init; } = 443;

    /// <summary>Certificates that are believed, in place of the system's roots.</summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }

    /// <summary>
    /// Asks each server also for versions of TLS and ciphers that it should not have any more: some connections more.
    /// </summary>
    public bool TriesOldTls { get; init; } = true;

    /// <summary>How long all of it may take. What is not done by then is told as an error.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long one connection may take from its beginning to the end of the handshake.</summary>
    public TimeSpan ConnectPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many mail servers of a domain are looked at: nobody's mail needs more.</summary>
    public int MaximumHosts { get; init; } = 10;

    /// <summary>How many questions DNS is asked: a domain with ten servers needs some hundred.</summary>
    public int MaximumLookups { get; init; } = 300;

    /// <summary>A certificate that ends sooner is warned of: what renews it should have done so.</summary>
    public TimeSpan ExpiryWarning { get; init; } = TimeSpan.FromDays(14);

    /// <summary>A certificate that ends sooner is told of.</summary>
    public TimeSpan ExpiryNotice { get; init; } = TimeSpan.FromDays(21);

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
