using System.Globalization;
using System.Text;

namespace Rockdove.Mime.Tests;

/// <summary>
/// Our reading of generated messages against Python's. Each kind of disagreement, which is a quirk and the thing that
/// is read differently, is judged in <c>docs/mime-differences.md</c>; one that is not there fails.
/// <c>ROCKDOVE_ORACLE_MESSAGES=20000</c> is the long form, <c>ROCKDOVE_SEED</c> gives other messages.
/// </summary>
public sealed class PythonOracleTests
{
    [Fact]
    public void Both_readers_agree_but_for_the_kinds_that_are_judged()
    {
        var count = Number("ROCKDOVE_ORACLE_MESSAGES", 1_000);
        var seed = Number("ROCKDOVE_SEED", DefaultSeed);
        var judged = JudgedKinds();
        SortedDictionary<string, (int Count, string Example)> kinds = new(StringComparer.Ordinal);
        var agreed = 0;
        using (PythonReader python = new())
        {
            OracleGenerator generator = new(seed);
            var messages = Enumerable.Range(0, count).Select(_ => generator.Next()).ToArray();
            foreach (var (message, theirs) in messages.Zip(python.Read(messages)))
            {
                var ours = CanonicalLines.Of(message.Octets);
                if (theirs.SequenceEqual(ours))
                {
                    agreed++;
                    continue;
                }

                foreach (var thing in Differing(theirs, ours))
                {
                    var kind = $"{message.Quirk}/{thing}";
                    var known = kinds.GetValueOrDefault(kind, (0, Example(message, theirs, ours, thing)));
                    kinds[kind] = (known.Item1 + 1, known.Item2);
                }
            }
        }

        var report = new StringBuilder($"seed {seed}: {count} messages, {agreed} read alike, "
            + $"{kinds.Count} kinds of disagreement\n");
        foreach (var (kind, (times, _)) in kinds)
        {
            var verdict = IsJudged(kind, judged) ? "" : " NOT JUDGED";
            report.Append(CultureInfo.InvariantCulture, $"{kind} {times}{verdict}\n");
        }

        foreach (var (kind, (_, example)) in kinds.Where(kind => !IsJudged(kind.Key, judged)))
            report.Append(CultureInfo.InvariantCulture, $"\n== {kind}\n{example}\n");
        TestContext.Current.TestOutputHelper?.WriteLine(report.ToString());
        if (Environment.GetEnvironmentVariable("ROCKDOVE_ORACLE_REPORT") is { } file)
            File.WriteAllText(file, report.ToString());
        Assert.True(kinds.Keys.All(kind => IsJudged(kind, judged)), report.ToString());
        Assert.InRange(agreed, count / 2, count); // Half of the messages have nothing odd.
    }

    [Fact]
    public void A_seed_gives_the_same_messages()
    {
        OracleGenerator one = new(7), two = new(7);
        for (var i = 0; i < 100; i++)
        {
            OracleMessage first = one.Next(), second = two.Next();
            Assert.Equal(first.Octets, second.Octets);
        }
    }

    private static HashSet<string> Differing(List<string> theirs, List<string> ours)
    {
        var only = theirs.Except(ours).Concat(ours.Except(theirs))
            .Select(line => line[..line.IndexOf(' ')]).ToHashSet();
        // Where the parts are not the same, nothing in them can be compared.
        return only.Contains("part") ? ["part"] : only.Count == 0 ? ["order"] : only;
    }

    private static string Example(OracleMessage message, List<string> theirs, List<string> ours, string thing) =>
        $"python: {Only(theirs, ours, thing)}\nours:   {Only(ours, theirs, thing)}\n"
        + Encoding.Latin1.GetString(message.Octets);

    private static string Only(List<string> some, List<string> others, string thing) => string.Join("\n        ",
        some.Except(others).Where(line => line.StartsWith(thing, StringComparison.Ordinal)));

    // Table rows of the document whose first cell is a kind in backticks.
    private static HashSet<string> JudgedKinds() =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Oracle", "mime-differences.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => line[3..line.IndexOf('`', 3)].Split(' ', StringSplitOptions.RemoveEmptyEntries)),
    ];

    // One row may judge all that a quirk changes: quirk/*.
    private static bool IsJudged(string kind, HashSet<string> judged) =>
        judged.Contains(kind) || judged.Contains(kind[..(kind.IndexOf('/') + 1)] + "*");

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;

    // The same messages each time: what a new seed finds is for whoever looks, and not for an unrelated change.
    private const int DefaultSeed = 20260101;
}
