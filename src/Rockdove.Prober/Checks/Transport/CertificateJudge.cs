using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Rockdove.Prober;

/// <summary>What certificates are worth, as a careful client sees them. Nothing is fetched from anywhere.</summary>
internal static class CertificateJudge
{
    /// <summary>
    /// Whether the chain leads to somebody who is believed, at this moment; what speaks against it, a sentence each.
    /// That a certificate has ended or not begun is not among them: <see cref="CertificateCheck"/> tells it of each.
    /// </summary>
    /// <param name="shown">What the server showed, its own first.</param>
    /// <param name="roots">Who is believed; null for the system's.</param>
    /// <param name="now">The moment.</param>
    public static IReadOnlyList<string> Distrust(
        IReadOnlyList<X509Certificate2> shown, X509Certificate2Collection? roots, DateTimeOffset now)
    {
        using var chain = new X509Chain { ChainPolicy = Policy(shown, now) };
        if (roots is not null)
        {
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        }

        chain.Build(shown[0]);
        try
        {
            return
            [
                .. chain.ChainStatus
                    .Where(one => one.Status is not (X509ChainStatusFlags.NotTimeValid or X509ChainStatusFlags.NoError))
                    .Select(one => Sentence(one, shown))
                    .Distinct(),
            ];
        }
        finally
        {
            Dispose(chain);
        }
    }

    /// <summary>
    /// True when the chain leads to this certificate, whoever signed that, and holds now (DANE-TA: RFC 7671
    /// section 5.2).
    /// </summary>
    public static bool LeadsTo(
        IReadOnlyList<X509Certificate2> shown, X509Certificate2 anchor, DateTimeOffset now)
    {
        using var chain = new X509Chain { ChainPolicy = Policy(shown, now) };
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(anchor);
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        try
        {
            return chain.Build(shown[0])
                && chain.ChainElements.Any(one => one.Certificate.RawDataMemory.Span.SequenceEqual(
                    anchor.RawDataMemory.Span));
        }
        finally
        {
            Dispose(chain);
        }
    }

    /// <summary>Kind and size of a key: <c>RSA 2048</c>, <c>ECDSA 256</c>; and whether it is too small.</summary>
    public static (string Key, bool IsWeak) KeyOf(X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPublicKey();
        if (rsa is not null)
            return ($"RSA {rsa.KeySize}", rsa.KeySize < MinimumRsaBits);
        using var ecdsa = certificate.GetECDsaPublicKey();
        return ecdsa is not null
            ? ($"ECDSA {ecdsa.KeySize}", ecdsa.KeySize < MinimumEcdsaBits)
            : (certificate.PublicKey.Oid.FriendlyName ?? certificate.PublicKey.Oid.Value ?? "unknown", false);
    }

    /// <summary>The hash of a signature that is broken; null for a good one.</summary>
    public static string? BrokenHash(X509Certificate2 certificate) => certificate.SignatureAlgorithm.Value switch
    {
        "1.2.840.113549.1.1.4" => "MD5",
        "1.2.840.113549.1.1.5" or "1.2.840.10045.4.1" => "SHA-1",
        _ => null,
    };

    public static string Fingerprint(X509Certificate2 certificate) =>
        Convert.ToHexStringLower(SHA256.HashData(certificate.RawDataMemory.Span));

    private static X509ChainPolicy Policy(IReadOnlyList<X509Certificate2> shown, DateTimeOffset now)
    {
        var policy = new X509ChainPolicy
        {
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTime = now.UtcDateTime,
        };
        policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        policy.ExtraStore.AddRange(shown.ToArray());
        return policy;
    }

    private static string Sentence(X509ChainStatus one, IReadOnlyList<X509Certificate2> shown) => one.Status switch
    {
        X509ChainStatusFlags.UntrustedRoot when shown.Count == 1 => "The certificate is signed by itself.",
        X509ChainStatusFlags.UntrustedRoot => "The chain ends at an authority that is not believed.",
        X509ChainStatusFlags.PartialChain when shown.Count == 1 =>
            "The server shows its own certificate alone, and the one that signed it is not known.",
        X509ChainStatusFlags.PartialChain => "The chain does not lead to an authority.",
        X509ChainStatusFlags.NotSignatureValid => "A signature in the chain is wrong.",
        X509ChainStatusFlags.NotValidForUsage => "A certificate of the chain is not for servers.",
        _ => $"{one.StatusInformation.Trim().TrimEnd('.')}.",
    };

    private static void Dispose(X509Chain chain)
    {
        foreach (var element in chain.ChainElements)
            element.Certificate.Dispose();
    }

    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>What public authorities sign, since 2014.</summary>
    private const int MinimumRsaBits = 2048;

    private const int MinimumEcdsaBits = 256;
}
