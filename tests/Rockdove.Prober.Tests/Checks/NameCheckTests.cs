using Rockdove.Dns;

namespace Rockdove.Prober.Tests;

/// <summary>MX, DNSSEC, CAA and reverse names.</summary>
public sealed class NameCheckTests : CheckTests
{
    [Fact]
    public async Task Mail_servers_are_told_with_their_addresses()
    {
        Zone.Mx("example.org", 20, "b.example.org").Mx("example.org", 10, "a.example.org")
            .Address("a.example.org", "192.0.2.1").Address("a.example.org", "2001:db8::1")
            .Address("b.example.org", "192.0.2.2");
        var result = Assert.Single(await World.CheckAsync(CheckNames.Mx));
        Assert.Equal(CheckStatus.Ok, result.Status);
        Assert.Equal(["10 a.example.org: 192.0.2.1, 2001:db8::1", "20 b.example.org: 192.0.2.2"], result.Evidence);
    }

    [Fact]
    public async Task A_domain_says_in_one_way_or_another_where_mail_goes()
    {
        Zone.Mx("null.example.org", 0, ".").Text("empty.example.org", "x").Address("bare.example.org", "192.0.2.1")
            .Fail("broken.example.org", DnsType.Mx);
        Only(CheckStatus.Ok, await World.CheckAsync(CheckNames.Mx, "null.example.org"));
        Only(CheckStatus.Fail, await World.CheckAsync(CheckNames.Mx, "empty.example.org"));
        Only(CheckStatus.Warning, await World.CheckAsync(CheckNames.Mx, "bare.example.org"));
        Only(CheckStatus.Error, await World.CheckAsync(CheckNames.Mx, "broken.example.org"));
        Assert.Equal(
            "The domain does not exist.",
            Only(CheckStatus.Fail, await World.CheckAsync(CheckNames.Mx, "gone.example.org")));
    }

    [Fact]
    public async Task Each_bad_server_is_told()
    {
        Zone.Mx("example.org", 10, "alias.example.org").Mx("example.org", 20, "gone.example.org")
            .Mx("example.org", 30, "192.0.2.9").Mx("example.org", 40, ".").Mx("example.org", 50, "broken.example.org")
            .Alias("alias.example.org", "a.example.org").Address("a.example.org", "192.0.2.1")
            .Fail("broken.example.org", DnsType.A);
        var results = await World.CheckAsync(CheckNames.Mx);
        Has(CheckStatus.Warning, "an alias, of a.example.org", results);
        Assert.Equal("gone.example.org", Has(CheckStatus.Fail, "has no address", results).Subject);
        Has(CheckStatus.Fail, "names an address", results);
        Has(CheckStatus.Fail, "others name servers", results);
        Has(CheckStatus.Error, "Nobody knows the addresses of broken.example.org", results);
        Has(CheckStatus.Notice, "IPv6", results);
    }

    [Fact]
    public async Task Ten_servers_are_looked_at_and_an_eleventh_is_not()
    {
        for (var i = 0; i < 11; i++)
            Zone.Mx("example.org", (ushort)i, $"mx{i}.example.org").Address($"mx{i}.example.org", "2001:db8::1");
        var results = await World.CheckAsync(CheckNames.Mx);
        Has(CheckStatus.Ok, "10 servers", results);
        Has(CheckStatus.Notice, "1 more mail servers", results);
    }

    [Fact]
    public async Task A_domain_is_signed_or_not()
    {
        Zone.Text("example.org", "x").Text("example.net", "x").Sign("example.org").Fail("example.com", DnsType.Soa);
        Only(CheckStatus.Ok, await World.CheckAsync(CheckNames.Dnssec));
        Only(CheckStatus.Notice, await World.CheckAsync(CheckNames.Dnssec, "example.net"));
        Only(CheckStatus.Fail, await World.CheckAsync(CheckNames.Dnssec, "example.com"));
        Zone.Fail(".", DnsType.Ns);
        Only(CheckStatus.Untested, await World.CheckAsync(CheckNames.Dnssec, "example.net"));
    }

    [Fact]
    public async Task Who_may_issue_certificates_is_said_there_or_above()
    {
        Zone.Caa("example.org", "issue", "ca.example").Text("mx.example.org", "x").Fail("example.net", DnsType.Caa);
        Assert.Equal(["issue \"ca.example\""], (await World.CheckAsync(CheckNames.Caa))[0].Evidence);
        Assert.Contains(
            "at example.org", Only(CheckStatus.Ok, await World.CheckAsync(CheckNames.Caa, "mx.example.org")));
        Only(CheckStatus.Notice, await World.CheckAsync(CheckNames.Caa, "example.com"));
        Only(CheckStatus.Error, await World.CheckAsync(CheckNames.Caa, "example.net"));
    }

    [Fact]
    public async Task The_name_of_an_address_leads_back()
    {
        var server = World.AddExchange(new TlsServer("smtp", null));
        Assert.Contains("has no name", Only(CheckStatus.Warning, await World.CheckAsync(CheckNames.Ptr)));
        Zone.Pointer("127.0.0.1", "other.example.org");
        Assert.Contains("which is another one", Only(CheckStatus.Warning, await World.CheckAsync(CheckNames.Ptr)));
        Zone.Pointer("127.0.0.1", server.Name);
        Assert.Contains("calls itself so", Only(CheckStatus.Ok, await World.CheckAsync(CheckNames.Ptr)));
        Zone.Fail("1.0.0.127.in-addr.arpa", DnsType.Ptr);
        Only(CheckStatus.Error, await World.CheckAsync(CheckNames.Ptr));
    }

    [Fact]
    public async Task Of_several_names_that_lead_back_a_server_may_call_itself_by_any()
    {
        var server = World.AddExchange(new TlsServer("smtp", null));
        Zone.Address("www.example.org", "127.0.0.1")
            .Pointer("127.0.0.1", "www.example.org").Pointer("127.0.0.1", server.Name);
        Assert.Contains("calls itself so", Only(CheckStatus.Ok, await World.CheckAsync(CheckNames.Ptr)));
    }

    [Theory]
    [InlineData("mail.example.net", "The server calls itself mail.example.net")]
    [InlineData("localhost", "which is no full name")]
    public async Task A_server_calls_itself_by_its_name(string name, string words)
    {
        World.AddExchange(new TlsServer("smtp", null) { Name = name });
        Zone.Pointer("127.0.0.1", "mx.example.org");
        Assert.Contains(words, Only(CheckStatus.Notice, await World.CheckAsync(CheckNames.Ptr)));
    }
}
