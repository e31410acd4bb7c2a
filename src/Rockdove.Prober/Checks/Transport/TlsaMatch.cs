using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Rockdove.Dns;

namespace Rockdove.Prober;

/// <summary>Compares TLSA records with certificates, as servers that send mail do (RFC 7672 section 3.1).</summary>
internal static class TlsaMatch
{
    /// <summary>Null for a record that can be used; else what is wrong with it.</summary>
    public static string? Defect(TlsaRecord record) => record switch
    {
        { Usage: not (2 or 3) } => $"usage {record.Usage} is not used for mail (RFC 7672 section 3.1.3)",
        { Selector: > 1 } => $"selector {record.Selector} is not known",
        { Matching: > 2 } => $"matching type {record.Matching} is not known",
        { Matching: 1, Data.Length: not SHA256.HashSizeInBytes } => "a SHA-256 has 32 octets",
        { Matching: 2, Data.Length: not SHA512.HashSizeInBytes } => "a SHA-512 has 64 octets",
        { Data.Length: 0 } => "there is nothing to compare",
        _ => null,
    };

    /// <summary>True when the record vouches for the server that showed these certificates.</summary>
    /// <param name="record">A record without defect.</param>
    /// <param name="shown">What the server showed, its own first.</param>
    /// <param name="names">What the server's certificate may be for: with usage 2 the name counts, with 3 it does not.
    /// </param>
    /// <param name="now">The moment.</param>
    public static bool Vouches(
        TlsaRecord record, IReadOnlyList<X509Certificate2> shown, IReadOnlyList<string> names, DateTimeOffset now)
    {
        if (record.Usage == 3)
            return IsSame(record, shown[0]); // Neither name nor dates count: RFC 7671 section 5.1.
        if (!names.Any(name => shown[0].MatchesHostname(name)))
            return false;
        foreach (var anchor in shown.Skip(1).Where(one => IsSame(record, one)))
        {
            if (CertificateJudge.LeadsTo(shown, anchor, now))
                return true;
        }

        return record is { Matching: 0, Selector: 0 } && LeadsToItself(record, shown, now);
    }

    /// <summary>How people write a record, with the beginning of its data.</summary>
    public static string Text(TlsaRecord record)
    {
        var data = Convert.ToHexStringLower(record.Data.Span[..Math.Min(record.Data.Length, ShownBytes)]);
        var rest = record.Data.Length > ShownBytes ? "..." : "";
        return $"{record.Usage} {record.Selector} {record.Matching} {data}{rest}";
    }

    private static bool IsSame(TlsaRecord record, X509Certificate2 certificate)
    {
        var octets = record.Selector == 0
            ? certificate.RawDataMemory.Span
            : certificate.PublicKey.ExportSubjectPublicKeyInfo();
        return record.Matching switch
        {
            0 => record.Data.Span.SequenceEqual(octets),
            1 => record.Data.Span.SequenceEqual(SHA256.HashData(octets)),
            _ => record.Data.Span.SequenceEqual(SHA512.HashData(octets)),
        };
    }

    /// <summary>The authority's certificate may be in the record alone (RFC 7671 section 5.2.2).</summary>
    private static bool LeadsToItself(TlsaRecord record, IReadOnlyList<X509Certificate2> shown, DateTimeOffset now)
    {
        try
        {
            using var anchor = X509CertificateLoader.LoadCertificate(record.Data.Span);
            return CertificateJudge.LeadsTo(shown, anchor, now);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private const int ShownBytes = 8;
}
