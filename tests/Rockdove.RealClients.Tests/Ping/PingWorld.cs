using System.Collections.Concurrent;
using System.Text;
using Rockdove.Testing;

namespace Rockdove.RealClients.Tests;

/// <summary>
/// Three domains on loopback: Debian's Postfix and Dovecot have one, <c>rockdove serve</c> has two. The prober has run
/// in it once among all, and once more with faults.
/// </summary>
public sealed class PingWorld : IAsyncLifetime
{
    private readonly ScratchFolder _folder = new();
    private readonly WorldAuthority _authority = new();
    private readonly Dictionary<string, WorldCertificate> _certificates = [];
    private readonly ConcurrentDictionary<(string Server, string Door), int> _ports = new();
    private readonly ConcurrentStack<IAsyncDisposable> _servers = new();

    internal WorldDovecot Dovecot { get; private set; } = null!;

    internal WorldPostfix Postfix { get; private set; } = null!;

    internal StrangersMail Strangers { get; private set; } = null!;

    /// <summary>Every pair, both ways.</summary>
    internal PingResults All { get; private set; } = null!;

    /// <summary>A few pairs, with what may be wrong between real servers.</summary>
    internal PingResults Faults { get; private set; } = null!;

    /// <summary>What both runs have kept.</summary>
    internal PingJournal Journal { get; private set; } = null!;

    internal string Database => Path.Combine(_folder.Path, "rockdove-ping.db");

    internal string RootFile => _authority.RootFile;

    internal int this[string server, string door] => _ports[(server, door)];

    internal IEnumerable<int> PortsOf(string server) =>
        _ports.Where(port => port.Key.Server == server).Select(port => port.Value);

    internal WorldCertificate Certificate(string server) => _certificates[server];

    public async ValueTask InitializeAsync()
    {
        foreach (var domain in Domains)
            _certificates.Add(domain, _authority.Issue($"mx.{domain}"));
        await BeginAsync();
        Strangers = new StrangersMail(this);
        await Strangers.PutAsync();
        await ProbeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        while (_servers.TryPop(out var server))
            await server.DisposeAsync();
        _authority.Dispose();
        _folder.Dispose();
    }

    /// <summary>The shipped program, which believes this world's authority and nobody else.</summary>
    internal Task<ClientRun> RockdoveAsync(params IReadOnlyList<string> arguments) =>
        new ClientProgram(RockdoveProgram.Path)
        {
            Patience = TimeSpan.FromMinutes(3),
            Variables = { ["SSL_CERT_FILE"] = RootFile, ["SSL_CERT_DIR"] = "/nowhere" },
        }.RunAsync(arguments);

    private async Task BeginAsync()
    {
        var dovecot = WorldDovecot.StartAsync(Certificate(WorldAccounts.Debian));
        await Task.WhenAll(
            AddAsync(WorldAccounts.Debian, dovecot, server => server.Ports),
            AddAsync(
                WorldAccounts.Rock,
                WorldServe.StartAsync(WorldAccounts.Rock, Certificate(WorldAccounts.Rock)),
                server => server.Ports),
            AddAsync(
                WorldAccounts.Dove,
                WorldServe.StartAsync(WorldAccounts.Dove, Certificate(WorldAccounts.Dove)),
                server => server.Ports));
        Dovecot = await dovecot;
        var routes = new[] { WorldAccounts.Rock, WorldAccounts.Dove }.ToDictionary(
            domain => domain, domain => this[domain, "mx"]);
        var postfix = WorldPostfix.StartAsync(Certificate(WorldAccounts.Debian), Dovecot, routes);
        await AddAsync(WorldAccounts.Debian, postfix, server => server.Ports);
        Postfix = await postfix;
    }

    private async Task ProbeAsync()
    {
        var config = _folder.Write("world.json", Encoding.UTF8.GetBytes(WorldConfiguration.All(this, Password)));
        var faults = _folder.Write("faults.json", Encoding.UTF8.GetBytes(WorldConfiguration.Faults(this, Password)));
        All = new PingResults(await RockdoveAsync("ping", "--json", "--config", config));
        Faults = new PingResults(await RockdoveAsync("ping", "--json", "--config", config, "--config", faults));
        Journal = await PingJournal.ReadAsync(Database);
    }

    private async Task AddAsync<T>(string domain, Task<T> starting, Func<T, Dictionary<string, int>> portsOf)
        where T : IAsyncDisposable
    {
        var server = await starting;
        _servers.Push(server);
        foreach (var (door, port) in portsOf(server))
            _ports[(domain, door)] = port;
    }

    /// <summary>A file with a password.</summary>
    private string Password(string name, string password) =>
        _folder.Write($"{name}.password", Encoding.UTF8.GetBytes(password + "\n"));

    private static readonly string[] Domains = [WorldAccounts.Debian, WorldAccounts.Rock, WorldAccounts.Dove];
}
