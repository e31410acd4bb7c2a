namespace Rockdove.Pop3;

/// <summary>What a server said to CAPA; nothing where it does not know that.</summary>
public sealed class Pop3Capabilities
{
    private readonly Dictionary<string, string[]> _tags = new(StringComparer.OrdinalIgnoreCase);

    internal Pop3Capabilities(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0)
                _tags[words[0]] = words[1..];
        }
    }

    public static Pop3Capabilities None { get; } = new([]);

    public bool Has(string tag) => _tags.ContainsKey(tag);

    /// <summary>The words behind a tag; none where it is not offered.</summary>
    public IReadOnlyList<string> Of(string tag) => _tags.TryGetValue(tag, out var words) ? words : [];
}
