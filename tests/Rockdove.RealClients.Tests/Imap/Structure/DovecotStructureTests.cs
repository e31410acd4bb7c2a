using System.Globalization;
using System.Text;
using Rockdove.Mime.Tests;

namespace Rockdove.RealClients.Tests;

/// <summary>
/// BODYSTRUCTURE and ENVELOPE of odd messages, as we tell them and as Dovecot does. Each kind of difference, which is
/// what is odd about a message and what is told differently, is judged in <c>docs/imap-differences.md</c>, with how
/// often it comes; one that is not there fails, and so does one that has gone.
/// </summary>
public sealed class DovecotStructureTests(RunningImapCatch ours) : IClassFixture<RunningImapCatch>
{
    [Fact]
    public async Task Both_tell_the_same_of_odd_messages_but_for_what_is_judged()
    {
        await using var server = await DovecotServer.StartAsync();
        using var dovecot = ImapConversation.Begin(server.Port, DovecotServer.User, DovecotServer.Password);
        using var rockdove = ImapConversation.Begin(ours.Imap, "structure@example.org", RunningImapCatch.Password);
        var messages = Messages();
        foreach (var (octets, quirk) in messages)
        {
            Assert.True(dovecot.Append("INBOX", octets) is null, quirk);
            Assert.True(rockdove.Append("INBOX", octets) is null, quirk);
        }

        dovecot.Say("SELECT INBOX");
        rockdove.Say("SELECT INBOX");
        SortedDictionary<string, (int Count, string Example)> kinds = new(StringComparer.Ordinal);
        int odd = 0, alike = 0;
        for (var i = 0; i < messages.Count; i++)
        {
            odd += messages[i].Quirk == "none" ? 0 : 1;
            var theirs = Lines(dovecot, i + 1);
            var own = Lines(rockdove, i + 1);
            if (theirs.SequenceEqual(own))
            {
                alike++;
                continue;
            }

            foreach (var thing in Differing(theirs, own))
            {
                var kind = $"{messages[i].Quirk}/{thing}";
                var known = kinds.GetValueOrDefault(kind, (0, Example(messages[i].Octets, theirs, own, thing)));
                kinds[kind] = (known.Item1 + 1, known.Item2);
            }
        }

        var report = Report(messages.Count, odd, alike, kinds);
        TestContext.Current.TestOutputHelper?.WriteLine(report);
        if (Environment.GetEnvironmentVariable("ROCKDOVE_STRUCTURE_REPORT") is { } file)
            await File.WriteAllTextAsync(file, report, TestContext.Current.CancellationToken);
        Assert.True(odd >= FewestOdd, report);
        Assert.True(Judged().SequenceEqual(kinds.Select(kind => (kind.Key, kind.Value.Count))), report);
    }

    private static List<(byte[] Octets, string Quirk)> Messages()
    {
        var generator = new OracleGenerator(Seed);
        List<(byte[], string)> messages =
            [.. Enumerable.Range(0, Generated).Select(_ => generator.Next()).Select(one => (one.Octets, one.Quirk))];
        messages.AddRange(OddStructures.All.Select(odd => (Encoding.Latin1.GetBytes(odd.Text), odd.Quirk)));
        return messages;
    }

    private static List<(string Name, string Value)> Lines(ImapConversation server, int number) =>
        StructureLines.Of(server.Fetch(number, "BODYSTRUCTURE"), server.Fetch(number, "ENVELOPE"));

    private static IEnumerable<string> Differing(List<(string Name, string)> theirs, List<(string Name, string)> own)
    {
        var names = theirs.Except(own).Concat(own.Except(theirs)).Select(line => line.Name).ToHashSet();
        // Where the parts are not the same, nothing in them can be compared.
        return names.Contains("part") ? ["part"] : names;
    }

    private static string Report(
        int count, int odd, int alike, SortedDictionary<string, (int Count, string Example)> kinds)
    {
        var judged = Judged().ToDictionary();
        var report = new StringBuilder($"{count} messages, {odd} of them odd, {alike} told alike\n");
        foreach (var (kind, (times, _)) in kinds)
        {
            var verdict = !judged.TryGetValue(kind, out var said) ? " NOT JUDGED"
                : said == times ? "" : $" JUDGED AS {said}";
            report.Append(CultureInfo.InvariantCulture, $"{kind} {times}{verdict}\n");
        }

        foreach (var kind in judged.Keys.Except(kinds.Keys))
            report.Append(CultureInfo.InvariantCulture, $"{kind} JUDGED AND NOT THERE\n");
        foreach (var (kind, (_, example)) in kinds.Where(kind => !judged.ContainsKey(kind.Key)))
            report.Append(CultureInfo.InvariantCulture, $"\n== {kind}\n{example}\n");
        return report.ToString();
    }

    private static string Example(
        byte[] message, List<(string Name, string)> theirs, List<(string Name, string)> own, string thing) =>
        $"dovecot:  {Only(theirs, own, thing)}\nrockdove: {Only(own, theirs, thing)}\n"
        + Encoding.Latin1.GetString(message);

    private static string Only(
        List<(string Name, string Value)> some, List<(string Name, string Value)> others, string thing) =>
        string.Join("\n          ", some.Except(others).Where(line => line.Name == thing).Select(line => line.Value));

    /// <summary>Rows of the document whose first cell has kinds and counts in backticks.</summary>
    private static IEnumerable<(string Kind, int Count)> Judged() =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Imap", "imap-differences.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => line[3..line.IndexOf('`', 3)].Split(", "))
            .Select(kind => kind.Split(' '))
            .Select(pair => (Kind: pair[0], Count: int.Parse(pair[1], CultureInfo.InvariantCulture)))
            .OrderBy(pair => pair.Kind, StringComparer.Ordinal);

    /// <summary>Half of these have something odd.</summary>
    private const int Generated = 1_100;
    private const int FewestOdd = 500;
    private const int Seed = 20260101;
}
