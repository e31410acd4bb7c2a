using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Rockdove.Mock.Tests;

/// <summary>
/// TLS by STARTTLS and from the beginning, with each fault as a client with <see cref="SslStream"/> sees it.
/// </summary>
public class TlsTests
{
    [Theory]
    [InlineData(MockTls.Offered, true)]
    [InlineData(MockTls.Offered, false)]
    [InlineData(MockTls.Implicit, true)]
    [InlineData(MockTls.Implicit, false)]
    public async Task A_client_that_trusts_the_authority_gets_through(MockTls tls, bool inMemory)
    {
        await using var server = await MockMailServer.StartAsync(options => options.Tls = tls);
        await using var client = inMemory ? MockClient.InMemory(server) : await MockClient.ConnectAsync(server);

        await SecureAsync(client, tls, server.Authority.Validate);
        Assert.DoesNotContain("STARTTLS", await client.AskAsync("EHLO client.test"), StringComparison.Ordinal);
        Assert.StartsWith("250", await client.MailAsync("a@a.test", "b@b.test"), StringComparison.Ordinal);

        Assert.Matches("^TLSv1.[23] TLS_", server.Messages[0].Tls);
        Assert.Contains("! tls", server.Sessions[0].Transcript.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mock.test")]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public async Task The_certificate_is_for_each_name_of_the_server(string name)
    {
        await using var server = await MockMailServer.StartAsync();
        await using var client = await MockClient.ConnectAsync(server);

        await SecureAsync(client, MockTls.Offered, server.Authority.Validate, name);

        Assert.StartsWith("250", await client.AskAsync("NOOP"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_can_trust_the_root_itself()
    {
        await using var server = await MockMailServer.StartAsync(options => options.HostName = "mail.example.test");
        await using var client = await MockClient.ConnectAsync(server);
        using var root = X509Certificate2.CreateFromPem(server.Authority.RootPem);
        Assert.Equal(server.Authority.Root.Thumbprint, root.Thumbprint);
        Assert.False(root.HasPrivateKey);

        await SecureAsync(
            client, MockTls.Offered,
            (_, certificate, chain, errors) =>
            {
                chain!.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
                chain.ChainPolicy.CustomTrustStore.Add(root);
                chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
                return (errors & SslPolicyErrors.RemoteCertificateNameMismatch) == 0
                    && chain.Build((X509Certificate2)certificate!);
            },
            "mail.example.test");
    }

    [Fact]
    public async Task Two_servers_do_not_vouch_for_each_other()
    {
        await using var server = await MockMailServer.StartAsync();
        await using var other = await MockMailServer.StartAsync();
        await using var client = await MockClient.ConnectAsync(server);

        await Assert.ThrowsAsync<AuthenticationException>(() =>
            SecureAsync(client, MockTls.Offered, other.Authority.Validate));
    }

    [Theory]
    [InlineData(TlsFault.Expired, MockTls.Offered)]
    [InlineData(TlsFault.NotYetValid, MockTls.Offered)]
    [InlineData(TlsFault.WrongName, MockTls.Offered)]
    [InlineData(TlsFault.SelfSigned, MockTls.Offered)]
    [InlineData(TlsFault.Expired, MockTls.Implicit)]
    [InlineData(TlsFault.NotYetValid, MockTls.Implicit)]
    [InlineData(TlsFault.WrongName, MockTls.Implicit)]
    [InlineData(TlsFault.SelfSigned, MockTls.Implicit)]
    public async Task A_bad_certificate_is_bad_in_that_way_alone(TlsFault fault, MockTls tls)
    {
        await using var server = await MockMailServer.StartAsync(options =>
        {
            options.Tls = tls;
            options.When(MockMoment.Tls).Nth(1).Fault(fault);
        });
        X509Certificate2? seen = null;
        var (errors, statuses) = (SslPolicyErrors.None, X509ChainStatusFlags.NoError);
        await using (var client = await MockClient.ConnectAsync(server))
        {
            await Assert.ThrowsAsync<AuthenticationException>(() =>
                SecureAsync(client, tls, (sender, certificate, chain, given) =>
            {
                (seen, errors) = (X509CertificateLoader.LoadCertificate(certificate!.GetRawCertData()), given);
                using var trusting = new X509Chain();
                trusting.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
                trusting.ChainPolicy.CustomTrustStore.Add(server.Authority.Root);
                trusting.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
                trusting.Build(seen);
                statuses = trusting.ChainStatus.Aggregate(statuses, (all, status) => all | status.Status);
                return server.Authority.Validate(sender, certificate, chain, given);
            }));
        }

        using (seen)
        {
            Assert.Equal(
                fault == TlsFault.WrongName, (errors & SslPolicyErrors.RemoteCertificateNameMismatch) != 0);
            Assert.Equal(
                fault is TlsFault.Expired or TlsFault.NotYetValid, (statuses & X509ChainStatusFlags.NotTimeValid) != 0);
            Assert.Equal(
                fault == TlsFault.SelfSigned,
                (statuses & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0);
            Assert.Equal(fault == TlsFault.Expired, seen!.NotAfter < DateTime.Now);
            Assert.Equal(fault == TlsFault.NotYetValid, seen.NotBefore > DateTime.Now);
            Assert.Equal(fault == TlsFault.SelfSigned, seen.Issuer == seen.Subject);
        }

        await using var again = await MockClient.ConnectAsync(server);
        await SecureAsync(again, tls, server.Authority.Validate); // Only the first handshake was spoilt.
    }

    [Theory]
    [InlineData("fault abort", MockTls.Offered)]
    [InlineData("fault abort", MockTls.Implicit)]
    [InlineData("fault garbage", MockTls.Offered)]
    [InlineData("fault garbage", MockTls.Implicit)]
    [InlineData("close", MockTls.Offered)]
    [InlineData("close", MockTls.Implicit)]
    [InlineData("reset", MockTls.Offered)]
    [InlineData("reset", MockTls.Implicit)]
    public async Task A_handshake_that_is_spoilt_fails_and_ends_the_session(string deed, MockTls tls)
    {
        foreach (var inMemory in new[] { false, true })
        {
            await using var server = await MockMailServer.StartAsync(options =>
            {
                options.Tls = tls;
                options.Follow(MockScript.Parse(
                    "lies.smtp", System.Text.Encoding.ASCII.GetBytes($"! on tls mock.test\n! {deed}")));
            });
            await using var client = inMemory ? MockClient.InMemory(server) : await MockClient.ConnectAsync(server);

            var error = await Assert.ThrowsAnyAsync<Exception>(() =>
                SecureAsync(client, tls, server.Authority.Validate));

            Assert.True(error is AuthenticationException or IOException, error.ToString());
            if (deed == "reset")
                Assert.IsType<IOException>(error, exactMatch: false);
            await server.Sessions[0].WaitForEndAsync(cancellationToken: TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Garbage_is_what_comes_in_place_of_the_servers_hello()
    {
        await using var server = await MockMailServer.StartAsync(options =>
        {
            options.Tls = MockTls.Implicit;
            options.When(MockMoment.Tls).Fault(TlsFault.Garbage);
        });
        await using var client = await MockClient.ConnectAsync(server);

        // A client hello with nothing in it but what is needed to be one; the answer must not look like TLS.
        using var recorded = new MemoryStream();
        await using (var hello = new SslStream(new WriteOnly(recorded)))
        {
            await Assert.ThrowsAnyAsync<Exception>(() => hello.AuthenticateAsClientAsync("mock.test"));
        }

        await client.Stream.WriteAsync(recorded.ToArray(), TestContext.Current.CancellationToken);
        var answer = await client.ReadLineAsync();

        Assert.NotNull(answer);
        Assert.NotEqual(0x16, answer[0]); // A handshake record.
        Assert.InRange(answer.Length, 32, 64);
    }

    [Fact]
    public async Task Nothing_goes_on_without_tls_where_it_is_required()
    {
        await using var server = await MockMailServer.StartAsync(options => options.Tls = MockTls.Required);
        await using var client = await MockClient.ConnectAsync(server);
        await client.HelloAsync();

        Assert.StartsWith("530 5.7.0", await client.AskAsync("MAIL FROM:<a@a.test>"), StringComparison.Ordinal);
        Assert.StartsWith("220", await client.AskAsync("STARTTLS"), StringComparison.Ordinal);
        await client.StartTlsAsync(server.Authority.Validate);
        await client.AskAsync("EHLO client.test");
        Assert.StartsWith("250", await client.AskAsync("MAIL FROM:<a@a.test>"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_tls_none_is_offered()
    {
        await using var server = await MockMailServer.StartAsync(options => options.Tls = MockTls.Off);
        await using var client = MockClient.InMemory(server);
        await client.ReadReplyAsync();

        Assert.DoesNotContain("STARTTLS", await client.AskAsync("EHLO client.test"), StringComparison.Ordinal);
        Assert.StartsWith("50", await client.AskAsync("STARTTLS"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Starttls_can_be_refused_and_withheld()
    {
        await using var server = await MockMailServer.StartAsync(options =>
        {
            options.When(MockMoment.StartTls).Times(1).Reply(454, "4.7.0 Not now");
            options.When(MockMoment.Ehlo, "stripped.test").Withhold("STARTTLS");
        });
        await using var client = await MockClient.ConnectAsync(server);
        await client.ReadReplyAsync();

        Assert.DoesNotContain("STARTTLS", await client.AskAsync("EHLO stripped.test"), StringComparison.Ordinal);
        Assert.Contains("STARTTLS", await client.AskAsync("EHLO client.test"), StringComparison.Ordinal);
        Assert.Equal("454 4.7.0 Not now", await client.AskAsync("STARTTLS"));
        Assert.StartsWith("220", await client.AskAsync("STARTTLS"), StringComparison.Ordinal);
        await client.StartTlsAsync(server.Authority.Validate);
    }

    private static async Task SecureAsync(
        MockClient client, MockTls tls, RemoteCertificateValidationCallback check, string name = "mock.test")
    {
        if (tls != MockTls.Implicit)
        {
            await client.HelloAsync();
            Assert.StartsWith("220", await client.AskAsync("STARTTLS"), StringComparison.Ordinal);
        }

        await client.StartTlsAsync(check, name);
        if (tls == MockTls.Implicit)
            Assert.StartsWith("220", await client.ReadReplyAsync(), StringComparison.Ordinal);
    }

    /// <summary>Keeps what is written, and has nothing to read.</summary>
    private sealed class WriteOnly(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => 0;

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
