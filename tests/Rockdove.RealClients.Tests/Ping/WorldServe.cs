using System.Globalization;
using System.Text;

namespace Rockdove.RealClients.Tests;

/// <summary><c>rockdove serve</c> with a domain of its own.</summary>
internal sealed class WorldServe : IAsyncDisposable
{
    private readonly ScratchFolder _folder = new();
    private ServerProcess? _process;

    public Dictionary<string, int> Ports { get; } = [];

    public static async Task<WorldServe> StartAsync(string domain, WorldCertificate certificate)
    {
        var server = new WorldServe();
        var config = server._folder.Write("rockdove.json", Encoding.UTF8.GetBytes(Settings(domain, certificate)));
        server._process = ServerProcess.StartRockdove("serve", "--config", config);
        foreach (var (name, _) in Listeners)
        {
            var line = await server._process.ReadLineAsync(name + " ");
            server.Ports[name] = int.Parse(line[(line.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture);
        }

        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _folder.Dispose();
    }

    private static string Settings(string domain, WorldCertificate certificate)
    {
        var accounts = WorldAccounts.All.Where(account => account.Domain == domain)
            .Select(account => $"\"{account.Address}\": \"{account.Password}\"");
        var listeners = Listeners.Select(one => $$"""
            "{{one.Name}}": { "Address": "127.0.0.1:0"{{one.More}} }
            """);
        return $$"""
            { "HostName": "mx.{{domain}}", "Domains": ["{{domain}}"],
              "Certificates": { "own": { "File": "{{certificate.File}}", "KeyFile": "{{certificate.KeyFile}}" } },
              "Accounts": { {{string.Join(", ", accounts)}} },
              "Listeners": { {{string.Join(", ", listeners)}} } }
            """;
    }

    /// <summary>In the order in which they are told.</summary>
    private static readonly (string Name, string More)[] Listeners =
    [
        ("mx", ""),
        ("submission", Mechanisms),
        ("submissions", Mechanisms),
        ("imap", Mechanisms),
        ("imaps", Mechanisms),
        ("imap-clear", ", \"Kind\": \"imap\", \"AllowsClear\": true, \"OffersTls\": false"),
        ("pop3", Mechanisms),
        ("pop3s", Mechanisms),
        ("pop3-clear", ", \"Kind\": \"pop3\", \"AllowsClear\": true, \"OffersTls\": false" + Mechanisms),
    ];

    private const string Mechanisms = """, "Mechanisms": ["SCRAM-SHA-256", "PLAIN", "LOGIN", "CRAM-MD5"]""";
}
