using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Rockdove.Wire;

/// <summary>The keys of SCRAM-SHA-256 (RFC 5802 section 3, RFC 7677).</summary>
public static class Scram
{
    /// <summary>What RFC 7677 section 4 asks of a server at least; fewer are refused on both sides.</summary>
    public const int MinIterations = 4096;

    /// <summary>
    /// The most that either side accepts, about half a second of work. Without a bound a server could keep a
    /// client's processor busy as long as it likes.
    /// </summary>
    public const int MaxIterations = 1 << 20;

    /// <summary>
    /// For new verifiers. The client does this work at every login, on whatever it runs on, so it is less than one
    /// would choose for a hash that only the server computes.
    /// </summary>
    public const int DefaultIterations = 10_000;

    /// <summary>The octets of a new salt.</summary>
    public const int SaltOctets = 16;

    /// <summary>Makes what a server stores for a password, with a random salt.</summary>
    /// <exception cref="ArgumentException">The password cannot be prepared (<see cref="SaslPrep"/>).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is outside <see cref="MinIterations"/> to
    /// <see cref="MaxIterations"/>.</exception>
    public static ScramVerifier CreateVerifier(Secret password, int iterations = DefaultIterations) =>
        CreateVerifier(password, RandomNumberGenerator.GetBytes(SaltOctets), iterations);

    /// <summary>The same with a given salt, which must not be empty.</summary>
    /// <exception cref="ArgumentException">The password cannot be prepared, or the salt is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is out of bounds.</exception>
    public static ScramVerifier CreateVerifier(Secret password, ReadOnlySpan<byte> salt, int iterations)
    {
        ArgumentNullException.ThrowIfNull(password);
        ArgumentOutOfRangeException.ThrowIfLessThan(iterations, MinIterations);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(iterations, MaxIterations);
        if (salt.IsEmpty)
            throw new ArgumentException("A salt may not be empty.", nameof(salt));
        return TryCreateVerifier(password, salt, iterations, out var verifier)
            ? verifier
            : throw new ArgumentException("The password is empty or holds characters that none may.", nameof(password));
    }

    internal static bool TryCreateVerifier(
        Secret password, ReadOnlySpan<byte> salt, int iterations, [NotNullWhen(true)] out ScramVerifier? verifier)
    {
        verifier = null;
        if (!SaslPrep.TryPrepare(password.RevealOctets(), out Secret? prepared))
            return false;
        Span<byte> salted = stackalloc byte[KeyOctets];
        Span<byte> clientKey = stackalloc byte[KeyOctets];
        var storedKey = new byte[KeyOctets];
        var serverKey = new byte[KeyOctets];
        SaltPassword(prepared, salt, iterations, salted);
        HMACSHA256.HashData(salted, "Client Key"u8, clientKey);
        SHA256.HashData(clientKey, storedKey);
        HMACSHA256.HashData(salted, "Server Key"u8, serverKey);
        CryptographicOperations.ZeroMemory(salted);
        CryptographicOperations.ZeroMemory(clientKey);
        verifier = new ScramVerifier(HashName, salt.ToArray(), iterations, storedKey, serverKey);
        return true;
    }

    /// <summary><c>Hi(Normalize(password), salt, i)</c>; the password is prepared already.</summary>
    internal static void SaltPassword(Secret prepared, ReadOnlySpan<byte> salt, int iterations, Span<byte> salted) =>
        Rfc2898DeriveBytes.Pbkdf2(prepared.RevealOctets(), salt, salted, iterations, HashAlgorithmName.SHA256);

    internal static void Xor(Span<byte> left, ReadOnlySpan<byte> right)
    {
        for (var i = 0; i < left.Length; i++)
            left[i] ^= right[i];
    }

    /// <summary>True when a server can use it: our hash, keys of its size, a salt, an acceptable count.</summary>
    internal static bool IsUsable(ScramVerifier verifier) =>
        verifier.Hash == HashName
        && verifier.StoredKey.Length == KeyOctets
        && verifier.ServerKey.Length == KeyOctets
        && !verifier.Salt.IsEmpty
        && verifier.Iterations is >= MinIterations and <= MaxIterations;

    internal const int KeyOctets = SHA256.HashSizeInBytes;

    internal const string HashName = "SHA-256";
}
