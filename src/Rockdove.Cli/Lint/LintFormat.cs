using Rockdove.Mime;

namespace Rockdove.Cli;

/// <summary>How what was found is printed.</summary>
internal abstract class LintFormat
{
    /// <summary>One message and what is wrong with it, in the order of offsets.</summary>
    public abstract void Add(string file, IReadOnlyList<LintDefect> defects);

    /// <summary>There are no more messages.</summary>
    public virtual void End()
    {
    }
}

/// <summary>For people and editors: <c>file:line:column: rule: message [section]</c>.</summary>
internal sealed class TextFormat(TextWriter output) : LintFormat
{
    private int _messages;
    private int _defects;

    public override void Add(string file, IReadOnlyList<LintDefect> defects)
    {
        _messages++;
        _defects += defects.Count;
        foreach (var defect in defects)
        {
            output.WriteLine($"{file}:{defect.Line}:{defect.Column}: {defect.Rule.Id}: {defect.Rule.Message} "
                + $"[{defect.Section}, offset {defect.Offset}]");
        }
    }

    public override void End() =>
        output.WriteLine($"{Count(_messages, "message")}, {Count(_defects, "defect")}");

    private static string Count(int count, string word) => count == 1 ? $"1 {word}" : $"{count} {word}s";
}
