using System.Globalization;
using System.Text;

namespace Rockdove.Prober;

/// <summary>
/// The colours of a matrix, light and dark, as a style sheet. Times are ColorBrewer's YlGnBu in seven classes, whose
/// lightness falls from one to the next, so that the order survives greyscale and every kind of colour vision; the dark
/// scheme has them the other way round, and what is slow stands out in both. States have hues of Okabe and Ito, never
/// red against green. What is written on a colour has a contrast of 4.5 to 1 at least (WCAG 2.2, 1.4.3).
/// </summary>
internal static class SvgPalette
{
    /// <summary>
    /// The style sheet. Colours are variables of the root element; each rule first has the plain colour, for programs
    /// that draw SVG and know no variables.
    /// </summary>
    public static string StyleSheet(string prefix, SvgScheme scheme)
    {
        var fallback = scheme == SvgScheme.Dark ? 1 : 0;
        var css = new StringBuilder();
        AppendVariables(fallback);
        if (scheme == SvgScheme.AsTheReaderHasIt)
        {
            css.Append("@media(prefers-color-scheme:dark){");
            AppendVariables(1);
            css.Append('}');
        }

        foreach (var (name, dark, light) in Paints.Select(paint => (paint.Name, paint.Dark, paint.Light)))
        {
            var on = OnPaint(name);
            var fill = fallback == 1 ? dark : light;
            css.Append(Invariant, $".{prefix}{name}{{fill:{fill};fill:var(--{name});")
                .Append(Invariant, $"color:{Colour(on, fallback)};color:var(--{on})}}");
        }

        AppendUse("paper", "fill", "paper");
        AppendUse("bar", "fill", "bar");
        AppendUse("flaw", "fill", "late");
        AppendUse("rest", "fill", "fail");
        AppendUse("dot", "fill", "dot");
        AppendUse("shade", "stroke", "shade");
        AppendUse("rule", "stroke", "dot");
        AppendUse("frame", "stroke", "late");
        AppendUse("ink", "fill", "ink");
        AppendUse("soft", "fill", "soft");
        return css.Append(Shapes.Replace("~", prefix, StringComparison.Ordinal)).ToString();

        void AppendVariables(int side)
        {
            css.Append(Invariant, $"#{prefix}{{");
            foreach (var (name, light, dark) in Paints.Concat(Inks))
                css.Append(Invariant, $"--{name}:{(side == 1 ? dark : light)};");
            css.Length--;
            css.Append('}');
        }

        void AppendUse(string name, string property, string variable) =>
            css.Append(Invariant, $".{prefix}{name}{{{property}:{Colour(variable, fallback)};")
                .Append(Invariant, $"{property}:var(--{variable})}}");
    }

    /// <summary>What is drawn and written on a paint.</summary>
    public static string OnPaint(string paint) => paint switch
    {
        "c5" or "c6" => "on-far",
        "c0" or "c1" => "on-near",
        "none" or "open" or "over" => "ink",
        _ => "on",
    };

    private static string Colour(string name, int side)
    {
        var (_, light, dark) = Paints.Concat(Inks).First(colour => colour.Name == name);
        return side == 1 ? dark : light;
    }

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>What cells are filled with. In the dark scheme the first classes are the dark ones.</summary>
    private static readonly (string Name, string Light, string Dark)[] Paints =
    [
        ("c0", "#ffffcc", "#0c2c84"),
        ("c1", "#c7e9b4", "#225ea8"),
        ("c2", "#7fcdbb", "#1d91c0"),
        ("c3", "#41b6c4", "#41b6c4"),
        ("c4", "#1d91c0", "#7fcdbb"),
        ("c5", "#225ea8", "#c7e9b4"),
        ("c6", "#0c2c84", "#ffffcc"),
        ("fail", "#d55e00", "#d55e00"),
        ("spam", "#cc79a7", "#cc79a7"),
        ("late", "#e69f00", "#e69f00"),
        ("none", "#eceff2", "#1f272f"),
        ("open", "#fdfdfb", "#10161c"),
        ("over", "#fdfdfb", "#10161c"),
    ];

    private static readonly (string Name, string Light, string Dark)[] Inks =
    [
        ("paper", "#fdfdfb", "#10161c"),
        ("ink", "#16202b", "#e8edf2"),
        ("soft", "#55616e", "#9ba8b5"),
        ("on", "#0b0f14", "#0b0f14"),
        ("on-near", "#0b0f14", "#ffffff"),
        ("on-far", "#ffffff", "#0b0f14"),
        ("shade", "#e57c2f", "#e57c2f"), // Lighter than what it shades: what is written on it keeps its contrast.
        ("dot", "#aab4be", "#4d5965"),
        ("bar", "#4a6583", "#8fa9c4"),
    ];

    /// <summary>What has no colour of its own: sizes, weights, lines in the colour of what is written.</summary>
    private const string Shapes =
        ".~glyph{fill:none;stroke:currentColor;stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}"
        + ".~line{fill:none;stroke:currentColor;stroke-width:1.2;stroke-linecap:round;opacity:.75}"
        + ".~edge{stroke:currentColor;stroke-opacity:.16}"
        + ".~dash{stroke:currentColor;stroke-opacity:.7;stroke-dasharray:3 2.5}"
        + ".~frame{stroke-width:2.5}"
        + ".~on{fill:currentColor}"
        + ".~number{font-size:13px;font-weight:600;fill:currentColor}"
        + ".~word{font-size:10.5px;font-weight:500;fill:currentColor}"
        + ".~title{font-size:21px;font-weight:650;letter-spacing:-.01em}"
        + ".~lead{font-size:14px}"
        + ".~small{font-size:11px}"
        + ".~tiny{font-size:9.5px}"
        + ".~bold{font-weight:650}"
        + ".~mid{text-anchor:middle}"
        + ".~end{text-anchor:end}";
}
