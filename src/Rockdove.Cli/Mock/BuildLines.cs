using System.Reflection;

namespace Rockdove.Cli;

/// <summary>Which build this is, in three lines as go-smtp-mock prints them.</summary>
internal static class BuildLines
{
    public static void Print(TextWriter output)
    {
        var text = typeof(BuildLines).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion ?? "unknown-version";
        var plus = text.IndexOf('+', StringComparison.Ordinal); // The SDK puts the commit behind it.
        output.WriteLine($"rockdove: {(plus < 0 ? text : text[..plus])}");
        output.WriteLine($"commit: {(plus < 0 ? "unknown-commit" : text[(plus + 1)..])}");
        output.WriteLine($"built at: {BuiltAt()}");
    }

    /// <summary>Builds are the same on every day, so none knows its own; the file does.</summary>
    private static string BuiltAt() => Environment.ProcessPath is { } path && File.Exists(path)
        ? File.GetLastWriteTimeUtc(path).ToString("yyyy-MM-ddTHH:mm:ssZ", provider: null)
        : "unknown-buildtime";
}
