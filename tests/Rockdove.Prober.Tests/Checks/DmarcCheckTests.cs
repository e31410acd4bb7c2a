using Rockdove.Dns;

namespace Rockdove.Prober.Tests;

public sealed class DmarcCheckTests : CheckTests
{
    [Theory]
    [InlineData("v=DMARC1; p=reject; rua=mailto:d@example.org", CheckStatus.Ok)]
    [InlineData("v=DMARC1;p=quarantine;rua=mailto:d@example.org!10m", CheckStatus.Ok)]
    [InlineData("v=DMARC1; p=none; rua=mailto:d@example.org", CheckStatus.Warning)]
    [InlineData("v=DMARC1; rua=mailto:d@example.org", CheckStatus.Fail)]
    [InlineData("v=DMARC1; p=refuse", CheckStatus.Fail)]
    [InlineData("v=DMARC1; p=reject; pct=101", CheckStatus.Fail)]
    [InlineData("v=DMARC1; p=reject; adkim=x", CheckStatus.Fail)]
    [InlineData("v=DMARC1; p=reject; p=none", CheckStatus.Fail)]
    [InlineData("v=DMARC1; reject", CheckStatus.Fail)]
    public async Task A_record_is_judged(string record, CheckStatus status)
    {
        Zone.Text("_dmarc.example.org", record);
        Only(status, await World.CheckAsync(CheckNames.Dmarc));
    }

    [Fact]
    public async Task Without_a_record_it_is_that_of_the_domain_above()
    {
        Zone.Text("_dmarc.example.org", "v=DMARC1; p=reject; sp=none; rua=mailto:d@example.org");
        var results = await World.CheckAsync(CheckNames.Dmarc, "news.mail.example.org");
        Assert.Contains("the policy is none. That is said at example.org.", Only(CheckStatus.Warning, results));
        Has(CheckStatus.Warning, "'sp=none'", await World.CheckAsync(CheckNames.Dmarc));
    }

    [Fact]
    public async Task There_is_none_or_one()
    {
        Zone.Text("_dmarc.org", "v=DMARC1; p=reject"); // That of a registry is not asked for.
        Assert.Contains("no DMARC record", Only(CheckStatus.Fail, await World.CheckAsync(CheckNames.Dmarc)));
        Zone.Text("_dmarc.example.org", "v=DMARC1; p=none").Text("_dmarc.example.org", "v=DMARC1; p=reject");
        Assert.Contains("2 DMARC records", Only(CheckStatus.Fail, await World.CheckAsync(CheckNames.Dmarc)));
        Zone.Fail("_dmarc.example.net", DnsType.Txt);
        Only(CheckStatus.Error, await World.CheckAsync(CheckNames.Dmarc, "example.net"));
    }

    [Fact]
    public async Task Others_have_to_agree_to_get_reports()
    {
        Zone.Text(
                "_dmarc.example.org",
                "v=DMARC1; p=reject; rua=mailto:a@yes.example,mailto:a@no.example,mailto:nobody")
            .Text("example.org._report._dmarc.yes.example", "v=DMARC1");
        var results = await World.CheckAsync(CheckNames.Dmarc);
        Has(CheckStatus.Warning, "no.example has not said that it takes reports", results);
        Has(CheckStatus.Warning, "'mailto:nobody' in 'rua' is no address", results);
        Assert.DoesNotContain(results, one => one.What.Contains("yes.example", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Less_than_all_is_told()
    {
        Zone.Text("_dmarc.example.org", "v=DMARC1; p=reject; pct=20");
        var results = await World.CheckAsync(CheckNames.Dmarc);
        Has(CheckStatus.Notice, "20 of 100", results);
        Has(CheckStatus.Notice, "Nobody gets reports", results);
    }
}
