using System.Security.Cryptography;

namespace Rockdove.Prober.Tests;

public sealed class DkimCheckTests : CheckTests
{
    [Fact]
    public async Task Without_a_selector_nothing_is_tested() =>
        Only(CheckStatus.Untested, await World.CheckAsync(CheckNames.Dkim));

    [Theory]
    [InlineData(512, CheckStatus.Fail)]
    [InlineData(1024, CheckStatus.Warning)]
    [InlineData(2048, CheckStatus.Ok)]
    public async Task The_size_of_a_key_counts(int bits, CheckStatus status)
    {
        using var rsa = RSA.Create(bits);
        var key = Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo());
        var what = Only(status, await CheckAsync($"v=DKIM1; k=rsa; p={key}"));
        Assert.Contains($"{bits} bits", what);
    }

    [Theory]
    [InlineData("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", CheckStatus.Ok)]
    [InlineData("k=ed25519; p=11qYAYKxCrfVS/ 7TyWQHOg7hcv PapiMlrwIaaPcHURo=;", CheckStatus.Ok)]
    [InlineData("v=DKIM1; t=y:s; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", CheckStatus.Notice)]
    [InlineData("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg==", CheckStatus.Fail)]
    [InlineData("v=DKIM1; p=", CheckStatus.Warning)]
    [InlineData("v=DKIM1", CheckStatus.Fail)]
    [InlineData("v=DKIM2; p=AAAA", CheckStatus.Fail)]
    [InlineData("p=AAAA; v=DKIM1", CheckStatus.Fail)]
    [InlineData("v=DKIM1; p=AAAA", CheckStatus.Fail)]
    [InlineData("v=DKIM1; p=!", CheckStatus.Fail)]
    [InlineData("v=DKIM1; p=AAAA; p=AAAA", CheckStatus.Fail)]
    [InlineData("v=DKIM1; k=dsa; p=AAAA", CheckStatus.Fail)]
    [InlineData("v=DKIM1; h=sha1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", CheckStatus.Fail)]
    [InlineData("v=DKIM1; s=tlsrpt; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", CheckStatus.Fail)]
    [InlineData("nothing", CheckStatus.Fail)]
    public async Task A_key_is_judged(string record, CheckStatus status) => Only(status, await CheckAsync(record));

    [Fact]
    public async Task Each_selector_has_its_result()
    {
        World.Options = World.Options with { Selectors = ["a", "b"] };
        Zone.Text("a._domainkey.example.org", "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")
            .Text("c._domainkey.example.org", "one").Text("c._domainkey.example.org", "two");
        var results = await World.CheckAsync(CheckNames.Dkim);
        Assert.Equal(["a._domainkey.example.org", "b._domainkey.example.org"], results.Select(one => one.Subject));
        Has(CheckStatus.Ok, "Ed25519", results);
        Has(CheckStatus.Fail, "no key", results);
        World.Options = World.Options with { Selectors = ["c", "..", new string('x', 250)] };
        results = await World.CheckAsync(CheckNames.Dkim);
        Has(CheckStatus.Fail, "2 texts", results);
        Assert.Equal(2, results.Count(one => one.Status == CheckStatus.Error));
    }

    private Task<IReadOnlyList<CheckResult>> CheckAsync(string record)
    {
        Zone.Text("s1._domainkey.example.org", record);
        World.Options = World.Options with { Selectors = ["s1"] };
        return World.CheckAsync(CheckNames.Dkim);
    }
}
