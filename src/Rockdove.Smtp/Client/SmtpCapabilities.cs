using System.Globalization;

namespace Rockdove.Smtp;

/// <summary>
/// What a server said it can do: the keywords of its EHLO reply, in any case, each with its parameters.
/// </summary>
/// <remarks>
/// A keyword whose parameter makes no sense counts as offered without it. Lines that hold no keyword are left out: a
/// client that stopped at them would not get its mail through (RFC 5321 section 4.1.1.1).
/// </remarks>
public sealed class SmtpCapabilities
{
    private readonly Dictionary<string, string> _keywords = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _authMechanisms = [];
    private readonly Dictionary<string, int> _limits = new(StringComparer.OrdinalIgnoreCase);

    private SmtpCapabilities()
    {
    }

    /// <summary>Nothing is offered: after HELO, and before any hello.</summary>
    public static SmtpCapabilities None { get; } = new();

    /// <summary>The keywords, each with its parameters as they were written, or an empty text.</summary>
    public IReadOnlyDictionary<string, string> Keywords => _keywords;

    /// <summary>
    /// Mechanisms of AUTH (RFC 4954) and of the older form <c>AUTH=</c>, upper case, in the server's order.
    /// </summary>
    public IReadOnlyList<string> AuthMechanisms => _authMechanisms;

    /// <summary>
    /// The largest message, in octets (RFC 1870); null when none was stated, which includes <c>SIZE 0</c>.
    /// </summary>
    public long? MessageBytesLimit { get; private set; }

    /// <summary>The numbers of LIMITS (RFC 9422), by name.</summary>
    public IReadOnlyDictionary<string, int> Limits => _limits;

    /// <summary>RCPTMAX: how many recipients one transaction may have; null when it was not stated.</summary>
    public int? RecipientsLimit => Limit("RCPTMAX");

    /// <summary>MAILMAX: how many transactions one connection may have; null when it was not stated.</summary>
    public int? TransactionsLimit => Limit("MAILMAX");

    /// <summary>True when the server named <paramref name="keyword"/>.</summary>
    public bool Offers(string keyword) => _keywords.ContainsKey(keyword);

    /// <summary>Reads an EHLO or LHLO reply. The first line names the server and offers nothing.</summary>
    public static SmtpCapabilities Parse(SmtpResponse response)
    {
        var capabilities = new SmtpCapabilities();
        foreach (var line in response.Lines.Skip(1))
            capabilities.Add(line.AsSpan().Trim(' '));
        return capabilities;
    }

    private void Add(ReadOnlySpan<char> line)
    {
        var end = line.IndexOfAny(' ', '=');
        var keyword = end < 0 ? line : line[..end];
        var parameters = end < 0 ? default : line[(end + 1)..].Trim(' ');
        if (keyword.IsEmpty || keyword.ContainsAnyExcept(KeywordCharacters))
            return;
        if (end >= 0 && line[end] == '=' && !keyword.Equals("AUTH", StringComparison.OrdinalIgnoreCase))
            return;

        _keywords.TryAdd(keyword.ToString(), parameters.ToString());
        if (keyword.Equals("AUTH", StringComparison.OrdinalIgnoreCase))
            AddMechanisms(parameters);
        else if (keyword.Equals("SIZE", StringComparison.OrdinalIgnoreCase))
            MessageBytesLimit ??= ParseSize(parameters);
        else if (keyword.Equals("LIMITS", StringComparison.OrdinalIgnoreCase))
            AddLimits(parameters);
    }

    private void AddMechanisms(ReadOnlySpan<char> names)
    {
        foreach (var range in names.SplitAny(' ', '='))
        {
            var name = names[range].ToString().ToUpperInvariant();
            if (name.Length is > 0 and <= 20 && !name.AsSpan().ContainsAnyExcept(MechanismCharacters)
                && !_authMechanisms.Contains(name))
                _authMechanisms.Add(name);
        }
    }

    private void AddLimits(ReadOnlySpan<char> pairs)
    {
        foreach (var range in pairs.Split(' '))
        {
            var pair = pairs[range];
            var equals = pair.IndexOf('=');
            if (equals > 0 && int.TryParse(pair[(equals + 1)..], NumberStyles.None, CultureInfo.InvariantCulture,
                out var value) && value > 0)
                _limits.TryAdd(pair[..equals].ToString(), value);
        }
    }

    private int? Limit(string name) => _limits.TryGetValue(name, out var value) ? value : null;

    private static long? ParseSize(ReadOnlySpan<char> digits) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0 ? size : null;

    private static readonly System.Buffers.SearchValues<char> KeywordCharacters = System.Buffers.SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>RFC 4422 section 3.1.</summary>
    private static readonly System.Buffers.SearchValues<char> MechanismCharacters = System.Buffers.SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");
}
