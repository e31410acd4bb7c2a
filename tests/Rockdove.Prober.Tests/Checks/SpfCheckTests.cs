using Rockdove.Dns;

namespace Rockdove.Prober.Tests;

public sealed class SpfCheckTests : CheckTests
{
    [Theory]
    [InlineData("v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all", CheckStatus.Ok)]
    [InlineData("V=SPF1 IP4:192.0.2.1 ~ALL", CheckStatus.Ok)]
    [InlineData("v=spf1 a mx -all", CheckStatus.Ok)]
    [InlineData("v=spf1 a/24//64 mx:example.org//48 -all", CheckStatus.Ok)]
    [InlineData("v=spf1 exists:%{i}.x.example.org exp=why.example.org unknown=x -all", CheckStatus.Ok)]
    [InlineData("v=spf1 ?all", CheckStatus.Warning)]
    [InlineData("v=spf1", CheckStatus.Warning)]
    [InlineData("v=spf1 ip4:192.0.2.1", CheckStatus.Warning)]
    [InlineData("v=spf1 +all", CheckStatus.Fail)]
    [InlineData("v=spf1 all", CheckStatus.Fail)]
    [InlineData("v=spf1 ip4:192.0.2.256 -all", CheckStatus.Fail)]
    [InlineData("v=spf1 ip4:192.0.2 -all", CheckStatus.Fail)]
    [InlineData("v=spf1 ip4:192.0.2.0/33 -all", CheckStatus.Fail)]
    [InlineData("v=spf1 ip4:2001:db8::1 -all", CheckStatus.Fail)]
    [InlineData("v=spf1 ip6:192.0.2.1 -all", CheckStatus.Fail)]
    [InlineData("v=spf1 ip6:2001:db8::/129 -all", CheckStatus.Fail)]
    [InlineData("v=spf1 ip -all", CheckStatus.Fail)]
    [InlineData("v=spf1 include -all", CheckStatus.Fail)]
    [InlineData("v=spf1 a/033 -all", CheckStatus.Fail)]
    [InlineData("v=spf1 redirect=", CheckStatus.Fail)]
    [InlineData("v=spf1 redirect=a.example redirect=b.example", CheckStatus.Fail)]
    [InlineData("v=spf1 a:b\u00E4d.example -all", CheckStatus.Fail)]
    public async Task A_record_is_judged(string record, CheckStatus status)
    {
        Zone.Text("example.org", record).Address("example.org", "192.0.2.1").Mx("example.org", 10, "example.org");
        var results = await World.CheckAsync(CheckNames.Spf);
        Assert.True(status == results[0].Status, results[0].What);
    }

    [Fact]
    public async Task Other_texts_do_not_count()
    {
        Zone.Text("example.org", "v=spf10 -all").Text("example.org", "v=verify").Text("example.org", "v=spf1 -all");
        Only(CheckStatus.Ok, await World.CheckAsync(CheckNames.Spf));
    }

    [Fact]
    public async Task There_has_to_be_one()
    {
        Zone.Text("example.org", "something else");
        Assert.Contains("no SPF record", Only(CheckStatus.Fail, await World.CheckAsync(CheckNames.Spf)));
        Zone.Text("example.org", "v=spf1 -all").Text("example.org", "v=spf1 ~all");
        Assert.Contains("2 SPF records", Only(CheckStatus.Fail, await World.CheckAsync(CheckNames.Spf)));
    }

    [Fact]
    public async Task That_DNS_fails_is_no_missing_record()
    {
        Zone.Fail("example.org", DnsType.Txt);
        Assert.Contains("SERVFAIL", Only(CheckStatus.Error, await World.CheckAsync(CheckNames.Spf)));
    }

    [Fact]
    public async Task Ten_lookups_are_allowed_and_not_eleven()
    {
        for (var i = 0; i <= 10; i++)
            Zone.Text($"i{i}.example.org", "v=spf1 ip4:192.0.2.1");
        Zone.Text("example.org", $"v=spf1 {Includes(10)} -all").Text("example.net", $"v=spf1 {Includes(11)} -all");
        var result = Assert.Single(await World.CheckAsync(CheckNames.Spf));
        Assert.Equal(CheckStatus.Ok, result.Status);
        Assert.Contains("10 lookups, 0 of them void", result.Evidence);
        var what = Only(CheckStatus.Fail, await World.CheckAsync(CheckNames.Spf, "example.net"));
        Assert.StartsWith("SPF needs 11 lookups, and 10 are allowed", what);

        static string Includes(int count) =>
            string.Join(' ', Enumerable.Range(0, count).Select(i => $"include:i{i}.example.org"));
    }

    [Fact]
    public async Task Counting_ends_at_thirty()
    {
        Zone.Text("example.org", $"v=spf1 {string.Join(' ', Enumerable.Repeat("exists:%{i}.example", 40))} -all");
        Assert.Contains("30 or more", Only(CheckStatus.Fail, await World.CheckAsync(CheckNames.Spf)));
    }

    [Fact]
    public async Task Two_names_may_have_nothing_and_not_three()
    {
        Zone.Text("example.org", "v=spf1 a:a.example mx:b.example -all")
            .Text("example.net", "v=spf1 a:a.example mx:b.example exists:c.example -all");
        Only(CheckStatus.Ok, await World.CheckAsync(CheckNames.Spf));
        Assert.StartsWith(
            "3 names in SPF have no records",
            Only(CheckStatus.Fail, await World.CheckAsync(CheckNames.Spf, "example.net")));
    }

    [Fact]
    public async Task A_name_with_an_address_of_IPv6_alone_is_not_void()
    {
        Zone.Text("example.org", "v=spf1 a a:x.example a:y.example -all").Address("example.org", "2001:db8::1");
        var result = Assert.Single(await World.CheckAsync(CheckNames.Spf));
        Assert.Contains("3 lookups, 2 of them void", result.Evidence);
    }

    [Fact]
    public async Task A_redirect_decides_when_nothing_else_does()
    {
        Zone.Text("example.org", "v=spf1 redirect=all.example.net").Text("all.example.net", "v=spf1 mx -all")
            .Mx("all.example.net", 10, "mx.example.net");
        var result = Assert.Single(await World.CheckAsync(CheckNames.Spf));
        Assert.Equal(CheckStatus.Ok, result.Status);
        Assert.Contains("  all.example.net: v=spf1 mx -all", result.Evidence);
    }

    [Fact]
    public async Task An_include_decides_nothing()
    {
        Zone.Text("example.org", "v=spf1 include:example.net").Text("example.net", "v=spf1 -all");
        Assert.Contains("has no 'all'", Only(CheckStatus.Warning, await World.CheckAsync(CheckNames.Spf)));
    }

    [Theory]
    [InlineData("include:example.net", "which has no SPF record")]
    [InlineData("include:two.example.org", "which has 2 SPF records")]
    [InlineData("redirect=example.net", "which has no SPF record")]
    [InlineData("include:example.org", "a circle")]
    [InlineData("include:back.example.org", "a circle")]
    [InlineData("include:a..b", "names no domain")]
    [InlineData("mx:many.example.org", "leads to 11 mail servers")]
    public async Task What_receivers_take_for_an_error_is_one(string term, string words)
    {
        Zone.Text("example.org", $"v=spf1 {term}").Text("back.example.org", "v=spf1 include:example.org -all")
            .Text("two.example.org", "v=spf1 -all").Text("two.example.org", "v=spf1 a -all");
        for (var i = 0; i < 11; i++)
            Zone.Mx("many.example.org", 10, $"mx{i}.example.org");
        Assert.Contains(words, Only(CheckStatus.Fail, await World.CheckAsync(CheckNames.Spf)));
    }

    [Fact]
    public async Task An_include_that_cannot_be_looked_up_is_an_error()
    {
        Zone.Text("example.org", "v=spf1 include:example.net -all").Fail("example.net", DnsType.Txt);
        Assert.Contains("temperror", Only(CheckStatus.Error, await World.CheckAsync(CheckNames.Spf)));
    }

    [Fact]
    public async Task What_slows_receivers_is_told()
    {
        Zone.Text("example.org", "v=spf1 ptr include:%{d}.example -all");
        var results = await World.CheckAsync(CheckNames.Spf);
        Has(CheckStatus.Ok, "refuses others", results);
        Has(CheckStatus.Warning, "uses ptr", results);
        Has(CheckStatus.Notice, "depends on the mail", results);
    }
}
