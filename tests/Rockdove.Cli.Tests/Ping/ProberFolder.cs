namespace Rockdove.Cli.Tests;

/// <summary>Two accounts of a <c>rockdove serve</c>, and configurations for a prober between them.</summary>
internal sealed class ProberFolder : IDisposable
{
    private readonly ServeFolder _folder = new(
        """
        {
          "HostName": "mail.example.org",
          "Domains": ["example.org"],
          "Certificates": { "main": { "Development": true } },
          "Listeners": {
            "submission": { "Address": "127.0.0.1:0" },
            "imap": { "Address": "127.0.0.1:0" },
          },
        }
        """);

    private RockdoveProcess? _serve;

    public string Config => Path.Combine(_folder.Folder, "ping.json");

    public string Database => Path.Combine(_folder.Folder, "results.db");

    public int Submission { get; private set; } = 1;

    public int Imap { get; private set; } = 1;

    /// <summary>How long a mail waits for a mailbox that cannot be looked into.</summary>
    public string MailboxPatience { get; set; } = "30s";

    /// <summary>Starts the server of the accounts.</summary>
    public async Task ServeAsync()
    {
        foreach (var name in (string[])["ann", "bob"])
            await _folder.AddAccountAsync($"{name}@example.org");
        _serve = _folder.Serve();
        Submission = (await _serve.ReadAddressAsync("submission")).Port;
        Imap = (await _serve.ReadAddressAsync("imap")).Port;
    }

    /// <summary>Writes the configuration: accounts of these names, and more keys.</summary>
    public void Configure(string keys, params string[] names)
    {
        WritePassword("secret");
        var accounts = names.Select(name => $$"""
            "{{name}}": { "address": "{{name}}@example.org", "auth": { "passwordFile": "mail.password" } }
            """);
        _folder.Write("ping.json", $$"""
            {
              "database": "results.db",
              "listen": "http://127.0.0.1:0",
              "deadlines": { "settle": "0s", "mailbox": "{{MailboxPatience}}" },
              "checks": { "domains": false, "dns": [ "127.0.0.1:9" ] },
              "defaults": {
                "limits": { "perDay": 100 },
                "send": { "host": "127.0.0.1", "port": {{Submission}}, "security": "starttls",
                          "acceptAnyCertificate": true },
                "receive": { "host": "127.0.0.1", "port": {{Imap}}, "security": "starttls",
                             "acceptAnyCertificate": true },
              },
              "accounts": { {{string.Join(",\n", accounts)}} },
              {{keys}}
            }
            """);
    }

    /// <summary>Writes the password of all accounts.</summary>
    public void WritePassword(string password) => _folder.Write("mail.password", $"{password}\n");

    /// <summary>Starts the prober.</summary>
    public RockdoveProcess Start(params string[] more) => new("ping", ["serve", "--config", Config, .. more]);

    public void Dispose()
    {
        _serve?.Dispose();
        _folder.Dispose();
    }
}
