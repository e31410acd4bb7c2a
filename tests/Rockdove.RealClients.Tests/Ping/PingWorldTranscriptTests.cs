using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Rockdove.RealClients.Tests;

/// <summary>What the prober keeps of what was said to real servers: evidence of each failure, and no secret.</summary>
[Collection(PingWorldCollection.Name)]
public sealed class PingWorldTranscriptTests(PingWorld world)
{
    [Fact]
    public void What_was_said_is_kept_of_each_failure_and_of_some_that_went_well()
    {
        var journal = world.Journal;
        foreach (var result in world.Faults.Pairs.Values)
        {
            var sessions = Of(journal, result.GetProperty("id").GetInt64());
            if (result.GetProperty("passed").GetBoolean())
                continue;
            var text = Assert.Single(sessions, row => Text(row, "protocol") == "smtp").GetProperty("text").GetString()!;
            Assert.All(sessions, row => Assert.Equal(1, row.GetProperty("failed").GetInt32()));
            Assert.Contains(
                Text(result, "outcome") switch
                {
                    "auth_failed" => "S: 535 5.7.8 ",
                    "rejected" => "S: 550 5.1.1 ",
                    "tls_failed" => "! ",
                    _ => "C: RCPT TO:<gone@rock.test>\nS: 250 2.1.5 ",
                },
                text);
        }

        // A mailbox that could not be opened has its own, which belong to no mail.
        foreach (var account in WorldAccounts.All.Where(one => WorldConfiguration.WrongPasswords.Contains(one.Name)))
        {
            var id = journal["account"].First(row => Text(row, "name") == account.Name).GetProperty("id").GetInt64();
            Assert.Contains(journal["transcript"], row =>
                row.GetProperty("account_id").GetInt64() == id
                && Text(row, "protocol") == account.Receive.Protocol
                && Text(row, "text").Contains($" {account.Mechanism}\n", StringComparison.Ordinal));
        }

        var kept = world.All.Pairs.Values
            .SelectMany(result => Of(journal, result.GetProperty("id").GetInt64())).ToList();
        Assert.InRange(kept.Count, 1, world.All.Pairs.Count / 5); // One in twenty, by their numbers.
        Assert.All(kept, row => Assert.Contains("C: MAIL FROM:<", Text(row, "text")));
        Assert.Equal("5.1.1", Text(Assert.Single(journal["bounce"]), "status"));
    }

    [Fact]
    public async Task No_secret_is_kept_or_told()
    {
        var journal = world.Journal;
        var texts = journal["transcript"].Select(row => Text(row, "text"))
            .Concat(journal["protocol"].SelectMany(row => row.EnumerateObject())
                .Where(column => column.Value.ValueKind == JsonValueKind.String)
                .Select(column => column.Value.GetString()!))
            .Append(Encoding.Latin1.GetString(await File.ReadAllBytesAsync(
                world.Database, TestContext.Current.CancellationToken)))
            .Append(world.All.Run.Said)
            .Append(world.Faults.Run.Said)
            .ToList();
        var secrets = WorldAccounts.All.Select(account => account.Password)
            .Append(WorldConfiguration.WrongPassword).SelectMany(Spellings).ToList();
        Assert.All(texts, text => Assert.All(secrets, secret => Assert.False(
            text.Contains(secret, StringComparison.Ordinal), text.Length < 10_000 ? text : "a large text")));

        // Proofs of CRAM-MD5 and SCRAM can be guessed at: all that is said after AUTH is hidden.
        var logins = journal["transcript"].SelectMany(row => Logins.Matches(Text(row, "text"))).ToList();
        Assert.Equal(
            WorldAccounts.All.Select(account => account.Mechanism).Distinct().Order(),
            logins.Select(login => login.Groups["mechanism"].Value).Distinct().Order());
        Assert.All(logins, login => Assert.All(
            login.Groups["said"].Captures, said => Assert.Contains(said.Value, (string[])["", " ***", "***"])));
    }

    /// <summary>The words of a login, to its answer.</summary>
    private static readonly Regex Logins = new(
        "^C: (?:[A-Z0-9]+ )?AUTH(?:ENTICATE)? (?<mechanism>[-A-Z0-9]+)(?<said>.*)\n"
            + "(?:S: (?:334|\\+) .*\n|C: (?<said>.*)\n)*S: ",
        RegexOptions.Multiline);

    /// <summary>A secret in clear and in base64, of which the beginning shifts with what stands before it.</summary>
    private static IEnumerable<string> Spellings(string secret)
    {
        yield return secret;
        for (var before = 0; before < 3; before++)
        {
            var octets = Encoding.UTF8.GetBytes(new string('\0', before) + secret);
            yield return Convert.ToBase64String(octets)[(before == 0 ? 0 : 4)..^4];
        }
    }

    private static List<JsonElement> Of(PingJournal journal, long probe) =>
    [
        .. journal["transcript"].Where(row =>
            row.GetProperty("probe_id") is { ValueKind: JsonValueKind.Number } id && id.GetInt64() == probe),
    ];

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString()!;
}
