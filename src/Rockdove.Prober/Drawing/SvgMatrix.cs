using System.Buffers;
using System.Globalization;

namespace Rockdove.Prober;

/// <summary>
/// Draws a matrix as SVG that stands alone: no script, no font, nothing from elsewhere. The same picture gives the same
/// octets, on every machine.
/// </summary>
public static class SvgMatrix
{
    /// <summary>Writes the picture, as UTF-8.</summary>
    /// <exception cref="ArgumentException">
    /// Two accounts share a name, two cells a pair, a cell names an account that is not there, or the prefix of ids
    /// cannot begin one.
    /// </exception>
    public static void Render(MatrixPicture picture, SvgMatrixOptions options, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(output);
        var p = Checked(options.IdPrefix);
        var grid = MatrixGrid.Of(picture);
        var layout = new MatrixLayout(grid, options);
        var beside = Math.Max(MatrixSums.Width(layout), layout.Overhang) + MatrixLayout.Margin;
        var width = Math.Ceiling(Math.Max(LeastWidth, layout.Left + layout.GridWidth + beside));

        var body = new ArrayBufferWriter<byte>();
        var height = Draw(new MatrixDrawing(new SvgMarkup(body), grid, layout, p), picture, width);

        var svg = new SvgMarkup(output);
        svg.Add($"<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"{p}\" viewBox=\"0 0 {width} {height}\" ")
            .Add($"width=\"{width}\" height=\"{height}\" role=\"img\" aria-labelledby=\"{p}-title {p}-desc\" ")
            .Add($"font-family=\"{Fonts}\" font-size=\"12\" style=\"font-variant-numeric:tabular-nums\">\n")
            .Add($"<title id=\"{p}-title\">{picture.Title}</title>\n")
            .Add($"<desc id=\"{p}-desc\">{Describe(picture, grid)}</desc>\n")
            .Add($"<style>").AddRaw(SvgPalette.StyleSheet(p, options.Scheme)).Add($"</style>\n");
        output.Write(body.WrittenSpan);
        svg.Add($"</svg>\n");
    }

    private static double Draw(MatrixDrawing drawing, MatrixPicture picture, double width)
    {
        var (svg, grid, layout, p) = drawing;
        drawing.AddDefinitions();
        svg.Add($"\n<rect class=\"{p}paper\" width=\"100%\" height=\"100%\"/>\n");
        var room = width - (2 * MatrixLayout.Margin);
        AddHeader(drawing, picture, room);

        var blame = picture.Blame;
        AddAxes(drawing);
        drawing.AddColumnNames(Names(blame, BlameKind.Receiver, finding => finding.To));
        drawing.AddRows(Names(blame, BlameKind.Sender, finding => finding.From));
        drawing.AddRowSums();
        drawing.AddColumnSums();

        var y = layout.Top + layout.GridHeight + MatrixSums.Height(layout) + 30;
        foreach (var finding in blame)
        {
            svg.Add($"<rect class=\"{p}rest\" x=\"{MatrixLayout.Margin}\" y=\"{y - 9}\" width=\"3\" height=\"11\"/>")
                .Add($"<text class=\"{p}ink\" x=\"{MatrixLayout.Margin + 11}\" y=\"{y}\" font-size=\"13\">")
                .Add($"{TextWidth.Fit(MatrixWords.Blame(finding), 13, room - 11)}</text>\n");
            y += 20;
        }

        y += blame.Count > 0 ? 8 : 0;
        svg.Add($"<path class=\"{p}rule\" stroke-opacity=\".6\" ")
            .Add($"d=\"M{MatrixLayout.Margin} {y - 6.5}H{width - MatrixLayout.Margin}\"/>");
        y += 10;
        y += drawing.AddLegend(y, room);
        return Math.Ceiling(AddFooter(drawing, picture, y + 26, room));
    }

    private static void AddHeader(MatrixDrawing drawing, MatrixPicture picture, double room)
    {
        var (svg, grid, _, p) = drawing;
        const double Left = MatrixLayout.Margin;
        var (title, lead) = (TextWidth.Fit(picture.Title, 21, room), TextWidth.Fit(Lead(grid), 14, room));
        svg.Add($"<text class=\"{p}ink {p}title\" x=\"{Left}\" y=\"44\">{title}</text>")
            .Add($"<text class=\"{p}ink {p}lead\" x=\"{Left}\" y=\"68\">{lead}</text>")
            .Add($"<text class=\"{p}soft\" x=\"{Left}\" y=\"87\">{Moment(picture.At)}</text>\n");
    }

    private static void AddAxes(MatrixDrawing drawing)
    {
        var (svg, _, layout, p) = drawing;
        var (x, y) = (layout.Left - 13, layout.Top - 11);
        svg.Add($"<text class=\"{p}soft {p}small {p}end\" x=\"{x}\" y=\"{y - 15}\">to →</text>")
            .Add($"<text class=\"{p}soft {p}small {p}end\" x=\"{x}\" y=\"{y}\">from ↓</text>\n");
    }

    private static double AddFooter(MatrixDrawing drawing, MatrixPicture picture, double y, double room)
    {
        var parts = new List<string>();
        if (picture.Since is { } since)
            parts.Add($"probes since {Moment(since)}");
        if (picture.Tool is { } tool)
            parts.Add(tool);
        if (parts.Count == 0)
            return y;
        var (svg, _, _, p) = drawing;
        svg.Add($"<text class=\"{p}soft {p}small\" x=\"{MatrixLayout.Margin}\" y=\"{y}\">")
            .Add($"{TextWidth.Fit(string.Join(" · ", parts), 11, room)}</text>\n");
        return y + 22;
    }

    private static string Lead(MatrixGrid grid)
    {
        var all = grid.All;
        if (all.Measured == 0)
            return "nothing measured yet";
        var lead = MatrixWords.Summary(all).Replace(", median", " · median", StringComparison.Ordinal);
        return all.Slowest is { } slowest
            ? $"{lead} · slowest {DurationText.Of(slowest.Delivery!.Value)}, {MatrixWords.Way(slowest.Pair)}"
            : lead;
    }

    /// <summary>What those hear who do not see it.</summary>
    private static string Describe(MatrixPicture picture, MatrixGrid grid)
    {
        var odd = picture.Cells.Where(cell => cell.State == ProbeState.Overdue
            || MatrixVerdicts.Of(cell) is MatrixVerdict.Flawed or MatrixVerdict.Failed).ToList();
        var sentences = new List<string> { $"{Lead(grid)}; {Moment(picture.At)}." };
        sentences.AddRange(picture.Blame.Select(MatrixWords.Blame));
        sentences.AddRange(odd.Take(MaximumDescribed)
            .Select(cell => $"{MatrixWords.Title(cell.Pair, MatrixWords.State(cell))}."));
        if (odd.Count > MaximumDescribed)
            sentences.Add($"And {odd.Count - MaximumDescribed} more.");
        return string.Join(' ', sentences);
    }

    private static string Moment(DateTimeOffset at)
    {
        var zone = at.Offset == TimeSpan.Zero ? "UTC" : at.ToString("'UTC'zzz", CultureInfo.InvariantCulture);
        return $"{at.ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture)} {zone}";
    }

    private static HashSet<string> Names(
        IReadOnlyList<BlameFinding> blame, BlameKind kind, Func<BlameFinding, string?> name) =>
        [.. blame.Where(finding => finding.Kind == kind || finding.Kind == BlameKind.Account)
            .Select(finding => name(finding) ?? finding.From ?? finding.To).OfType<string>()];

    private static string Checked(string prefix) =>
        prefix is [var first, ..] && char.IsAsciiLetter(first) && prefix.All(char.IsAsciiLetterOrDigit)
            ? prefix
            : throw new ArgumentException($"'{prefix}' cannot begin an id: letters and digits can, a letter first.");

    /// <summary>What the system has for its own words; nothing is embedded.</summary>
    private const string Fonts =
        "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', sans-serif";

    private const double LeastWidth = 620; // The legend, and a line of words that says something.

    private const int MaximumDescribed = 40; // As many sentences as somebody may listen to.
}
