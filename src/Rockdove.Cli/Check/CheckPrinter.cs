using System.Globalization;
using System.Text;
using Rockdove.Prober;

namespace Rockdove.Cli;

/// <summary>A report for people: a group for each check, a symbol and a word for each result.</summary>
/// <param name="output">Where it goes.</param>
/// <param name="isColoured">With colours, beside the words.</param>
/// <param name="hasSymbols">With symbols beyond ASCII.</param>
/// <param name="isVerbose">With what was seen of what is well.</param>
internal sealed class CheckPrinter(TextWriter output, bool isColoured, bool hasSymbols, bool isVerbose)
{
    public static CheckPrinter OnConsole(bool isVerbose) => new(
        Console.Out,
        !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null,
        Console.OutputEncoding.CodePage == Encoding.UTF8.CodePage,
        isVerbose);

    public void Print(CheckReport report)
    {
        output.WriteLine(report.Target);
        foreach (var group in report.Results.GroupBy(result => result.Check))
        {
            output.WriteLine();
            output.WriteLine(group.Key);
            foreach (var result in group)
                Print(result, report.Target.ToString());
        }

        output.WriteLine();
        output.WriteLine(Summary(report));
    }

    private void Print(CheckResult result, string target)
    {
        var (symbol, ascii, colour) = Looks[result.Status];
        var word = CheckNames.Of(result.Status);
        var mark = $"{(hasSymbols ? symbol : ascii)} {word}".PadRight(MarkWidth);
        var subject = result.Subject == target ? "" : $"{result.Subject}: ";
        output.WriteLine($"  {(isColoured ? $"\e[{colour}m{mark}\e[0m" : mark)} {Printable(subject + result.What)}");
        var indent = new string(' ', MarkWidth + 3);
        if (isVerbose || result.Status is not CheckStatus.Ok)
        {
            foreach (var line in result.Evidence)
                output.WriteLine($"{indent}| {Printable(line)}");
        }

        if (result.Advice is { } advice)
            output.WriteLine($"{indent}{(hasSymbols ? "→" : "->")} {Printable(advice)}");
    }

    private static string Summary(CheckReport report)
    {
        var counts = report.Results
            .GroupBy(result => result.Status)
            .OrderBy(group => group.Key)
            .Select(group => string.Create(
                CultureInfo.InvariantCulture, $"{group.Count()} {CheckNames.Of(group.Key)}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{string.Join(", ", counts)}; {report.Lookups} {(report.Lookups == 1 ? "lookup" : "lookups")}, "
            + $"{report.Elapsed.TotalSeconds:0.0} s");
    }

    /// <summary>What others write into DNS does not steer terminals.</summary>
    private static string Printable(string text) =>
        string.Concat(text.Select(one => char.IsControl(one) ? '?' : one));

    private static readonly Dictionary<CheckStatus, (string Symbol, string Ascii, string Colour)> Looks = new()
    {
        [CheckStatus.Ok] = ("✓", "+", "32"),
        [CheckStatus.Notice] = ("i", "i", "36"),
        [CheckStatus.Warning] = ("!", "!", "33"),
        [CheckStatus.Fail] = ("✗", "x", "31"),
        [CheckStatus.Error] = ("?", "?", "35"),
        [CheckStatus.Untested] = ("-", "-", "90"),
    };

    /// <summary>A symbol, a space and the longest word.</summary>
    private const int MarkWidth = 10;
}
