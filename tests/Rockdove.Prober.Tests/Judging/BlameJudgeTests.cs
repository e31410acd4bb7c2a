namespace Rockdove.Prober.Tests;

public sealed class BlameJudgeTests
{
    [Fact]
    public void Nobody_is_to_blame_when_nothing_failed()
    {
        Assert.Empty(BlameJudge.Judge(Verdicts.Of(5, _ => false)));
        Assert.Empty(BlameJudge.Judge([]));
    }

    [Fact]
    public void A_row_is_its_sender() => Assert.Equal(
        [new BlameFinding(BlameKind.Sender, "b", null, 4, 4)],
        BlameJudge.Judge(Verdicts.Of(5, pair => pair.From == "b")));

    [Fact]
    public void A_column_is_its_receiver() => Assert.Equal(
        [new BlameFinding(BlameKind.Receiver, null, "b", 4, 4)],
        BlameJudge.Judge(Verdicts.Of(5, pair => pair.To == "b")));

    [Fact]
    public void A_row_and_its_column_are_the_account() => Assert.Equal(
        [new BlameFinding(BlameKind.Account, "b", "b", 8, 8)],
        BlameJudge.Judge(Verdicts.Of(5, pair => pair.From == "b" || pair.To == "b")));

    [Fact]
    public void What_no_line_explains_is_a_pair() => Assert.Equal(
        [new BlameFinding(BlameKind.Pair, "a", "c", 1, 1), new BlameFinding(BlameKind.Pair, "d", "b", 1, 1)],
        BlameJudge.Judge(Verdicts.Of(5, pair => pair is ("a", "c") or ("d", "b"))));

    [Fact]
    public void A_row_and_a_pair_beside_it() => Assert.Equal(
        [new BlameFinding(BlameKind.Sender, "b", null, 4, 4), new BlameFinding(BlameKind.Pair, "a", "c", 1, 1)],
        BlameJudge.Judge(Verdicts.Of(5, pair => pair.From == "b" || pair is ("a", "c"))));

    [Fact]
    public void Three_senders_of_five_are_three_senders_and_no_receiver() => Assert.Equal(
        [("a", BlameKind.Sender), ("b", BlameKind.Sender), ("c", BlameKind.Sender)],
        BlameJudge.Judge(Verdicts.Of(5, pair => pair.From is "a" or "b" or "c"))
            .Select(finding => (finding.From!, finding.Kind)));

    [Theory]
    [InlineData(7, true)]
    [InlineData(6, false)]
    public void Seven_of_ten_cells_are_a_row(int failed, bool isSender)
    {
        var findings = BlameJudge.Judge(Verdicts.Of(11, pair => pair.From == "a" && pair.To[0] - 'b' < failed));
        Assert.Equal(isSender ? BlameKind.Sender : BlameKind.Pair, findings[0].Kind);
        Assert.Equal(isSender ? 1 : failed, findings.Count);
    }

    /// <summary>With three accounts no row is longer: two that fail while all else is well are no chance.</summary>
    [Fact]
    public void Two_cells_are_a_line_when_all_that_crosses_it_is_well()
    {
        Assert.Equal(
            [new BlameFinding(BlameKind.Sender, "a", null, 2, 2)],
            BlameJudge.Judge(Verdicts.Of(3, pair => pair.From == "a")));
        Assert.Equal(
            [new BlameFinding(BlameKind.Receiver, null, "a", 2, 2)],
            BlameJudge.Judge(Verdicts.Of(3, pair => pair.To == "a")));
        Assert.Equal(
            [new BlameFinding(BlameKind.Account, "a", "a", 4, 4)],
            BlameJudge.Judge(Verdicts.Of(3, pair => pair.From == "a" || pair.To == "a")));
    }

    [Fact]
    public void Two_cells_are_no_line_when_one_of_them_is_well() => Assert.Equal(
        [new BlameFinding(BlameKind.Pair, "a", "b", 1, 1)],
        BlameJudge.Judge(Verdicts.Of(3, pair => pair is ("a", "b"))));

    /// <summary>Whether it is a that cannot send or b that cannot receive, nobody can say.</summary>
    [Fact]
    public void Two_cells_are_no_line_when_more_fails_that_crosses_it() => Assert.Equal(
        [("a", "b"), ("a", "c"), ("c", "b")],
        BlameJudge.Judge(Verdicts.Of(3, pair => pair is ("a", "b") or ("a", "c") or ("c", "b")))
            .Where(finding => finding.Kind == BlameKind.Pair)
            .Select(finding => (finding.From!, finding.To!)));

    [Fact]
    public void One_cell_is_no_line() => Assert.Equal(
        [new BlameFinding(BlameKind.Pair, "a", "b", 1, 1)],
        BlameJudge.Judge(Verdicts.Of(2, pair => pair.From == "a")));

    [Fact]
    public void More_than_four_fifths_is_the_prober()
    {
        var cells = Verdicts.Of(5, _ => false);
        for (var i = 0; i < 16; i++) // Four fifths of twenty.
            cells[i] = cells[i] with { IsFailed = true };
        Assert.DoesNotContain(BlameJudge.Judge(cells), finding => finding.Kind == BlameKind.Prober);
        cells[16] = cells[16] with { IsFailed = true };
        Assert.Equal([new BlameFinding(BlameKind.Prober, null, null, 17, 20)], BlameJudge.Judge(cells));
    }

    [Fact]
    public void Each_failed_cell_is_covered_and_no_line_is_blamed_for_another()
    {
        var random = new Random(5);
        for (var round = 0; round < 300; round++)
        {
            var density = random.NextDouble();
            var cells = Verdicts.Of(2 + random.Next(7), _ => random.NextDouble() < density);
            var findings = BlameJudge.Judge(cells);
            foreach (var cell in cells.Where(cell => cell.IsFailed))
                Assert.Contains(findings, finding => BlameJudge.Covers(finding, cell.Pair));
            foreach (var pair in findings.Where(finding => finding.Kind == BlameKind.Pair))
            {
                Assert.Single(findings, finding =>
                    BlameJudge.Covers(finding, new(pair.From!, pair.To!)));
            }

            var shuffled = BlameJudge.Judge(cells.OrderBy(_ => random.Next()));
            Assert.Equal(findings, shuffled.OrderBy(findings.ToList().IndexOf));
        }
    }

    [Fact]
    public void The_prober_is_offline_when_most_senders_reach_nobody()
    {
        Assert.True(BlameJudge.IsOffline([ProbeStage.Dns, ProbeStage.Connect, ProbeStage.Connect]));
        Assert.False(BlameJudge.IsOffline([ProbeStage.Dns, ProbeStage.Connect])); // They are two.
        Assert.False(BlameJudge.IsOffline([ProbeStage.Dns, ProbeStage.Connect, ProbeStage.Dns, ProbeStage.Dns, null]));
        Assert.False(BlameJudge.IsOffline([ProbeStage.Tls, ProbeStage.Tls, ProbeStage.Tls]));
    }
}
