using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Rockdove.Prober.Tests;

/// <summary>TLS and certificates, of mail servers and of other ports.</summary>
public sealed class TlsCheckTests : CheckTests
{
    private readonly List<X509Certificate2> _certificates = [];

    [Theory]
    [InlineData("smtp")]
    [InlineData("imap")]
    [InlineData("pop3")]
    [InlineData("smtps")]
    [InlineData("imaps")]
    [InlineData("pop3s")]
    public async Task A_good_server_is_well(string protocol)
    {
        var server = World.Add(new TlsServer(protocol, Good("localhost.example")));
        Zone.Address("localhost.example", "127.0.0.1");
        var target = $"localhost.example:{server.Port}";
        World.Options = World.Options with
        {
            Protocol = Enum.Parse<CheckedProtocol>(protocol[..4], ignoreCase: true),
            ImplicitTls = protocol.Length > 4,
        };
        Assert.StartsWith(
            "The server speaks TLSv1.3 ", Only(CheckStatus.Ok, await World.CheckAsync(CheckNames.Tls, target)));
        var result = Assert.Single(await World.CheckAsync(CheckNames.Certificate, target));
        Assert.Equal("The certificate is good, until 2026-03-22.", result.What);
        Assert.Equal(2, result.Evidence.Count);
        Assert.StartsWith(
            "localhost.example, from Test middle, 2025-12-22 to 2026-03-22, ECDSA 256, SHA-256 ", result.Evidence[0]);
        Assert.Equal(["localhost.example"], server.AskedNames.Distinct());
    }

    [Fact]
    public async Task The_certificate_that_was_shown_is_in_the_report()
    {
        var server = World.AddExchange(new TlsServer("smtp", Good("mx.example.org")));
        World.Options = World.Options with { Only = [CheckNames.Tls] };
        var seen = Assert.Single((await World.RunAsync("example.org")).Certificates);
        Assert.Equal($"mx.example.org:{server.Port}", seen.Endpoint);
        Assert.Equal((true, true, null), (seen.IsChainTrusted, seen.IsNameRight, seen.Dane));
        Assert.Equal("TLSv1.3", seen.Version);
        Assert.StartsWith("TLS_", seen.Cipher, StringComparison.Ordinal);
        Assert.Equal(new DateTime(2026, 3, 22), seen.ChainEnds.Date);

        await using var results = new TemporaryJournal();
        await results.Journal.KeepAsync(seen, TemporaryJournal.Cancelled);
        using var reader = results.Journal.OpenReader();
        Assert.Contains("mx.example.org", Assert.Single(reader.Certificates()).Names, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("smtp", "STARTTLS")]
    [InlineData("imap", "STARTTLS")]
    [InlineData("pop3", "STLS")]
    public async Task A_server_without_TLS_fails(string protocol, string word)
    {
        var server = World.Add(new TlsServer(protocol, null));
        World.Options = World.Options with { Protocol = Enum.Parse<CheckedProtocol>(protocol, ignoreCase: true) };
        var target = $"127.0.0.1:{server.Port}";
        Assert.Equal(
            $"The server does not offer {word}: mail goes in clear.",
            Only(CheckStatus.Fail, await World.CheckAsync(CheckNames.Tls, target)));
        Only(CheckStatus.Untested, await World.CheckAsync(CheckNames.Certificate, target));
    }

    [Fact]
    public async Task Both_are_made_of_one_connection()
    {
        var server = World.AddExchange(new TlsServer("smtp", Good("mx.example.org")));
        World.Options = World.Options with { Only = [CheckNames.Tls, CheckNames.Certificate, CheckNames.Ptr] };
        await World.RunAsync("example.org");
        Assert.Single(server.AskedNames);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_an_error()
    {
        Zone.Mx("example.org", 10, "mx.example.org");
        Only(CheckStatus.Error, await World.CheckAsync(CheckNames.Tls));
        Zone.Address("mx.example.org", "127.0.0.1");
        World.Options = World.Options with { ExchangePort = FreePort() };
        Assert.Contains("cannot be reached", Only(CheckStatus.Error, await World.CheckAsync(CheckNames.Tls)));
    }

    [Fact]
    public async Task A_handshake_that_fails_is_told()
    {
        World.AddExchange(new TlsServer("smtp", Good("mx.example.org")) { HangsUp = true });
        Assert.StartsWith("The handshake fails.", Only(CheckStatus.Fail, await World.CheckAsync(CheckNames.Tls)));
    }

    [Fact]
    public async Task TLS_1_2_alone_is_worth_a_notice()
    {
        World.AddExchange(new TlsServer("smtp", Good("mx.example.org")) { Versions = SslProtocols.Tls12 });
        Assert.Contains("TLSv1.2", Only(CheckStatus.Notice, await World.CheckAsync(CheckNames.Tls)));
    }

    [Theory]
    [InlineData(false, "TLS 1.0 and TLS 1.1", CheckStatus.Warning, 0x0301, 0x0302)]
    [InlineData(false, "TLS 1.1", CheckStatus.Warning, 0x0302)]
    [InlineData(true, "weak ciphers of TLS 1.2", CheckStatus.Fail)]
    public async Task What_is_out_of_date_is_found(bool isWeak, string words, CheckStatus status, params int[] versions)
    {
        World.Options = World.Options with { TriesOldTls = true };
        World.AddExchange(new TlsServer("smtp", Good("mx.example.org")) { OldVersions = versions, IsWeak = isWeak });
        var what = Only(status, await World.CheckAsync(CheckNames.Tls));
        Assert.EndsWith($"It also still speaks {words}.", what);
    }

    [Fact]
    public async Task What_is_up_to_date_is_not_taken_for_old()
    {
        World.Options = World.Options with { TriesOldTls = true };
        World.AddExchange(new TlsServer("smtp", Good("mx.example.org")));
        Only(CheckStatus.Ok, await World.CheckAsync(CheckNames.Tls));
    }

    [Theory]
    [InlineData(-100, -1, "has ended on 2025-12-31")]
    [InlineData(1, 80, "holds from 2026-01-02 on")]
    public async Task A_certificate_out_of_its_time_is_bad(double begins, double ends, string words)
    {
        World.AddExchange(new TlsServer("smtp", World.Authority.Chain(Own("mx.example.org", begins, ends))));
        Assert.Contains(words, Only(CheckStatus.Warning, await World.CheckAsync(CheckNames.Certificate)));
    }

    [Theory]
    [InlineData(13.9, CheckStatus.Warning)]
    [InlineData(14.1, CheckStatus.Notice)]
    [InlineData(20.9, CheckStatus.Notice)]
    [InlineData(21.1, CheckStatus.Ok)]
    public async Task A_certificate_that_ends_soon_is_told_of(double days, CheckStatus status)
    {
        World.AddExchange(new TlsServer("smtp", World.Authority.Chain(Own("mx.example.org", -70, days))));
        Only(status, await World.CheckAsync(CheckNames.Certificate));
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_bad()
    {
        World.AddExchange(new TlsServer("smtp", Good("www.example.org")));
        Assert.Equal(
            "The certificate is not for mx.example.org, but for www.example.org.",
            Only(CheckStatus.Warning, await World.CheckAsync(CheckNames.Certificate)));
    }

    [Fact]
    public async Task At_other_ports_what_is_a_warning_is_a_failure()
    {
        var server = World.Add(new TlsServer("smtps", Good("www.example.org")));
        Zone.Address("mx.example.org", "127.0.0.1");
        World.Options = World.Options with { ImplicitTls = true };
        Only(CheckStatus.Fail, await World.CheckAsync(CheckNames.Certificate, $"mx.example.org:{server.Port}"));
    }

    [Fact]
    public async Task A_chain_that_leads_nowhere_is_bad()
    {
        World.AddExchange(new TlsServer("smtp", TestAuthority.Alone(Own("mx.example.org"))));
        Assert.StartsWith(
            "The server shows its own certificate alone",
            Only(CheckStatus.Warning, await World.CheckAsync(CheckNames.Certificate)));
        var self = TestAuthority.SelfSigned("mx.example.net");
        _certificates.Add(self);
        var server = World.Add(new TlsServer("smtp", TestAuthority.Alone(self)));
        Zone.Mx("example.net", 10, "mx.example.net").Address("mx.example.net", "127.0.0.1");
        World.Options = World.Options with { ExchangePort = server.Port };
        Assert.Equal(
            "The certificate is signed by itself.",
            Only(CheckStatus.Warning, await World.CheckAsync(CheckNames.Certificate, "example.net")));
    }

    [Fact]
    public async Task An_authority_that_is_not_believed_is_told()
    {
        using var other = new TestAuthority();
        World.AddExchange(new TlsServer("smtp", Good("mx.example.org")));
        World.Options = World.Options with { TrustedRoots = other.Roots };
        Only(CheckStatus.Warning, await World.CheckAsync(CheckNames.Certificate));
    }

    /// <summary>OpenSSL, as it is set up here, shows and takes no such key: the handshake fails before.</summary>
    [Theory]
    [InlineData(1024, true)]
    [InlineData(2040, true)]
    [InlineData(2048, false)]
    public void A_small_key_is_weak(int bits, bool isWeak)
    {
        using var own = World.Authority.IssueRsa("mx.example.org", bits);
        Assert.Equal(($"RSA {bits}", isWeak), CertificateJudge.KeyOf(own));
    }

    private System.Net.Security.SslStreamCertificateContext Good(string name) => World.Authority.Chain(Own(name));

    private X509Certificate2 Own(string name, double begins = -10, double ends = 80)
    {
        var own = World.Authority.Issue(name, begins, ends);
        _certificates.Add(own);
        return own;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
