namespace Rockdove.Prober.Tests;

public sealed class AccountEffectsTests
{
    [Fact]
    public void What_accounts_add_is_found_in_spite_of_an_odd_pair()
    {
        double[] senders = [1, 1, 4, 1, 1], receivers = [1, 0.5, 1, 1, 3];
        var times = Verdicts.Pairs(5).ToDictionary(
            pair => pair,
            pair => TimeSpan.FromSeconds(2 * senders[pair.From[0] - 'a'] * receivers[pair.To[0] - 'a']));
        times[new("a", "d")] = TimeSpan.FromSeconds(200);
        var effects = AccountEffects.Of(times);
        Assert.NotNull(effects);
        Assert.Equal(2, effects.Typical.TotalSeconds, 0.01);
        Assert.Equal(4, effects.Senders["c"], 0.01);
        Assert.Equal(3, effects.Receivers["e"], 0.01);
        Assert.Equal(0.5, effects.Receivers["b"], 0.01);
        var odd = Assert.Single(effects.Odd);
        Assert.Equal(new ProbePair("a", "d"), odd.Pair);
        Assert.Equal(100, odd.Times, 0.5);
    }

    [Fact]
    public void Nothing_gives_nothing_and_one_pair_is_typical()
    {
        Assert.Null(AccountEffects.Of(new Dictionary<ProbePair, TimeSpan>()));
        var one = AccountEffects.Of(new Dictionary<ProbePair, TimeSpan> { [new("a", "b")] = TimeSpan.FromSeconds(7) });
        Assert.Equal(7, one!.Typical.TotalSeconds, 1e-6);
        Assert.Empty(one.Odd);
    }

    [Fact]
    public void No_time_at_all_is_a_time()
    {
        var times = Verdicts.Pairs(3).ToDictionary(pair => pair, _ => TimeSpan.Zero);
        Assert.Equal(0.001, AccountEffects.Of(times)!.Typical.TotalSeconds, 1e-9);
    }
}
