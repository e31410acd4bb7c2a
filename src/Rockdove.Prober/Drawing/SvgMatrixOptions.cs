namespace Rockdove.Prober;

/// <summary>How a matrix is drawn.</summary>
public sealed record SvgMatrixOptions
{
    public SvgScheme Scheme { get; init; } = SvgScheme.AsTheReaderHasIt;

    /// <summary>Draws the last deliveries of each pair, where the cells are wide enough.</summary>
    public bool Sparklines { get; init; } = true;

    /// <summary>
    /// What every id begins with: a page that holds several pictures gives each its own. ASCII letters and digits, of
    /// which the first is a letter.
    /// </summary>
    public string IdPrefix { get; init; } = "m";

    /// <summary>How many deliveries a line shows: a day of every half hour. More are finer than a pixel.</summary>
    public const int LongestLine = 48;
}

/// <summary>Which colours a picture has.</summary>
public enum SvgScheme : byte
{
    /// <summary>Dark for those who prefer it, by <c>prefers-color-scheme</c>; light for all others.</summary>
    AsTheReaderHasIt,

    /// <summary>Light, always: for paper and mail.</summary>
    Light,

    /// <summary>Dark, always.</summary>
    Dark,
}
