using System.Globalization;
using System.Security.Cryptography;
using Rockdove.Wire;

namespace Rockdove.Daemon;

/// <summary>
/// What is kept to verify a password, in PHC form: a SCRAM-SHA-256 verifier (RFC 5803's contents), a slow hash for
/// passwords that come as they are, and, only for who asks for it, a secret that can be recovered.
/// </summary>
public static class PasswordVerifiers
{
    /// <summary>
    /// Of PBKDF2 with HMAC-SHA-512 for new hashes: what OWASP advised in 2023. The server does this work at each login
    /// with a password, about a tenth of a second.
    /// </summary>
    public const int HashIterations = 210_000;

    /// <summary>The most that a stored hash may ask for: about five seconds.</summary>
    public const int MaximumHashIterations = 10_000_000;

    /// <summary>Makes verifiers of a password.</summary>
    /// <param name="password">From 1 to 1024 octets.</param>
    /// <param name="isRecoverable">
    /// Keeps the password itself as well, which CRAM-MD5 and APOP cannot do without. Whoever reads the store then has
    /// it.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The password is empty, too long, or has characters that none may.
    /// </exception>
    public static IReadOnlyList<string> Create(Secret password, bool isRecoverable) =>
        Create(password, isRecoverable, HashIterations);

    /// <summary>Tests that are not about passwords make accounts whose hash is fast.</summary>
    internal static IReadOnlyList<string> Create(Secret password, bool isRecoverable, int hashIterations)
    {
        if (password.RevealOctets().Length > MaximumPasswordOctets)
            throw new ArgumentException($"A password has at most {MaximumPasswordOctets} octets.", nameof(password));
        var scram = Scram.CreateVerifier(password);
        if (!SaslPrep.TryPrepare(password.RevealOctets(), out Secret? prepared))
            throw new ArgumentException("The password has characters that none may.", nameof(password));
        var salt = RandomNumberGenerator.GetBytes(SaltOctets);
        List<string> verifiers =
        [
            string.Create(
                CultureInfo.InvariantCulture,
                $"{ScramScheme}i={scram.Iterations}${Encode(scram.Salt.Span)}${Encode(scram.StoredKey.Span)}$")
                + Encode(scram.ServerKey.Span),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{HashScheme}i={hashIterations}${Encode(salt)}${Encode(Slow(prepared, salt, hashIterations))}"),
        ];
        if (isRecoverable)
            verifiers.Add(Recoverable(password));
        return verifiers;
    }

    /// <summary>
    /// Whether a password is right. Takes as long for no verifiers as for a wrong password: so that nobody learns who
    /// exists.
    /// </summary>
    public static bool Verify(IReadOnlyList<string> verifiers, Secret password) => Verify(verifiers, password, Slow);

    /// <summary>The same with a hash that tests count.</summary>
    internal static bool Verify(IReadOnlyList<string> verifiers, Secret password, PasswordHash hash)
    {
        if (password.RevealOctets().Length > MaximumPasswordOctets
            || !SaslPrep.TryPrepare(password.RevealOctets(), out Secret? prepared))
        {
            prepared = NoPassword;
            verifiers = [];
        }

        var isRight = false;
        var isHashed = false;
        foreach (var text in verifiers)
        {
            if (!text.StartsWith(HashScheme, StringComparison.Ordinal) || Fields(text) is not
                [_, _, var count, var salt, var kept] || Count(count, MaximumHashIterations) is not { } iterations)
                continue;
            isHashed = true;
            isRight |= CryptographicOperations.FixedTimeEquals(
                hash(prepared, Decode(salt), iterations), Decode(kept));
        }

        if (!isHashed)
            hash(prepared, MadeUpSalt, HashIterations);
        return isRight || (!isHashed && MatchesOther(verifiers, password));
    }

    /// <summary>What SCRAM-SHA-256 compares with; null if there is none.</summary>
    public static ScramVerifier? FindScram(IReadOnlyList<string> verifiers)
    {
        foreach (var text in verifiers)
        {
            if (text.StartsWith(ScramScheme, StringComparison.Ordinal)
                && Fields(text) is [_, _, var count, { Length: > 0 } salt, var stored, var server]
                && Count(count, Scram.MaxIterations) is >= Scram.MinIterations and var iterations)
                return new ScramVerifier("SHA-256", Decode(salt), iterations, Decode(stored), Decode(server));
        }

        return null;
    }

    /// <summary>The password itself, where the account has opted in to that; otherwise null.</summary>
    public static ClearSecret? FindRecoverable(IReadOnlyList<string> verifiers) =>
        verifiers.FirstOrDefault(text => text.StartsWith(RecoverableScheme, StringComparison.Ordinal)) is { } found
        && Decode(found[RecoverableScheme.Length..]) is { Length: > 0 } octets // Anybody could prove an empty one.
            ? new ClearSecret(new Secret(octets))
            : null;

    /// <summary>The password itself as a verifier.</summary>
    internal static string Recoverable(Secret password) => RecoverableScheme + Encode(password.RevealOctets());

    /// <summary>An account that came from elsewhere may have SCRAM alone, or a secret alone.</summary>
    private static bool MatchesOther(IReadOnlyList<string> verifiers, Secret password)
    {
        if (FindRecoverable(verifiers) is { } clear)
            return clear.Password.Equals(password);
        if (FindScram(verifiers) is not { } scram)
            return false;
        var ours = Scram.CreateVerifier(password, scram.Salt.Span, scram.Iterations);
        return CryptographicOperations.FixedTimeEquals(ours.StoredKey.Span, scram.StoredKey.Span);
    }

    internal static byte[] Slow(Secret prepared, byte[] salt, int iterations) => Rfc2898DeriveBytes.Pbkdf2(
        prepared.RevealOctets(), salt, iterations, HashAlgorithmName.SHA512, HashOctets);

    private static string[] Fields(string verifier) => verifier.Split('$');

    private static int? Count(string field, int most) =>
        field.StartsWith("i=", StringComparison.Ordinal)
        && int.TryParse(field.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        && count >= 1 && count <= most
            ? count
            : null;

    /// <summary>Base64 without padding, as PHC strings have it.</summary>
    private static string Encode(ReadOnlySpan<byte> octets) => Convert.ToBase64String(octets).TrimEnd('=');

    private static byte[] Decode(string text)
    {
        try
        {
            return Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
        }
        catch (FormatException)
        {
            return []; // Matches nothing.
        }
    }

    /// <summary>Octets. SCRAM and PLAIN take longer ones, but nobody types them.</summary>
    public const int MaximumPasswordOctets = 1024;

    private const int SaltOctets = 16;

    private const int HashOctets = 64;

    private const string ScramScheme = "$scram-sha-256$";

    private const string HashScheme = "$pbkdf2-sha512$";

    private const string RecoverableScheme = "$recoverable$";

    private static readonly byte[] MadeUpSalt = new byte[SaltOctets];

    private static readonly Secret NoPassword = new("-");
}

/// <summary>The slow hash of a password.</summary>
internal delegate byte[] PasswordHash(Secret prepared, byte[] salt, int iterations);
