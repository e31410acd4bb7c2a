using System.Security.Cryptography;
using System.Text;

namespace Rockdove.Web;

/// <summary>
/// Users and their passwords as htpasswd writes them: a line <c>user:password</c> each, the password hashed by bcrypt
/// (<c>$2y$</c>, <c>$2b$</c>, <c>$2a$</c>), as <c>{SHA}</c> or <c>{SSHA}</c> and base64, or as it is.
/// </summary>
public sealed class PasswordFile
{
    private readonly Dictionary<string, string> _entries = new(StringComparer.Ordinal);

    /// <summary>
    /// SHA-256, with a key of this process, of what was right before. bcrypt takes a tenth of a second, and a program
    /// says its password with each request.
    /// </summary>
    private readonly Dictionary<string, byte[]> _proved = new(StringComparer.Ordinal);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    private PasswordFile()
    {
    }

    /// <summary>How many there are.</summary>
    public int Count => _entries.Count;

    /// <summary>Their names.</summary>
    public IReadOnlyCollection<string> Users => _entries.Keys;

    /// <summary>Reads the text of such a file. Empty lines, and those that begin with <c>#</c>, are nothing.</summary>
    /// <exception cref="FormatException">A line is none. Says which and why, without what stands there.</exception>
    public static PasswordFile Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var file = new PasswordFile();
        var number = 0;
        foreach (var read in text.AsSpan().EnumerateLines())
        {
            number++;
            var line = read.Trim();
            if (line.IsEmpty || line[0] == '#')
                continue;
            var colon = line.IndexOf(':');
            if (colon <= 0 || colon == line.Length - 1)
                throw new FormatException($"line {number} is not USER:PASSWORD");
            var password = line[(colon + 1)..].ToString();
            if (!IsKnown(password))
            {
                throw new FormatException($"line {number} has a password in a form that is not read here; "
                    + "allowed are bcrypt (htpasswd -B), {SHA}, {SSHA} and the password itself");
            }

            if (!file._entries.TryAdd(line[..colon].ToString(), password))
                throw new FormatException($"line {number} has a user who was there before");
            if (file.Count > MostUsers)
                throw new FormatException($"there are more than {MostUsers} users");
        }

        return file.Count > 0 ? file : throw new FormatException("there is no user in it");
    }

    /// <summary>The password of a user whose line has it as it is; null if there is none, or it is hashed.</summary>
    public string? Clear(string user) =>
        _entries.TryGetValue(user, out var entry) && !IsHash(entry) ? entry : null;

    /// <summary>Whether this is the password of this user. Takes as long for a user who is not there.</summary>
    public bool Accepts(string user, string password)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(password);
        if (password.Length > LongestPassword)
            return false;
        if (!_entries.TryGetValue(user, out var entry))
        {
            IsRight(_entries.Values.First(), password);
            return false;
        }

        var proof = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(password));
        lock (_proved)
        {
            if (_proved.TryGetValue(user, out var before) && CryptographicOperations.FixedTimeEquals(before, proof))
                return true;
        }

        if (!IsRight(entry, password))
            return false;
        lock (_proved)
            _proved[user] = proof;
        return true;
    }

    private static bool IsKnown(string entry)
    {
        if (entry.StartsWith("$2", StringComparison.Ordinal))
            return entry.Length == BcryptLength && entry[2] is 'a' or 'b' or 'y' && entry[3] == '$';
        if (entry.StartsWith(Sha, StringComparison.Ordinal))
            return Decoded(entry[Sha.Length..]) is { Length: SHA1.HashSizeInBytes };
        if (entry.StartsWith(SaltedSha, StringComparison.Ordinal))
            return Decoded(entry[SaltedSha.Length..]) is { Length: > SHA1.HashSizeInBytes };
        return entry[0] is not ('$' or '{');
    }

    private static bool IsHash(string entry) => entry[0] is '$' or '{';

    private static bool IsRight(string entry, string password)
    {
        var octets = Encoding.UTF8.GetBytes(password);
        if (entry.StartsWith("$2", StringComparison.Ordinal))
        {
            // One at a time: each keeps a processor busy, and anybody may ask.
            lock (OneAtATime)
                return BCrypt.Net.BCrypt.Verify(password, entry);
        }

        if (entry.StartsWith(Sha, StringComparison.Ordinal))
            return CryptographicOperations.FixedTimeEquals(Decoded(entry[Sha.Length..]), Sha1(octets));
        if (entry.StartsWith(SaltedSha, StringComparison.Ordinal))
        {
            var salted = Decoded(entry[SaltedSha.Length..]).AsSpan();
            return CryptographicOperations.FixedTimeEquals(
                salted[..SHA1.HashSizeInBytes], Sha1([.. octets, .. salted[SHA1.HashSizeInBytes..]]));
        }

        return CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(entry)), SHA256.HashData(octets));
    }

    // What htpasswd -s writes; we read it, and tell nobody to.
#pragma warning disable CA5350
    private static byte[] Sha1(byte[] octets) => SHA1.HashData(octets);
#pragma warning restore CA5350

    private static byte[]? Decoded(string base64)
    {
        var octets = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, octets, out var length) ? octets[..length] : null;
    }

    private const string Sha = "{SHA}";

    private const string SaltedSha = "{SSHA}";

    /// <summary>Of the text of a bcrypt hash.</summary>
    private const int BcryptLength = 60;

    /// <summary>Users of a file: a team, not a company, which has a proxy for that.</summary>
    public const int MostUsers = 1000;

    /// <summary>Characters of a password that are looked at; bcrypt looks at 72 octets.</summary>
    private const int LongestPassword = 1000;

    private static readonly Lock OneAtATime = new();
}
