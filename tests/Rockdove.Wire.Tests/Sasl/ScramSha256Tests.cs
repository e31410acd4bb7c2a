using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Rockdove.Wire.Tests;

public sealed class ScramSha256Tests
{
    // The example of RFC 7677 section 3. The server's part of the nonce there is not base64, so the client's messages
    // are tested against the literal example, and the server's with a nonce of its own.
    private static readonly byte[] RfcSalt = Convert.FromBase64String("W22ZaJ0SNY7soEsUEjb6gQ==");
    private static readonly Secret Pencil = new("pencil");
    private static readonly ScramVerifier Verifier = Scram.CreateVerifier(Pencil, RfcSalt, 4096);

    private readonly ISaslServer _server = new ScramSha256Mechanism().Begin(SaslTurns.Context);

    [Fact]
    public void The_verifier_of_a_password_proves_the_client_of_the_rfc_example()
    {
        // RFC 7677's proof and signature, computed from the verifier and from nothing else.
        var authMessage = Encoding.ASCII.GetBytes(
            "n=user,r=rOprNGfwEbeRWgbNEkqO,"
            + "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
            + "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");
        var key = Convert.FromBase64String("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        Scram.Xor(key, HMACSHA256.HashData(Verifier.StoredKey.Span, authMessage));

        Assert.Equal(Verifier.StoredKey.ToArray(), SHA256.HashData(key));
        Assert.Equal(
            "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
            Convert.ToBase64String(
                HMACSHA256.HashData(Verifier.ServerKey.Span, authMessage)));
    }

    [Fact]
    public void A_right_proof_is_followed_by_the_servers_own()
    {
        var (client, first) = Start();
        var reply = client.Next(first);
        Assert.Equal(SaslClientStatus.Continue, reply.Status);

        Assert.Equal((SaslStatus.Decide, ""), _server.Next(reply.Response));
        Assert.Equal(CredentialKind.Proved, _server.Credentials!.Kind);
        var (status, final) = _server.Accept();
        Assert.Equal(SaslStatus.Continue, status);
        Assert.StartsWith("v=", final, StringComparison.Ordinal);
        Assert.Equal((SaslClientStatus.Succeeded, ""), client.Next(final));
        Assert.True(client.ServerIsProved);
        Assert.Equal((SaslStatus.Succeeded, ""), _server.Next(""));
    }

    [Fact]
    public void Words_after_the_servers_proof_are_malformed()
    {
        var (client, first) = Start();
        _server.Next(client.Next(first).Response);
        _server.Accept();
        Assert.Equal(SaslStatus.Malformed, _server.Next("hello").Status);
    }

    [Fact]
    public void The_first_challenge_extends_the_nonce_and_tells_salt_and_count()
    {
        var server = new ScramSha256Mechanism().Begin(
            SaslTurns.Context with { FillRandom = SaslTurns.Fixed(0) });
        Assert.Equal((SaslStatus.NeedsSecret, ""), server.Next("n,,n=user,r=abc"));
        Assert.Equal(
            (SaslStatus.Continue, "r=abcAAAAAAAAAAAAAAAAAAAAAAAA,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"),
            server.Provide(Verifier));
    }

    [Fact]
    public void A_recoverable_password_serves_as_well()
    {
        var (client, first) = Start(new ClearSecret(Pencil));
        Assert.EndsWith(",i=10000", first, StringComparison.Ordinal);
        Assert.Equal(SaslStatus.Decide, _server.Next(client.Next(first).Response).Status);
    }

    [Theory]
    [InlineData("n,,n=user,r=abc")]
    [InlineData("y,,n=user,r=abc")]
    [InlineData("n,,n=user,r=abc,x=extension,y=another=one")]
    public void A_client_without_channel_binding_is_served(string response) =>
        Assert.Equal(SaslStatus.NeedsSecret, _server.Next(response).Status);

    [Fact]
    public void Escaped_names_are_read_and_prepared()
    {
        Assert.Equal(SaslStatus.NeedsSecret, _server.Next("n,a=b=2C=3D,n=\u00AA=3Dx,r=abc").Status);
        Assert.Equal("a=x", _server.Credentials!.Identity);
        Assert.Equal("b,=", _server.Credentials.AuthorizationIdentity);
        Assert.True(_server.Credentials.ActsAsAnother);
    }

    [Theory]
    [InlineData("p=tls-unique,,n=user,r=abc")]
    [InlineData("p=tls-server-end-point,a=tim,n=user,r=abc")]
    [InlineData("n,,m=must,n=user,r=abc")]
    [InlineData("n,,n=us\u0007er,r=abc")]
    [InlineData("n,,n=\u00AD,r=abc")]
    [InlineData("n,a=\u00AD,n=user,r=abc")]
    public void A_first_message_that_asks_for_what_we_do_not_do_fails(string response) =>
        Assert.Equal((SaslStatus.Failed, ""), _server.Next(response));

    [Theory]
    [InlineData("")]
    [InlineData("n")]
    [InlineData("n,")]
    [InlineData("n,,")]
    [InlineData("x,,n=user,r=abc")]
    [InlineData("N,,n=user,r=abc")]
    [InlineData("p,,n=user,r=abc")]
    [InlineData("p=,,n=user,r=abc")]
    [InlineData("p=tls unique,,n=user,r=abc")]
    [InlineData("n,user,n=user,r=abc")]
    [InlineData("n,a=,n=user,r=abc")]
    [InlineData("n,a=x=,n=user,r=abc")]
    [InlineData("n,,n=,r=abc")]
    [InlineData("n,,n=us=er,r=abc")]
    [InlineData("n,,n=us=2cer,r=abc")]
    [InlineData("n,,n=user")]
    [InlineData("n,,n=user,r=")]
    [InlineData("n,,n=user,r=a bc")]
    [InlineData("n,,n=user,r=ab\u00E9")]
    [InlineData("n,,n=user,r=abc,")]
    [InlineData("n,,n=user,r=abc,x")]
    [InlineData("n,,n=user,r=abc,x=")]
    [InlineData("n,,n=user,r=abc,1=x")]
    [InlineData("n,,n=user,r=abc,m=late")]
    [InlineData("n,,n=us\0er,r=abc")]
    [InlineData("n,,r=abc,n=user")]
    public void A_first_message_outside_the_grammar_is_malformed(string response) =>
        Assert.Equal((SaslStatus.Malformed, ""), _server.Next(response));

    [Fact]
    public void A_first_message_that_is_not_utf8_is_malformed() =>
        Assert.Equal(SaslStatus.Malformed, _server.Next([.. "n,,n="u8, 0xFF, .. ",r=abc"u8]).Status);

    [Theory]
    [InlineData("c=biws", "c=eSws")] // y,, instead of n,,
    [InlineData("c=biws", "c=bixhPXgs")] // n,a=x,
    [InlineData("c=biws", "c=biwsAAAA")] // channel binding data where there may be none
    public void Another_header_than_in_the_first_message_fails(string from, string to) =>
        AssertLateFailure(message => message.Replace(from, to, StringComparison.Ordinal));

    [Fact]
    public void A_nonce_that_is_not_ours_fails() =>
        AssertLateFailure(message => message.Replace(",p=", "x,p=", StringComparison.Ordinal));

    [Fact]
    public void The_clients_nonce_alone_fails() =>
        AssertLateFailure(message =>
            "c=biws,r=" + new string('A', 24) + message[message.IndexOf(",p=", StringComparison.Ordinal)..]);

    [Fact]
    public void A_wrong_proof_fails() =>
        AssertLateFailure(message => message[..(message.LastIndexOf(",p=", StringComparison.Ordinal) + 3)]
            + Convert.ToBase64String(new byte[32]));

    [Fact]
    public void An_added_extension_that_the_proof_does_not_cover_fails() =>
        AssertLateFailure(message => message.Replace(",p=", ",x=y,p=", StringComparison.Ordinal));

    // Whoever knows the password can make a proof that fits the wrong words; the words are compared nevertheless.
    [Theory]
    [InlineData("c=biws,r=NONCE", SaslStatus.Decide)]
    [InlineData("c=biws,r=NONCE,x=y", SaslStatus.Decide)]
    [InlineData("c=eSws,r=NONCE", SaslStatus.Continue)]
    [InlineData("c=biwsAAAA,r=NONCE", SaslStatus.Continue)]
    [InlineData("c=biws,r=NONCEx", SaslStatus.Continue)]
    [InlineData("c=biws,r=abc", SaslStatus.Continue)]
    public void A_fitting_proof_of_the_wrong_header_or_nonce_fails(string withoutProof, SaslStatus expected)
    {
        _server.Next("n,,n=user,r=abc");
        var first = _server.Provide(Verifier).Challenge;
        var message = withoutProof.Replace("NONCE", first.Split(',')[0][2..], StringComparison.Ordinal);
        Assert.Equal(
            (expected, expected == SaslStatus.Decide ? "" : "e=other-error"),
            _server.Next(message + ",p=" + Prove(Verifier, "pencil", $"n=user,r=abc,{first},{message}")));
    }

    [Fact]
    public void No_password_fits_an_unknown_account_not_even_ours()
    {
        _server.Next("n,,n=nobody,r=abc");
        var first = _server.Provide(null).Challenge;
        var fields = first.Split(',');
        var salt = Convert.FromBase64String(fields[1][2..]);
        var decoy = Scram.CreateVerifier(new Secret("decoy"), salt, Scram.DefaultIterations);
        var message = "c=biws," + fields[0];
        Assert.Equal(
            (SaslStatus.Continue, "e=other-error"),
            _server.Next(message + ",p=" + Prove(decoy, "decoy", $"n=nobody,r=abc,{first},{message}")));
    }

    [Fact]
    public void A_final_message_from_another_exchange_fails()
    {
        var (client, first) = Start();
        var recorded = client.Next(first).Response;

        var again = new ScramSha256Mechanism().Begin(SaslTurns.Context);
        again.Next("n,,n=user,r=" + new string('A', 24));
        again.Provide(Verifier);
        Assert.Equal((SaslStatus.Continue, "e=other-error"), again.Next(recorded));
        Assert.Equal(SaslStatus.Failed, again.Accept().Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("c=biws")]
    [InlineData("r=abc,p=AAAA")]
    [InlineData("c=biws,r=NONCE")]
    [InlineData("c=biws,r=NONCE,p=")]
    [InlineData("c=biws,r=NONCE,p=AAAA")]
    [InlineData("c=biws,r=NONCE,p=PROOF,x=after")]
    [InlineData("c=biws,r=NONCE,p= PROOF")]
    [InlineData("c=bi ws,r=NONCE,p=PROOF")]
    [InlineData("c=biw,r=NONCE,p=PROOF")]
    [InlineData("c=biws,r=a b,p=PROOF")]
    [InlineData("c=biws,r=NONCE,x,p=PROOF")]
    [InlineData("c=biws,r=NONCE,m=must,p=PROOF")]
    [InlineData("m=must,c=biws,r=NONCE,p=PROOF")]
    [InlineData("c=biws,r=NO\0NCE,p=PROOF")]
    public void A_final_message_outside_the_grammar_is_malformed(string response)
    {
        Start();
        Assert.Equal(
            (SaslStatus.Malformed, ""),
            _server.Next(response.Replace("PROOF", Convert.ToBase64String(new byte[32]), StringComparison.Ordinal)));
        Assert.Equal(SaslStatus.Failed, _server.Accept().Status);
    }

    [Fact]
    public void An_unknown_account_looks_like_a_wrong_password()
    {
        var (client, first) = Start(secret: null);
        Assert.Matches("^r=[^,]+,s=[A-Za-z0-9+/]{22}==,i=10000$", first);
        Assert.Equal((SaslStatus.Continue, "e=other-error"), _server.Next(client.Next(first).Response));
        Assert.Equal(SaslStatus.Failed, _server.Next("").Status);
    }

    [Fact]
    public void The_salt_of_an_unknown_account_is_that_of_its_name_and_of_the_key()
    {
        Assert.Equal(SaltOf("nobody", SaslTurns.Context), SaltOf("nobody", SaslTurns.Context));
        Assert.NotEqual(SaltOf("nobody", SaslTurns.Context), SaltOf("nobody2", SaslTurns.Context));
        Assert.NotEqual(
            SaltOf("nobody", SaslTurns.Context),
            SaltOf("nobody", SaslTurns.Context with { SaltKey = new byte[32] }));
    }

    [Fact]
    public void An_unknown_account_costs_what_the_last_real_one_cost()
    {
        var mechanism = new ScramSha256Mechanism(4096);
        Assert.True(CostsKeys());
        mechanism.Resolve(Verifier, "user", SaslTurns.Context, out var isReal);
        Assert.True(isReal);
        Assert.False(CostsKeys());
        mechanism.Resolve(new ClearSecret(Pencil), "user", SaslTurns.Context, out isReal);
        Assert.True(isReal);
        Assert.True(CostsKeys());

        // Keys that nobody derived are zeros.
        bool CostsKeys()
        {
            var decoy = mechanism.Resolve(null, "nobody", SaslTurns.Context, out var decoyIsReal);
            Assert.False(decoyIsReal);
            return decoy.StoredKey.Span.ContainsAnyExcept((byte)0);
        }
    }

    [Theory]
    [InlineData("SHA-1", 4096, 16, 32)]
    [InlineData("SHA-256", 4095, 16, 32)]
    [InlineData("SHA-256", (1 << 20) + 1, 16, 32)]
    [InlineData("SHA-256", 4096, 0, 32)]
    [InlineData("SHA-256", 4096, 16, 20)]
    public void A_verifier_that_cannot_serve_is_like_an_unknown_account(
        string hash, int iterations, int saltOctets, int keyOctets)
    {
        var (_, first) = Start(new ScramVerifier(
            hash, new byte[saltOctets], iterations, new byte[keyOctets], new byte[keyOctets]));
        Assert.EndsWith(",i=10000", first, StringComparison.Ordinal);
    }

    [Fact]
    public void The_bounds_of_the_count_are_within_what_serves()
    {
        Assert.True(Scram.IsUsable(Verifier with { Iterations = 4096 }));
        Assert.True(Scram.IsUsable(Verifier with { Iterations = 1 << 20 }));
    }

    [Fact]
    public void A_refusal_of_the_right_proof_looks_like_a_wrong_proof()
    {
        var (client, first) = Start();
        Assert.Equal(SaslStatus.Decide, _server.Next(client.Next(first).Response).Status);
        Assert.Equal((SaslStatus.Continue, "e=other-error"), _server.Refuse());
        Assert.Equal((SaslClientStatus.Continue, ""), client.Next("e=other-error"));
        Assert.Equal("other-error", client.ServerError);
        Assert.False(client.IsComplete);
        Assert.Equal((SaslStatus.Failed, ""), _server.Next(""));
    }

    [Theory]
    [InlineData(4095)]
    [InlineData((1 << 20) + 1)]
    public void A_count_out_of_bounds_makes_no_verifier(int iterations)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Scram.CreateVerifier(Pencil, iterations));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScramSha256Mechanism(iterations));
    }

    [Fact]
    public void Verifiers_have_a_fresh_salt_and_prepared_passwords()
    {
        var first = Scram.CreateVerifier(Pencil);
        var second = Scram.CreateVerifier(Pencil);
        Assert.Equal(Scram.DefaultIterations, first.Iterations);
        Assert.Equal(16, first.Salt.Length);
        Assert.False(first.Salt.Span.SequenceEqual(second.Salt.Span));
        Assert.Equal(
            Scram.CreateVerifier(new Secret("IX"), RfcSalt, 4096).StoredKey.ToArray(),
            Scram.CreateVerifier(new Secret("\u2168"), RfcSalt, 4096).StoredKey.ToArray());
        Assert.Throws<ArgumentException>(() => Scram.CreateVerifier(new Secret("")));
        Assert.Throws<ArgumentException>(() => Scram.CreateVerifier(new Secret("a\0b")));
        Assert.Throws<ArgumentException>(() => Scram.CreateVerifier(Pencil, [], 4096));
    }

    private void AssertLateFailure(Func<string, string> tamper)
    {
        var (client, first) = Start();
        var right = client.Next(first).Response;
        var wrong = tamper(right);
        Assert.NotEqual(right, wrong);
        Assert.Equal((SaslStatus.Continue, "e=other-error"), _server.Next(wrong));
        Assert.Equal(SaslStatus.Failed, _server.Accept().Status);
        Assert.Equal(SaslStatus.Failed, _server.Next("").Status);
    }

    private (ISaslClient Client, string ServerFirst) Start() => Start(Verifier);

    private (ISaslClient Client, string ServerFirst) Start(StoredSecret? secret)
    {
        var client = SaslClientSelector.Create("SCRAM-SHA-256", new SaslLogin
        {
            UserName = "user",
            Password = Pencil,
            FillRandom = SaslTurns.Fixed(0),
        });
        Assert.Equal(SaslStatus.NeedsSecret, _server.Next(client.Next("").Response).Status);
        var (status, challenge) = _server.Provide(secret);
        Assert.Equal(SaslStatus.Continue, status);
        return (client, challenge);
    }

    private static string Prove(ScramVerifier verifier, string password, string authMessage)
    {
        var salted = Rfc2898DeriveBytes.Pbkdf2(
            password, verifier.Salt.Span, verifier.Iterations, HashAlgorithmName.SHA256, Scram.KeyOctets);
        var proof = HMACSHA256.HashData(salted, "Client Key"u8);
        Scram.Xor(proof, HMACSHA256.HashData(verifier.StoredKey.Span, Encoding.ASCII.GetBytes(authMessage)));
        return Convert.ToBase64String(proof);
    }

    private static string SaltOf(string user, SaslContext context)
    {
        var server = new ScramSha256Mechanism().Begin(context);
        server.Next(string.Create(CultureInfo.InvariantCulture, $"n,,n={user},r=abc"));
        return server.Provide(null).Challenge.Split(',')[1];
    }
}
