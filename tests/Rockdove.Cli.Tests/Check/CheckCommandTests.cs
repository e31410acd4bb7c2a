using System.Text.Json;
using Rockdove.Dns;
using Rockdove.Testing;

namespace Rockdove.Cli.Tests;

public sealed class CheckCommandTests : IAsyncLifetime
{
    private readonly ZoneServer _server = ZoneServer.Start();

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task What_is_well_is_told_in_a_line_each()
    {
        _server.Zone.Mx("example.org", 0, ".").Text("example.org", "v=spf1 -all");
        var (code, output, errors) = await RunAsync("example.org", "--only", "mx,spf");
        Assert.Equal(("", 0), (errors, code));
        var lines = output.Split('\n');
        Assert.Equal("example.org", lines[0]);
        Assert.Equal("mx", lines[2]);
        Assert.EndsWith(" ok       The domain says that it takes no mail (null MX, RFC 7505).", lines[3]);
        Assert.DoesNotContain('\e', output);
        Assert.Matches(@"2 ok; 2 lookups, \d+\.\d s", output);
    }

    [Fact]
    public async Task What_is_wrong_is_told_with_what_to_do()
    {
        _server.Zone.Text("example.org", "v=spf1 +all\e[31m").Text("_dmarc.example.org", "v=DMARC1; p=none");
        var (code, output, _) = await RunAsync("example.org", "--only", "spf,dmarc");
        Assert.Equal(3, code);
        Assert.Contains("The record of example.org holds what is not ASCII.", output);
        Assert.Contains(" Correct the record.", output);
        Assert.Contains("| example.org: v=spf1 +all?[31m", output);
    }

    [Theory]
    [InlineData("dmarc", 1)]
    [InlineData("mta-sts", 4)]
    public async Task Warnings_and_what_nobody_knows_have_codes_of_their_own(string check, int expected)
    {
        _server.Zone.Text("_dmarc.example.org", "v=DMARC1; p=none").Fail("_mta-sts.example.org", DnsType.Txt);
        Assert.Equal(expected, (await RunAsync("example.org", "--only", check)).Code);
    }

    [Fact]
    public async Task JSON_has_it_all()
    {
        _server.Zone.Text("s1._domainkey.example.org", "v=DKIM1; p=");
        var (code, output, _) = await RunAsync("example.org", "--only", "dkim", "--selector", "s1", "--json");
        Assert.Equal(1, code);
        using var json = JsonDocument.Parse(output);
        var (root, result) = (json.RootElement, json.RootElement.GetProperty("results")[0]);
        Assert.Equal(("example.org", "warning", 1), (
            root.GetProperty("target").GetString(),
            root.GetProperty("worst").GetString(),
            root.GetProperty("lookups").GetInt32()));
        Assert.Equal(("dkim", "s1._domainkey.example.org", "warning"), (
            result.GetProperty("check").GetString(),
            result.GetProperty("subject").GetString(),
            result.GetProperty("status").GetString()));
        Assert.Equal("v=DKIM1; p=", result.GetProperty("evidence")[0].GetString());
    }

    [Theory]
    [InlineData("a@b", "'a@b' is no target; allowed are example.org, mx.example.org:25")]
    [InlineData("example.org --only spif", "--only 'spif' is no check; there are mx, dnssec, spf")]
    [InlineData("example.org --resolver nobody", "--resolver 'nobody' is no resolver; allowed are 127.0.0.1")]
    [InlineData("example.org --protocol imap", "--protocol is for a port; allowed with it is HOST:PORT")]
    [InlineData("a.b:1 --protocol http", "--protocol 'http' is not allowed; allowed are smtp, smtps, imap")]
    [InlineData("example.org --authorities /no/such/file", "--authorities /no/such/file: ")]
    [InlineData("", "DOMAIN|HOST:PORT is missing")]
    public async Task What_cannot_be_understood_is_told(string arguments, string words)
    {
        using var process = new RockdoveProcess("check", arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var (code, output, errors) = await process.EndAsync();
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith($"rockdove: {words}", errors);
    }

    private async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var process = new RockdoveProcess("check", [.. arguments, "--resolver", _server.EndPoint.ToString()]);
        return await process.EndAsync();
    }
}
