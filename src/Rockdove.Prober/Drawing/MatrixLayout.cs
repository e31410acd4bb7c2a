namespace Rockdove.Prober;

/// <summary>Where everything lies, in pixels.</summary>
internal sealed class MatrixLayout
{
    private readonly int[] _gapsBefore;

    public MatrixLayout(MatrixGrid grid, SvgMatrixOptions options)
    {
        var lines = grid.Lines;
        var hasHistory = options.Sparklines && grid.Tiles.Any(tile => tile.History.Count > 1);
        Size = lines.Count > LastNumbered ? TileSize.Small
            : lines.Count > LastRoomy ? TileSize.Compact
            : hasHistory ? TileSize.Wide
            : TileSize.Normal;
        (TileWidth, TileHeight) = Size switch
        {
            TileSize.Small => (13, 13),
            TileSize.Compact => (46, 32),
            TileSize.Wide => (74, 46),
            _ => (58, 40),
        };
        Gap = Size == TileSize.Small ? 1 : 2;
        LabelSize = Size == TileSize.Small ? 9.5 : 12;
        HasNotes = Size != TileSize.Small && lines.Any(line => line.Note is not null);

        var names = lines.Select(line => Math.Max(
            TextWidth.Of(line.Name, LabelSize), HasNotes ? TextWidth.Of(line.Note ?? "", NoteSize) : 0));
        LabelWidth = Math.Ceiling(Math.Clamp(names.DefaultIfEmpty(0).Max(), SmallestLabel, LargestLabel));
        HasLevelHeads = Size != TileSize.Small
            && lines.All(line => TextWidth.Of(line.Name, LabelSize) <= TileWidth - 2);
        HeadHeight = HasLevelHeads
            ? (HasNotes ? 44 : 30)
            : Math.Ceiling((Math.Min(LabelWidth, LargestHead) * Slope) + LabelSize);

        Left = Margin + LabelWidth + 14;
        Top = HeaderHeight + HeadHeight + 10;
        _gapsBefore = new int[lines.Count];
        for (var i = 1; i < lines.Count; i++)
            _gapsBefore[i] = _gapsBefore[i - 1] + (lines[i].BeginsGroup ? 1 : 0);
    }

    public TileSize Size { get; }

    public int TileWidth { get; }

    public int TileHeight { get; }

    public int Gap { get; }

    public double LabelSize { get; }

    public double LabelWidth { get; }

    public bool HasNotes { get; }

    /// <summary>True when the names of columns stand level; they slope where they are too long for that.</summary>
    public bool HasLevelHeads { get; }

    public double HeadHeight { get; }

    public double Left { get; }

    public double Top { get; }

    /// <summary>Where the column begins, from the left of the grid.</summary>
    public int X(int column) => Place(column, TileWidth);

    /// <summary>Where the row begins, from the top of the grid.</summary>
    public int Y(int row) => Place(row, TileHeight);

    public int GridWidth => _gapsBefore.Length == 0 ? 0 : X(_gapsBefore.Length - 1) + TileWidth;

    public int GridHeight => _gapsBefore.Length == 0 ? 0 : Y(_gapsBefore.Length - 1) + TileHeight;

    /// <summary>How far sloping names of columns stand out beyond the grid.</summary>
    public double Overhang => HasLevelHeads ? 0 : Math.Min(LabelWidth, LargestHead) * Slope;

    private int Place(int line, int tile) =>
        (line * (tile + Gap)) + (_gapsBefore[line] * (Size == TileSize.Small ? 5 : 10));

    public const double Margin = 28;

    public const double HeaderHeight = 104;

    public const double NoteSize = 9.5;

    /// <summary>Names longer than this end in an ellipsis.</summary>
    public const double LargestLabel = 168;

    public const double LargestHead = 110;

    public const double Slope = 0.7071;

    private const double SmallestLabel = 56;

    private const int LastRoomy = 14;

    private const int LastNumbered = 25;
}

/// <summary>How much room a cell has.</summary>
internal enum TileSize : byte
{
    /// <summary>A colour and a shape.</summary>
    Small,

    /// <summary>A number or a word, closely.</summary>
    Compact,

    /// <summary>A number or a word.</summary>
    Normal,

    /// <summary>And a line of the last deliveries.</summary>
    Wide,
}
