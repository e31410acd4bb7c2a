using System.Text;

namespace Rockdove.Wire.Tests;

public sealed class ScramSha256ClientTests
{
    // The nonce is 24 characters of base64; random zeros make it all A.
    private const string Nonce = "AAAAAAAAAAAAAAAAAAAAAAAA";
    private const string Salt = "W22ZaJ0SNY7soEsUEjb6gQ==";

    [Fact]
    public void The_example_of_the_rfc_is_reproduced()
    {
        // RFC 7677 section 3, with its nonce put in by hand: ours is longer.
        var client = new ScramSha256Client(Login(), "rOprNGfwEbeRWgbNEkqO"u8.ToArray());
        Assert.Equal((SaslClientStatus.Continue, "n,,n=user,r=rOprNGfwEbeRWgbNEkqO"), client.Next(""));
        Assert.Equal(
            (SaslClientStatus.Continue,
                "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="),
            client.Next("r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"));
        Assert.False(client.IsComplete);
        Assert.Equal(
            (SaslClientStatus.Succeeded, ""), client.Next("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="));
        Assert.True(client.IsComplete);
        Assert.True(client.ServerIsProved);
    }

    [Fact]
    public void Names_are_escaped_and_the_authorization_identity_goes_into_the_header()
    {
        var client = Begin(Login() with { UserName = "a,b=c", AuthorizationIdentity = "=," });
        Assert.Equal("n,a==3D=2C,n=a=2Cb=3Dc,r=" + Nonce, client.Next("").Response);
        var final = client.Next($"r={Nonce}x,s={Salt},i=4096").Response;
        Assert.StartsWith("c=" + Convert.ToBase64String("n,a==3D=2C,"u8) + ",r=", final, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("r=AAAAAAAAAAAAAAAAAAAAAAAA,s=SALT,i=4096")] // not extended
    [InlineData("r=BAAAAAAAAAAAAAAAAAAAAAAAx,s=SALT,i=4096")] // not ours
    [InlineData("r=AAAAx,s=SALT,i=4096")]
    [InlineData("r=NONCEx,s=SALT,i=4095")]
    [InlineData("r=NONCEx,s=SALT,i=1")]
    [InlineData("r=NONCEx,s=SALT,i=0")]
    [InlineData("r=NONCEx,s=SALT,i=-4096")]
    [InlineData("r=NONCEx,s=SALT,i=04096")]
    [InlineData("r=NONCEx,s=SALT,i=1048577")]
    [InlineData("r=NONCEx,s=SALT,i=4294971392")]
    [InlineData("r=NONCEx,s=SALT,i=99999999999999999999")]
    [InlineData("m=must,r=NONCEx,s=SALT,i=4096")]
    public void A_server_that_breaks_the_rules_is_refused_before_anything_is_computed_for_it(string challenge)
    {
        var client = Begin();
        client.Next("");
        Assert.Equal((SaslClientStatus.Failed, ""), client.Next(Fill(challenge)));
        Assert.Equal((SaslClientStatus.Failed, ""), client.Next(Fill("r=NONCEx,s=SALT,i=4096")));
        Assert.False(client.IsComplete);
    }

    [Theory]
    [InlineData(4096)]
    [InlineData(1 << 20)]
    public void Counts_at_the_bounds_are_accepted(int iterations)
    {
        var client = Begin();
        client.Next("");
        Assert.Equal(SaslClientStatus.Continue, client.Next(Fill($"r=NONCEx,s=SALT,i={iterations}")).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("r=NONCEx")]
    [InlineData("r=NONCEx,s=SALT")]
    [InlineData("r=NONCEx,i=4096,s=SALT")]
    [InlineData("r=NONCEx,s=,i=4096")]
    [InlineData("r=NONCEx,s=====,i=4096")]
    [InlineData("r=NONCEx,s=W22 ZaJ0,i=4096")]
    [InlineData("r=NONCEx,s=SALT,i=4096,")]
    [InlineData("r=NONCEx,s=SALT,i=4096,x")]
    [InlineData("r=NONCEx,s=SALT,i=4096,m=must")]
    [InlineData("r=NONCE x,s=SALT,i=4096")]
    [InlineData("r=NONCE\0x,s=SALT,i=4096")]
    [InlineData("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")]
    public void A_first_challenge_outside_the_grammar_is_malformed(string challenge)
    {
        var client = Begin();
        client.Next("");
        Assert.Equal((SaslClientStatus.Malformed, ""), client.Next(Fill(challenge)));
    }

    [Fact]
    public void A_challenge_before_the_first_message_is_malformed() =>
        Assert.Equal((SaslClientStatus.Malformed, ""), Begin().Next("hello"));

    [Fact]
    public void A_server_that_ends_with_success_before_its_proof_is_not_complete()
    {
        var client = Begin();
        client.Next("");
        Assert.False(client.IsComplete);
        client.Next(Fill("r=NONCEx,s=SALT,i=4096"));
        Assert.False(client.IsComplete);
        Assert.False(client.ServerIsProved);
    }

    [Theory]
    [InlineData("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")]
    [InlineData("v=AAAA")]
    public void A_wrong_signature_is_refused(string challenge)
    {
        var client = BeginFinal();
        Assert.Equal((SaslClientStatus.Failed, ""), client.Next(challenge));
        Assert.False(client.IsComplete);
        Assert.False(client.ServerIsProved);
    }

    [Theory]
    [InlineData("")]
    [InlineData("v=")]
    [InlineData("v=AAA")]
    [InlineData("v=A AAA")]
    [InlineData("ok")]
    [InlineData("v=AAAA,")]
    [InlineData("e=")]
    [InlineData("e=other-error,")]
    [InlineData("e=other\0error")]
    public void A_last_challenge_outside_the_grammar_is_malformed(string challenge) =>
        Assert.Equal((SaslClientStatus.Malformed, ""), BeginFinal().Next(challenge));

    [Fact]
    public void An_error_is_kept_answered_and_final()
    {
        var client = BeginFinal();
        Assert.Equal((SaslClientStatus.Continue, ""), client.Next("e=invalid-\u001Bproof,x=y"));
        Assert.Equal("invalid-\uFFFDproof", client.ServerError);
        Assert.Equal((SaslClientStatus.Malformed, ""), client.Next("v=AAAA"));
        Assert.False(client.IsComplete);
    }

    [Theory]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(5000)]
    public void An_error_is_kept_up_to_its_bound(int length)
    {
        var client = BeginFinal();
        client.Next("e=" + new string('x', length));
        Assert.Equal(Math.Min(length, ISaslClient.MaxErrorCharacters), client.ServerError!.Length);
    }

    [Theory]
    [InlineData("", "x")]
    [InlineData("tim", "")]
    [InlineData("tim", "a\u0001b")]
    [InlineData("t\0im", "x")]
    [InlineData("t\uD800im", "x")]
    public void A_login_that_cannot_be_prepared_is_the_callers_mistake(string user, string password) =>
        Assert.Throws<ArgumentException>(() => Begin(
            new SaslLogin { UserName = user, Password = new Secret(password) }));

    private static SaslLogin Login() => new()
    {
        UserName = "user",
        Password = new Secret("pencil"),
        FillRandom = SaslTurns.Fixed(0),
    };

    private static ISaslClient Begin() => Begin(Login());

    private static ISaslClient Begin(SaslLogin login) => SaslClientSelector.Create("SCRAM-SHA-256", login);

    private static ISaslClient BeginFinal()
    {
        var client = Begin();
        client.Next("");
        Assert.Equal(SaslClientStatus.Continue, client.Next(Fill("r=NONCEx,s=SALT,i=4096")).Status);
        return client;
    }

    private static string Fill(string text) => new StringBuilder(text)
        .Replace("NONCE", Nonce).Replace("SALT", Salt).ToString();
}
