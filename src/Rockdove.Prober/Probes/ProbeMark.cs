using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Rockdove.Prober;

/// <summary>
/// The header field by which a prober knows its own mail. Nothing is ever deleted without a mark that it has signed.
/// </summary>
/// <param name="Token">Which probe.</param>
/// <param name="Pair">Between whom.</param>
/// <param name="Sent">When it was written, to the second.</param>
public sealed record ProbeMark(ProbeToken Token, ProbePair Pair, DateTimeOffset Sent)
{
    /// <summary>The value of the field, signed.</summary>
    /// <param name="key">The prober's key, at least <see cref="MinimumKeyBytes"/> octets.</param>
    /// <exception cref="ArgumentException">The key is too short.</exception>
    public string ToFieldValue(ReadOnlySpan<byte> key)
    {
        var text = Signed(Token, Sent.ToUnixTimeSeconds());
        return $"v=1; t={Token}; at={Sent.ToUnixTimeSeconds()}; s={Signature(text, Pair, key)}";
    }

    /// <summary>Reads a field; null when it is none of ours, or was changed, or is for somebody else.</summary>
    /// <param name="value">The value, unfolded.</param>
    /// <param name="pairs">The pairs that it may be between. They are in the signature and not in the field.</param>
    /// <param name="key">The prober's key.</param>
    public static ProbeMark? Read(string value, IEnumerable<ProbePair> pairs, ReadOnlySpan<byte> key)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(pairs);
        var parts = value.Split(';', StringSplitOptions.TrimEntries);
        if (parts is not ["v=1", ['t', '=', .. var t], ['a', 't', '=', .. var at], ['s', '=', .. var signature]]
            || !ProbeToken.TryParse(t, out var token)
            || !long.TryParse(at, System.Globalization.NumberStyles.None, null, out var seconds)
            || seconds > MaximumSeconds)
            return null;
        var text = Signed(token, seconds);
        foreach (var pair in pairs)
        {
            if (CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(Signature(text, pair, key)), Encoding.UTF8.GetBytes(signature)))
                return new ProbeMark(token, pair, DateTimeOffset.FromUnixTimeSeconds(seconds));
        }

        return null;
    }

    private static string Signed(ProbeToken token, long seconds) => $"1\n{token}\n{seconds}";

    private static string Signature(string text, ProbePair pair, ReadOnlySpan<byte> key)
    {
        if (key.Length < MinimumKeyBytes)
            throw new ArgumentException($"A key has {MinimumKeyBytes} octets at least.", nameof(key));
        var octets = Encoding.UTF8.GetBytes($"{text}\n{pair.From}\n{pair.To}");
        return Base64Url.EncodeToString(HMACSHA256.HashData(key, octets).AsSpan(0, SignatureOctets));
    }

    public const string FieldName = "X-Rockdove-Probe";

    /// <summary>As long as the strength that half an HMAC-SHA256 has (RFC 2104 section 5).</summary>
    public const int MinimumKeyBytes = 16;

    private const int SignatureOctets = 16;

    private const long MaximumSeconds = 253402300799; // The last second of the year 9999, where DateTimeOffset ends.
}
