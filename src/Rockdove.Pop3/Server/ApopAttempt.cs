using System.Security.Cryptography;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Pop3;

/// <summary>A name and a digest of the greeting's timestamp and the password (RFC 1939 section 7, APOP).</summary>
internal sealed class ApopAttempt(string name, string challenge, byte[] digest)
{
    public Credentials Credentials { get; } = new("APOP", CredentialKind.Proved, name);

    /// <summary>
    /// True when the digest was made with that secret. An account that is not there costs the same computation as one
    /// that is.
    /// </summary>
    public bool IsProvedBy(StoredSecret? secret)
    {
        var known = (secret as ClearSecret)?.Password;
        byte[] text = [.. Encoding.UTF8.GetBytes(challenge), .. known is null ? default : known.RevealOctets()];

        // MD5 is what APOP is; that is why it is a switch, and off.
#pragma warning disable CA5351
        var expected = MD5.HashData(text);
#pragma warning restore CA5351
        return CryptographicOperations.FixedTimeEquals(expected, digest)
            && known is not null && !known.RevealOctets().IsEmpty;
    }

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public static bool TryReadDigest(ReadOnlySpan<byte> text, out byte[] digest)
    {
        digest = new byte[16];
        return text.Length == 32 && !text.ContainsAnyInRange((byte)'A', (byte)'F')
            && Convert.FromHexString(text, digest, out _, out _) == System.Buffers.OperationStatus.Done;
    }
}
