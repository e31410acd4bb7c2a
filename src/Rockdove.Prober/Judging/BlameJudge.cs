namespace Rockdove.Prober;

/// <summary>Says who is at fault, as far as a matrix shows it: what one round trip cannot.</summary>
public static class BlameJudge
{
    /// <summary>
    /// The fewest things that explain what failed, the worst first. A row with most of its cells failed is its sender,
    /// a column its receiver, both together the account; nearly all of the matrix is the prober; what is left are
    /// pairs. A line of two is one when both failed and nothing else of those whom it crosses did.
    /// </summary>
    /// <param name="verdicts">Cells that there is a verdict on; no pair twice.</param>
    /// <remarks>
    /// What one finding explains does not count against another: with three of five senders down, most cells of every
    /// column have failed, and no receiver is to blame.
    /// </remarks>
    public static IReadOnlyList<BlameFinding> Judge(IEnumerable<PairVerdict> verdicts)
    {
        ArgumentNullException.ThrowIfNull(verdicts);
        var cells = verdicts.ToList();
        var failed = cells.Count(cell => cell.IsFailed);
        if (failed == 0)
            return [];
        if (cells.Count >= FewestCells && failed > MostOfAll * cells.Count)
            return [new(BlameKind.Prober, null, null, failed, cells.Count)];

        var found = new List<BlameFinding>();
        var open = new List<PairVerdict>(cells);
        while (Worst(open) is { } worst)
        {
            found.Add(worst);
            open.RemoveAll(cell => Covers(worst, cell.Pair));
        }

        Join(found, cells);
        found.AddRange(open.Where(cell => cell.IsFailed)
            .Select(cell => new BlameFinding(BlameKind.Pair, cell.Pair.From, cell.Pair.To, 1, 1)));
        return found;
    }

    /// <summary>Whether a finding is about this pair.</summary>
    public static bool Covers(BlameFinding finding, ProbePair pair)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return finding.Kind switch
        {
            BlameKind.Prober => true,
            BlameKind.Sender => pair.From == finding.From,
            BlameKind.Receiver => pair.To == finding.To,
            BlameKind.Account => pair.From == finding.From || pair.To == finding.To,
            _ => pair.From == finding.From && pair.To == finding.To,
        };
    }

    /// <summary>
    /// Whether it is the prober that cannot reach anybody: most senders fail before they are greeted.
    /// </summary>
    /// <param name="failures">
    /// For each sender, the step that its newest attempt failed in; null when it did not.
    /// </param>
    public static bool IsOffline(IReadOnlyCollection<ProbeStage?> failures)
    {
        ArgumentNullException.ThrowIfNull(failures);
        var unreached = failures.Count(stage => stage is ProbeStage.Dns or ProbeStage.Connect);
        return failures.Count >= FewestCells && unreached > MostOfAll * failures.Count;
    }

    private static BlameFinding? Worst(List<PairVerdict> open)
    {
        var lines = new Dictionary<(BlameKind Kind, string Name), (int Failed, int Measured)>();
        foreach (var cell in open)
        {
            Count((BlameKind.Sender, cell.Pair.From), cell.IsFailed);
            Count((BlameKind.Receiver, cell.Pair.To), cell.IsFailed);
        }

        return lines
            .Where(line => line.Value.Measured >= FewestCells
                ? line.Value.Failed >= MostOfLine * line.Value.Measured
                : line.Value is (FewestOfLine, FewestOfLine) && IsAllElseWell(open, line.Key.Kind, line.Key.Name))
            .OrderByDescending(line => (double)line.Value.Failed / line.Value.Measured)
            .ThenByDescending(line => line.Value.Failed)
            .ThenBy(line => line.Key.Kind)
            .ThenBy(line => line.Key.Name, StringComparer.Ordinal)
            .Select(line => line.Key.Kind == BlameKind.Sender
                ? new BlameFinding(BlameKind.Sender, line.Key.Name, null, line.Value.Failed, line.Value.Measured)
                : new BlameFinding(BlameKind.Receiver, null, line.Key.Name, line.Value.Failed, line.Value.Measured))
            .FirstOrDefault();

        void Count((BlameKind, string) line, bool isFailed)
        {
            var (failed, measured) = lines.GetValueOrDefault(line);
            lines[line] = (failed + (isFailed ? 1 : 0), measured + 1);
        }
    }

    /// <summary>
    /// Two cells fail by chance too. They are a line when nothing else of those whom it crosses fails, and there is
    /// something that does not, or it may as well be the prober.
    /// </summary>
    private static bool IsAllElseWell(List<PairVerdict> open, BlameKind kind, string name)
    {
        var crossed = open.Where(IsOfLine).Select(Other).ToHashSet(StringComparer.Ordinal);
        return open.Exists(cell => !cell.IsFailed)
            && !open.Exists(cell => cell.IsFailed && !IsOfLine(cell) && crossed.Contains(Other(cell)));

        bool IsOfLine(PairVerdict cell) => (kind == BlameKind.Sender ? cell.Pair.From : cell.Pair.To) == name;

        string Other(PairVerdict cell) => kind == BlameKind.Sender ? cell.Pair.To : cell.Pair.From;
    }

    /// <summary>A sender and a receiver of the same name are one account.</summary>
    private static void Join(List<BlameFinding> found, List<PairVerdict> cells)
    {
        for (var i = 0; i < found.Count; i++)
        {
            var name = found[i].From ?? found[i].To;
            var other = found.FindIndex(i + 1, finding => finding.Kind != found[i].Kind
                && (finding.From ?? finding.To) == name);
            if (other < 0)
                continue;
            found.RemoveAt(other);
            var account = new BlameFinding(BlameKind.Account, name, name, 0, 0);
            var own = cells.FindAll(cell => Covers(account, cell.Pair));
            found[i] = account with { Failed = own.Count(cell => cell.IsFailed), Measured = own.Count };
        }
    }

    /// <summary>Of fewer cells, one that fails by chance would be most of the line.</summary>
    public const int FewestCells = 3;

    /// <summary>So many are a line only when all of them failed and nothing beside them did.</summary>
    private const int FewestOfLine = 2;

    /// <summary>This part of a row or a column has failed when it is blamed.</summary>
    public const double MostOfLine = 0.7;

    /// <summary>More than this part of all has failed when the prober is blamed.</summary>
    public const double MostOfAll = 0.8;
}
