namespace Rockdove.Wire.Tests;

/// <summary>
/// Our client against our server, as a protocol would carry them: with and without initial responses.
/// </summary>
public sealed class SaslRoundTripTests
{
    public static TheoryData<string, bool> Cases()
    {
        var cases = new TheoryData<string, bool>();
        foreach (var mechanism in SaslMechanisms.All)
        {
            cases.Add(mechanism.Name, true);
            cases.Add(mechanism.Name, false);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_right_secret_gets_in(string mechanism, bool carriesInitialResponse)
    {
        var (server, client, status) = Play(mechanism, carriesInitialResponse, Known, _ => true);
        Assert.Equal(SaslStatus.Succeeded, status);
        Assert.True(client.IsComplete);
        Assert.Equal(mechanism == "SCRAM-SHA-256", client.ServerIsProved);
        Assert.Equal("tim", server.Credentials!.Identity);
        if (server.Credentials.Kind == CredentialKind.Password)
            Assert.Equal(Password, server.Credentials.Secret);
        if (server.Credentials.Kind == CredentialKind.Token)
            Assert.Equal(Token, server.Credentials.Secret);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_hosts_refusal_keeps_out(string mechanism, bool carriesInitialResponse)
    {
        var (_, _, status) = Play(mechanism, carriesInitialResponse, Known, _ => false);
        Assert.Equal(SaslStatus.Failed, status);
    }

    [Theory]
    [InlineData("SCRAM-SHA-256")]
    [InlineData("CRAM-MD5")]
    public void A_wrong_or_missing_account_never_comes_to_a_verdict(string mechanism)
    {
        var asked = 0;
        bool Verdict(Credentials credentials)
        {
            asked++;
            return true;
        }

        var wrong = Play(mechanism, true, _ => new ClearSecret(new Secret("other")), Verdict);
        var unknown = Play(mechanism, true, _ => null, Verdict);
        Assert.Equal(SaslStatus.Failed, wrong.Status);
        Assert.Equal(SaslStatus.Failed, unknown.Status);
        Assert.False(wrong.Client.ServerIsProved);
        Assert.False(unknown.Client.ServerIsProved);
        Assert.Equal(0, asked);
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("SCRAM-SHA-256")]
    [InlineData("EXTERNAL")]
    public void Acting_as_another_is_carried_and_left_to_the_host(string mechanism)
    {
        var login = Login with { AuthorizationIdentity = "Ursel,=" };
        var seen = default(Credentials);
        var (_, _, status) = Play(mechanism, true, Known, credentials => !(seen = credentials).ActsAsAnother, login);
        Assert.Equal(SaslStatus.Failed, status);
        Assert.Equal("Ursel,=", seen!.AuthorizationIdentity);
    }

    [Fact]
    public void Mechanisms_are_found_in_any_case()
    {
        Assert.Equal("PLAIN", SaslMechanisms.Find("pLaIn")!.Name);
        Assert.Null(SaslMechanisms.Find("SCRAM-SHA-1"));
        Assert.Null(SaslMechanisms.Find(""));
        Assert.Null(SaslMechanisms.Find([new PlainMechanism()], "LOGIN"));
        Assert.Equal(8, SaslMechanisms.All.Select(mechanism => mechanism.Name).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Both_sides_agree_on_what_a_mechanism_is(string mechanism, bool carriesInitialResponse)
    {
        _ = carriesInitialResponse;
        var server = SaslMechanisms.Find(mechanism)!;
        var client = SaslClientSelector.Create(mechanism, Login);
        var exchange = server.Begin(SaslTurns.Context);
        Assert.Equal(mechanism, client.Mechanism);
        Assert.Equal(mechanism, exchange.Mechanism);
        Assert.Equal(server.RevealsSecret, client.RevealsSecret);
        Assert.Equal(exchange.ClientFirst, client.HasInitialResponse);
    }

    private static (ISaslServer Server, ISaslClient Client, SaslStatus Status) Play(
        string mechanism,
        bool carriesInitialResponse,
        Func<string, StoredSecret?> lookUp,
        Func<Credentials, bool> verdict,
        SaslLogin? login = null)
    {
        var client = SaslClientSelector.Create(mechanism, login ?? Login);
        var server = SaslMechanisms.Find(mechanism)!.Begin(SaslTurns.Context with { ExternalIdentity = "tim" });
        var response = carriesInitialResponse && client.HasInitialResponse ? client.Next("").Response : null;
        var (status, challenge) = response is null && server.ClientFirst
            ? (SaslStatus.Continue, "")
            : server.Next(response ?? "");
        for (var round = 0; round < 8; round++)
        {
            if (status == SaslStatus.NeedsSecret)
            {
                (status, challenge) = server.Provide(lookUp(server.Credentials!.Identity));
            }
            else if (status == SaslStatus.Decide)
            {
                (status, challenge) = verdict(server.Credentials!) ? server.Accept() : server.Refuse();
            }
            else if (status == SaslStatus.Continue)
            {
                var reply = client.Next(challenge);
                Assert.True(reply.Status is SaslClientStatus.Continue or SaslClientStatus.Succeeded);
                (status, challenge) = server.Next(reply.Response);
            }
        }

        return (server, client, status);
    }

    private static StoredSecret? Known(string identity) => identity == "tim" ? new ClearSecret(Password) : null;

    private static readonly Secret Password = new("tanstaaftanstaaf\u00E9");
    private static readonly Secret Token = new("vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==");
    private static readonly SaslLogin Login = new() { UserName = "tim", Password = Password, Token = Token };
}
