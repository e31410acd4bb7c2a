using System.Text.RegularExpressions;

namespace Rockdove.Prober.Tests;

/// <summary>The pages draw a matrix themselves, with the colours and shapes of the picture.</summary>
public sealed partial class PagesDrawTheSameTests
{
    [Fact]
    public void Shapes_are_those_of_the_picture()
    {
        var drawn = GlyphLine().Matches(Read("matrix/look.ts"))
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        var wanted = TileLook.States.Select(look => look.Glyph).OfType<string>().Distinct().ToList();

        Assert.Equal(wanted.Order(), drawn.Keys.Order());
        Assert.All(wanted, glyph => Assert.Equal(SvgGlyphs.Path(glyph), drawn[glyph]));
    }

    [Theory, InlineData(SvgScheme.Light, 0), InlineData(SvgScheme.Dark, 1)]
    public void Colours_are_those_of_the_picture(SvgScheme scheme, int block)
    {
        var picture = Variable().Matches(SvgPalette.StyleSheet("m", scheme).Split('}')[0])
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        var css = Read("prober.css");
        var light = Variables(css, 0);
        var drawn = Variables(css, block);

        foreach (var (ours, theirs) in new[] { ("fail", "fail"), ("spam", "spam"), ("late", "late"), ("none", "none"),
            ("shade", "shade"), ("dot", "dot"), ("came", "bar"), ("on-near", "on-near"), ("on-far", "on-far"),
            ("on-paint", "on"), ("c0", "c0"), ("c1", "c1"), ("c2", "c2"), ("c3", "c3"), ("c4", "c4"), ("c5", "c5"),
            ("c6", "c6") })
        {
            // What the dark scheme does not say is as in the light one.
            Assert.Equal((ours, picture[theirs]), (ours, drawn.GetValueOrDefault(ours) ?? light[ours]));
        }
    }

    [Fact]
    public void Dark_by_choice_is_dark_by_preference()
    {
        var css = Read("prober.css");

        Assert.Equal(Variables(css, 1), Variables(css, 2));
    }

    [Fact]
    public void Classes_of_times_are_those_of_the_picture()
    {
        var limits = string.Join(", ", LatencyClass.Limits.Select(limit => $"{limit.TotalSeconds:0}"));

        Assert.Contains($"limits = [{limits}] as const", Read("matrix/look.ts"), StringComparison.Ordinal);
    }

    /// <summary>The variables of the light scheme, of the dark one by choice, of the dark one by preference.</summary>
    private static Dictionary<string, string> Variables(string css, int block) =>
        Variable().Matches(RootBlock().Matches(css)[block].Value)
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

    private static string Read(string file) =>
        File.ReadAllText(Path.Combine(RepositoryFolder.Path, "src/Rockdove.Web/Ui/src/ping", file));

    [GeneratedRegex("""^  (\w+): '(M[^']+)',$""", RegexOptions.Multiline)]
    private static partial Regex GlyphLine();

    [GeneratedRegex("--([a-z0-9-]+): ?(#[0-9a-f]{6})")]
    private static partial Regex Variable();

    [GeneratedRegex(":root[^{]*\\{[^}]*\\}")]
    private static partial Regex RootBlock();
}
