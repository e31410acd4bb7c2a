using System.Globalization;
using System.Text;
using Rockdove.Daemon;
using Rockdove.Sqlite;

namespace Rockdove.Cli.Tests;

/// <summary>A folder with a configuration for <c>rockdove ping</c> over a post office, and the results.</summary>
internal sealed class PingFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rockdove-ping-").FullName;

    public string Results => Path.Combine(_folder, "results.db");

    public string Config => Path.Combine(_folder, "ping.json");

    /// <summary>Writes the configuration.</summary>
    /// <param name="accounts">Who takes part, and by which ports.</param>
    /// <param name="more">Keys beside the accounts, each with a comma behind it.</param>
    /// <param name="settleSeconds">How long another copy of a mail is waited for.</param>
    public void Write(IEnumerable<PingAccount> accounts, string more = "", int settleSeconds = 0)
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $$"""
            {
              "database": "results.db",
              "deadlines": { "soft": "5m", "command": "5m", "settle": "{{settleSeconds}}s" },
              {{more}}
              "defaults": {
                "send": { "host": "127.0.0.1", "security": "none", "allowPlaintextAuth": true },
                "receive": { "host": "127.0.0.1", "security": "none", "allowPlaintextAuth": true, "poll": "1s" },
              },
              "accounts": {

            """));
        foreach (var account in accounts)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                  "{{account.Name}}": { "address": "{{PostOffice.AddressOf(account.Name)}}",
                    "auth": { "password": "secret" },
                    "send": { "port": {{account.SendPort}} },
                    "receive": { "protocol": "{{account.Protocol}}", "port": {{account.ReceivePort}} } },

              """);
        }

        File.WriteAllText(Config, text.Append("  },\n}\n").ToString());
    }

    public RockdoveProcess Ping(params IReadOnlyList<string> more) => new("ping", ["--config", Config, .. more]);

    public RockdoveProcess Serve() => new("ping", ["serve", "--config", Config, "--verbose"]);

    /// <summary>What a query of the results gives.</summary>
    public List<string?[]> Query(string sql, int columns)
    {
        using var connection = new SqliteConnection(Results);
        using var row = connection.Use(sql);
        var rows = new List<string?[]>();
        while (row.Step())
            rows.Add([.. Enumerable.Range(0, columns).Select(i => row.IsNull(i) ? null : row.Text(i))]);
        return rows;
    }

    public void Execute(string sql)
    {
        using var connection = new SqliteConnection(Results);
        connection.Execute(sql);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

/// <summary>An account of a configuration.</summary>
internal sealed record PingAccount(string Name, int SendPort, string Protocol, int ReceivePort)
{
    /// <summary>One that goes straight to the office.</summary>
    public static PingAccount Of(string name, PostOffice office, bool isPop3 = false) => new(
        name,
        office.At(ListenerKind.Submission).Port,
        isPop3 ? "pop3" : "imap",
        office.At(isPop3 ? ListenerKind.Pop3 : ListenerKind.Imap).Port);
}
