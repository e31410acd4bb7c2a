using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Rockdove.Hosting.Tests;

/// <summary>Writes a key in the encrypted PEM of old (RFC 1423), as OpenSSL did.</summary>
internal static class LegacyPem
{
    [SuppressMessage("Security", "CA5351", Justification = "So they are.")]
    public static string Encrypt(string label, byte[] key, string password)
    {
        var vector = RandomNumberGenerator.GetBytes(16);
        byte[] secret = [.. Encoding.UTF8.GetBytes(password), .. vector.Take(8)];
        var first = MD5.HashData(secret);
        using var cipher = Aes.Create();
        cipher.Key = [.. first, .. MD5.HashData([.. first, .. secret])];
        var text = Convert.ToBase64String(cipher.EncryptCbc(key, vector), Base64FormattingOptions.InsertLineBreaks);
        return $"-----BEGIN {label}-----\nProc-Type: 4,ENCRYPTED\n"
            + $"DEK-Info: AES-256-CBC,{Convert.ToHexString(vector)}\n\n"
            + $"{text.ReplaceLineEndings("\n")}\n-----END {label}-----\n";
    }
}
