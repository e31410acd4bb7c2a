using System.Globalization;
using System.Text.Json;
using Rockdove.Testing;

namespace Rockdove.RealClients.Tests;

/// <summary><c>rockdove check</c> of real servers, in a zone of our own.</summary>
[Collection(PingWorldCollection.Name)]
public sealed class PingWorldCheckTests(PingWorld world) : IAsyncLifetime
{
    private ZoneServer _names = null!;

    public ValueTask InitializeAsync()
    {
        _names = ZoneServer.Start(WorldZone.Of(world));
        return default;
    }

    public ValueTask DisposeAsync() => _names.DisposeAsync();

    [Theory]
    [InlineData(WorldAccounts.Debian, "25", 3)]
    [InlineData(WorldAccounts.Rock, "mx", 0)]
    [InlineData(WorldAccounts.Dove, "mx", 0)]
    public async Task A_domain_is_looked_at_from_all_sides(string domain, string door, int code)
    {
        var results = await CheckAsync(
            code, domain, "--smtp-port", $"{Port(domain, door)}", "--selector", WorldZone.Selector);
        foreach (var check in (string[])
            ["dnssec", "spf", "dkim", "dmarc", "certificate", "dane", "tls-rpt", "ptr", "caa"])
            Assert.Equal("ok", Assert.Single(results, result => result.Check == check).Status);
        Assert.Equal(["ok", "notice"], results.Where(result => result.Check == "mx").Select(result => result.Status));
        Assert.Contains("IPv6", results.Last(result => result.Check == "mx").What);
        Assert.Equal("notice", Assert.Single(results, result => result.Check == "mta-sts").Status);
        var tls = Assert.Single(results, result => result.Check == "tls");
        Assert.Equal(code == 0 ? "ok" : "fail", tls.Status);
        if (code != 0)
            Assert.Contains("TLS 1.0, TLS 1.1", tls.What); // As Postfix comes with Debian, whatever OpenSSL thinks.
    }

    [Theory]
    [InlineData(WorldAccounts.Debian, "587", "smtp")]
    [InlineData(WorldAccounts.Debian, "imap", "imap")]
    [InlineData(WorldAccounts.Debian, "pop3s", "pop3s")]
    [InlineData(WorldAccounts.Rock, "submissions", "smtps")]
    [InlineData(WorldAccounts.Dove, "pop3", "pop3")]
    public async Task A_port_is_looked_at_alone(string domain, string door, string protocol)
    {
        var results = await CheckAsync(0, $"mx.{domain}:{Port(domain, door)}", "--protocol", protocol);
        Assert.Equal(
            [("caa", "ok"), ("certificate", "ok"), ("dane", "ok"), ("ptr", "ok"), ("tls", "ok")],
            results.Select(result => (result.Check, result.Status)).Order());
    }

    private string Port(string domain, string door) => world[domain, door].ToString(CultureInfo.InvariantCulture);

    private async Task<List<Result>> CheckAsync(int code, params string[] arguments)
    {
        var run = (await world.RockdoveAsync(
            ["check", .. arguments, "--resolver", $"{_names.EndPoint}", "--authorities", world.RootFile, "--json"]))
            .EndsWith(code);
        using var report = JsonDocument.Parse(run.Text);
        return
        [
            .. report.RootElement.GetProperty("results").EnumerateArray().Select(result => new Result(
                result.GetProperty("check").GetString()!,
                result.GetProperty("status").GetString()!,
                result.GetProperty("what").GetString()!)),
        ];
    }

    private sealed record Result(string Check, string Status, string What);
}
