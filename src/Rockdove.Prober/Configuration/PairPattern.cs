namespace Rockdove.Prober;

/// <summary>Which pairs are meant: <c>FROM-&gt;TO</c>, each a name of an account with <c>*</c> for any text.</summary>
internal sealed record PairPattern(string From, string To)
{
    /// <summary>Reads one; null when it is none.</summary>
    public static PairPattern? TryRead(string text) =>
        text.Split("->", StringSplitOptions.TrimEntries) is [{ Length: > 0 } from, { Length: > 0 } to]
            ? new PairPattern(from, to)
            : null;

    public bool Matches(ProbePair pair) => Matches(From, pair.From) && Matches(To, pair.To);

    public static bool Matches(string pattern, string name) => NamePattern.Matches(pattern, name);

    public override string ToString() => $"{From}->{To}";
}
