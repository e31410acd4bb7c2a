using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Rockdove.Hosting;

/// <summary>Where a certificate lies, and how it is read.</summary>
internal sealed record CertificateFiles(string CertificatePath, string? KeyPath, string? Password)
{
    public override string ToString() =>
        KeyPath is null ? $"'{CertificatePath}'" : $"'{CertificatePath}' with key '{KeyPath}'";

    /// <summary>
    /// Reads the files. What is in them decides whether they have changed: times of files say little where links lead
    /// to other folders (certbot, Kubernetes), and these files are small.
    /// </summary>
    /// <exception cref="CertificateException">A file is not there, or may not be read.</exception>
    public CertificateOctets Read()
    {
        try
        {
            return new CertificateOctets(
                File.ReadAllBytes(CertificatePath), KeyPath is null ? null : File.ReadAllBytes(KeyPath));
        }
        catch (Exception unreadable)
            when (unreadable is IOException or UnauthorizedAccessException or ArgumentException) // Such as no name.
        {
            throw Unusable(unreadable);
        }
    }

    /// <exception cref="CertificateException">They are no certificate that can be used.</exception>
    public SslStreamCertificateContext Load(CertificateOctets octets)
    {
        try
        {
            var isPem = octets.Certificate.AsSpan().IndexOf("-----BEGIN "u8) >= 0;
            if (!isPem && octets.Key is not null)
                throw new CryptographicException("a key of its own goes with a certificate in PEM");
            var chain = new X509Certificate2Collection();
            var certificate = isPem ? LoadPem(octets, chain) : LoadPkcs12(octets.Certificate, chain);
            return SslStreamCertificateContext.Create(certificate, chain, offline: true);
        }
        catch (Exception unusable) when (unusable is CryptographicException or ArgumentException)
        {
            throw Unusable(unusable);
        }
    }

    /// <summary>The first certificate is the server's; those after it are its chain.</summary>
    private X509Certificate2 LoadPem(CertificateOctets octets, X509Certificate2Collection chain)
    {
        var text = Encoding.UTF8.GetString(octets.Certificate);
        var key = octets.Key is null ? text : Encoding.UTF8.GetString(octets.Key);
        chain.ImportFromPem(text);
        if (chain.Count > 0)
            chain.RemoveAt(0);
        if (Password is not null && LegacyPemKey.Is(key))
            key = LegacyPemKey.Decrypt(key, Password);
        var isEncrypted = key.Contains("ENCRYPTED", StringComparison.Ordinal);
        if (isEncrypted && Password is null)
            throw new CryptographicException("the key is encrypted, and there is no password for it");
        var certificate = isEncrypted
            ? X509Certificate2.CreateFromEncryptedPem(text, key, Password)
            : X509Certificate2.CreateFromPem(text, key);
        if (!OperatingSystem.IsWindows())
            return certificate;

        // TLS on Windows cannot use a key that only exists in memory.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
    }

    private X509Certificate2 LoadPkcs12(byte[] octets, X509Certificate2Collection chain)
    {
        chain.AddRange(X509CertificateLoader.LoadPkcs12Collection(octets, Password));
        var certificate = chain.FirstOrDefault(one => one.HasPrivateKey)
            ?? throw new CryptographicException("the private key is not there");
        chain.Remove(certificate);
        return certificate;
    }

    private CertificateException Unusable(Exception reason) =>
        new($"The certificate {this} cannot be used: {reason.Message}", reason);
}

/// <summary>What lay in the files at one moment.</summary>
internal sealed record CertificateOctets(byte[] Certificate, byte[]? Key)
{
    public bool IsSameAs(CertificateOctets? other) =>
        other is not null
        && Certificate.AsSpan().SequenceEqual(other.Certificate)
        && Key.AsSpan().SequenceEqual(other.Key);
}
