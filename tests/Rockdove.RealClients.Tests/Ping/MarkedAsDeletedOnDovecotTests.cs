using System.Globalization;
using System.Net;
using System.Text;
using Rockdove.Mock;
using Rockdove.Testing;

namespace Rockdove.RealClients.Tests;

/// <summary>
/// <c>rockdove ping</c> looks into a mailbox of Dovecot in which a thousand messages of somebody else's lie, marked as
/// deleted: they survive, with UIDPLUS and without it.
/// </summary>
public sealed class MarkedAsDeletedOnDovecotTests
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task Foreign_mail_that_is_marked_as_deleted_survives(bool hasUidPlus)
    {
        await using var dovecot = await DovecotServer.StartAsync();
        using var owner = ImapConversation.Begin(dovecot.Port, DovecotServer.User, DovecotServer.Password);
        Assert.Null(owner.Append(
            "INBOX (\\Deleted)", "From: x@elsewhere.test\r\nSubject: 1\r\n\r\nMine.\r\n"u8.ToArray()));
        owner.Say("SELECT INBOX");
        for (var i = 0; i < Doublings; i++)
            owner.Say("COPY 1:* INBOX");
        owner.Say("UNSELECT");

        await using var gate = new LineGate(new IPEndPoint(IPAddress.Loopback, dovecot.Port))
        {
            Rewrite = (side, line) => hasUidPlus || side == GateSide.Client
                ? line
                : line.Replace(" UIDPLUS", "", StringComparison.Ordinal),
        };
        var stop = TestContext.Current.CancellationToken;
        await using var smtp = await MockMailServer.StartAsync(cancellationToken: stop);
        using var folder = new ScratchFolder();
        var config = folder.Write("ping.json", Encoding.UTF8.GetBytes(Configuration(smtp.Port, gate.Port)));
        var pinging = new ClientProgram(RockdoveProgram.Path) { Patience = TimeSpan.FromMinutes(2) }
            .RunAsync("ping", "--config", config);
        var mail = await smtp.WaitForMessageAsync(timeout: TimeSpan.FromMinutes(1), cancellationToken: stop);
        Assert.Null(owner.Append("INBOX", mail.Content.ToArray()));
        Assert.Contains("1 of 1 pairs passed", (await pinging).Succeeds().Said, StringComparison.Ordinal);

        var left = hasUidPlus ? Many : Many + 1; // What cannot be expunged alone is marked.
        owner.Say("EXAMINE INBOX");
        foreach (var key in (string[])["ALL", "DELETED", "UNSEEN"])
            Assert.Equal((key, left), (key, Count(owner, key)));
        Assert.Equal(Many, Count(owner, "FROM x@elsewhere.test"));
    }

    private static int Count(ImapConversation owner, string key) => owner.Say($"SEARCH {key}").Split("\r\n")
        .Single(line => line.StartsWith("* SEARCH", StringComparison.Ordinal)).Split(' ').Length - 2;

    private static string Configuration(int smtp, int imap) => string.Create(CultureInfo.InvariantCulture, $$"""
        {
          "database": "results.db",
          "deadlines": { "settle": "0s" },
          "accounts": {
            "pen": { "address": "pen@example.org",
                     "send": { "host": "127.0.0.1", "port": {{smtp}}, "security": "none" } },
            "ann": { "address": "ann@example.org",
                     "auth": { "user": "{{DovecotServer.User}}", "password": "{{DovecotServer.Password}}" },
                     "receive": { "host": "127.0.0.1", "port": {{imap}}, "security": "none",
                                  "allowPlaintextAuth": true, "poll": "1s" } },
          },
        }
        """);

    private const int Doublings = 10;

    private const int Many = 1 << Doublings;
}
