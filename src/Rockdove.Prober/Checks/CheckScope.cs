using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Rockdove.Dns;

namespace Rockdove.Prober;

/// <summary>What the checks of one target share: its limits, and what more than one of them wants to know.</summary>
internal sealed class CheckScope : IDisposable
{
    private readonly Lazy<Task<MailExchangers>> _exchangers;
    private readonly Lazy<Task<bool>> _validates;
    private readonly ConcurrentDictionary<CheckedPort, Lazy<Task<ServiceSight>>> _sights = new();
    private int _lookups;

    public CheckScope(CheckTarget target, CheckOptions options, CancellationToken stop)
    {
        Target = target;
        Options = options;
        Stop = stop;
        _exchangers = new(() => MailExchangers.FindAsync(this));
        _validates = new(FindWhetherItValidatesAsync);
    }

    public CheckTarget Target { get; }

    public CheckOptions Options { get; }

    /// <summary>The time is over, or whoever asked does not want to know any more.</summary>
    public CancellationToken Stop { get; }

    public DateTimeOffset Now => Options.Time.GetUtcNow();

    /// <summary>The domain.</summary>
    public DnsName Domain => Target.Name!;

    public int Lookups => Math.Min(_lookups, Options.MaximumLookups);

    public Task<DnsAnswer> AskAsync(DnsName name, DnsType type)
    {
        if (Interlocked.Increment(ref _lookups) <= Options.MaximumLookups)
            return Options.Resolver.QueryAsync(name, type, Stop);
        return Task.FromResult(new DnsAnswer
        {
            Question = new DnsQuestion(name, type),
            Outcome = DnsOutcome.Unreachable,
            Explanation = string.Create(
                CultureInfo.InvariantCulture,
                $"A check asks DNS {Options.MaximumLookups} questions at most, and these were asked."),
        });
    }

    /// <summary>Who takes the domain's mail.</summary>
    public Task<MailExchangers> ExchangersAsync() => _exchangers.Value;

    /// <summary>The ports to look at: those of the domain's servers, or the one that was named.</summary>
    public async Task<IReadOnlyList<CheckedPort>> ServicesAsync()
    {
        if (Target.Port is { } port)
        {
            var service = CheckedPort.At(Target.Host, port);
            return
            [
                service with
                {
                    Protocol = Options.Protocol ?? service.Protocol,
                    IsImplicitTls = Options.ImplicitTls ?? (Options.Protocol is null && service.IsImplicitTls),
                },
            ];
        }

        var exchangers = await ExchangersAsync();
        return
        [
            .. exchangers.Hosts.Select(host => new CheckedPort(
                host.ToString(), Options.ExchangePort, CheckedProtocol.Smtp, IsImplicitTls: false)
            {
                IsExchange = true,
            }),
        ];
    }

    /// <summary>Connects to a port and looks at its TLS; once, however many ask.</summary>
    public Task<ServiceSight> InspectAsync(CheckedPort service) =>
        _sights.GetOrAdd(service, one => new(() => new ServiceInspection(this, one).RunAsync())).Value;

    /// <summary>
    /// The addresses of a host, those of version 4 first; or the answer that says why there are none.
    /// </summary>
    public async Task<(IReadOnlyList<IPAddress> Addresses, DnsAnswer? Failure)> AddressesAsync(string host)
    {
        if (IPAddress.TryParse(host, out var literal))
            return ([literal], null);
        var name = DnsName.Parse(host);
        var v4 = AskAsync(name, DnsType.A);
        var v6 = AskAsync(name, DnsType.Aaaa);
        DnsAnswer[] answers = [await v4, await v6];
        IPAddress[] addresses = [.. answers.SelectMany(one => one.Of<AddressRecord>()).Select(one => one.Address)];
        return (addresses, addresses.Length > 0 ? null : answers.FirstOrDefault(one => one.IsFailure));
    }

    /// <summary>
    /// True when the resolver says of the root, which is signed, that it is authentic: without this a missing AD bit
    /// says nothing about anybody.
    /// </summary>
    public Task<bool> ResolverValidatesAsync() => _validates.Value;

    /// <summary>What was shown at the ports that were looked at.</summary>
    /// <param name="results">Has what DANE says of them.</param>
    public IReadOnlyList<KeptCertificate> Certificates(IReadOnlyList<CheckResult> results) =>
    [
        .. _sights.Values
            .Where(sight => sight.IsValueCreated && sight.Value.IsCompletedSuccessfully)
            .Select(sight => sight.Value.Result)
            .Where(sight => sight is { Tls: not null, Certificates.Count: > 0 })
            .Select(sight =>
            {
                var (endpoint, shown) = ($"{sight.Service}", sight.Certificates);
                return new KeptCertificate(
                    endpoint,
                    Now,
                    shown[0].RawDataMemory,
                    shown.Min(one => one.NotAfter.ToUniversalTime()),
                    sight.Tls!.Split(' ')[0],
                    sight.Tls.Split(' ')[^1],
                    CertificateJudge.Distrust(shown, Options.TrustedRoots, Now).Count == 0,
                    shown[0].MatchesHostname(sight.Service.Host),
                    results.FirstOrDefault(one => one.Check == CheckNames.Dane && one.Subject == endpoint) is { } dane
                        ? CheckNames.Of(dane.Status)
                        : null);
            })
            .OrderBy(one => one.Endpoint, StringComparer.Ordinal),
    ];

    public void Dispose()
    {
        foreach (var sight in _sights.Values)
        {
            if (sight.IsValueCreated && sight.Value.IsCompletedSuccessfully)
                sight.Value.Result.Dispose();
        }
    }

    private async Task<bool> FindWhetherItValidatesAsync() =>
        (await AskAsync(DnsName.Root, DnsType.Ns)).IsAuthentic;
}
