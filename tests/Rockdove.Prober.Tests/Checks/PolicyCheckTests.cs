using System.Security.Cryptography.X509Certificates;
using Rockdove.Dns;

namespace Rockdove.Prober.Tests;

/// <summary>MTA-STS and TLS-RPT.</summary>
public sealed class PolicyCheckTests : CheckTests
{
    private readonly X509Certificate2 _web;
    private readonly X509Certificate2 _own;
    private readonly TlsServer _policy;

    public PolicyCheckTests()
    {
        _web = World.Authority.Issue("mta-sts.example.org");
        _own = World.Authority.Issue("mx.example.org");
        _policy = World.Add(new TlsServer("https", World.Authority.Chain(_web)));
        World.AddExchange(new TlsServer("smtp", World.Authority.Chain(_own)));
        World.Options = World.Options with { PolicyPort = _policy.Port };
        Zone.Text("_mta-sts.example.org", "v=STSv1; id=20260101").Address("mta-sts.example.org", "127.0.0.1");
        Serve(Good);
    }

    [Theory]
    [InlineData(Good, CheckStatus.Ok)]
    [InlineData("version: STSv1\nmode: enforce\nmx: *.example.org\nmax_age: 604800\nother: x\n", CheckStatus.Ok)]
    [InlineData("version: STSv1\nmode: none\nmax_age: 86400\n", CheckStatus.Notice)]
    [InlineData("version: STSv1\nmode: enforce\nmx: mx.example.org\nmax_age: 86399\n", CheckStatus.Warning)]
    [InlineData("version: STSv1\nmode: enforce\nmx: other.example.org\nmax_age: 604800\n", CheckStatus.Fail)]
    [InlineData("version: STSv1\nmode: enforce\nmx: *.org\nmax_age: 604800\n", CheckStatus.Fail)]
    [InlineData("version: STSv1\nmode: enforce\nmx: *.mx.example.org\nmax_age: 604800\n", CheckStatus.Fail)]
    [InlineData("version: STSv1\nmode: enforce\nmx: m*.example.org\nmax_age: 604800\n", CheckStatus.Fail)]
    [InlineData("version: STSv1\nmode: enforce\nmax_age: 604800\n", CheckStatus.Fail)]
    [InlineData("version: STSv2\nmode: enforce\nmx: mx.example.org\nmax_age: 604800\n", CheckStatus.Fail)]
    [InlineData("mode: enforce\nmx: mx.example.org\nmax_age: 604800\n", CheckStatus.Fail)]
    [InlineData("version: STSv1\nmode: strict\nmx: mx.example.org\nmax_age: 604800\n", CheckStatus.Fail)]
    [InlineData("version: STSv1\nmode: enforce\nmx: mx.example.org\nmax_age: 31557601\n", CheckStatus.Fail)]
    [InlineData("version: STSv1\nmode: enforce\nmx: mx.example.org\n", CheckStatus.Fail)]
    [InlineData("<html>", CheckStatus.Fail)]
    public async Task A_policy_is_judged(string policy, CheckStatus status)
    {
        Serve(policy);
        Only(status, await World.CheckAsync(CheckNames.MtaSts));
    }

    [Fact]
    public async Task A_test_fails_nobody()
    {
        Serve("version: STSv1\r\nmode: testing\r\nmx: other.example.org\r\nmax_age: 604800\r\n");
        var results = await World.CheckAsync(CheckNames.MtaSts);
        Has(CheckStatus.Warning, "does not name mx.example.org", results);
        Has(CheckStatus.Notice, "is a test", results);
    }

    [Theory]
    [InlineData("302 Found\r\nLocation: https://example.org/", "a redirect")]
    [InlineData("404 Not Found\r\nX: y", "404")]
    [InlineData("200 OK\r\nContent-Type: text/html", "text/html")]
    public async Task Only_an_answer_of_200_in_plain_text_counts(string head, string words)
    {
        _policy.HttpAnswer = $"HTTP/1.1 {head}\r\nConnection: close\r\n\r\n{Good}";
        Assert.Contains(words, Only(CheckStatus.Fail, await World.CheckAsync(CheckNames.MtaSts)));
    }

    [Fact]
    public async Task A_policy_has_64_KiB_and_not_one_octet_more()
    {
        Serve(Good + new string('\n', PolicyFetch.MaximumBytes - Good.Length));
        Only(CheckStatus.Ok, await World.CheckAsync(CheckNames.MtaSts));
        Serve(Good + new string('\n', PolicyFetch.MaximumBytes - Good.Length + 1));
        Assert.Contains("more than 65536", Only(CheckStatus.Fail, await World.CheckAsync(CheckNames.MtaSts)));
    }

    [Theory]
    [InlineData("www.example.org", -1, 80, "is not for mta-sts.example.org")]
    [InlineData("mta-sts.example.org", -80, -1, "has ended")]
    public async Task The_certificate_of_a_policy_has_to_be_good(string name, double begins, double ends, string words)
    {
        using var own = World.Authority.Issue(name, begins, ends);
        var server = World.Add(new TlsServer("https", World.Authority.Chain(own)));
        World.Options = World.Options with { PolicyPort = server.Port };
        Assert.Contains(words, Only(CheckStatus.Fail, await World.CheckAsync(CheckNames.MtaSts)));
    }

    [Fact]
    public async Task A_policy_that_nobody_serves_fails()
    {
        Zone.Remove("mta-sts.example.org", DnsType.A);
        Assert.Contains("has no address", Only(CheckStatus.Fail, await World.CheckAsync(CheckNames.MtaSts)));
    }

    [Fact]
    public async Task Servers_have_to_keep_the_policy()
    {
        using var own = World.Authority.Issue("www.example.org");
        var server = World.Add(new TlsServer("smtp", World.Authority.Chain(own)));
        World.Options = World.Options with { ExchangePort = server.Port };
        Assert.Contains("for another name", Only(CheckStatus.Fail, await World.CheckAsync(CheckNames.MtaSts)));
        World.Options = World.Options with { ExchangePort = World.Add(new TlsServer("smtp", null)).Port };
        Assert.Contains("does not keep the policy", Only(CheckStatus.Fail, await World.CheckAsync(CheckNames.MtaSts)));
    }

    [Theory]
    [InlineData("v=STSv1", CheckStatus.Fail)]
    [InlineData("v=STSv1; id=", CheckStatus.Fail)]
    [InlineData("v=STSv1; id=2026-01-01", CheckStatus.Fail)]
    [InlineData("v=STSv1; id=12345678901234567890123456789012", CheckStatus.Ok)]
    [InlineData("v=STSv1; id=123456789012345678901234567890123", CheckStatus.Fail)]
    [InlineData("v=STSv2; id=1", CheckStatus.Notice)]
    public async Task The_record_is_judged(string record, CheckStatus status)
    {
        Zone.Remove("_mta-sts.example.org", DnsType.Txt).Text("_mta-sts.example.org", record);
        Only(status, await World.CheckAsync(CheckNames.MtaSts));
    }

    [Fact]
    public async Task There_is_one_record_or_none_that_counts()
    {
        Zone.Text("_mta-sts.example.org", "v=STSv1; id=2");
        Assert.Contains("2 records", Only(CheckStatus.Fail, await World.CheckAsync(CheckNames.MtaSts)));
        Zone.Fail("_mta-sts.example.org", DnsType.Txt);
        Only(CheckStatus.Error, await World.CheckAsync(CheckNames.MtaSts));
    }

    [Theory]
    [InlineData("v=TLSRPTv1; rua=mailto:tls@example.org", CheckStatus.Ok)]
    [InlineData("v=TLSRPTv1;rua=https://tls.example.net/v1,mailto:tls@example.org;", CheckStatus.Ok)]
    [InlineData("v=TLSRPTv1; rua=http://tls.example.net/v1", CheckStatus.Fail)]
    [InlineData("v=TLSRPTv1; rua=tls@example.org", CheckStatus.Fail)]
    [InlineData("v=TLSRPTv1", CheckStatus.Fail)]
    [InlineData("v=spf1", CheckStatus.Notice)]
    public async Task Where_reports_go_is_judged(string record, CheckStatus status)
    {
        Zone.Text("_smtp._tls.example.org", record);
        Only(status, await World.CheckAsync(CheckNames.TlsRpt));
    }

    private void Serve(string policy) =>
        _policy.HttpAnswer = $"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n{policy}";

    private const string Good = "version: STSv1\nmode: enforce\nmx: mx.example.org\nmax_age: 604800\n";
}
