using System.Buffers;

namespace Rockdove.Storage;

/// <summary>
/// The flags of one message: system flags and keywords (RFC 9051 section 2.3.2). Immutable; no allocation
/// without keywords.
/// </summary>
/// <remarks>Keywords are compared without regard to case and keep the spelling they came with first.</remarks>
public readonly struct FlagSet : IEquatable<FlagSet>
{
    public static readonly FlagSet None;

    private readonly string[]? _keywords;

    /// <exception cref="ArgumentException">
    /// A keyword is not an atom (RFC 9051 section 9), is too long, or there are too many.
    /// </exception>
    public FlagSet(SystemFlags system, params ReadOnlySpan<string> keywords)
    {
        System = system;
        if (keywords.IsEmpty)
            return;

        foreach (var keyword in keywords)
        {
            if (!IsKeyword(keyword))
            {
                throw new ArgumentException(
                    $"A keyword is an atom of 1 to {MaximumKeywordLength} characters.", nameof(keywords));
            }
        }
        _keywords = Distinct(keywords);
        if (_keywords.Length > MaximumKeywords)
            throw new ArgumentException($"At most {MaximumKeywords} keywords.", nameof(keywords));
    }

    private FlagSet(SystemFlags system, string[]? keywords)
    {
        System = system;
        _keywords = keywords is { Length: > 0 } ? keywords : null;
    }

    public SystemFlags System { get; }

    /// <summary>In the order of their letters, each once.</summary>
    public ReadOnlySpan<string> Keywords => _keywords;

    public bool IsEmpty => System == SystemFlags.None && _keywords is null;

    public static implicit operator FlagSet(SystemFlags system) => new(system, (string[]?)null);

    /// <summary>Whether all of these are set.</summary>
    public bool Has(SystemFlags flags) => (System & flags) == flags;

    public bool Has(string keyword) => Find(_keywords, keyword) >= 0;

    /// <summary>Both together. May hold more than <see cref="MaximumKeywords"/>: whoever stores it looks.</summary>
    public FlagSet Union(FlagSet other)
    {
        var keywords = _keywords;
        if (other._keywords is not null)
            keywords = keywords is null ? other._keywords : Distinct([.. keywords, .. other._keywords]);
        return new(System | other.System, keywords);
    }

    public FlagSet Except(FlagSet other)
    {
        var keywords = _keywords;
        if (keywords is not null && other._keywords is { } removed)
            keywords = Array.FindAll(keywords, keyword => Find(removed, keyword) < 0);
        return new(System & ~other.System, keywords);
    }

    public bool Equals(FlagSet other)
    {
        if (System != other.System || Keywords.Length != other.Keywords.Length)
            return false;
        for (var i = 0; i < Keywords.Length; i++)
            if (!Keywords[i].Equals(other.Keywords[i], StringComparison.OrdinalIgnoreCase))
                return false;
        return true;
    }

    public override bool Equals(object? obj) => obj is FlagSet other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(System);
        foreach (var keyword in Keywords)
            hash.Add(keyword, StringComparer.OrdinalIgnoreCase);
        return hash.ToHashCode();
    }

    /// <summary>As in a flag list, without the parentheses: <c>\Seen $Junk</c>.</summary>
    public override string ToString()
    {
        var names = new List<string>();
        foreach (var flag in (ReadOnlySpan<SystemFlags>)[SystemFlags.Answered, SystemFlags.Flagged,
            SystemFlags.Deleted, SystemFlags.Seen, SystemFlags.Draft])
        {
            if (Has(flag))
                names.Add($"\\{flag}");
        }
        names.AddRange(Keywords);
        return string.Join(' ', names);
    }

    public static bool operator ==(FlagSet left, FlagSet right) => left.Equals(right);

    public static bool operator !=(FlagSet left, FlagSet right) => !left.Equals(right);

    /// <summary>
    /// Whether the text may be a keyword: an atom of bounded length that does not begin with a backslash.
    /// </summary>
    public static bool IsKeyword(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= MaximumKeywordLength
        && !text.ContainsAnyExcept(AtomCharacters);

    private static string[] Distinct(ReadOnlySpan<string> keywords)
    {
        var distinct = new List<string>(keywords.Length);
        foreach (var keyword in keywords)
        {
            if (!distinct.Contains(keyword, StringComparer.OrdinalIgnoreCase))
                distinct.Add(keyword);
        }
        distinct.Sort(StringComparer.OrdinalIgnoreCase);
        return [.. distinct];
    }

    private static int Find(string[]? keywords, string keyword) =>
        keywords is null ? -1 : Array.BinarySearch(keywords, keyword, StringComparer.OrdinalIgnoreCase);

    /// <summary>Keywords on one message. Programs use a handful; a peer may not use a message as a disk.</summary>
    public const int MaximumKeywords = 100;

    /// <summary>Characters in one keyword. The longest registered one has fewer than thirty.</summary>
    public const int MaximumKeywordLength = 255;

    private static readonly SearchValues<char> AtomCharacters = SearchValues.Create(
        "!#$&'+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[^_`abcdefghijklmnopqrstuvwxyz|}~");
}
