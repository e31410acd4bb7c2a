using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography;
using Rockdove.Sqlite;

namespace Rockdove.Prober;

/// <summary>The rows of checks, certificates and clocks.</summary>
internal static class CheckRows
{
    /// <summary>Keeps what is so now, and a change where it was otherwise.</summary>
    public static void Keep(SqliteConnection connection, KeptCheck check)
    {
        var at = check.At.ToMicroseconds();
        var before = StatusOf(connection, check);
        if (before != check.Status)
        {
            connection.Use("""
                INSERT INTO check_change(subject, check_name, at, old, new, value) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                """)
                .Bind(1, check.Subject).Bind(2, check.Check).Bind(3, at).Bind(4, before).Bind(5, check.Status)
                .Bind(6, check.Value).Run();
        }

        connection.Use("""
            INSERT INTO check_state(subject, check_name, status, since, checked, value) VALUES (?1, ?2, ?3, ?4, ?4, ?5)
            ON CONFLICT(subject, check_name) DO UPDATE SET checked = ?4, value = ?5,
              since = CASE WHEN status = ?3 THEN since ELSE ?4 END, status = ?3
            """)
            .Bind(1, check.Subject).Bind(2, check.Check).Bind(3, check.Status).Bind(4, at).Bind(5, check.Value).Run();
    }

    public static void Forget(SqliteConnection connection, DateTimeOffset since) =>
        connection.Use("DELETE FROM check_state WHERE checked < ?1").Bind(1, since.ToMicroseconds()).Run();

    /// <exception cref="CryptographicException">It is no certificate.</exception>
    public static void Keep(SqliteConnection connection, KeptCertificate seen)
    {
        var hash = SHA256.HashData(seen.Der.Span);
        using (var certificate = X509CertificateLoader.LoadCertificate(seen.Der.Span))
        {
            connection.Use("""
                INSERT OR IGNORE INTO cert(sha256, subject, san, issuer, not_before, not_after, key, sig, der)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                """)
                .Bind(1, hash.AsSpan()).Bind(2, certificate.Subject).Bind(3, Names(certificate))
                .Bind(4, certificate.Issuer)
                .Bind(5, new DateTimeOffset(certificate.NotBefore.ToUniversalTime()).ToMicroseconds())
                .Bind(6, new DateTimeOffset(certificate.NotAfter.ToUniversalTime()).ToMicroseconds())
                .Bind(7, Key(certificate)).Bind(8, certificate.SignatureAlgorithm.FriendlyName)
                .Bind(9, seen.Der.Span).Run();
        }

        connection.Use("""
            INSERT INTO tls_seen(endpoint, cert, first, last, chain_ends, version, cipher, chain_ok, host_ok, dane)
            VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            ON CONFLICT(endpoint, cert) DO UPDATE SET last = ?3, chain_ends = ?4, version = ?5, cipher = ?6,
              chain_ok = ?7, host_ok = ?8, dane = ?9
            """)
            .Bind(1, seen.Endpoint).Bind(2, hash.AsSpan()).Bind(3, seen.At.ToMicroseconds())
            .Bind(4, seen.ChainEnds.ToMicroseconds()).Bind(5, seen.Version).Bind(6, seen.Cipher)
            .Bind(7, seen.IsChainTrusted ? 1 : 0).Bind(8, seen.IsNameRight ? 1 : 0).Bind(9, seen.Dane).Run();
    }

    public static void Keep(SqliteConnection connection, KeptClock clock) =>
        connection.Use("""
            INSERT OR REPLACE INTO clock(host, at, offset_us, err_us, method) VALUES (?1, ?2, ?3, ?4, ?5)
            """)
            .Bind(1, clock.Host).Bind(2, clock.At.ToMicroseconds()).Bind(3, clock.Offset.ToMicroseconds())
            .Bind(4, clock.Error.ToMicroseconds()).Bind(5, clock.Method).Run();

    private static long? StatusOf(SqliteConnection connection, KeptCheck check)
    {
        using var row = connection.Use("SELECT status FROM check_state WHERE subject = ?1 AND check_name = ?2")
            .Bind(1, check.Subject).Bind(2, check.Check);
        return row.Step() ? row.Long(0) : null;
    }

    private static string? Names(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault() is { } names
            ? string.Join(' ', names.EnumerateDnsNames())
            : null;

    private static string Key(X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPublicKey();
        using var ecdsa = certificate.GetECDsaPublicKey();
        return rsa is not null
            ? string.Create(CultureInfo.InvariantCulture, $"RSA {rsa.KeySize}")
            : ecdsa is not null
                ? string.Create(CultureInfo.InvariantCulture, $"ECDSA {ecdsa.KeySize}")
                : certificate.PublicKey.Oid.FriendlyName ?? certificate.PublicKey.Oid.Value ?? "unknown";
    }
}
