using System.Runtime.CompilerServices;
using System.Text;
using Rockdove.Configuration;

namespace Rockdove.Prober.Tests;

/// <summary>The documents of the configuration are the code's.</summary>
public sealed class ProberDocumentTests
{
    /// <summary><c>ROCKDOVE_ACCEPT_SCHEMA=1</c> writes it anew.</summary>
    [Fact]
    public void The_schema_in_docs_is_that_of_the_code() => Same(
        "rockdove-ping.schema.json", _ => ConfigurationSchema.Text("rockdove ping", ProberKeys.All));

    /// <summary>Between two marks, and <c>ROCKDOVE_ACCEPT_SCHEMA=1</c> writes it anew.</summary>
    [Theory]
    [InlineData("ping.md", false)]
    [InlineData("compat/maping.md", true)]
    public void The_table_of_keys_in_docs_is_that_of_the_code(string file, bool isMaping) => Same(file, document =>
    {
        var table = new StringBuilder(Begin).Append("\n\n");
        table.Append(isMaping
            ? "| Key | What ours does with it |\n|---|---|\n"
            : "| Key | Default | What it does |\n|---|---|---|\n");
        foreach (var key in ProberKeys.All.Where(key => key.IsForeign == isMaping && !IsShared(key)))
        {
            table.Append(isMaping
                ? $"| `{key.Path}` | {key.Summary} |\n"
                : $"| `{key.Path}` | {Cell(key.Default ?? "-")} | {Cell(key.Summary)}{Allowed(key)} |\n");
        }

        table.Append('\n').Append(End);
        var start = document.IndexOf(Begin, StringComparison.Ordinal);
        var end = document.IndexOf(End, StringComparison.Ordinal);
        Assert.True(start >= 0 && end > start, $"{file} has {Begin} and {End}.");
        return document[..start] + table + document[(end + End.Length)..];
    });

    private static void Same(string file, Func<string, string> make)
    {
        var path = Path.Combine(Root(), "docs", file);
        var document = File.Exists(path) ? File.ReadAllText(path) : "";
        var made = make(document);
        if (Environment.GetEnvironmentVariable("ROCKDOVE_ACCEPT_SCHEMA") == "1")
            File.WriteAllText(path, document = made);
        Assert.Equal(document, made);
    }

    /// <summary>Keys of <c>defaults</c> are those of accounts once more.</summary>
    private static bool IsShared(ConfigurationKey key) => key.Path.StartsWith("defaults:", StringComparison.Ordinal);

    private static string Allowed(ConfigurationKey key) =>
        key.Kind is ConfigurationValueKind.Choice
            ? $" {Cell(char.ToUpperInvariant(key.Allowed[0]) + key.Allowed[1..])}."
            : "";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal)
        .Replace("*", "\\*", StringComparison.Ordinal);

    private static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));

    private const string Begin = "<!-- keys -->";

    private const string End = "<!-- end of keys -->";
}
