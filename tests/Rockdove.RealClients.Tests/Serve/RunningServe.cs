using System.Globalization;
using System.Text;
using Rockdove.Testing;

namespace Rockdove.RealClients.Tests;

/// <summary>
/// A <c>rockdove serve</c> with two accounts, <c>ann</c> and <c>bob</c> of example.org, for the tests of one class. Its
/// certificate is made up, so clients are told not to look at it.
/// </summary>
public sealed class RunningServe : IAsyncLifetime
{
    private readonly ScratchFolder _folder = new();
    private readonly Dictionary<string, int> _ports = [];
    private ServerProcess? _process;

    public const string Ann = "ann@example.org";
    public const string Bob = "bob@example.org";
    public const string Password = "correct horse";

    /// <summary>IMAP that takes passwords without TLS, for clients that cannot be told to trust anybody.</summary>
    public const string Clear = "clear";

    public int this[string listener] => _ports[listener];

    public async ValueTask InitializeAsync()
    {
        var listeners = string.Join(", ", Names.Select(name =>
            $"\"{name}\": {{ \"Address\": \"127.0.0.1:0\"{More(name)} }}"));
        var config = _folder.Write("rockdove.json", Encoding.UTF8.GetBytes($$"""
            { "HostName": "mail.example.org", "Domains": ["example.org"],
              "Quota": { "Bytes": 1000000000, "Messages": 100000 },
              "Certificates": { "made-up": { "Development": true } },
              "Listeners": { {{listeners}} } }
            """));
        var password = _folder.Write("password", Encoding.UTF8.GetBytes(Password + "\n"));
        foreach (var account in (string[])[Ann, Bob])
        {
            (await new ClientProgram(RockdoveProgram.Path).RunAsync(
                "account", "add", account,
                "--config", config, "--password-file", password, "--recoverable")).Succeeds();
        }

        _process = ServerProcess.StartRockdove("serve", "--config", config);
        foreach (var name in Names)
        {
            var line = await _process.ReadLineAsync(name + " ");
            _ports[name] = int.Parse(line[(line.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>The newest message of an account, as POP3 gives it; then its mailbox is empty.</summary>
    internal async Task<byte[]> TakeAsync(string account)
    {
        var run = await ClientProgram.Python.RunAsync("-c", $"""
            import poplib, ssl, sys
            context = ssl._create_unverified_context()
            pop = poplib.POP3_SSL('127.0.0.1', {this["pop3s"]}, context=context)
            pop.user('{account}'); pop.pass_('{Password}')
            count = pop.stat()[0]
            assert count > 0
            sys.stdout.buffer.write(b''.join(line + b'\r\n' for line in pop.retr(count)[1]))
            for number in range(1, count + 1):
                pop.dele(number)
            pop.quit()
            """);
        return run.Succeeds().Output;
    }

    private static string More(string name) => name switch
    {
        "imaps" => ", \"OffersCompression\": true",
        Clear => ", \"Kind\": \"imap\", \"AllowsClear\": true, \"OffersTls\": false",
        _ => "",
    };

    private static readonly string[] Names =
        ["mx", "submission", "submissions", "lmtp", "pop3", "pop3s", "imap", "imaps", Clear];
}
