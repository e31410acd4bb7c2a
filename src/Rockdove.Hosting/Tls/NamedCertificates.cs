using System.Net.Security;

namespace Rockdove.Hosting;

/// <summary>Chooses a certificate by the name that the client asks for.</summary>
internal sealed class NamedCertificates : CertificateSource
{
    private readonly CertificateSource _otherwise;
    private readonly Dictionary<string, CertificateSource> _byName = new(StringComparer.OrdinalIgnoreCase);

    public NamedCertificates(
        CertificateSource otherwise, IEnumerable<(string Name, CertificateSource Source)> byName)
    {
        _otherwise = otherwise;
        foreach (var (name, source) in byName)
        {
            if (!_byName.TryAdd(name, source))
                throw new ArgumentException($"There are two certificates for {name}.", nameof(byName));
        }
    }

    public override SslStreamCertificateContext Current(string? serverName = null) =>
        Find(serverName).Current(serverName);

    private CertificateSource Find(string? serverName)
    {
        if (string.IsNullOrEmpty(serverName))
            return _otherwise;
        if (_byName.TryGetValue(serverName, out var source))
            return source;
        var dot = serverName.IndexOf('.', StringComparison.Ordinal);
        return dot >= 0 && _byName.TryGetValue("*" + serverName[dot..], out var wildcard) ? wildcard : _otherwise;
    }
}
