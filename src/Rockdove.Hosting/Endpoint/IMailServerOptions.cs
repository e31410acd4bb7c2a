using System.Net;
using Rockdove.Wire;

namespace Rockdove.Hosting;

/// <summary>The settings that endpoints of all protocols have.</summary>
internal interface IMailServerOptions
{
    string HostName { get; set; }

    string Greeting { get; set; }

    DriverLimits Clocks { get; set; }

    CertificateSource? Certificate { get; set; }

    bool ImplicitTls { get; set; }

    bool RequiresTls { get; set; }

    bool AllowsSecretsInClear { get; set; }

    IList<SaslMechanism> Mechanisms { get; set; }

    IList<IPNetwork> TrustedPeers { get; set; }

    bool UsesProxyProtocol { get; set; }

    int Connections { get; set; }

    int ConnectionsPerClient { get; set; }
}
