namespace Rockdove.Prober.Tests;

public sealed class ProbeMarkTests
{
    private static readonly byte[] Key = "0123456789abcdef"u8.ToArray();

    private static readonly ProbePair Way = new("here", "there");

    [Fact]
    public void What_was_signed_is_known_again()
    {
        var mark = new ProbeMark(ProbeToken.New(), Way, DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));
        var field = mark.ToFieldValue(Key);
        Assert.Equal(mark, ProbeMark.Read(field, [new("x", "there"), Way], Key));
    }

    [Fact]
    public void A_mark_that_was_changed_is_none()
    {
        var field = new ProbeMark(ProbeToken.New(), Way, DateTimeOffset.FromUnixTimeSeconds(9)).ToFieldValue(Key);
        for (var i = 0; i < field.Length; i++)
        {
            var changed = $"{field[..i]}{(field[i] == 'A' ? 'B' : 'A')}{field[(i + 1)..]}";
            Assert.Null(ProbeMark.Read(changed, [Way], Key));
        }
    }

    [Fact]
    public void A_mark_for_another_pair_or_of_another_prober_is_none()
    {
        var field = new ProbeMark(ProbeToken.New(), Way, DateTimeOffset.UnixEpoch).ToFieldValue(Key);
        Assert.Null(ProbeMark.Read(field, [new("there", "here")], Key));
        Assert.Null(ProbeMark.Read(field, [], Key));
        Assert.Null(ProbeMark.Read(field, [Way], "another key of 16"u8));
    }

    [Theory]
    [InlineData("")]
    [InlineData("v=1")]
    [InlineData("v=1; t=; at=; s=")]
    [InlineData("v=1; t=AAAAAAAAAAAAAAAAAAAA; at=99999999999999999999; s=AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("v=1; t=AAAAAAAAAAAAAAAAAAAA; at=253402300800; s=AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("v=2; t=AAAAAAAAAAAAAAAAAAAA; at=1; s=AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("v=1; t=ÄAAAAAAAAAAAAAAAAAAA; at=1; s=Ä")]
    public void Other_text_is_no_mark(string value) => Assert.Null(ProbeMark.Read(value, [Way], Key));

    [Fact]
    public void A_key_has_sixteen_octets_at_least()
    {
        var mark = new ProbeMark(ProbeToken.New(), Way, DateTimeOffset.UnixEpoch);
        Assert.Throws<ArgumentException>(() => mark.ToFieldValue(Key.AsSpan(1)));
        Assert.NotEmpty(mark.ToFieldValue(Key));
    }

    [Fact]
    public void A_token_is_fifteen_octets_or_twenty_characters()
    {
        var token = ProbeToken.New();
        Assert.Equal(20, token.ToString().Length);
        Assert.True(ProbeToken.TryParse(token.ToString(), out var same));
        Assert.Equal(token, same);
        Assert.Equal(token, ProbeToken.FromOctets(token.ToOctets()));
        Assert.False(ProbeToken.TryParse(token.ToString().AsSpan(1), out _));
        Assert.False(ProbeToken.TryParse(token + "A", out _));
        Assert.Throws<ArgumentException>(() => ProbeToken.FromOctets(new byte[14]));
    }

    [Fact]
    public void Every_outcome_state_and_stage_has_a_name_of_its_own()
    {
        foreach (var outcome in Enum.GetValues<ProbeOutcome>())
            Assert.Equal(outcome, ProbeNames.Outcome(ProbeNames.Of(outcome)));
        foreach (var state in Enum.GetValues<ProbeState>())
            Assert.Equal(state, ProbeNames.State(ProbeNames.Of(state)));
        foreach (var stage in Enum.GetValues<ProbeStage>())
            Assert.Equal(stage, ProbeNames.Stage(ProbeNames.Of(stage)));
        Assert.Null(ProbeNames.Outcome("arrived"));
    }
}
