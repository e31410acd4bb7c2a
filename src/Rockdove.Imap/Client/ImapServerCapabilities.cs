namespace Rockdove.Imap;

/// <summary>What a server has said that it can.</summary>
public sealed class ImapServerCapabilities
{
    private readonly HashSet<string> _words;

    internal ImapServerCapabilities(IEnumerable<string> words) =>
        _words = new HashSet<string>(words, StringComparer.OrdinalIgnoreCase);

    public static ImapServerCapabilities None { get; } = new([]);

    /// <summary>Whether the word was there, in any case: <c>IDLE</c>, <c>AUTH=PLAIN</c>.</summary>
    public bool Has(string word) => _words.Contains(word);

    /// <summary>The mechanisms of AUTHENTICATE.</summary>
    public IEnumerable<string> Mechanisms =>
        _words.Where(word => word.StartsWith("AUTH=", StringComparison.OrdinalIgnoreCase)).Select(word => word[5..]);

    /// <summary>A literal of this size may be sent without waiting (RFC 7888).</summary>
    internal bool TakesUninvited(long octets) =>
        Has("LITERAL+") || (octets <= 4096 && (Has("LITERAL-") || Has("IMAP4rev2")));
}
