namespace Rockdove.Mime;

/// <summary>A defect where a person would look for it.</summary>
/// <param name="Offset">Octets from the start of the message.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">In octets, from 1.</param>
/// <param name="Rule">What it is about.</param>
/// <param name="Section">The RFC and its section.</param>
public sealed record LintDefect(int Offset, int Line, int Column, LintRule Rule, string Section)
{
    /// <summary>What is wrong with a message, in the order of offsets.</summary>
    public static IReadOnlyList<LintDefect> Find(ReadOnlyMemory<byte> message)
    {
        List<LintDefect> found = [];
        int line = 1, lineStart = 0, counted = 0;
        // They are in the order of their offsets, so each line end is counted once.
        foreach (var defect in MimeMessage.Read(message).Examine())
        {
            var between = message.Span[counted..defect.Offset];
            line += between.Count((byte)'\n');
            if (between.LastIndexOf((byte)'\n') is var last and >= 0)
                lineStart = counted + last + 1;
            counted = defect.Offset;
            found.Add(new LintDefect(
                defect.Offset, line, defect.Offset - lineStart + 1, LintRule.Of(defect.Kind), defect.Section));
        }

        return found;
    }
}
