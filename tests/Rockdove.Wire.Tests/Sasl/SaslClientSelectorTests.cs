namespace Rockdove.Wire.Tests;

public sealed class SaslClientSelectorTests
{
    private static readonly SaslLogin WithPassword = new() { UserName = "tim", Password = new Secret("secret") };
    private static readonly SaslLogin WithToken = new() { UserName = "tim", Token = new Secret("abc") };
    private static readonly SaslLogin WithBoth = WithPassword with { Token = new Secret("abc") };
    private static readonly SaslPolicy Clear = new();
    private static readonly SaslPolicy Encrypted = new() { IsEncrypted = true };
    private static readonly string[] Everything = [.. SaslMechanisms.All.Select(mechanism => mechanism.Name).Reverse()];

    [Theory]
    [InlineData("LOGIN PLAIN XOAUTH2 OAUTHBEARER CRAM-MD5 SCRAM-SHA-256", "SCRAM-SHA-256")]
    [InlineData("LOGIN PLAIN XOAUTH2 OAUTHBEARER CRAM-MD5", "CRAM-MD5")]
    [InlineData("LOGIN PLAIN XOAUTH2 OAUTHBEARER", "OAUTHBEARER")]
    [InlineData("LOGIN PLAIN XOAUTH2", "XOAUTH2")]
    [InlineData("LOGIN PLAIN", "PLAIN")]
    [InlineData("login", "LOGIN")]
    [InlineData("SCRAM-SHA-256-PLUS SCRAM-SHA-1 plain", "PLAIN")]
    public void The_strongest_offer_is_taken(string offered, string expected)
    {
        var selection = SaslClientSelector.Select(offered.Split(' '), WithBoth, Encrypted);
        Assert.True(selection.IsSelected);
        Assert.Equal(expected, selection.Client.Mechanism);
        Assert.Equal(SaslSelectionOutcome.Selected, selection.Outcome);
    }

    [Fact]
    public void The_login_decides_between_password_and_token()
    {
        Assert.Equal("SCRAM-SHA-256", SaslClientSelector.Select(Everything, WithPassword, Encrypted).Client!.Mechanism);
        Assert.Equal("OAUTHBEARER", SaslClientSelector.Select(Everything, WithToken, Encrypted).Client!.Mechanism);
        Assert.Equal(
            new SaslSelection(null, SaslSelectionOutcome.LacksSecret),
            SaslClientSelector.Select(Everything, new SaslLogin { UserName = "tim" }, Encrypted));
        Assert.Equal(
            new SaslSelection(null, SaslSelectionOutcome.LacksSecret),
            SaslClientSelector.Select(["XOAUTH2", "OAUTHBEARER"], WithPassword, Encrypted));
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    [InlineData("OAUTHBEARER")]
    [InlineData("XOAUTH2")]
    public void A_secret_is_not_revealed_in_clear_unless_told_so(string mechanism)
    {
        Assert.Equal(
            new SaslSelection(null, SaslSelectionOutcome.NeedsEncryption),
            SaslClientSelector.Select([mechanism], WithBoth, Clear));
        Assert.Equal(
            mechanism,
            SaslClientSelector.Select(
                [mechanism], WithBoth, Clear with { RevealSecretsInClear = true }).Client!.Mechanism);
        Assert.Equal(mechanism, SaslClientSelector.Select([mechanism], WithBoth, Encrypted).Client!.Mechanism);
    }

    [Theory]
    [InlineData("CRAM-MD5")]
    [InlineData("SCRAM-SHA-256")]
    public void A_proof_may_go_in_clear(string mechanism) =>
        Assert.Equal(
            mechanism, SaslClientSelector.Select(["PLAIN", mechanism], WithPassword, Clear).Client!.Mechanism);

    [Fact]
    public void A_policy_can_narrow_the_choice()
    {
        var onlyScram = Encrypted with { Mechanisms = ["scram-sha-256"] };
        Assert.Equal("SCRAM-SHA-256", SaslClientSelector.Select(Everything, WithBoth, onlyScram).Client!.Mechanism);
        Assert.Equal(
            new SaslSelection(null, SaslSelectionOutcome.NothingInCommon),
            SaslClientSelector.Select(["PLAIN", "CRAM-MD5"], WithBoth, onlyScram));
    }

    [Theory]
    [InlineData("EXTERNAL")]
    [InlineData("ANONYMOUS")]
    public void External_and_anonymous_are_taken_only_when_named(string mechanism)
    {
        Assert.False(SaslClientSelector.Select([mechanism], WithBoth, Encrypted).IsSelected);
        Assert.Equal(
            mechanism,
            SaslClientSelector.Select(
                [mechanism], WithBoth, Encrypted with { Mechanisms = [mechanism] }).Client!.Mechanism);
    }

    [Fact]
    public void An_unknown_mechanism_cannot_be_created() =>
        Assert.Throws<ArgumentException>(() => SaslClientSelector.Create("NTLM", WithBoth));

    [Fact]
    public void Nothing_offered_is_nothing_in_common() =>
        Assert.Equal(
            new SaslSelection(null, SaslSelectionOutcome.NothingInCommon),
            SaslClientSelector.Select([], WithBoth, Encrypted));

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("EXTERNAL")]
    [InlineData("ANONYMOUS")]
    [InlineData("OAUTHBEARER")]
    [InlineData("XOAUTH2")]
    public void A_client_that_speaks_first_takes_no_other_challenge(string mechanism)
    {
        var client = SaslClientSelector.Create(mechanism, WithBoth);
        Assert.Equal((SaslClientStatus.Malformed, ""), client.Next("hello"));
        Assert.Equal((SaslClientStatus.Malformed, ""), client.Next(""));
        Assert.False(client.IsComplete);
    }

    [Theory]
    [InlineData("PLAIN", 1)]
    [InlineData("LOGIN", 2)]
    [InlineData("CRAM-MD5", 1)]
    public void A_challenge_too_many_is_malformed(string mechanism, int rounds)
    {
        var client = SaslClientSelector.Create(mechanism, WithBoth);
        for (var i = 0; i < rounds; i++)
        {
            Assert.False(client.IsComplete);
            client.Next(mechanism == "PLAIN" ? "" : "challenge");
        }

        Assert.True(client.IsComplete);
        Assert.Equal((SaslClientStatus.Malformed, ""), client.Next("more"));
        Assert.False(client.IsComplete);
    }

    [Fact]
    public void A_login_does_not_print_its_secrets()
    {
        var text = WithBoth.ToString();
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("abc", text, StringComparison.Ordinal);
    }
}
