using System.Security.Cryptography;
using System.Text;

namespace Rockdove.Web;

/// <summary>
/// Tokens of programs: a line <c>NAME SCOPES TOKEN</c> each, such as <c>ci read,write 0c5bf1…</c>. Instead of the token
/// a line may have <c>sha256:</c> and its hash in hexadecimal, so that the file does not give it away.
/// </summary>
public sealed class TokenFile
{
    private readonly List<(string Name, AccessScopes Scopes, byte[] Hash)> _tokens = [];

    private TokenFile()
    {
    }

    /// <summary>How many there are.</summary>
    public int Count => _tokens.Count;

    /// <summary>Reads the text of such a file. Empty lines, and those that begin with <c>#</c>, are nothing.</summary>
    /// <exception cref="FormatException">A line is none. Says which and why, without what stands there.</exception>
    public static TokenFile Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var file = new TokenFile();
        var number = 0;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (words.Length == 0 || words[0].StartsWith('#'))
                continue;
            if (words.Length != 3)
                throw new FormatException($"line {number} is not NAME SCOPES TOKEN");
            if (ReadScopes(words[1]) is not { } scopes)
                throw new FormatException($"line {number} has scopes that are not read, write or send, with commas");
            if (ReadHash(words[2]) is not { } hash)
            {
                throw new FormatException($"line {number} has a token that is not allowed; allowed are "
                    + $"{ShortestToken} to {LongestToken} visible characters, or sha256: and 64 digits of its hash");
            }

            if (file._tokens.Exists(each => each.Name == words[0] || each.Hash.AsSpan().SequenceEqual(hash)))
                throw new FormatException($"line {number} has a name or a token that was there before");
            file._tokens.Add((words[0], scopes, hash));
            if (file.Count > MostTokens)
                throw new FormatException($"there are more than {MostTokens} tokens");
        }

        return file.Count > 0 ? file : throw new FormatException("there is no token in it");
    }

    /// <summary>What the bearer of a token may do; null if there is no such token.</summary>
    public AccessScopes? Find(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        var found = (AccessScopes?)null;
        foreach (var each in _tokens)
        {
            if (CryptographicOperations.FixedTimeEquals(each.Hash, hash)) // No end before the last one.
                found = each.Scopes;
        }

        return found;
    }

    private static AccessScopes? ReadScopes(string text)
    {
        var scopes = AccessScopes.None;
        foreach (var word in text.Split(','))
        {
            var scope = word switch
            {
                "read" => AccessScopes.Read,
                "write" => AccessScopes.Write,
                "send" => AccessScopes.Send,
                _ => AccessScopes.None,
            };
            if (scope == AccessScopes.None)
                return null;
            scopes |= scope;
        }

        return scopes;
    }

    private static byte[]? ReadHash(string text)
    {
        if (!text.StartsWith(Hashed, StringComparison.Ordinal))
        {
            return text.Length is >= ShortestToken and <= LongestToken && text.All(c => c is > ' ' and <= '~')
                ? SHA256.HashData(Encoding.UTF8.GetBytes(text))
                : null;
        }

        var digits = text[Hashed.Length..];
        return digits.Length == 2 * SHA256.HashSizeInBytes && digits.All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(digits)
            : null;
    }

    private const string Hashed = "sha256:";

    /// <summary>Tokens of a file. Each is compared with each that is shown.</summary>
    public const int MostTokens = 1000;

    /// <summary>Characters. Who tries a million a second for a year does not find one of 16.</summary>
    public const int ShortestToken = 16;

    /// <summary>Characters.</summary>
    public const int LongestToken = 1000;
}
