namespace Rockdove.Tidy.Tests;

/// <summary>Runs every rule of the <c>Rules</c> folder. A new one is found by its type.</summary>
public sealed class RuleTests
{
    private static readonly Dictionary<string, Rule> Rules = typeof(Rule).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(Rule)) && !type.IsAbstract)
        .Select(type => (Rule)Activator.CreateInstance(type)!)
        .ToDictionary(rule => rule.Name, StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. Rules.Keys.Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Names))]
    public void The_repository_keeps(string rule)
    {
        var findings = Rules[rule].Check(Repository.Tree).Select(finding => finding.ToString()).ToList();
        Assert.True(findings.Count == 0, $"{rule}: {findings.Count}\n{string.Join('\n', findings.Take(MostShown))}");
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_bad_example_is_found_by(string rule)
    {
        Assert.NotEmpty(Rules[rule].Bad);
        Assert.All(Rules[rule].Bad, tree => Assert.NotEmpty(Rules[rule].Check(tree)));
    }

    [Theory, MemberData(nameof(Names))]
    public void No_good_example_is_found_by(string rule)
    {
        Assert.NotEmpty(Rules[rule].Good);
        Assert.All(Rules[rule].Good, tree => Assert.Empty(Rules[rule].Check(tree)));
    }

    [Fact]
    public void The_repository_was_read()
    {
        Assert.True(Repository.Tree.HasFile("Rockdove.slnx"));
        Assert.NotEmpty(Repository.Tree.Projects);
        Assert.Contains(Repository.Tree.CSharp, file => file.Name == "RuleTests.cs");
        Assert.DoesNotContain(Repository.Tree.Files, file => file.Path.Contains("/obj/", StringComparison.Ordinal));
    }

    // A rule that is broken a thousand times is read from its first hundred.
    private const int MostShown = 100;
}
