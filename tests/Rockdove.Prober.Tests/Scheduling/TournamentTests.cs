namespace Rockdove.Prober.Tests;

public sealed class TournamentTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(40)]
    public void Each_pair_has_one_turn_and_nobody_sends_or_gets_twice_in_a_round(int count)
    {
        var accounts = Accounts(count);
        var pairs = All(accounts).ToList();
        var rounds = Tournament.Rounds(accounts, pairs);

        Assert.Equal(count - 1, rounds.Count);
        Assert.Equal(pairs.OrderBy(Text), rounds.SelectMany(round => round).OrderBy(Text));
        foreach (var round in rounds)
        {
            Assert.Equal(count, round.Select(pair => pair.From).Distinct().Count());
            Assert.Equal(count, round.Select(pair => pair.To).Distinct().Count());
            Assert.Equal(count, round.Count);
        }
    }

    [Fact]
    public void The_rounds_of_three()
    {
        var accounts = Accounts(3);
        Assert.Equal(
            ["a0->a1 a1->a2 a2->a0", "a0->a2 a1->a0 a2->a1"],
            Tournament.Rounds(accounts, [.. All(accounts)]).Select(Texts));
    }

    [Fact]
    public void A_round_without_pairs_is_none()
    {
        var accounts = Accounts(4);
        Assert.Equal(
            ["a0->a3 a1->a0"],
            Tournament.Rounds(accounts, [new("a1", "a0"), new("a0", "a3")]).Select(Texts));
        Assert.Empty(Tournament.Rounds(accounts, []));
    }

    [Fact]
    public void Who_writes_to_himself_does_so_last()
    {
        var accounts = Accounts(2);
        Assert.Equal(
            ["a0->a1 a1->a0", "a0->a0 a1->a1"],
            Tournament.Rounds(accounts, [.. All(accounts), new("a1", "a1"), new("a0", "a0")]).Select(Texts));
    }

    internal static string[] Accounts(int count) => [.. Enumerable.Range(0, count).Select(i => $"a{i}")];

    internal static IEnumerable<ProbePair> All(string[] accounts) =>
        from one in accounts from other in accounts where one != other select new ProbePair(one, other);

    private static string Texts(IEnumerable<ProbePair> round) => string.Join(' ', round.Select(Text));

    private static string Text(ProbePair pair) => $"{pair.From}->{pair.To}";
}
