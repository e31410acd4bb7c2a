using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Testing;

/// <summary>Something that the engine must do, and the line that says so.</summary>
internal abstract record Expectation(int Line)
{
    /// <summary>As it stands in a transcript.</summary>
    public abstract override string ToString();
}

/// <summary>A server line. One that has no CRLF is matched as the beginning of what comes.</summary>
internal sealed record ExpectedReply(int Line, TranscriptLine Pattern) : Expectation(Line)
{
    public override string ToString() => Pattern.ToString();
}

internal sealed record ExpectedQuestion(int Line, TranscriptLine Pattern, string? Answer) : Expectation(Line)
{
    public override string ToString() => Pattern.ToString();
}

/// <summary>
/// Content lines with nothing but client lines between them: the engine may hand them out in any slices.
/// </summary>
internal sealed record ExpectedContent(int Line) : Expectation(Line)
{
    private readonly List<byte> _octets = [];
    private readonly List<(int Offset, int Line)> _lines = [];

    public int Length => _octets.Count;

    public void Add(TranscriptLine line)
    {
        _lines.Add((_octets.Count, line.Number));
        _octets.AddRange(line.Octets.Span);
        if (line.EndsLine)
            _octets.AddRange("\r\n"u8);
    }

    public ReadOnlySpan<byte> From(int offset) => CollectionsMarshal.AsSpan(_octets)[offset..];

    public int LineAt(int offset) => _lines.FindLast(l => l.Offset <= offset).Line;

    public override string ToString() => Show(From(0));

    /// <summary>Content as transcript lines, without its end if it is long.</summary>
    public static string Show(ReadOnlySpan<byte> content)
    {
        var shown = new StringBuilder();
        for (var lines = 0; content.Length > 0; lines++)
        {
            if (lines == MaxShownLines)
                return shown.Append(CultureInfo.InvariantCulture, $"\n({content.Length} octets more)").ToString();

            var end = content.IndexOf("\r\n"u8);
            var octets = end < 0 ? content : content[..end];
            content = end < 0 ? [] : content[(end + 2)..];
            var line = TranscriptLine.Literal(TranscriptLineKind.Content, octets, end >= 0);
            shown.Append(lines == 0 ? "" : "\n").Append(line);
        }

        return shown.Length == 0 ? "(no content)" : shown.ToString();
    }

    private const int MaxShownLines = 6;
}

/// <summary>TLS, compression, close, abort or pause: what the step kind says.</summary>
internal sealed record ExpectedStep(int Line, StepKind Kind, TimeSpan? Time = null) : Expectation(Line)
{
    public override string ToString() => Show(Kind, Time);

    public static string Show(StepKind kind, TimeSpan? time = null) => kind switch
    {
        StepKind.StartTls => "! tls",
        StepKind.StartCompression => "! compression",
        StepKind.Close => "! expect close",
        StepKind.Abort => "! expect abort",
        StepKind.Pause when time is { } t =>
            string.Create(CultureInfo.InvariantCulture, $"! expect pause {t.TotalMilliseconds}ms"),
        _ => "! expect " + kind.ToString().ToLowerInvariant(),
    };
}
