using Rockdove.Dns;
using Rockdove.Testing;

namespace Rockdove.Prober.Tests;

/// <summary>A domain on loopback: its zone, its authority, and a clock that stands still.</summary>
internal sealed class CheckWorld : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _servers = [];
    private readonly DnsResolver _resolver;

    public CheckWorld()
    {
        // The resolver has a real clock, so that a question that is never answered does not wait for ever.
        _resolver = Names.CreateResolver();
        Zone.Sign(".").Add(new NsRecord(DnsName.Root, TimeSpan.FromDays(1), DnsName.Parse("ns.invalid")));
        Options = new CheckOptions
        {
            Resolver = _resolver,
            TrustedRoots = Authority.Roots,
            Time = new ManualTimeProvider(TestAuthority.Now),
            TriesOldTls = false,
        };
    }

    public ZoneServer Names { get; } = ZoneServer.Start();

    public Zone Zone => Names.Zone;

    public TestAuthority Authority { get; } = new();

    public CheckOptions Options { get; set; }

    /// <summary>Starts a server, and ends it with this world.</summary>
    public TlsServer Add(TlsServer server)
    {
        _servers.Add(server);
        return server;
    }

    /// <summary>The domain has one mail server, <c>mx.example.org</c>, which is this one.</summary>
    public TlsServer AddExchange(TlsServer server)
    {
        Zone.Mx("example.org", 10, "mx.example.org").Address("mx.example.org", "127.0.0.1");
        Options = Options with { ExchangePort = server.Port };
        return Add(server);
    }

    public async Task<CheckReport> RunAsync(string target)
    {
        Assert.True(CheckTarget.TryParse(target, out var parsed));
        return await new MailChecks(Options).RunAsync(parsed, TestContext.Current.CancellationToken);
    }

    /// <summary>What one check says of <c>example.org</c>.</summary>
    public Task<IReadOnlyList<CheckResult>> CheckAsync(string check) => CheckAsync(check, "example.org");

    public async Task<IReadOnlyList<CheckResult>> CheckAsync(string check, string target)
    {
        Options = Options with { Only = [check] };
        var results = (await RunAsync(target)).Results;
        Assert.All(results, result => Assert.Equal(check, result.Check));
        return results;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
            await server.DisposeAsync();
        await Names.DisposeAsync();
        _resolver.Dispose();
        Authority.Dispose();
    }
}
