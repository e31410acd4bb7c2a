using System.Text.RegularExpressions;

namespace Rockdove.Prober.Tests;

/// <summary>Contrast by WCAG 2.2: read off the style sheet that is in the picture, in both schemes.</summary>
public sealed partial class SvgContrastTests
{
    [Theory, InlineData(SvgScheme.Light), InlineData(SvgScheme.Dark)]
    public void What_is_written_in_a_cell_can_be_read(SvgScheme scheme)
    {
        var (variables, css) = Read(scheme);

        var paints = Painted().Matches(css);
        Assert.True(paints.Count >= 13, $"{paints.Count} paints");
        foreach (Match paint in paints)
        {
            var (fill, ink) = (variables[paint.Groups["fill"].Value], variables[paint.Groups["ink"].Value]);
            Assert.True(Contrast(fill, ink) >= 4.5, $"{paint.Groups["fill"].Value}: {Contrast(fill, ink):0.0}");
            Assert.Equal(fill, paint.Groups["plainfill"].Value); // What programs without variables draw.
            Assert.Equal(ink, paint.Groups["plainink"].Value);
        }
    }

    [Theory, InlineData(SvgScheme.Light), InlineData(SvgScheme.Dark)]
    public void What_is_written_on_the_hatch_of_failures_can_be_read(SvgScheme scheme)
    {
        var (variables, _) = Read(scheme);

        Assert.True(Contrast(variables["shade"], variables["on"]) >= 4.5);
    }

    [Theory, InlineData(SvgScheme.Light), InlineData(SvgScheme.Dark)]
    public void What_is_written_on_the_paper_can_be_read(SvgScheme scheme)
    {
        var (variables, _) = Read(scheme);

        Assert.True(Contrast(variables["paper"], variables["ink"]) >= 7);
        Assert.True(Contrast(variables["paper"], variables["soft"]) >= 4.5);
    }

    [Theory, InlineData(SvgScheme.Light), InlineData(SvgScheme.Dark)]
    public void Bars_and_marks_of_failures_can_be_seen(SvgScheme scheme)
    {
        var (variables, _) = Read(scheme);

        Assert.True(Contrast(variables["paper"], variables["bar"]) >= 3);
        Assert.True(Contrast(variables["paper"], variables["fail"]) >= 3);
    }

    [Fact]
    public void Slow_is_darker_than_fast_on_light_paper_and_lighter_on_dark()
    {
        var light = Enumerable.Range(0, 7).Select(i => Luminance(Read(SvgScheme.Light).Variables[$"c{i}"])).ToList();
        var dark = Enumerable.Range(0, 7).Select(i => Luminance(Read(SvgScheme.Dark).Variables[$"c{i}"])).ToList();

        Assert.Equal(light.OrderDescending(), light);
        Assert.Equal(dark.Order(), dark);
        Assert.Equal(7, light.Distinct().Count());
    }

    [Fact]
    public void Both_schemes_are_in_a_picture_that_follows_the_reader()
    {
        var css = DrawnMatrix.Of(SamplePictures.BadMorning()).All("style").Single().Value;

        var before = css[..css.IndexOf("@media", StringComparison.Ordinal)];
        Assert.Equal(Read(SvgScheme.Light).Variables, Variables(before));
        var dark = Regex.Match(css, @"@media\(prefers-color-scheme:dark\)\{(#m\{[^}]*\})\}");
        Assert.True(dark.Success);
        Assert.Equal(Read(SvgScheme.Dark).Variables, Variables(dark.Groups[1].Value));
    }

    private static (Dictionary<string, string> Variables, string Css) Read(SvgScheme scheme)
    {
        var options = new SvgMatrixOptions { Scheme = scheme };
        var css = DrawnMatrix.Of(SamplePictures.BadMorning(), options).All("style").Single().Value;
        Assert.DoesNotContain("@media", css, StringComparison.Ordinal);
        return (Variables(css), css);
    }

    private static Dictionary<string, string> Variables(string css) => Regex
        .Matches(css, "--(?<name>[a-z0-9-]+):(?<colour>#[0-9a-f]{6})")
        .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["colour"].Value);

    private static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    /// <summary>Relative luminance, WCAG 2.2.</summary>
    private static double Luminance(string colour)
    {
        double[] weights = [0.2126, 0.7152, 0.0722];
        return Enumerable.Range(0, 3).Sum(i =>
        {
            var part = Convert.FromHexString(colour.AsSpan(1 + (2 * i), 2))[0] / 255.0;
            return weights[i] * (part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4));
        });
    }

    [GeneratedRegex(@"\{fill:(?<plainfill>#\w+);fill:var\(--(?<fill>[\w-]+)\);"
        + @"color:(?<plainink>#\w+);color:var\(--(?<ink>[\w-]+)\)\}")]
    private static partial Regex Painted();
}
