namespace Rockdove.Prober;

/// <summary>Draws what colours and shapes mean, with how many cells have each.</summary>
internal static class MatrixLegend
{
    /// <summary>Draws it, and tells how high it became.</summary>
    public static double AddLegend(this MatrixDrawing drawing, double top, double width)
    {
        var right = MatrixLayout.Margin + width;
        drawing.AddScale(top);
        var isBeside = width >= ScaleWidth + ColumnGap + LeastBeside;
        var left = isBeside ? MatrixLayout.Margin + ScaleWidth + ColumnGap : MatrixLayout.Margin;
        var bottom = drawing.AddStates(left, isBeside ? top : top + ScaleHeight + 12, right);
        return Math.Max(bottom, top + ScaleHeight) - top;
    }

    private static void AddScale(this MatrixDrawing drawing, double top)
    {
        var (svg, grid, _, p) = drawing;
        svg.Add($"<g transform=\"translate({MatrixLayout.Margin} {top})\">")
            .Add($"<text class=\"{p}ink {p}small {p}bold\" y=\"10\">Delivered within</text>")
            .Add($"<text class=\"{p}soft {p}small {p}end\" x=\"{ScaleWidth}\" y=\"10\">number of cells</text>");
        for (var i = 0; i < LatencyClass.Count; i++)
        {
            var count = grid.Counts.GetValueOrDefault(TileLook.Delivered[i]);
            svg.Add($"<g class=\"{p}c{i}\" transform=\"translate({i * Step} 19)\">")
                .Add($"<rect class=\"{p}edge\" width=\"{Step}\" height=\"24\"/>")
                .Add($"<text class=\"{p}number {p}small {p}mid\" x=\"{Step / 2}\" y=\"16\">{count}</text></g>");
            if (i < LatencyClass.Limits.Count)
                svg.Add($"<text class=\"{p}soft {p}tiny {p}mid\" x=\"{(i + 1) * Step}\" y=\"56\">")
                    .Add($"{DurationText.Limit(LatencyClass.Limits[i])}</text>");
        }

        svg.Add($"<text class=\"{p}soft {p}tiny {p}end\" x=\"{ScaleWidth}\" y=\"56\">longer</text></g>\n");
    }

    private static double AddStates(this MatrixDrawing drawing, double left, double top, double right)
    {
        var (svg, grid, _, p) = drawing;
        svg.Add($"<text class=\"{p}ink {p}small {p}bold\" x=\"{left}\" y=\"{top + 10}\">States</text>");
        var flow = new Flow(left, right, top + 19);
        foreach (var look in TileLook.States.Where(grid.Counts.ContainsKey))
        {
            drawing.BeginItem(flow, look.Legend, grid.Counts[look]);
            svg.Add($"<g class=\"{p}{look.Paint}\">");
            drawing.AddBox(look, 22, 20, 2);
            if (look.Glyph is { } glyph)
                svg.Add($"<use class=\"{p}glyph\" href=\"#{p}-{glyph}\" x=\"4\" y=\"3\"/>");
            svg.Add($"</g></g>");
        }

        var marks = grid.Tiles.Count(tile => tile.HasClockMark);
        if (marks > 0)
        {
            drawing.BeginItem(flow, "a clock is off", marks);
            svg.Add($"<g class=\"{p}open\"><path class=\"{p}on\" d=\"M9 5H16V12Z\"/></g></g>");
        }

        foreach (var (count, style, text) in new[]
        {
            (grid.All.Good, "bar", "came as it should"),
            (grid.All.Flawed, "flaw", "came otherwise"),
            (grid.All.Failed, "rest", "did not come"),
        })
        {
            if (count == 0)
                continue;
            drawing.BeginItem(flow, text, count);
            svg.Add($"<rect class=\"{p}{style}\" y=\"6\" width=\"22\" height=\"8\"/></g>");
        }

        svg.Add($"\n");
        return flow.Y + 20;
    }

    /// <summary>Begins a group where there is room for it, with its words; its swatch is still to be drawn.</summary>
    private static void BeginItem(this MatrixDrawing drawing, Flow flow, string text, int count)
    {
        var (svg, _, _, p) = drawing;
        var (x, y) = flow.Next(Swatch + TextWidth.Of($"{text} {count}", FontSize));
        svg.Add($"<g transform=\"translate({x} {y})\"><text class=\"{p}ink {p}small\" x=\"{Swatch}\" y=\"14\">{text} ")
            .Add($"<tspan class=\"{p}bold\">{count}</tspan></text>");
    }

    /// <summary>Items one after another, in lines.</summary>
    private sealed class Flow(double left, double right, double top)
    {
        private readonly double _left = left;
        private double _x = left;

        public double Y { get; private set; } = top;

        public (double X, double Y) Next(double width)
        {
            if (_x > _left && _x + width > right)
                (_x, Y) = (_left, Y + LineHeight);
            var at = _x;
            _x += width + ItemGap;
            return (at, Y);
        }
    }

    private const double Step = 58;

    private const double ScaleWidth = Step * LatencyClass.Count;

    private const double ScaleHeight = 60;

    private const double ColumnGap = 44;

    private const double LeastBeside = 380;

    private const double Swatch = 29;

    private const double ItemGap = 20;

    private const double LineHeight = 27;

    private const double FontSize = 11;
}
