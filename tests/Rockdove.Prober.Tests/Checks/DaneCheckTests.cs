using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Rockdove.Dns;

namespace Rockdove.Prober.Tests;

public sealed class DaneCheckTests : CheckTests
{
    private readonly X509Certificate2 _own;
    private readonly TlsServer _server;
    private readonly string _at;

    public DaneCheckTests()
    {
        _own = World.Authority.Issue("mx.example.org");
        _server = World.AddExchange(new TlsServer("smtp", World.Authority.Chain(_own)));
        _at = $"_{_server.Port}._tcp.mx.example.org";
        Zone.Sign("example.org");
    }

    [Theory]
    [InlineData(3, 0, 0)]
    [InlineData(3, 0, 1)]
    [InlineData(3, 0, 2)]
    [InlineData(3, 1, 0)]
    [InlineData(3, 1, 1)]
    [InlineData(3, 1, 2)]
    [InlineData(2, 0, 0)]
    [InlineData(2, 0, 1)]
    [InlineData(2, 1, 1)]
    [InlineData(2, 1, 2)]
    public async Task Records_vouch_for_certificates(byte usage, byte selector, byte matching)
    {
        Add(usage, selector, matching, usage == 3 ? _own : World.Authority.Middle);
        Assert.Contains("vouch", Only(CheckStatus.Ok, await World.CheckAsync(CheckNames.Dane)));
    }

    [Fact]
    public async Task The_authority_may_be_in_the_record_alone()
    {
        Add(2, 0, 0, World.Authority.Root); // The server does not show it.
        Only(CheckStatus.Ok, await World.CheckAsync(CheckNames.Dane));
    }

    [Fact]
    public async Task Records_for_another_certificate_fail()
    {
        using var other = World.Authority.Issue("mx.example.org");
        Add(3, 1, 1, other);
        Assert.StartsWith("No TLSA record is for", Only(CheckStatus.Fail, await World.CheckAsync(CheckNames.Dane)));
        Add(3, 1, 1, _own); // The next or the last one: either may be there.
        Only(CheckStatus.Ok, await World.CheckAsync(CheckNames.Dane));
    }

    [Fact]
    public async Task An_authority_vouches_for_its_names_alone()
    {
        using var own = World.Authority.Issue("www.example.net");
        var server = World.Add(new TlsServer("smtp", World.Authority.Chain(own)));
        World.Options = World.Options with { ExchangePort = server.Port };
        Zone.Tlsa(
            $"_{server.Port}._tcp.mx.example.org", 2, 0, 1, SHA256.HashData(World.Authority.Middle.RawDataMemory.Span));
        Only(CheckStatus.Fail, await World.CheckAsync(CheckNames.Dane));
        Zone.Tlsa($"_{server.Port}._tcp.mx.example.org", 3, 0, 1, SHA256.HashData(own.RawDataMemory.Span));
        Only(CheckStatus.Ok, await World.CheckAsync(CheckNames.Dane)); // With usage 3 the name does not count.
    }

    [Theory]
    [InlineData(0, 0, 1, 32)]
    [InlineData(1, 0, 1, 32)]
    [InlineData(3, 2, 1, 32)]
    [InlineData(3, 1, 3, 32)]
    [InlineData(3, 1, 1, 31)]
    [InlineData(3, 1, 2, 32)]
    [InlineData(3, 1, 0, 0)]
    public async Task Records_that_nobody_uses_are_told_of(byte usage, byte selector, byte matching, int bytes)
    {
        Zone.Tlsa(_at, usage, selector, matching, new byte[bytes]);
        var what = Only(CheckStatus.Warning, await World.CheckAsync(CheckNames.Dane));
        Assert.StartsWith("None of the TLSA records", what);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task That_DNS_fails_is_not_the_same_as_no_records(bool isSilent)
    {
        if (isSilent)
            Zone.KeepSilent(_at, DnsType.Tlsa);
        else
            Zone.Fail(_at, DnsType.Tlsa);
        using var resolver = new DnsResolver(
            new() { Servers = [World.Names.EndPoint], Attempts = 1, Patience = TimeSpan.FromMilliseconds(500) });
        World.Options = World.Options with { Resolver = resolver };
        Assert.Contains("cannot be looked up", Only(CheckStatus.Fail, await World.CheckAsync(CheckNames.Dane)));
    }

    [Fact]
    public async Task Without_records_there_is_no_DANE() =>
        Assert.Contains("no TLSA records", Only(CheckStatus.Notice, await World.CheckAsync(CheckNames.Dane)));

    [Fact]
    public async Task Behind_an_unsigned_name_nobody_asks()
    {
        Zone.Mx("example.org", 5, "mx.example.net").Address("mx.example.net", "127.0.0.1")
            .Tlsa($"_{_server.Port}._tcp.mx.example.net", 3, 1, 1, new byte[32]);
        Has(CheckStatus.Notice, "not signed", await World.CheckAsync(CheckNames.Dane));
        Assert.DoesNotContain(World.Names.Asked, one =>
            one.Question.Type == DnsType.Tlsa && one.Question.Name.IsAtOrUnder(DnsName.Parse("example.net")));
    }

    [Fact]
    public async Task Behind_an_unsigned_MX_nobody_looks()
    {
        Zone.Mx("example.net", 10, "mx.example.org");
        Add(3, 1, 1, _own);
        Assert.Contains(
            "the MX records are not signed",
            Only(CheckStatus.Warning, await World.CheckAsync(CheckNames.Dane, "example.net")));
    }

    [Fact]
    public async Task A_resolver_that_does_not_validate_tells_nothing()
    {
        Zone.Fail(".", DnsType.Ns);
        Add(3, 1, 1, _own);
        Only(CheckStatus.Untested, await World.CheckAsync(CheckNames.Dane));
    }

    [Fact]
    public async Task Records_without_TLS_fail()
    {
        var server = World.Add(new TlsServer("smtp", null));
        World.Options = World.Options with { ExchangePort = server.Port };
        Zone.Tlsa($"_{server.Port}._tcp.mx.example.org", 3, 1, 1, new byte[32]);
        Assert.Contains("no TLS", Only(CheckStatus.Fail, await World.CheckAsync(CheckNames.Dane)));
    }

    [Fact]
    public async Task A_single_record_before_the_end_of_the_certificate_is_worth_a_notice()
    {
        using var own = World.Authority.Issue("mx.example.org", -60, 10);
        var server = World.Add(new TlsServer("smtp", World.Authority.Chain(own)));
        World.Options = World.Options with { ExchangePort = server.Port };
        var at = $"_{server.Port}._tcp.mx.example.org";
        Zone.Tlsa(at, 3, 0, 1, SHA256.HashData(own.RawDataMemory.Span));
        Assert.Contains("no record for the next", Only(CheckStatus.Notice, await World.CheckAsync(CheckNames.Dane)));
        Zone.Tlsa(at, 3, 1, 1, new byte[32]);
        Only(CheckStatus.Ok, await World.CheckAsync(CheckNames.Dane));
    }

    [Fact]
    public async Task Records_are_at_the_end_of_signed_aliases()
    {
        using var own = World.Authority.Issue("alias.example.org");
        var server = World.Add(new TlsServer("smtps", World.Authority.Chain(own)));
        World.Options = World.Options with { ImplicitTls = true };
        Zone.Alias("alias.example.org", "mx.example.org")
            .Tlsa($"_{server.Port}._tcp.mx.example.org", 3, 0, 1, SHA256.HashData(own.RawDataMemory.Span));
        Only(CheckStatus.Ok, await World.CheckAsync(CheckNames.Dane, $"alias.example.org:{server.Port}"));
    }

    private void Add(byte usage, byte selector, byte matching, X509Certificate2 certificate)
    {
        var octets = selector == 0 ? certificate.RawData : certificate.PublicKey.ExportSubjectPublicKeyInfo();
        Zone.Tlsa(_at, usage, selector, matching, matching switch
        {
            0 => octets,
            1 => SHA256.HashData(octets),
            _ => SHA512.HashData(octets),
        });
    }
}
