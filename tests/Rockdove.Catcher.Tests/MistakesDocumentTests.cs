using System.Text.RegularExpressions;

namespace Rockdove.Catcher.Tests;

/// <summary>docs/compat/mistakes.md names the tests that hold it, in whatever project they are.</summary>
public class MistakesDocumentTests
{
    [Fact]
    public void Each_test_that_is_named_exists()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Rockdove.slnx")))
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("No Rockdove.slnx above.");
        var named = TestName.Matches(File.ReadAllText(Path.Combine(root, "docs", "compat", "mistakes.md")));

        Assert.True(named.Count > 30, $"{named.Count} tests are named.");
        foreach (Match match in named)
        {
            var (name, method) = (match.Groups[1].Value, match.Groups[2].Value);
            var files = Directory.GetFiles(Path.Combine(root, "tests"), $"{name}.cs", SearchOption.AllDirectories);
            Assert.True(files.Length > 0, $"There is no class {name}.");
            Assert.True(
                method.Length == 0
                || files.Any(file => File.ReadAllText(file).Contains($" {method}(", StringComparison.Ordinal)),
                $"{name} has no test {method}.");
        }
    }

    private static readonly Regex TestName = new("`([A-Z][A-Za-z0-9]+(?:Tests|Contract))(?:\\.([A-Za-z0-9_]+))?`");
}
