using System.Text.Json;
using System.Text.RegularExpressions;

namespace Rockdove.RealClients.Tests;

/// <summary><c>rockdove ping</c> among all accounts of a world of real servers, in one run.</summary>
[Collection(PingWorldCollection.Name)]
public sealed class PingWorldTests(PingWorld world)
{
    [Fact]
    public void Every_pair_arrives_both_ways()
    {
        world.All.Run.Succeeds();

        Assert.Equal(Pairs.Order(), world.All.Pairs.Keys.Order());
        Assert.All(world.All.Pairs.Values, result =>
        {
            Assert.Equal(("delivered", true), (Text(result, "outcome"), result.GetProperty("passed").GetBoolean()));
            Assert.Equal((1, "INBOX"), (result.GetProperty("copies").GetInt32(), Text(result, "folder")));
            Assert.InRange(Number(result, "delivery"), 0, 120);
            Assert.InRange(Number(result, "total"), Number(result, "delivery"), 240);
            Assert.InRange(Number(result, "transit") + Number(result, "visibility"), 0, Number(result, "total"));
        });
        Assert.Equal((Pairs.Count, Pairs.Count, 0), (
            world.All.Summary.GetProperty("pairs").GetInt32(),
            world.All.Summary.GetProperty("passed").GetInt32(),
            world.All.Summary.GetProperty("exitCode").GetInt32()));
    }

    [Fact]
    public void Each_step_of_sending_is_timed()
    {
        foreach (var (from, to) in WorldAccounts.Pairs)
        {
            var result = world.All[from.Name, to.Name];
            List<string> expected = ["auth", "banner", "connect", "data", "ehlo", "final", "mail", "rcpt"];
            if (from.Send.IsEncrypted)
                expected.Add("tls");
            if (WorldConfiguration.Host(from) == "localhost")
                expected.Add("dns");
            var phases = result.GetProperty("phases").EnumerateObject().ToList();
            Assert.Equal(expected.Order(), phases.Select(phase => phase.Name).Order());
            Assert.All(phases, phase => Assert.True(phase.Value.GetDouble() > 0, $"{result}"));
            Assert.InRange(phases.Sum(phase => phase.Value.GetDouble()), 0, Number(result, "submit") + Rounding);
        }
    }

    [Fact]
    public void Hops_are_told_as_the_servers_write_them()
    {
        foreach (var (from, to) in WorldAccounts.Pairs)
        {
            var submission = ($"mx.{from.Send.Server}", from.Send.IsEncrypted ? "ESMTPSA" : "ESMTPA");
            var relay = ($"mx.{to.Domain}", "ESMTPS"); // Postfix takes the STARTTLS that it is offered.
            var result = world.All[from.Name, to.Name];
            var hops = result.GetProperty("hops").EnumerateArray().ToList();
            Assert.Equal(
                from.Send.Server == to.Domain ? [submission] : [submission, relay],
                hops.Select(hop => (Text(hop, "by"), Text(hop, "with"))));
            Assert.Equal(from.Send.IsEncrypted, hops[0].GetProperty("encrypted").GetBoolean());
            Assert.All(hops.Skip(1), hop => Assert.True(hop.GetProperty("encrypted").GetBoolean(), $"{result}"));
            var flags = result.GetProperty("flags").EnumerateArray().Select(flag => flag.GetString()!);
            Assert.Empty(flags.Except(["clock_step"])); // All have one clock, which may be set meanwhile.
        }
    }

    /// <summary>By the logs of Postfix and Dovecot.</summary>
    [Fact]
    public void Everybody_logs_in_as_they_are_told_to()
    {
        foreach (var account in WorldAccounts.All)
        {
            var submissions = Regex.Matches(
                world.Postfix.Log, $"sasl_method=([^,]*), sasl_username={Regex.Escape(account.Address)}\n");
            Assert.Equal(
                account.StaysAtHome ? [] : [account.Mechanism],
                submissions.Select(match => match.Groups[1].Value).Distinct());
            if (account.Domain != WorldAccounts.Debian)
                continue;
            var logins = Regex.Matches(
                world.Dovecot.Log,
                $"{account.Receive.Protocol}-login: Info: Login: user=<{Regex.Escape(account.Address)}>, "
                    + $"method={account.Mechanism}, .*, (TLS|secured), ");
            Assert.Contains(
                account.Receive.IsEncrypted ? "TLS" : "secured", logins.Select(match => match.Groups[1].Value));
        }
    }

    [Fact]
    public async Task Mail_of_others_is_left_as_it_was() => await world.Strangers.AreLeftAloneAsync();

    [Fact]
    public void The_database_has_what_was_told()
    {
        var journal = world.Journal;
        var run = journal["run"].First(row => row.GetProperty("id").GetInt64() == 1);
        Assert.True(run.GetProperty("finished").GetInt64() > run.GetProperty("started").GetInt64());
        var probes = journal["probe"].Where(row => row.GetProperty("run_id").GetInt64() == 1)
            .ToDictionary(row => (Text(row, "sender"), Text(row, "receiver")));
        Assert.Equal(Pairs.Order(), probes.Keys.Order());
        foreach (var ((from, to), row) in probes)
        {
            var result = world.All[from, to];
            var id = row.GetProperty("id").GetInt64();
            Assert.Equal(("resolved", "delivered"), (Text(row, "state"), Text(row, "outcome")));
            Assert.Equal(result.GetProperty("id").GetInt64(), id);
            foreach (var time in (string[])["submit", "delivery", "total", "transit", "visibility"])
                Assert.Equal(Number(result, time) * 1e6, row.GetProperty($"{time}_us").GetInt64(), tolerance: 2);
            AssertSteps(journal, id, result);
        }

        AssertClassicLog(journal, probes);
    }

    private static void AssertSteps(PingJournal journal, long probe, JsonElement result)
    {
        var phases = journal["phase"].Where(row => row.GetProperty("probe_id").GetInt64() == probe).ToList();
        Assert.Equal(
            result.GetProperty("phases").EnumerateObject().Select(phase => phase.Name).Order(),
            phases.Select(row => Text(row, "name")).Order());
        Assert.Equal(
            result.GetProperty("hops").EnumerateArray().Select(hop => Text(hop, "by")),
            journal["hop"].Where(row => row.GetProperty("probe_id").GetInt64() == probe)
                .OrderBy(row => row.GetProperty("n").GetInt64()).Select(row => Text(row, "by_host")));
    }

    /// <summary>maping's table: a row for each two, with the seconds of both ways.</summary>
    private static void AssertClassicLog(
        PingJournal journal, Dictionary<(string From, string To), JsonElement> probes)
    {
        var names = WorldAccounts.All.ToDictionary(account => account.Address, account => account.Name);
        var ids = probes.Values.Select(row => row.GetProperty("id").GetInt64()).ToHashSet();
        var rows = journal["log"].Where(row => ids.Contains(row.GetProperty("id").GetInt64())).ToList();
        Assert.Equal(probes.Keys.Select(pair => Unordered(pair)).Distinct().Count(), rows.Count);
        foreach (var row in rows)
        {
            var (a, b) = (names[Text(row, "acc_a")], names[Text(row, "acc_b")]);
            foreach (var (column, pair) in new[] { ("tx", (a, b)), ("rx", (b, a)) })
            {
                var seconds = row.GetProperty(column);
                if (!probes.TryGetValue(pair, out var probe))
                    Assert.Equal(JsonValueKind.Null, seconds.ValueKind);
                else
                    Assert.Equal(probe.GetProperty("classic_seconds").GetInt64(), seconds.GetInt64());
            }
        }
    }

    private static (string, string) Unordered((string From, string To) pair) =>
        string.CompareOrdinal(pair.From, pair.To) < 0 ? pair : (pair.To, pair.From);

    private static List<(string From, string To)> Pairs { get; } =
        [.. WorldAccounts.Pairs.Select(pair => (pair.From.Name, pair.To.Name))];

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString()!;

    private static double Number(JsonElement row, string name) => row.GetProperty(name).GetDouble();

    /// <summary>Each of a dozen numbers is rounded to a microsecond.</summary>
    private const double Rounding = 0.00002;
}
