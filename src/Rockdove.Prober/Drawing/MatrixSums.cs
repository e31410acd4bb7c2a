namespace Rockdove.Prober;

/// <summary>Draws what rows and columns come to, beside and beneath: this is what an eye should find first.</summary>
internal static class MatrixSums
{
    /// <summary>How wide the sums of rows are.</summary>
    public static double Width(MatrixLayout layout) => layout.Size == TileSize.Small
        ? Indent + SmallBar + RatioWidth + 13
        : Indent + Bar + RatioWidth + MedianWidth;

    /// <summary>How high the sums of columns are.</summary>
    public static double Height(MatrixLayout layout) => layout.Size == TileSize.Small ? 66 : 68;

    public static void AddRowSums(this MatrixDrawing drawing)
    {
        var (svg, grid, layout, p) = drawing;
        var left = layout.Left + layout.GridWidth + Indent;
        var isSmall = layout.Size == TileSize.Small;
        var bar = isSmall ? SmallBar : Bar;
        var head = layout.Top - 12;
        svg.Add($"<text class=\"{p}soft {p}small\" x=\"{left}\" y=\"{head}\">arrived</text>")
            .Add($"<text class=\"{p}soft {p}small {p}{(isSmall ? "end" : "mid")}\" ")
            .Add($"x=\"{left + bar + RatioWidth + (isSmall ? 13 : MedianWidth / 2)}\" y=\"{head}\">median</text>");
        for (var row = 0; row < grid.Lines.Count; row++)
        {
            var tally = grid.Senders[row];
            var middle = layout.TileHeight / 2.0;
            var title = $"from {MatrixWords.Name(grid.Lines[row].Name)}: {MatrixWords.Summary(tally)}";
            svg.Add($"<g transform=\"translate({left} {layout.Top + layout.Y(row)})\"><title>{title}</title>");
            drawing.AddBar(tally, middle - (BarHeight / 2), bar);
            svg.Add($"<text class=\"{p}ink {p}{(isSmall ? "tiny" : "small")}\" x=\"{bar + 7}\" y=\"{middle + 4}\">")
                .Add($"{Ratio(tally)}</text>");
            drawing.AddMedian(
                tally, bar + RatioWidth, isSmall ? 0 : middle - 11, isSmall ? 13 : MedianWidth, isSmall ? 13 : 22);
            svg.Add($"</g>");
        }

        svg.Add($"\n");
    }

    public static void AddColumnSums(this MatrixDrawing drawing)
    {
        var (svg, grid, layout, p) = drawing;
        var top = layout.Top + layout.GridHeight + Indent;
        var isSmall = layout.Size == TileSize.Small;
        svg.Add($"<text class=\"{p}soft {p}small {p}end\" x=\"{layout.Left - 13}\" y=\"{top + 9}\">arrived</text>")
            .Add($"<text class=\"{p}soft {p}small {p}end\" x=\"{layout.Left - 13}\" ")
            .Add($"y=\"{top + (isSmall ? 46 : 47)}\">median</text>");
        for (var column = 0; column < grid.Lines.Count; column++)
        {
            var tally = grid.Receivers[column];
            var title = $"to {MatrixWords.Name(grid.Lines[column].Name)}: {MatrixWords.Summary(tally)}";
            svg.Add($"<g transform=\"translate({layout.Left + layout.X(column)} {top})\"><title>{title}</title>");
            if (isSmall)
            {
                drawing.AddBar(tally, 0, 28, "rotate(90) translate(0 -10.5)");
                drawing.AddMedian(tally, 0, 35, 13, 13);
            }
            else
            {
                drawing.AddBar(tally, 0, layout.TileWidth);
                svg.Add($"<text class=\"{p}ink {p}small {p}mid\" x=\"{layout.TileWidth / 2.0}\" y=\"22\">")
                    .Add($"{Ratio(tally)}</text>");
                drawing.AddMedian(tally, 0, 31, layout.TileWidth, 22);
            }

            svg.Add($"</g>");
        }

        svg.Add($"\n");
    }

    /// <summary>A bar of what came as it should, what came otherwise and what did not.</summary>
    private static void AddBar(
        this MatrixDrawing drawing, MatrixTally tally, double y, double width, string turn = "")
    {
        var (svg, _, _, p) = drawing;
        if (turn.Length > 0)
            svg.Add($"<g transform=\"{turn}\">");
        var left = 0.0;
        foreach (var (count, style) in new[] { (tally.Good, "bar"), (tally.Flawed, "flaw"), (tally.Failed, "rest") })
        {
            if (count == 0)
                continue;
            var part = width * count / tally.Measured;
            svg.Add($"<rect class=\"{p}{style}\" x=\"{left}\" y=\"{y}\" width=\"{Math.Max(part - 1, 0.5)}\" ")
                .Add($"height=\"{BarHeight}\"/>");
            left += part;
        }

        if (turn.Length > 0)
            svg.Add($"</g>");
    }

    private static void AddMedian(
        this MatrixDrawing drawing, MatrixTally tally, double x, double y, double width, double height)
    {
        if (tally.Median is not { } median)
            return;
        var (svg, _, _, p) = drawing;
        var look = TileLook.Delivered[LatencyClass.Of(median)];
        svg.Add($"<g class=\"{p}{look.Paint}\" transform=\"translate({x} {y})\">");
        drawing.AddBox(look, width, height, height / 2);
        if (width > 20)
            svg.Add($"<text class=\"{p}number {p}mid {p}small\" x=\"{width / 2}\" y=\"15\">")
                .Add($"{DurationText.Of(median)}</text>");
        svg.Add($"</g>");
    }

    /// <summary>Many as percent, rounded down: it is 100 only when all arrived.</summary>
    private static string Ratio(MatrixTally tally) => tally.Measured switch
    {
        0 => "–",
        < 100 => $"{tally.Arrived}/{tally.Measured}",
        _ => $"{tally.Arrived * 100L / tally.Measured} %",
    };

    private const double Indent = 16;

    private const double Bar = 56;

    private const double BarHeight = 8;

    private const double SmallBar = 40;

    private const double RatioWidth = 44;

    private const double MedianWidth = 54;
}
