using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Rockdove.Hosting;

/// <summary>Refuses what a handshake would refuse by itself, and says why in words.</summary>
/// <param name="name">The name that the certificate must hold.</param>
internal sealed class CertificateRefusal(string name)
{
    /// <summary>Why the certificate was refused; null where it was not.</summary>
    public string? Reason { get; private set; }

    /// <summary>Whether a certificate is believed, by what the handshake has found.</summary>
    public bool Judge(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors flaws)
    {
        if (flaws == SslPolicyErrors.None)
            return true;
        if (certificate is not X509Certificate2 shown)
        {
            Reason = "The server shows no certificate.";
            return false;
        }

        var reasons = new List<string>();
        if (flaws.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            reasons.Add($"The certificate is for {NamesOf(shown)}, and not for {name}.");
        if (flaws.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
            reasons.AddRange((chain?.ChainStatus ?? []).Select(one => Sentence(one, shown)).Distinct());
        Reason = string.Join(' ', reasons);
        return false;
    }

    private static string NamesOf(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames()
                .Concat(extension.EnumerateIPAddresses().Select(address => $"{address}")))
            .Take(MostNames + 1).ToList();
        return names.Count switch
        {
            0 => "no name",
            > MostNames => $"{Printable(string.Join(", ", names.Take(MostNames)))} and others",
            _ => Printable(string.Join(", ", names)),
        };
    }

    private static string Sentence(X509ChainStatus one, X509Certificate2 certificate) => one.Status switch
    {
        X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain =>
            "Nobody who is believed has signed the certificate.",
        X509ChainStatusFlags.NotTimeValid => string.Create(
            CultureInfo.InvariantCulture,
            $"A certificate is not good today; the server's is from {certificate.NotBefore:yyyy-MM-dd} to "
            + $"{certificate.NotAfter:yyyy-MM-dd}."),
        _ => $"{one.StatusInformation.Trim().TrimEnd('.')}.",
    };

    /// <summary>What a server shows is anybody's, and does not steer terminals.</summary>
    private static string Printable(string text) => string.Concat(text.Select(one => char.IsControl(one) ? '?' : one));

    private const int MostNames = 3;
}
