using System.Text;

namespace Rockdove.Testing;

/// <summary>An engine did not do what a transcript says.</summary>
public sealed class TranscriptFailedException : Exception
{
    internal TranscriptFailedException(
        string path,
        int line,
        string problem,
        string cuts,
        string? expected = null,
        string? got = null,
        IEnumerable<string>? before = null,
        Exception? inner = null)
        : base(Tell(path, line, problem, cuts, expected, got, before ?? []), inner)
    {
        Path = path;
        Line = line;
        Cuts = cuts;
        Expected = expected;
        Got = got;
    }

    public string Path { get; }

    /// <summary>The line of the transcript that was not met, or the last one that was.</summary>
    public int Line { get; }

    /// <summary>How the client's octets were cut, with the seed if there was one.</summary>
    public string Cuts { get; }

    /// <summary>Transcript lines; null when nothing more was expected.</summary>
    public string? Expected { get; }

    /// <summary>Transcript lines; null when nothing came.</summary>
    public string? Got { get; }

    /// <summary>The conversation up to the difference, then what was expected (-) and what came (+).</summary>
    private static string Tell(
        string path, int line, string problem, string cuts, string? expected, string? got, IEnumerable<string> before)
    {
        var told = new StringBuilder();
        told.Append(null, $"{path}:{line}: {problem} (played {cuts})\n");
        foreach (var said in before)
            told.Append("      ").Append(said).Append('\n');
        Mark(told, "    - ", expected ?? "(nothing)");
        Mark(told, "    + ", got ?? "(nothing)");
        if (expected is not null && got is not null && !expected.Contains('\n') && !got.Contains('\n'))
        {
            var same = expected.AsSpan().CommonPrefixLength(got);
            if (same > 0)
                told.Append("      ").Append(' ', same).Append("^\n");
        }

        return told.ToString().TrimEnd('\n', ' ');
    }

    private static void Mark(StringBuilder told, string mark, string lines)
    {
        foreach (var line in lines.Split('\n'))
            told.Append(mark).Append(line).Append('\n');
    }
}
