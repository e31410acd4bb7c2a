using System.Runtime.CompilerServices;
using Rockdove.Configuration;

namespace Rockdove.Daemon.Tests;

/// <summary>The documents of the configuration are the code's.</summary>
public sealed class ConfigurationDocumentTests
{
    /// <summary><c>ROCKDOVE_ACCEPT_SCHEMA=1</c> writes it anew.</summary>
    [Fact]
    public void The_schema_in_docs_is_that_of_the_code()
    {
        var path = Path.Combine(Root(), "docs", "rockdove.schema.json");
        if (Environment.GetEnvironmentVariable("ROCKDOVE_ACCEPT_SCHEMA") == "1")
            File.WriteAllText(path, ConfigurationSchema.Text("rockdove serve", ConfigurationKeys.All));

        Assert.Equal(File.ReadAllText(path), ConfigurationSchema.Text("rockdove serve", ConfigurationKeys.All));
    }

    [Fact]
    public void Every_key_has_its_row_with_its_default()
    {
        var lines = File.ReadAllLines(Path.Combine(Root(), "docs", "serve.md"));
        foreach (var key in ConfigurationKeys.All.Where(key => !key.IsForeign))
        {
            var row = Assert.Single(lines, line => line.StartsWith($"| `{key.Path}` |", StringComparison.Ordinal));
            Assert.Contains(key.Default ?? "-", row.Split('|')[2], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_row_has_its_key()
    {
        var known = ConfigurationKeys.All.Select(key => key.Path).ToHashSet();
        foreach (var file in (string[])["serve.md", "compat/gomaild.md"])
        {
            var section = File.ReadAllText(Path.Combine(Root(), "docs", file));
            var start = section.IndexOf("## Keys", StringComparison.Ordinal);
            Assert.True(start >= 0, $"{file} has a section Keys.");
            var end = section.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
            foreach (var line in section[start..(end < 0 ? section.Length : end)].Split('\n'))
            {
                if (line.StartsWith("| `", StringComparison.Ordinal))
                {
                    var key = line.Split('`')[1];
                    Assert.True(known.Contains(key) || known.Contains($"{key}:*"), $"{file}: {key} is no key.");
                }
            }
        }
    }

    [Fact]
    public void Every_key_of_gomaild_has_its_row()
    {
        var lines = File.ReadAllLines(Path.Combine(Root(), "docs", "compat", "gomaild.md"));
        foreach (var key in ConfigurationKeys.All.Where(key => key.IsForeign))
            Assert.Single(lines, line => line.StartsWith($"| `{key.Path}` |", StringComparison.Ordinal));
    }

    private static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
