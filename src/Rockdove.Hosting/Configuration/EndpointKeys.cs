using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Rockdove.Wire;

namespace Rockdove.Hosting;

/// <summary>
/// The keys of an endpoint in the configuration, whatever it speaks: one for each setting. A unit is part of its key.
/// </summary>
internal abstract class EndpointKeys(IMailServerOptions options)
{
    private string? _certificateFile;
    private string? _keyFile;
    private string? _password;
    private bool _isDevelopment;

    protected static IReadOnlyList<Setting<T>> Shared<T>() where T : EndpointKeys =>
    [
        Setting<T>.Text("HostName", (to, value) => to.Common.HostName = value),
        Setting<T>.Text("Greeting", (to, value) => to.Common.Greeting = value),
        Setting<T>.Switch("ImplicitTls", (to, value) => to.Common.ImplicitTls = value),
        Setting<T>.Switch("RequiresTls", (to, value) => to.Common.RequiresTls = value),
        Setting<T>.Switch("AllowsSecretsInClear", (to, value) => to.Common.AllowsSecretsInClear = value),
        Setting<T>.Switch("UsesProxyProtocol", (to, value) => to.Common.UsesProxyProtocol = value),
        Setting<T>.Number("Connections", 1, int.MaxValue, (to, n) => to.Common.Connections = (int)n),
        Setting<T>.Number(
            "ConnectionsPerClient", 1, int.MaxValue, (to, n) => to.Common.ConnectionsPerClient = (int)n),
        new("Mechanisms", Names(SaslMechanisms.All), (to, name) => to.TryOffer(name), to => to.Common.Mechanisms = []),
        new(
            "TrustedPeers",
            "a network such as 10.0.0.0/8 or 192.0.2.1/32",
            (to, network) => to.TryTrust(network),
            to => to.Common.TrustedPeers = []),

        Setting<T>.Text("Certificate:File", (to, path) => to.SetCertificate(file: path)),
        Setting<T>.Text("Certificate:KeyFile", (to, path) => to.SetCertificate(keyFile: path)),
        Setting<T>.Text("Certificate:Password", (to, password) => to.SetCertificate(password: password)),
        Setting<T>.Switch("Certificate:Development", (to, value) => to.MakeUpCertificate(value)),

        Setting<T>.Number(
            "Clocks:ContentBytesPerSecond",
            0,
            int.MaxValue,
            (to, n) => to.Common.Clocks = to.Common.Clocks with { ContentBytesPerSecond = (int)n }),
        Clock<T>("ContentGraceSeconds", (clocks, time) => clocks with { ContentGrace = time }),
        Clock<T>("SessionSeconds", (clocks, time) => clocks with { Session = time }),
        Clock<T>("AnswerSeconds", (clocks, time) => clocks with { Answer = time }),
        Clock<T>("FlushSeconds", (clocks, time) => clocks with { Flush = time }),
        Clock<T>("HandshakeSeconds", (clocks, time) => clocks with { Handshake = time }),
    ];

    /// <summary>Makes the certificate that the keys ask for.</summary>
    /// <exception cref="InvalidSettingException">They make no sense together.</exception>
    /// <exception cref="CertificateException">It cannot be used.</exception>
    protected void LoadCertificate(IConfigurationSection section, TimeProvider time, ILogger log)
    {
        if (_certificateFile is null && (_keyFile ?? _password) is not null)
            throw new InvalidSettingException($"{section.Path}:Certificate has no File for its KeyFile or Password.");
        if (_certificateFile is not null && _isDevelopment)
            throw new InvalidSettingException($"{section.Path}:Certificate has a File and is Development; choose one.");
        if (_certificateFile is not null)
            options.Certificate = CertificateSource.FromFiles(_certificateFile, _keyFile, _password, time, log);
        else if (_isDevelopment)
            options.Certificate = CertificateSource.Development(options.HostName);
    }

    private IMailServerOptions Common => options;

    private void SetCertificate(string? file = null, string? keyFile = null, string? password = null)
    {
        _certificateFile = file ?? _certificateFile;
        _keyFile = keyFile ?? _keyFile;
        _password = password ?? _password;
    }

    private void MakeUpCertificate(bool isWanted) => _isDevelopment = isWanted;

    private bool TryTrust(string network)
    {
        if (!IPNetwork.TryParse(network, out var peers))
            return false;
        options.TrustedPeers.Add(peers);
        return true;
    }

    private bool TryOffer(string mechanism)
    {
        if (SaslMechanisms.Find(mechanism) is not { } found)
            return false;
        options.Mechanisms.Add(found);
        return true;
    }

    private static Setting<T> Clock<T>(string key, Func<DriverLimits, TimeSpan, DriverLimits> with)
        where T : EndpointKeys =>
        Setting<T>.Seconds("Clocks:" + key, (to, time) => to.Common.Clocks = with(to.Common.Clocks, time));

    private static string Names(IEnumerable<SaslMechanism> mechanisms) =>
        "one of " + string.Join(", ", mechanisms.Select(mechanism => mechanism.Name));
}
