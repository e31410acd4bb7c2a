using System.Reflection;
using System.Text.RegularExpressions;

namespace Rockdove.Prober.Tests;

/// <summary>The documents name tests; these exist, and what is to be named is.</summary>
public sealed class NamedTestTests
{
    [Theory]
    [InlineData("docs/ping-faults.md")]
    [InlineData("docs/compat/maping.md")]
    public void Each_test_that_is_named_exists(string document)
    {
        var text = Read(document);
        var named = TestName.Matches(text)
            .Select(match => (Class: match.Groups[1].Value, Method: match.Groups[2].Value)).Distinct().ToList();
        Assert.True(named.Count > 20, $"{document} names {named.Count} tests.");
        foreach (var (name, method) in named)
        {
            Assert.True(
                Classes.TryGetValue(name, out var type)
                    ? TestsOf(type).Any(test => method.Length == 0 || test == method
                        || test.StartsWith($"{method}_", StringComparison.Ordinal))
                    : IsElsewhere(name, method),
                $"{document}: there is no {name}.{method}.");
        }
    }

    [Fact]
    public void Each_fault_that_is_tested_is_named()
    {
        var text = Read("docs/ping-faults.md");
        Type[] faults =
        [
            typeof(SubmissionFaultTests), typeof(OAuthFaultTests), typeof(DeliveryFaultTests),
            typeof(MailboxFaultTests), typeof(ProcessFaultTests), typeof(FaultInvariantTests),
        ];
        foreach (var type in faults)
        {
            foreach (var test in TestsOf(type))
                Assert.Contains($"`{type.Name}.{test}`", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Each_outcome_in_the_table_of_faults_is_one()
    {
        var rows = Read("docs/ping-faults.md").Split('\n')
            .Where(line => line.Contains("Tests.", StringComparison.Ordinal));
        var words = rows.Select(row => row.Split('|')[2])
            .SelectMany(cell => Word.Matches(cell)).Select(match => match.Value);
        string[] others =
        [
            "resumed", "clock_off", "clock_step",
            .. Enum.GetValues<ProbeStage>().Select(ProbeNames.Of),
        ];
        var outcomes = words.Select(word => word.Trim('`')).Distinct().Except(others).ToList();
        Assert.All(outcomes, outcome => Assert.NotNull(ProbeNames.Outcome(outcome)));
        Assert.Equal(
            Enum.GetValues<ProbeOutcome>().Select(ProbeNames.Of).Except(outcomes),
            ["unknown"]); // For that a prober must be killed: ResumeTests.
    }

    [Fact]
    public void All_of_mapings_defects_wishes_and_tests_have_a_row()
    {
        var text = Read("docs/compat/maping.md");
        for (var number = 1; number <= 20; number++)
            Assert.Contains($"\n| {number} |", text, StringComparison.Ordinal);
        for (var number = 1; number <= 13; number++)
            Assert.Contains($"\n| M{number} |", text, StringComparison.Ordinal);
        foreach (var test in TestsOf(typeof(MapingCases)))
            Assert.Contains($"| `{test}` | `MapingCases.{test}`", text, StringComparison.Ordinal);
        foreach (var type in new[] { typeof(MapingDefects), typeof(MapingResultDefects) })
        {
            foreach (var test in TestsOf(type))
                Assert.Contains($"`{type.Name}.{test[..3]}`", text, StringComparison.Ordinal);
        }
    }

    private static readonly Dictionary<string, Type> Classes = typeof(NamedTestTests).Assembly.GetTypes()
        .Where(static type => type is { IsClass: true, IsNested: false })
        .ToDictionary(static type => type.Name, StringComparer.Ordinal);

    private static IEnumerable<string> TestsOf(Type type) => type
        .GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        .Where(static method => method.GetCustomAttribute<FactAttribute>() is not null)
        .Select(static method => method.Name);

    /// <summary>Tests of other projects are known by their files.</summary>
    private static bool IsElsewhere(string name, string method) => Directory
        .EnumerateFiles(Path.Combine(RepositoryFolder.Path, "tests"), $"{name}.cs", SearchOption.AllDirectories)
        .Any(file => File.ReadAllText(file).Contains($" {method}", StringComparison.Ordinal));

    private static string Read(string document) => File.ReadAllText(Path.Combine(RepositoryFolder.Path, document));

    private static readonly Regex TestName = new("`([A-Z][A-Za-z]+(?:Tests|Cases|Defects))(?:\\.([A-Za-z0-9_]+))?`");

    private static readonly Regex Word = new("`[a-z_]+`");
}
