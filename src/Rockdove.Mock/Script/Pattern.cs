namespace Rockdove.Mock;

/// <summary>
/// What a text must be: <c>*</c> is any run of characters, also none, <c>?</c> any one, <c>\</c> takes the next one as
/// it is. Case does not count.
/// </summary>
internal sealed class Pattern
{
    private readonly char[] _symbols;

    public Pattern(string text)
    {
        Text = text;
        var symbols = new List<char>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            symbols.Add(text[i] switch
            {
                '*' => AnyRun,
                '?' => AnyOne,
                '\\' when i + 1 < text.Length => Fold(text[++i]),
                var c => Fold(c),
            });
        }

        _symbols = [.. symbols];
    }

    public string Text { get; }

    public bool MatchesAll => _symbols is [AnyRun, ..] && !_symbols.AsSpan().ContainsAnyExcept(AnyRun);

    public bool Matches(ReadOnlySpan<char> text)
    {
        if (MatchesAll)
            return true;
        Span<char> folded = text.Length <= 256 ? stackalloc char[text.Length] : new char[text.Length];
        for (var i = 0; i < text.Length; i++)
            folded[i] = Fold(text[i]);
        return Matches(_symbols, folded);
    }

    /// <summary>
    /// Everything that the other one matches, this one matches too. May say no where it is so, never yes where it is
    /// not.
    /// </summary>
    public bool Covers(Pattern other) =>
        MatchesAll
        || _symbols.AsSpan().SequenceEqual(other._symbols)
        || ((!_symbols.Contains(AnyOne) || !other._symbols.Contains(AnyRun)) && Matches(_symbols, other._symbols));

    public override string ToString() => Text;

    /// <summary>Goes back to the last run only, so the work is the product of the two lengths at the most.</summary>
    private static bool Matches(ReadOnlySpan<char> symbols, ReadOnlySpan<char> text)
    {
        var (at, here, run, runFrom) = (0, 0, -1, 0);
        while (here < text.Length)
        {
            if (at < symbols.Length && symbols[at] == AnyRun)
            {
                (run, runFrom) = (at++, here);
            }
            else if (at < symbols.Length && (symbols[at] == AnyOne || symbols[at] == text[here]))
            {
                at++;
                here++;
            }
            else if (run >= 0)
            {
                (at, here) = (run + 1, ++runFrom);
            }
            else
            {
                return false;
            }
        }

        return !symbols[at..].ContainsAnyExcept(AnyRun);
    }

    private static char Fold(char c) => char.ToUpperInvariant(c);

    /// <summary>Two characters that no text has: Unicode calls them noncharacters.</summary>
    private const char AnyRun = '\uFFFE', AnyOne = '\uFFFF';
}
