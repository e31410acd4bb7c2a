namespace Rockdove.Prober;

/// <summary>What the cells of a row, a column, a group or the whole come to.</summary>
internal sealed class MatrixTally
{
    private readonly List<TimeSpan> _deliveries = [];

    public int Good { get; private set; }

    public int Flawed { get; private set; }

    public int Failed { get; private set; }

    public int Arrived => Good + Flawed;

    public int Measured => Arrived + Failed;

    /// <summary>Of what arrived; null when nothing did.</summary>
    public TimeSpan? Median { get; private set; }

    /// <summary>The cell that took longest; null when nothing arrived.</summary>
    public MatrixCell? Slowest { get; private set; }

    public void Add(MatrixCell cell)
    {
        switch (MatrixVerdicts.Of(cell))
        {
            case MatrixVerdict.Good:
                Good++;
                break;
            case MatrixVerdict.Flawed:
                Flawed++;
                break;
            case MatrixVerdict.Failed:
                Failed++;
                return;
            default:
                return;
        }

        if (cell.Delivery is not { } delivery)
            return;
        var at = _deliveries.BinarySearch(delivery);
        _deliveries.Insert(at >= 0 ? at : ~at, delivery);
        if (Slowest is null || delivery > Slowest.Delivery)
            Slowest = cell;
        var half = _deliveries.Count / 2;
        Median = _deliveries.Count % 2 == 1 ? _deliveries[half] : (_deliveries[half - 1] + _deliveries[half]) / 2;
    }
}
