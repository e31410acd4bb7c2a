namespace Rockdove.Wire.Tests;

public sealed class OAuthTests
{
    private const string RfcToken = "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==";
    private const string RfcMessage =
        "n,a=user@example.com,\u0001host=server.example.com\u0001port=143\u0001"
        + "auth=Bearer " + RfcToken + "\u0001\u0001";

    private readonly ISaslServer _bearer = new OAuthBearerMechanism().Begin(SaslTurns.Context);
    private readonly ISaslServer _google = new XOAuth2Mechanism().Begin(SaslTurns.Context);

    [Fact]
    public void The_example_of_the_rfc_is_understood()
    {
        // RFC 7628 section 4.1, as it is on the wire.
        var message = Convert.FromBase64String(
            "bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9MTQzAWF1dGg9QmVhcmVyI"
            + "HZGOWRmdDRxbVRjMk52YjNSbGNrQmhiSFJoZG1semRHRXVZMjl0Q2c9PQEB");
        Assert.Equal((SaslStatus.Decide, ""), _bearer.Next(message));
        Assert.Equal("user@example.com", _bearer.Credentials!.Identity);
        Assert.Equal("user@example.com", _bearer.Credentials.AuthorizationIdentity);
        Assert.False(_bearer.Credentials.ActsAsAnother);
        Assert.Equal(CredentialKind.Token, _bearer.Credentials.Kind);
        Assert.Equal(RfcToken, _bearer.Credentials.Secret!.RevealText());
        Assert.Equal((SaslStatus.Succeeded, ""), _bearer.Accept());
    }

    [Fact]
    public void The_client_writes_the_example_of_the_rfc()
    {
        var client = SaslClientSelector.Create("OAUTHBEARER", new SaslLogin
        {
            UserName = "user@example.com",
            Token = new Secret(RfcToken),
            ServerHost = "server.example.com",
            ServerPort = 143,
        });
        Assert.Equal((SaslClientStatus.Succeeded, RfcMessage), client.Next(""));
        Assert.True(client.IsComplete);
    }

    [Theory]
    [InlineData("n,,\u0001auth=bEaReR abc\u0001\u0001")]
    [InlineData("y,,\u0001auth=Bearer abc\u0001\u0001")]
    [InlineData("n,,\u0001unknown=x y\tz\u0001auth=Bearer abc\u0001more=\u0001\u0001")]
    public void A_message_without_a_name_leaves_it_to_the_token(string response)
    {
        Assert.Equal(SaslStatus.Decide, _bearer.Next(response).Status);
        Assert.Equal("", _bearer.Credentials!.Identity);
        Assert.Null(_bearer.Credentials.AuthorizationIdentity);
    }

    [Fact]
    public void A_refusal_is_told_in_json_and_the_answer_ends_it()
    {
        _bearer.Next(RfcMessage);
        Assert.Equal((SaslStatus.Continue, "{\"status\":\"invalid_token\"}"), _bearer.Refuse());
        Assert.Equal((SaslStatus.Failed, ""), _bearer.Next("\u0001"));
        Assert.Equal(SaslStatus.Failed, _bearer.Next(RfcMessage).Status);
    }

    [Fact]
    public void A_second_attempt_after_a_refusal_fails_without_being_read()
    {
        _bearer.Next(RfcMessage);
        _bearer.Refuse();
        Assert.Equal((SaslStatus.Failed, ""), _bearer.Next(RfcMessage));
        Assert.Equal(SaslStatus.Failed, _bearer.Accept().Status);
    }

    [Fact]
    public void A_refusal_tells_scope_and_discovery_when_there_are_any()
    {
        var server = new OAuthBearerMechanism("mail \"all\"", "https://id.example/openid").Begin(SaslTurns.Context);
        server.Next(RfcMessage);
        Assert.Equal(
            "{\"status\":\"invalid_token\",\"scope\":\"mail \\u0022all\\u0022\","
            + "\"openid-configuration\":\"https://id.example/openid\"}",
            server.Refuse().Challenge);
    }

    [Theory]
    [InlineData("n,,\u0001auth=\u0001\u0001")]
    [InlineData("n,,\u0001auth=Bearer \u0001\u0001")]
    [InlineData("n,,\u0001auth=Bearer a b\u0001\u0001")]
    [InlineData("n,,\u0001auth=Bearer ==\u0001\u0001")]
    [InlineData("n,,\u0001auth=OAuth realm=\"Example\"\u0001\u0001")]
    [InlineData("p=tls-unique,,\u0001auth=Bearer abc\u0001\u0001")]
    public void A_message_without_a_usable_token_is_answered_with_the_error(string response)
    {
        Assert.Equal((SaslStatus.Continue, "{\"status\":\"invalid_token\"}"), _bearer.Next(response));
        Assert.Null(_bearer.Credentials);
        Assert.Equal(SaslStatus.Failed, _bearer.Next("\u0001").Status);
    }

    [Theory]
    [InlineData("server.example.com", SaslStatus.Decide)]
    [InlineData("SERVER.example.com", SaslStatus.Decide)]
    [InlineData("other.example.com", SaslStatus.Continue)]
    public void A_client_must_name_our_host_when_we_know_our_names(string host, SaslStatus expected)
    {
        var server = new OAuthBearerMechanism { Hosts = ["mx.example", "server.example.com"] }.Begin(SaslTurns.Context);
        Assert.Equal(expected, server.Next($"n,,\u0001host={host}\u0001auth=Bearer abc\u0001\u0001").Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u0001")]
    [InlineData("n,,")]
    [InlineData("n,,\u0001")]
    [InlineData("n,,\u0001\u0001")]
    [InlineData("n,,auth=Bearer abc\u0001\u0001")]
    [InlineData("n,,\u0001auth=Bearer abc")]
    [InlineData("n,,\u0001auth=Bearer abc\u0001")]
    [InlineData("n,,\u0001auth=Bearer abc\u0001\u0001\u0001")]
    [InlineData("n,,\u0001auth=Bearer abc\u0001\u0001x=y\u0001")]
    [InlineData("n,,\u0001auth=Bearer abc\u0001auth=Bearer def\u0001\u0001")]
    [InlineData("n,,\u0001host=a\u0001host=b\u0001auth=Bearer abc\u0001\u0001")]
    [InlineData("n,,\u0001host=mx.example\u0001\u0001")]
    [InlineData("n,,\u0001=x\u0001auth=Bearer abc\u0001\u0001")]
    [InlineData("n,,\u0001no1=x\u0001auth=Bearer abc\u0001\u0001")]
    [InlineData("n,,\u0001novalue\u0001auth=Bearer abc\u0001\u0001")]
    [InlineData("n,,\u0001auth=Bearer a\u00E9c\u0001\u0001")]
    [InlineData("n,,\u0001auth=Bearer a\0c\u0001\u0001")]
    [InlineData("n,a=x=y,\u0001auth=Bearer abc\u0001\u0001")]
    [InlineData("auth=Bearer abc\u0001\u0001")]
    public void A_message_outside_the_grammar_is_malformed(string response) =>
        Assert.Equal((SaslStatus.Malformed, ""), _bearer.Next(response));

    [Fact]
    public void The_older_form_is_understood()
    {
        Assert.Equal(SaslStatus.Decide, _google.Next("user=tim@example\u0001auth=Bearer ab.c==\u0001\u0001").Status);
        Assert.Equal("tim@example", _google.Credentials!.Identity);
        Assert.Equal("ab.c==", _google.Credentials.Secret!.RevealText());
        Assert.Equal((SaslStatus.Continue, "{\"status\":\"401\",\"schemes\":\"bearer\"}"), _google.Refuse());
        Assert.Equal((SaslStatus.Failed, ""), _google.Next(""));
    }

    [Fact]
    public void The_older_form_tells_its_scope()
    {
        var server = new XOAuth2Mechanism("https://mail.example/").Begin(SaslTurns.Context);
        server.Next("user=tim\u0001auth=Bearer abc\u0001\u0001");
        Assert.Equal(
            "{\"status\":\"401\",\"schemes\":\"bearer\",\"scope\":\"https://mail.example/\"}",
            server.Refuse().Challenge);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u0001\u0001")]
    [InlineData("user=\u0001\u0001")]
    [InlineData("user=tim\u0001\u0001")]
    [InlineData("user=tim\u0001auth=\u0001\u0001")]
    [InlineData("user=tim\u0001auth=Bearer \u0001\u0001")]
    [InlineData("user=tim\u0001auth=Basic abc\u0001\u0001")]
    [InlineData("user=tim\u0001auth=Bearer a b\u0001\u0001")]
    [InlineData("user=tim\u0001auth=Bearer abc\u0001")]
    [InlineData("user=tim\u0001auth=Bearer abc\u0001x=y\u0001\u0001")]
    [InlineData("user=tim\u0001auth=Bearer abc\u0001\u0001\u0001")]
    [InlineData("auth=Bearer abc\u0001user=tim\u0001\u0001")]
    public void The_older_form_outside_its_grammar_is_malformed(string response) =>
        Assert.Equal((SaslStatus.Malformed, ""), _google.Next(response));

    [Theory]
    [InlineData("user=\u0001auth=Bearer abc\u0001\u0001")]
    [InlineData("user=t\u0007im\u0001auth=Bearer abc\u0001\u0001")]
    public void The_older_form_with_a_bad_name_fails(string response) =>
        Assert.Equal(SaslStatus.Failed, _google.Next(response).Status);

    [Theory]
    [InlineData("OAUTHBEARER", "\u0001")]
    [InlineData("XOAUTH2", "")]
    public void A_client_answers_the_error_once_and_keeps_it(string mechanism, string answer)
    {
        var client = SaslClientSelector.Create(
            mechanism, new SaslLogin { UserName = "tim", Token = new Secret("abc") });
        Assert.Equal(SaslClientStatus.Succeeded, client.Next("").Status);
        Assert.Equal((SaslClientStatus.Continue, answer), client.Next("{\"status\":\"invalid_token\"}"));
        Assert.Equal("{\"status\":\"invalid_token\"}", client.ServerError);
        Assert.False(client.IsComplete);
        Assert.Equal((SaslClientStatus.Malformed, ""), client.Next(""));
    }

    [Theory]
    [InlineData("a b", null)]
    [InlineData("", null)]
    [InlineData("a\u0001b", null)]
    [InlineData("abc", "mx\u0001auth=x")]
    public void A_token_or_host_that_would_break_the_message_is_the_callers_mistake(string token, string? host) =>
        Assert.Throws<ArgumentException>(() => SaslClientSelector.Create(
            "OAUTHBEARER", new SaslLogin { UserName = "tim", Token = new Secret(token), ServerHost = host }));
}
