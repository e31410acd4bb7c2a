using System.Net;
using Rockdove.Dns;

namespace Rockdove.Prober;

/// <summary>Looks at domains and servers as a configuration wants it.</summary>
internal sealed class CheckLooks : IDisposable
{
    private readonly ProberConfiguration _configuration;
    private readonly TimeProvider _time;
    private readonly DnsResolver _resolver;
    private readonly SemaphoreSlim _places = new(MostAtOnce);

    public CheckLooks(ProberConfiguration configuration, TimeProvider time)
    {
        _configuration = configuration;
        _time = time;
        IPEndPoint[] resolvers = [.. configuration.Checks.Resolvers.Select(Resolver)];
        _resolver = new DnsResolver(resolvers.Length > 0 ? new() { Servers = resolvers } : new());
        Servers = [.. PlannedCheck.Servers(configuration).Select(check => $"{check.Target}")];
    }

    /// <summary>The servers of accounts that have TLS, each as host and port.</summary>
    public IReadOnlyList<string> Servers { get; }

    public async Task<CheckReport> LookAsync(PlannedCheck check, CancellationToken cancellationToken)
    {
        var report = await new MailChecks(Options(check)).RunAsync(check.Target, cancellationToken);
        // Where nobody has asked for DANE, a resolver that cannot tell is no news.
        return _configuration.Checks.Dane is not null
            ? report
            : report with
            {
                Results = [.. report.Results.Where(
                    one => one is not { Check: CheckNames.Dane, Status: CheckStatus.Untested })],
            };
    }

    /// <summary>
    /// One quick look at a port, for somebody who waits: what is spoken there is what the accounts speak. A few are
    /// made at once, and what waits too long is told as such.
    /// </summary>
    public async Task<CheckReport> LookNowAsync(CheckTarget target, CancellationToken cancellationToken)
    {
        var check = PlannedCheck.Servers(_configuration)
            .FirstOrDefault(one => $"{one.Target}".Equals($"{target}", StringComparison.OrdinalIgnoreCase))
            ?? new PlannedCheck(target, [CheckNames.Tls, CheckNames.Certificate], IsOwn: false);
        await _places.WaitAsync(cancellationToken);
        try
        {
            var options = Options(check) with { Patience = ScrapePatience, TriesOldTls = false };
            return await new MailChecks(options).RunAsync(target, cancellationToken);
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose()
    {
        _resolver.Dispose();
        _places.Dispose();
    }

    private CheckOptions Options(PlannedCheck check) => new()
    {
        Resolver = _resolver,
        Only = check.Only,
        Protocol = check.Protocol,
        ImplicitTls = check.IsImplicitTls,
        HelloName = HelloName.OfThisMachine,
        TriesOldTls = check.IsOwn, // Some connections more, which strangers may not like.
        Time = _time,
    };

    /// <summary>It was checked when it was read. Without a port it has none, which is DNS' own.</summary>
    private static IPEndPoint Resolver(string text)
    {
        var point = IPEndPoint.Parse(text);
        return point.Port == 0 ? new(point.Address, DnsPort) : point;
    }

    private const int DnsPort = 53;

    /// <summary>Whoever may ask could otherwise have us open any number of connections.</summary>
    private const int MostAtOnce = 4;

    /// <summary>Scrapers wait for ten seconds.</summary>
    private static readonly TimeSpan ScrapePatience = TimeSpan.FromSeconds(8);
}
