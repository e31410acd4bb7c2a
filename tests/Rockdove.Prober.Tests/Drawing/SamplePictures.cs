namespace Rockdove.Prober.Tests;

/// <summary>Matrices to draw. Each is the same every time.</summary>
internal static class SamplePictures
{
    public static DateTimeOffset Moment { get; } = new(2026, 11, 26, 9, 30, 0, TimeSpan.FromHours(1));

    /// <summary>Twelve accounts on a bad morning: one cannot send, a provider is slow to receive.</summary>
    public static MatrixPicture BadMorning()
    {
        MatrixAccount[] accounts =
        [
            Account("ann", "gmail.example", "gmail"), Account("ben", "gmail.example", "gmail"),
            Account("cleo", "outlook.example", "outlook"), Account("dan", "outlook.example", "outlook"),
            Account("info", "rockdove.example", "ours"), Account("sales", "rockdove.example", "ours"),
            Account("support", "rockdove.example", "ours"),
            Account("eva", "posteo.example", "posteo"), Account("finn", "posteo.example", "posteo"),
            Account("gus", "isp.example", "isp (POP3)"), Account("hana", "isp.example", "isp (POP3)"),
            Account("relay", "partner.example", "partner"),
        ];
        var random = new Random(20261126);
        var cells = new List<MatrixCell>();
        foreach (var from in accounts)
            foreach (var to in accounts.Where(to => to != from))
                cells.Add(BadMorning(from, to, random));
        return new MatrixPicture
        {
            Title = "Mail between our providers",
            Accounts = accounts,
            Cells = cells,
            At = Moment,
            Since = Moment.AddMinutes(-30),
            Tool = "rockdove 0.1.0",
            Blame =
            [
                new BlameFinding(BlameKind.Sender, "relay", null, 11, 11),
                new BlameFinding(BlameKind.Pair, "ben", "eva", 1, 1),
                new BlameFinding(BlameKind.Pair, "cleo", "finn", 1, 1),
            ],
        };
    }

    /// <summary>Every outcome and every state once, between accounts that are called by them.</summary>
    public static MatrixPicture EveryState(bool withHistory)
    {
        var cells = new List<(ProbeState State, ProbeOutcome? Outcome)>();
        cells.AddRange(Enum.GetValues<ProbeOutcome>().Select(outcome => (ProbeState.Resolved, (ProbeOutcome?)outcome)));
        cells.AddRange(Enum.GetValues<ProbeState>().Where(state => state != ProbeState.Resolved)
            .Select(state => (state, (ProbeOutcome?)null)));
        var accounts = Enumerable.Range(0, 6).Select(i => Account($"a{i}", $"host{i}.example", null)).ToArray();
        var pairs = from a in accounts from b in accounts where a != b select new ProbePair(a.Name, b.Name);
        var times = new double[] { 0.4, 3, 9, 30, 200, 800, 4000 };
        var drawn = cells.Zip(pairs, (cell, pair) => new MatrixCell(
            pair,
            cell.State,
            cell.Outcome,
            Arrives(cell.Outcome) ? TimeSpan.FromSeconds(12) : null,
            cell.State == ProbeState.Resolved ? null : TimeSpan.FromSeconds(40))
        {
            Failure = Arrives(cell.Outcome) || cell.Outcome is null ? null
                : new ProbeFailure(ProbeStage.Recipient, "No such user", 550, "5.1.1"),
            Flags = cell.Outcome == ProbeOutcome.Delivered ? ProbeFlags.ClockOff : ProbeFlags.None,
        }).Concat(times.Zip(pairs.Skip(cells.Count), (seconds, pair) => new MatrixCell(
            pair, ProbeState.Resolved, ProbeOutcome.Delivered, TimeSpan.FromSeconds(seconds), null)));
        return new MatrixPicture
        {
            Title = "Every state",
            Accounts = accounts,
            Cells = [.. drawn.Select(cell => withHistory ? cell with { History = Days(cell) } : cell)],
            At = new DateTimeOffset(2026, 11, 26, 9, 30, 0, TimeSpan.Zero),
        };
    }

    /// <summary>So many accounts at so many providers, with a few failures.</summary>
    public static MatrixPicture Many(int accounts, int groups)
    {
        var random = new Random(accounts);
        var all = Enumerable.Range(0, accounts)
            .Select(i => Account(
                $"account{i + 1}", $"host{i}.example", $"provider {(char)('A' + (i * groups / accounts))}"))
            .ToArray();
        var cells = from a in all from b in all where a != b select Ordinary(a, b, random);
        return new MatrixPicture { Accounts = all, Cells = [.. cells], At = Moment };
    }

    public static MatrixAccount Account(string name, string domain, string? group) =>
        new(name, $"{name}@{domain}", group, $"imap.{domain}");

    private static MatrixCell Ordinary(MatrixAccount from, MatrixAccount to, Random random)
    {
        var seconds = Math.Exp(random.NextDouble() * random.NextDouble() * 7);
        var outcome = random.Next(40) == 0
            ? (ProbeOutcome)random.Next(Enum.GetValues<ProbeOutcome>().Length)
            : ProbeOutcome.Delivered;
        return new MatrixCell(
            new ProbePair(from.Name, to.Name),
            ProbeState.Resolved,
            outcome,
            Arrives(outcome) ? TimeSpan.FromSeconds(seconds) : null,
            null);
    }

    private static MatrixCell BadMorning(MatrixAccount from, MatrixAccount to, Random random)
    {
        var pair = new ProbePair(from.Name, to.Name);
        var usual = Usual(from) * Usual(to);
        var history = Enumerable.Range(0, 24)
            .Select(_ => (TimeSpan?)TimeSpan.FromSeconds(usual * Math.Exp((random.NextDouble() - 0.5) * 0.9))).ToList();
        if (to.Group == "posteo") // It greylists, and lately everything queues.
            for (var i = 14; i < 24; i++)
                history[i] = history[i]!.Value * Math.Min(60, Math.Pow(1.62, i - 13));
        var newest = history[^1]!.Value;
        var cell = new MatrixCell(pair, ProbeState.Resolved, ProbeOutcome.Delivered, newest, null)
        {
            Uncertainty = TimeSpan.FromSeconds(to.Group == "isp (POP3)" ? 5 : 0.02),
            Median = TimeSpan.FromSeconds(usual),
        };
        if (from.Name == "relay")
            for (var i = 17; i < 24; i++)
                history[i] = null;
        cell = (from.Name, to.Name) switch
        {
            ("relay", "ann" or "info" or "gus") => Failed(cell, ProbeOutcome.TlsFailed, ProbeStage.Tls,
                "The certificate of mail.partner.example ended on 25 Nov 2026."),
            ("relay", _) => Failed(cell, ProbeOutcome.AuthenticationFailed, ProbeStage.Authentication,
                "Authentication credentials invalid", 535, "5.7.8"),
            ("ben", "eva") => Failed(cell, ProbeOutcome.Bounced, ProbeStage.Final, "Mailbox full", 552, "5.2.2"),
            ("cleo", "finn") => Failed(cell, ProbeOutcome.Rejected, ProbeStage.Recipient, "Listed", 550, "5.7.1"),
            ("gus", "dan") => cell with { Outcome = ProbeOutcome.DeliveredSpam },
            ("hana", "cleo") => cell with { Outcome = ProbeOutcome.DeliveredSpam },
            ("sales", "finn") => cell with { Outcome = ProbeOutcome.Late, Delivery = TimeSpan.FromMinutes(22) },
            ("support", "eva") => Open(cell, ProbeState.Overdue, TimeSpan.FromMinutes(9)),
            ("info", "eva") => Open(cell, ProbeState.Sent, TimeSpan.FromSeconds(48)),
            ("dan", "gus") => cell with { Outcome = ProbeOutcome.Duplicate },
            ("gus", "hana") => Failed(cell, ProbeOutcome.SkippedForBudget, null, null),
            ("dan", "info") => cell with { Flags = ProbeFlags.ClockOff },
            ("ann", "relay") => Failed(cell, ProbeOutcome.Lost, null, null),
            _ => cell,
        };
        if (cell.Delivery is null && cell.State == ProbeState.Resolved)
            history[^1] = null;
        return cell with { History = history };
    }

    private static double Usual(MatrixAccount account) => account.Group switch
    {
        "ours" => 0.8,
        "gmail" => 1.7,
        "outlook" => 3.4,
        "posteo" => 2,
        "isp (POP3)" => 5.5,
        _ => 2.6,
    };

    private static MatrixCell Failed(
        MatrixCell cell,
        ProbeOutcome outcome,
        ProbeStage? stage,
        string? text,
        int? code = null,
        string? enhanced = null) =>
        cell with
        {
            Outcome = outcome,
            Delivery = null,
            Failure = stage is { } at && text is not null ? new ProbeFailure(at, text, code, enhanced) : null,
        };

    private static MatrixCell Open(MatrixCell cell, ProbeState state, TimeSpan age) =>
        cell with { State = state, Outcome = null, Delivery = null, Age = age };

    private static bool Arrives(ProbeOutcome? outcome) => outcome
        is ProbeOutcome.Delivered or ProbeOutcome.DeliveredSpam or ProbeOutcome.Late or ProbeOutcome.Duplicate;

    private static TimeSpan?[] Days(MatrixCell cell) =>
        [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), null, TimeSpan.FromSeconds(40), cell.Delivery];
}
