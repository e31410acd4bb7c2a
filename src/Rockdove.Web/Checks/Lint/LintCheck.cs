using Rockdove.Mime;

namespace Rockdove.Web;

/// <summary>What <c>rockdove lint</c> says of a message.</summary>
internal static class LintCheck
{
    public static LintCheckShape Run(MimeMessage mime)
    {
        var defects = LintDefect.Find(mime.Source);
        return new(
            defects.Count,
            [.. defects.Select(defect => new LintDefectShape(
                defect.Offset, defect.Line, defect.Column, defect.Rule.Id, defect.Rule.Message, defect.Section))]);
    }
}

internal sealed record LintCheckShape(int Count, IReadOnlyList<LintDefectShape> Defects);

/// <param name="Offset">Octets from the start of the message.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">In octets, from 1.</param>
/// <param name="Rule">Stable, such as <c>bare-line-feed</c>.</param>
/// <param name="Message">What is wrong and what to do.</param>
/// <param name="Section">The RFC and its section.</param>
internal sealed record LintDefectShape(
    int Offset, int Line, int Column, string Rule, string Message, string Section);
