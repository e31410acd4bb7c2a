namespace Rockdove.Wire.Tests;

public sealed class ExternalAndAnonymousTests
{
    private static readonly SaslContext Certified = SaslTurns.Context with { ExternalIdentity = "tim" };

    [Theory]
    [InlineData("", null, false)]
    [InlineData("tim", "tim", false)]
    [InlineData("Ursel", "Ursel", true)]
    public void External_is_who_the_transport_says(string response, string? actAs, bool isAnother)
    {
        var server = new ExternalMechanism().Begin(Certified);
        Assert.True(server.ClientFirst);
        Assert.Equal(SaslStatus.Decide, server.Next(response).Status);
        Assert.Equal("tim", server.Credentials!.Identity);
        Assert.Equal(actAs, server.Credentials.AuthorizationIdentity);
        Assert.Equal(isAnother, server.Credentials.ActsAsAnother);
        Assert.Equal(CredentialKind.External, server.Credentials.Kind);
        Assert.Equal(SaslStatus.Succeeded, server.Accept().Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tim")]
    public void External_without_a_proved_identity_fails(string response) =>
        Assert.Equal(SaslStatus.Failed, new ExternalMechanism().Begin(SaslTurns.Context).Next(response).Status);

    [Theory]
    [InlineData("t\0im", SaslStatus.Malformed)]
    [InlineData("t\u0001im", SaslStatus.Failed)]
    public void External_with_a_bad_name_does_not_get_in(string response, SaslStatus expected) =>
        Assert.Equal(expected, new ExternalMechanism().Begin(Certified).Next(response).Status);

    [Theory]
    [InlineData("")]
    [InlineData("tim@example.com")]
    [InlineData("just passing, \u00FCbrigens")]
    public void Anonymous_keeps_the_trace(string trace)
    {
        var server = new AnonymousMechanism().Begin(SaslTurns.Context);
        Assert.Equal(SaslStatus.Decide, server.Next(trace).Status);
        Assert.Equal(trace, server.Credentials!.Identity);
        Assert.Equal(CredentialKind.Anonymous, server.Credentials.Kind);
        Assert.Equal(SaslStatus.Succeeded, server.Accept().Status);
    }

    [Theory]
    [InlineData(255, SaslStatus.Decide)]
    [InlineData(256, SaslStatus.Malformed)]
    public void A_trace_has_at_most_255_characters(int count, SaslStatus expected)
    {
        Assert.Equal(255, AnonymousMechanism.MaxTraceCharacters);
        foreach (var character in (string[])["x", "\u00FC", "\U0001F54A"])
            Assert.Equal(
                expected,
                new AnonymousMechanism().Begin(SaslTurns.Context)
                    .Next(string.Concat(Enumerable.Repeat(character, count))).Status);
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a\u202Eb")]
    [InlineData("a\uE000b")]
    [InlineData("a\uFFFFb")]
    public void A_trace_with_control_characters_is_malformed(string trace) =>
        Assert.Equal(
            SaslStatus.Malformed, new AnonymousMechanism().Begin(SaslTurns.Context).Next(trace).Status);

    [Fact]
    public void A_trace_that_is_not_utf8_is_malformed() =>
        Assert.Equal(
            SaslStatus.Malformed, new AnonymousMechanism().Begin(SaslTurns.Context).Next([0xC3]).Status);
}
