using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Rockdove.Hosting;

/// <summary>
/// A private key in the encrypted PEM of old (RFC 1421 section 4.6, RFC 1423), as OpenSSL's older commands write it,
/// and as many keys with a passphrase still are. The runtime reads only its successor, PKCS #8.
/// </summary>
/// <remarks>
/// The key for the cipher is one round of MD5, so such a file keeps nobody out who can guess a million passwords a
/// second. It is read, and never written.
/// </remarks>
internal static class LegacyPemKey
{
    public static bool Is(string pem) => pem.Contains(Mark, StringComparison.Ordinal);

    /// <summary>The same key in PEM without encryption.</summary>
    /// <exception cref="CryptographicException">
    /// There is no such key, it is encrypted in a way that we do not know, or the password is another.
    /// </exception>
    public static string Decrypt(string pem, string password)
    {
        var mark = pem.IndexOf(Mark, StringComparison.Ordinal);
        var begin = pem.LastIndexOf(Begin, mark, StringComparison.Ordinal) + Begin.Length;
        var label = pem[begin..pem.IndexOf("-----", begin, StringComparison.Ordinal)];
        var end = pem.IndexOf($"-----END {label}-----", mark, StringComparison.Ordinal);
        var lines = pem[mark..Math.Max(end, mark)].ReplaceLineEndings("\n").Split('\n', 4);
        if (end < 0 || lines is not [_, var info, "", var base64] || !info.StartsWith(Info, StringComparison.Ordinal))
            throw new CryptographicException("the encrypted key has no DEK-Info, or no end");

        try
        {
            var octets = Decrypt(Convert.FromBase64String(base64), info[Info.Length..].Split(','), password);
            return PemEncoding.WriteString(label, octets);
        }
        catch (FormatException)
        {
            throw new CryptographicException("the encrypted key is no base64");
        }
    }

    [SuppressMessage("Security", "CA5350", Justification = "The file has chosen.")]
    private static byte[] Decrypt(byte[] octets, string[] info, string password)
    {
        if (info is not [var name, var vectorText] || !Keys.TryGetValue(name, out var keyBytes))
            throw new CryptographicException($"the key is encrypted with {info[0]}, which is not known here");
        var vector = Convert.FromHexString(vectorText);
        using SymmetricAlgorithm cipher = name.StartsWith("AES", StringComparison.Ordinal)
            ? Aes.Create()
            : TripleDES.Create();
        cipher.Key = Derive(Encoding.UTF8.GetBytes(password), vector.AsSpan(0, SaltBytes), keyBytes);
        return cipher.DecryptCbc(octets, vector);
    }

    /// <summary>EVP_BytesToKey of OpenSSL with MD5 and one round: each block is a hash of the one before it.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "The file has chosen.")]
    private static byte[] Derive(byte[] password, ReadOnlySpan<byte> salt, int keyBytes)
    {
        var key = new List<byte>();
        byte[] block = [];
        while (key.Count < keyBytes)
        {
            block = MD5.HashData([.. block, .. password, .. salt]);
            key.AddRange(block);
        }

        return [.. key.Take(keyBytes)];
    }

    private const string Begin = "-----BEGIN ";
    private const string Mark = "Proc-Type: 4,ENCRYPTED";
    private const string Info = "DEK-Info: ";
    private const int SaltBytes = 8;

    private static readonly Dictionary<string, int> Keys = new(StringComparer.Ordinal)
    {
        ["AES-128-CBC"] = 16,
        ["AES-192-CBC"] = 24,
        ["AES-256-CBC"] = 32,
        ["DES-EDE3-CBC"] = 24,
    };
}
