using Rockdove.Sqlite;

namespace Rockdove.Prober;

/// <summary>Reads the matrix: for each pair the newest rows of its index, and the sums of the hours before.</summary>
internal sealed class MatrixRows(SqliteConnection connection, MatrixView view)
{
    /// <summary>A run as it is now: its own probes and accounts.</summary>
    public MatrixPicture OfRun(long run, DateTimeOffset started, DateTimeOffset now)
    {
        var accounts = new List<Account>();
        using (var row = connection.Use("""
            SELECT a.id, a.name, a.address, a.grp, r.receive_host
            FROM run_account r JOIN account a ON a.id = r.account_id WHERE r.run_id = ?1 ORDER BY r.n
            """)
            .Bind(1, run))
        {
            Read(row, accounts);
        }

        return Draw(accounts, started, DateTimeOffset.MaxValue, now, (from, to) => connection.Use($"""
            SELECT {Columns} FROM probe WHERE run_id = ?1 AND from_id = ?2 AND to_id = ?3 ORDER BY id DESC LIMIT ?4
            """)
            .Bind(1, run).Bind(2, from).Bind(3, to).Bind(4, Rows));
    }

    /// <summary>What was known at a moment.</summary>
    public MatrixPicture At(DateTimeOffset at)
    {
        var moment = at.ToMicroseconds();
        var accounts = new List<Account>();
        using (var row = connection.Use("""
            SELECT a.id, a.name, a.address, a.grp, (SELECT receive_host FROM run_account WHERE account_id = a.id
              AND run_id = (SELECT id FROM run WHERE started <= ?1 ORDER BY started DESC, id DESC LIMIT 1))
            FROM account a WHERE a.first_seen <= ?1 AND (a.retired IS NULL OR a.retired > ?1) ORDER BY a.sort, a.id
            """)
            .Bind(1, moment))
        {
            Read(row, accounts);
        }

        return Draw(accounts, at, at, at, (from, to) => connection.Use($"""
            SELECT {Columns} FROM probe WHERE from_id = ?1 AND to_id = ?2 AND due <= ?3 ORDER BY due DESC, id DESC
            LIMIT ?4
            """)
            .Bind(1, from).Bind(2, to).Bind(3, moment).Bind(4, Rows));
    }

    /// <summary>A few more than are shown, since some wait, and some were not sent.</summary>
    private int Rows => view.History + 4;

    private MatrixPicture Draw(
        List<Account> accounts, DateTimeOffset at, DateTimeOffset asOf, DateTimeOffset now,
        Func<long, long, SqliteStatement> newest)
    {
        var medians = SumRows.Medians(connection, at - view.MedianOver, at);
        var cells = new List<MatrixCell>();
        DateTimeOffset? since = null;
        foreach (var from in accounts)
        {
            foreach (var to in accounts)
            {
                using var row = newest(from.Id, to.Id);
                var median = medians.TryGetValue((from.Id, to.Id), out var known) ? known : (TimeSpan?)null;
                if (Cell(row, new(from.Shown.Name, to.Shown.Name), asOf, now) is not { } cell)
                    continue;
                cells.Add(cell.Shown with { Median = median });
                since = since is null || cell.Due < since ? cell.Due : since;
            }
        }

        return new()
        {
            Accounts = [.. accounts.Select(account => account.Shown)],
            Cells = cells,
            At = TimeZoneInfo.ConvertTime(at, view.TimeZone),
            Since = since is { } first ? TimeZoneInfo.ConvertTime(first, view.TimeZone) : null,
            Title = view.Title,
            Tool = view.Tool,
            Blame = BlameJudge.Judge(Verdicts(cells)),
        };
    }

    private (MatrixCell Shown, DateTimeOffset Due)? Cell(
        SqliteStatement row, ProbePair pair, DateTimeOffset asOf, DateTimeOffset now)
    {
        (MatrixCell Shown, DateTimeOffset Due)? shown = null;
        var history = new List<TimeSpan?>();
        while (row.Step())
        {
            var cell = At(row, pair, asOf, now);

            // One that waits for its turn hides nothing: what is known of the pair is its last one that was sent.
            if (shown is null || shown.Value.Shown.State is ProbeState.Queued)
                shown = cell.State is ProbeState.Queued && shown is not null ? shown : (cell, row.Moment(0));
            if (cell.Outcome is { } outcome && ProbeNames.IsVerdict(outcome) && history.Count < view.History)
                history.Add(cell.Delivery);
        }

        history.Reverse();
        return shown is { } found ? (found.Shown with { History = history }, found.Due) : null;
    }

    private static MatrixCell At(SqliteStatement row, ProbePair pair, DateTimeOffset asOf, DateTimeOffset now)
    {
        var (started, accepted, resolved) = (row.MomentOrNull(3), row.MomentOrNull(4), row.MomentOrNull(5));
        var isResolved = resolved <= asOf;
        var state = isResolved ? ProbeState.Resolved
            : resolved is null ? ProbeRows.State(row.Text(1))
            : accepted <= asOf ? ProbeState.Sent
            : started <= asOf ? ProbeState.Sending : ProbeState.Queued;
        if (!isResolved)
        {
            var age = now - (accepted ?? started ?? row.Moment(0)); // Less than nothing where the clock was set back.
            return new(pair, state, null, null, age > TimeSpan.Zero ? age : TimeSpan.Zero);
        }

        var outcome = ProbeRows.Outcome(row.Text(2));
        return new(pair, state, outcome, row.LengthOrNull(6), null)
        {
            Uncertainty = Uncertainty(row),
            Failure = row.IsNull(9) || ProbeNames.Stage(row.Text(9)) is not { } stage
                ? null
                : new(stage, row.Text(12), (int?)row.LongOrNull(10), row.TextOrNull(11)),
            Flags = (ProbeFlags)row.Long(13),
            ClassicSeconds = row.LongOrNull(14),
        };
    }

    /// <summary>Older files have some that are less than nothing, by a few microseconds.</summary>
    private static TimeSpan? Uncertainty(SqliteStatement row)
    {
        if (row.IsNull(7) || row.IsNull(8))
            return null;
        var uncertainty = row.Moment(7) - row.Moment(8);
        return uncertainty > TimeSpan.Zero ? uncertainty : TimeSpan.Zero;
    }

    private static IEnumerable<PairVerdict> Verdicts(IEnumerable<MatrixCell> cells) =>
        from cell in cells
        where cell.State == ProbeState.Overdue || cell.Outcome is { } outcome && ProbeNames.IsVerdict(outcome)
        select new PairVerdict(cell.Pair, cell.Outcome is not { } outcome || !ProbeNames.IsGood(outcome));

    private static void Read(SqliteStatement row, List<Account> accounts)
    {
        while (row.Step())
        {
            accounts.Add(new(
                row.Long(0), new(row.Text(1), row.Text(2), row.TextOrNull(3), row.TextOrNull(4))));
        }
    }

    private sealed record Account(long Id, MatrixAccount Shown);

    private const string Columns =
        "due, state, outcome, started, accepted, resolved, delivery_us, seen, seen_not_before, stage, smtp_code, "
        + "enhanced, error, flags, classic_seconds";
}
