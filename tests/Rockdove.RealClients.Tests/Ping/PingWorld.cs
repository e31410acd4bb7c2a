using System.Globalization;
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
    private readonly Dictionary<(string Server, string Door), int> _ports = [];
    private readonly List<IAsyncDisposable> _servers = [];

    internal WorldDovecot Dovecot { get; private set; } = null!;

    internal WorldPostfix Postfix { get; private set; } = null!;

    internal StrangersMail Strangers { get; private set; } = null!;

    /// <summary>Every pair, both ways.</summary>
    internal PingResults All { get; private set; } = null!;

    /// <summary>A few pairs, with wrong passwords and somebody who is not there.</summary>
    internal PingResults Faults { get; private set; } = null!;

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
        var rock = WorldServe.StartAsync(WorldAccounts.Rock, Certificate(WorldAccounts.Rock));
        var dove = WorldServe.StartAsync(WorldAccounts.Dove, Certificate(WorldAccounts.Dove));
        Dovecot = Add(WorldAccounts.Debian, await WorldDovecot.StartAsync(Certificate(WorldAccounts.Debian)));
        Add(WorldAccounts.Rock, await rock);
        Add(WorldAccounts.Dove, await dove);
        Postfix = Add(WorldAccounts.Debian, await WorldPostfix.StartAsync(
            Certificate(WorldAccounts.Debian), Dovecot, new Dictionary<string, int>
            {
                [WorldAccounts.Rock] = this[WorldAccounts.Rock, "mx"],
                [WorldAccounts.Dove] = this[WorldAccounts.Dove, "mx"],
            }));

        Strangers = new StrangersMail(this);
        await Strangers.PutAsync();
        var config = _folder.Write("world.json", Encoding.UTF8.GetBytes(WorldConfiguration.All(this, Password)));
        var faults = _folder.Write("faults.json", Encoding.UTF8.GetBytes(WorldConfiguration.Faults(this, Password)));
        All = await PingAsync("--config", config);
        Faults = await PingAsync("--config", config, "--config", faults);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in Enumerable.Reverse(_servers))
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

    private async Task<PingResults> PingAsync(params string[] arguments) =>
        new(await RockdoveAsync(["ping", .. arguments, "--json"]));

    /// <summary>A file with a password.</summary>
    private string Password(string name, string password) =>
        _folder.Write($"{name}.password", Encoding.UTF8.GetBytes(password + "\n"));

    private WorldDovecot Add(string domain, WorldDovecot server) => Add(domain, server, server.Ports);

    private WorldPostfix Add(string domain, WorldPostfix server) => Add(domain, server, server.Ports);

    private void Add(string domain, WorldServe server) => Add(domain, server, server.Ports);

    private T Add<T>(string domain, T server, Dictionary<string, int> ports)
        where T : IAsyncDisposable
    {
        _servers.Add(server);
        foreach (var (door, port) in ports)
            _ports.Add((domain, door), port);
        return server;
    }

    private static readonly string[] Domains = [WorldAccounts.Debian, WorldAccounts.Rock, WorldAccounts.Dove];
}
