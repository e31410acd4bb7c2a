using System.Diagnostics;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Rockdove.Hosting;

/// <summary>What every mail endpoint has, whatever it speaks.</summary>
internal sealed record EndpointSettings
{
    public required int Connections { get; init; }

    public required int ConnectionsPerClient { get; init; }

    /// <summary>The port of metrics and activities; null for the one that is listened on.</summary>
    public int? CountedPort { get; init; }

    public required DriverLimits Clocks { get; init; }

    public required CertificateSource? Certificate { get; init; }

    public required ClientCertificates? ClientCertificates { get; init; }

    public required bool ImplicitTls { get; init; }

    public IReadOnlyList<Func<ConnectionContext, ILinkTap?>> Taps { get; init; } = [];

    public Func<ConnectionContext, ILineTap?>? Editor { get; init; }

    /// <summary>Another certificate for some handshakes.</summary>
    public Func<ConnectionContext, string?, CertificateSource?>? ChooseCertificate { get; init; }

    public required ActivitySource Activities { get; init; }

    /// <summary>What the activity of a session is called.</summary>
    public required string ActivityName { get; init; }

    /// <summary>What clients are told when TLS cannot be had, for the log.</summary>
    public required string TlsRefusal { get; init; }

    public required ILogger Log { get; init; }

    public required TimeProvider Time { get; init; }
}
