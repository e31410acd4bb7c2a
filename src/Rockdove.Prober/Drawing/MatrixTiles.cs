namespace Rockdove.Prober;

/// <summary>Draws the cells, and the names of rows and columns.</summary>
internal static class MatrixTiles
{
    /// <summary>What many cells share, once.</summary>
    public static void AddDefinitions(this MatrixDrawing drawing)
    {
        var (svg, grid, layout, p) = drawing;
        svg.Add($"<defs>")
            .Add($"<pattern id=\"{p}-hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" ")
            .Add($"patternTransform=\"rotate(45)\"><path class=\"{p}shade\" d=\"M0 0V6\" stroke-width=\"1.5\"/>")
            .Add($"</pattern>")
            .Add($"<pattern id=\"{p}-sparse\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">")
            .Add($"<circle class=\"{p}dot\" cx=\"3\" cy=\"3\" r=\".7\"/></pattern>")
            .Add($"<pattern id=\"{p}-self\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" ")
            .Add($"patternTransform=\"rotate(45)\"><path class=\"{p}rule\" d=\"M0 0V6\" stroke-width=\"1\" ")
            .Add($"stroke-opacity=\".55\"/></pattern>");
        var looks = grid.Tiles.Select(tile => tile.Look).Concat(grid.Counts.Keys).Distinct().ToList();
        foreach (var glyph in looks.Select(look => look.Glyph).OfType<string>().Distinct())
            svg.Add($"<path id=\"{p}-{glyph}\" d=\"{SvgGlyphs.Path(glyph)}\"/>");
        if (layout.Size == TileSize.Small)
            foreach (var look in grid.Tiles.Select(tile => tile.Look).Distinct())
            {
                svg.Add($"<g id=\"{SmallId(p, look)}\" class=\"{p}{look.Paint}\">");
                drawing.AddBox(look, 13, 13, 1.5);
                if (look.Glyph is not null)
                    svg.Add($"<path class=\"{p}glyph\" transform=\"translate(1.2 1.2) scale(.76)\" ")
                        .Add($"d=\"{SvgGlyphs.Path(look.Glyph)}\"/>");
                svg.Add($"</g>");
            }

        svg.Add($"</defs>");
    }

    /// <summary>The filled box of a cell, in the paint of the element around it.</summary>
    public static void AddBox(this MatrixDrawing drawing, TileLook look, double width, double height, double radius)
    {
        var (svg, _, _, p) = drawing;
        var (edge, inset) = look.Paint switch
        {
            "open" => ("dash", 0.75),
            "over" => ("frame", 1.25),
            _ => ("edge", 0.5),
        };
        svg.Add($"<rect class=\"{p}{edge}\" x=\"{inset}\" y=\"{inset}\" width=\"{width - (2 * inset)}\" ")
            .Add($"height=\"{height - (2 * inset)}\" rx=\"{radius}\"/>");
        var pattern = look == TileLook.NotMeasured ? "sparse" : look.Paint == "fail" ? "hatch" : null;
        if (pattern is not null)
            svg.Add($"<rect width=\"{width}\" height=\"{height}\" rx=\"{radius}\" fill=\"url(#{p}-{pattern})\"/>");
    }

    public static void AddRows(this MatrixDrawing drawing, IReadOnlySet<string> blamed)
    {
        var (svg, grid, layout, p) = drawing;
        for (var row = 0; row < grid.Lines.Count; row++)
        {
            svg.Add($"<g transform=\"translate({layout.Left} {layout.Top + layout.Y(row)})\">");
            drawing.AddRowName(grid.Lines[row], blamed.Contains(grid.Lines[row].Name));
            for (var column = 0; column < grid.Lines.Count; column++)
            {
                if (grid[row, column] is not { } tile)
                    svg.Add($"<rect x=\"{layout.X(column)}\" width=\"{layout.TileWidth}\" ")
                        .Add($"height=\"{layout.TileHeight}\" rx=\"{(layout.Size == TileSize.Small ? 1.5 : 3.0)}\" ")
                        .Add($"fill=\"url(#{p}-self)\"/>");
                else if (layout.Size == TileSize.Small)
                    drawing.AddSmallTile(tile, layout.X(column));
                else
                    drawing.AddTile(tile, layout.X(column));
            }

            svg.Add($"</g>\n");
        }
    }

    public static void AddColumnNames(this MatrixDrawing drawing, IReadOnlySet<string> blamed)
    {
        var (svg, grid, layout, p) = drawing;
        for (var column = 0; column < grid.Lines.Count; column++)
        {
            var line = grid.Lines[column];
            var isBlamed = blamed.Contains(line.Name);
            var x = layout.Left + layout.X(column);
            var middle = x + (layout.TileWidth / 2.0);
            if (isBlamed)
                svg.Add($"<rect class=\"{p}rest\" x=\"{x}\" y=\"{layout.Top - 7}\" ")
                    .Add($"width=\"{layout.TileWidth}\" height=\"3\"/>");
            if (layout.HasLevelHeads)
            {
                svg.Add($"<text class=\"{p}ink {p}mid{(isBlamed ? $" {p}bold" : "")}\" x=\"{middle}\" ")
                    .Add($"y=\"{layout.Top - 12}\" font-size=\"{layout.LabelSize}\">{line.Name}</text>");
                continue;
            }

            var name = TextWidth.Fit(line.Name, layout.LabelSize, MatrixLayout.LargestHead);
            svg.Add($"<text class=\"{p}ink{(isBlamed ? $" {p}bold" : "")}\" font-size=\"{layout.LabelSize}\" ")
                .Add($"transform=\"translate({middle + 2} {layout.Top - 11}) rotate(-45)\">");
            if (name != line.Name)
                svg.Add($"<title>{line.Name}</title>");
            svg.Add($"{name}</text>");
        }

        if (layout.HasLevelHeads && layout.HasNotes)
            drawing.AddColumnGroups();
        svg.Add($"\n");
    }

    /// <summary>The name of each group once, over its columns.</summary>
    private static void AddColumnGroups(this MatrixDrawing drawing)
    {
        var (svg, grid, layout, p) = drawing;
        var lines = grid.Lines;
        for (var first = 0; first < lines.Count;)
        {
            var next = first + 1;
            while (next < lines.Count && !lines[next].BeginsGroup && !grid.IsByGroup)
                next++;
            var (left, right) = (layout.X(first), layout.X(next - 1) + layout.TileWidth);
            if (lines[first].Note is { } note)
                svg.Add($"<text class=\"{p}soft {p}small {p}mid\" x=\"{layout.Left + ((left + right) / 2.0)}\" ")
                    .Add($"y=\"{layout.Top - 36}\">{TextWidth.Fit(note, 11, right - left)}</text>")
                    .Add($"<path class=\"{p}rule\" d=\"M{layout.Left + left} {layout.Top - 28.5}h{right - left}\"/>");
            first = next;
        }
    }

    private static void AddRowName(this MatrixDrawing drawing, MatrixLine line, bool isBlamed)
    {
        var (svg, _, layout, p) = drawing;
        var middle = layout.TileHeight / 2.0;
        var hasNote = layout.HasNotes && line.Note is not null;
        if (isBlamed)
            svg.Add($"<rect class=\"{p}rest\" x=\"-7\" width=\"3\" height=\"{layout.TileHeight}\"/>");
        var name = TextWidth.Fit(line.Name, layout.LabelSize, layout.LabelWidth);
        svg.Add($"<text class=\"{p}ink {p}end{(isBlamed ? $" {p}bold" : "")}\" x=\"-13\" ")
            .Add($"y=\"{middle + (hasNote ? -1.5 : layout.LabelSize * 0.36)}\" font-size=\"{layout.LabelSize}\">");
        if (name != line.Name)
            svg.Add($"<title>{line.Name}</title>");
        svg.Add($"{name}</text>");
        if (hasNote)
            svg.Add($"<text class=\"{p}soft {p}tiny {p}end\" x=\"-13\" y=\"{middle + 11.5}\">")
                .Add($"{TextWidth.Fit(line.Note!, MatrixLayout.NoteSize, layout.LabelWidth)}</text>");
    }

    private static void AddSmallTile(this MatrixDrawing drawing, MatrixTile tile, double x)
    {
        var (svg, _, _, p) = drawing;
        // The column first: what repeats from row to row is then in one piece, which gzip makes less of.
        svg.Add($"<use x=\"{x}\" href=\"#{SmallId(p, tile.Look)}\"><title>{tile.Title}</title>");
        if (tile.Description.Length > 0)
            svg.Add($"<desc>{tile.Description}</desc>");
        svg.Add($"</use>");
    }

    private static void AddTile(this MatrixDrawing drawing, MatrixTile tile, double x)
    {
        var (svg, _, layout, p) = drawing;
        var (width, height) = (layout.TileWidth, layout.TileHeight);
        svg.Add($"<g class=\"{p}{tile.Look.Paint}\" transform=\"translate({x} 0)\"><title>{tile.Title}</title>");
        if (tile.Description.Length > 0)
            svg.Add($"<desc>{tile.Description}</desc>");
        drawing.AddBox(tile.Look, width, height, 3);
        if (layout.Size == TileSize.Wide)
        {
            if (tile.Look.Glyph is { } glyph)
                svg.Add($"<use class=\"{p}glyph\" href=\"#{p}-{glyph}\" x=\"7\" y=\"6\"/>");
            if (tile.Number is not null)
                svg.Add($"<text class=\"{p}number\" x=\"8\" y=\"18.5\">{tile.Number}</text>");
            else if (tile.Look.Word is { Length: > 0 } word)
                svg.Add($"<text class=\"{p}word\" x=\"25\" y=\"17\">{word}</text>");
            drawing.AddSparkLine(tile);
        }
        else
        {
            var middle = width / 2.0;
            var isCompact = layout.Size == TileSize.Compact;
            if (tile.Number is not null)
                svg.Add($"<text class=\"{p}number {p}mid{(isCompact ? $" {p}small" : "")}\" x=\"{middle}\" ")
                    .Add($"y=\"{(height / 2.0) + 4.5}\">{tile.Number}</text>");
            if (tile.Look.Glyph is { } glyph)
                svg.Add($"<use class=\"{p}glyph\" href=\"#{p}-{glyph}\" x=\"{middle - 7}\" ")
                    .Add($"y=\"{(isCompact ? 3.0 : 6.5)}\"/>");
            if (tile.Look.Word is { Length: > 0 } word)
                svg.Add($"<text class=\"{p}word {p}mid{(isCompact ? $" {p}tiny" : "")}\" x=\"{middle}\" ")
                    .Add($"y=\"{height - (isCompact ? 4.5 : 6.5)}\">{word}</text>");
        }

        if (tile.HasClockMark)
            svg.Add($"<path class=\"{p}on\" d=\"M{width - 10} 1H{width - 3}Q{width - 1} 1 {width - 1} 3V10Z\"/>");
        if (tile.FailedShare is > 0 and < 1)
            svg.Add($"<rect class=\"{p}rest\" x=\"3\" y=\"{height - 7}\" ")
                .Add($"width=\"{Math.Max((width - 6) * tile.FailedShare, 3)}\" height=\"4\"/>");
        svg.Add($"</g>");
    }

    private static void AddSparkLine(this MatrixDrawing drawing, MatrixTile tile)
    {
        var (svg, _, layout, p) = drawing;
        if (tile.History.Count == 0)
            return;
        var (left, top, width, height) = (8.0, 25.0, layout.TileWidth - 17.0, layout.TileHeight - 31.0);
        svg.Add($"<path class=\"{p}line\" d=\"{SparkLine.Path(tile.History, left, top, width, height)}\"/>");
        if (SparkLine.End(tile.History, left, top, width, height) is { } end)
            svg.Add($"<circle class=\"{p}on\" cx=\"{end.X}\" cy=\"{end.Y}\" r=\"1.8\"/>");
    }

    private static string SmallId(string prefix, TileLook look) => $"{prefix}{look.Glyph ?? look.Paint}"
        + (look == TileLook.NotMeasured ? "0" : "");
}
