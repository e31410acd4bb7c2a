using System.Text;

namespace Rockdove.Wire.Tests;

public sealed class CramMd5Tests
{
    private const string RfcDigest = "b913a602c7eda7a495b4e6e7334d3890";

    private readonly ISaslServer _server = new CramMd5Mechanism().Begin(new SaslContext
    {
        HostName = "postoffice.reston.mci.net",
        FillRandom = SaslTurns.Fixed(0, 0, 0, 0, 0, 0, 7, 0x68, 0, 0, 0, 0, 0x29, 0x8D, 0xFC, 0x08),
    });

    [Fact]
    public void The_client_answers_the_example_of_the_rfc()
    {
        var client = SaslClientSelector.Create("CRAM-MD5", new SaslLogin
        {
            UserName = "tim",
            Password = new Secret("tanstaaftanstaaf"),
        });

        Assert.False(client.HasInitialResponse);
        Assert.Equal(
            (SaslClientStatus.Succeeded, "tim " + RfcDigest),
            client.Next("<1896.697170952@postoffice.reston.mci.net>"));
    }

    [Fact]
    public void The_server_accepts_the_example_of_the_rfc()
    {
        Assert.Equal((SaslStatus.Continue, "<1896.697170952@postoffice.reston.mci.net>"), _server.Next(""));
        Assert.Equal((SaslStatus.NeedsSecret, ""), _server.Next("tim " + RfcDigest));
        Assert.Equal("tim", _server.Credentials!.Identity);
        Assert.Equal(CredentialKind.Proved, _server.Credentials.Kind);
        Assert.Equal(SaslStatus.Decide, _server.Provide(new ClearSecret(new Secret("tanstaaftanstaaf"))).Status);
        Assert.Equal(SaslStatus.Succeeded, _server.Accept().Status);
    }

    [Fact]
    public void A_key_longer_than_a_block_is_hashed_first()
    {
        // RFC 2202 section 2, test case 6.
        var digest = new byte[32];
        CramMd5.WriteDigest(
            Enumerable.Repeat((byte)0xAA, 80).ToArray(),
            "Test Using Larger Than Block-Size Key - Hash Key First"u8,
            digest);
        Assert.Equal("6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd", Encoding.ASCII.GetString(digest));
    }

    [Fact]
    public void A_wrong_password_fails()
    {
        _server.Next("");
        _server.Next("tim " + RfcDigest);
        Assert.Equal(SaslStatus.Failed, _server.Provide(new ClearSecret(new Secret("other"))).Status);
        Assert.Equal(SaslStatus.Failed, _server.Accept().Status);
    }

    [Fact]
    public void An_unknown_account_fails_like_a_wrong_password_even_with_the_digest_of_no_password()
    {
        var challenge = _server.Next("").Challenge;
        var digest = new byte[32];
        CramMd5.WriteDigest(default, Encoding.ASCII.GetBytes(challenge), digest);
        _server.Next("nobody " + Encoding.ASCII.GetString(digest));
        Assert.Equal((SaslStatus.Failed, ""), _server.Provide(null));
    }

    [Fact]
    public void A_scram_verifier_cannot_serve()
    {
        _server.Next("");
        _server.Next("tim " + RfcDigest);
        Assert.Equal(SaslStatus.Failed, _server.Provide(Scram.CreateVerifier(new Secret("x"), 4096)).Status);
    }

    [Fact]
    public void A_name_may_contain_spaces()
    {
        _server.Next("");
        Assert.Equal(SaslStatus.NeedsSecret, _server.Next("tim the user " + RfcDigest).Status);
        Assert.Equal("tim the user", _server.Credentials!.Identity);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tim")]
    [InlineData(RfcDigest)]
    [InlineData(" " + RfcDigest)]
    [InlineData("tim b913a602c7eda7a495b4e6e7334d389")]
    [InlineData("tim b913a602c7eda7a495b4e6e7334d38900")]
    [InlineData("tim B913A602C7EDA7A495B4E6E7334D3890")]
    [InlineData("tim g913a602c7eda7a495b4e6e7334d3890")]
    public void A_response_that_is_not_a_name_and_a_digest_is_malformed(string response)
    {
        _server.Next("");
        Assert.Equal(SaslStatus.Malformed, _server.Next(response).Status);
    }

    [Fact]
    public void An_initial_response_is_malformed() =>
        Assert.Equal(SaslStatus.Malformed, _server.Next("tim " + RfcDigest).Status);

    [Fact]
    public void Two_challenges_differ()
    {
        var first = new CramMd5Mechanism().Begin(SaslTurns.Context).Next("").Challenge;
        var second = new CramMd5Mechanism().Begin(SaslTurns.Context).Next("").Challenge;
        Assert.NotEqual(first, second);
        Assert.Matches("^<[0-9]+\\.[0-9]+@mx\\.example>$", first);
    }

    [Fact]
    public void The_client_refuses_an_empty_challenge()
    {
        var client = SaslClientSelector.Create(
            "CRAM-MD5", new SaslLogin { UserName = "tim", Password = new Secret("x") });
        Assert.Equal((SaslClientStatus.Malformed, ""), client.Next(""));
        Assert.False(client.IsComplete);
    }
}
