using System.Globalization;

namespace Rockdove.Web;

/// <summary>Reads what spamd answers to REPORT.</summary>
internal static class SpamReport
{
    public static SpamCheckShape Read(string answer)
    {
        var end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        string[] head = (end < 0 ? answer : answer[..end]).Split("\r\n");
        // SPAMD/1.1 0 EX_OK
        if (head[0].Split(' ') is not [var version, var code, ..]
            || !version.StartsWith("SPAMD/", StringComparison.Ordinal))
            return SpamdClient.Failed("What answers is no spamd.");
        if (code != "0")
            return SpamdClient.Failed($"SpamAssassin says: {Short(head[0][(version.Length + 1)..])}.");
        foreach (var line in head)
        {
            if (line.StartsWith("Spam:", StringComparison.OrdinalIgnoreCase)
                && Judgement(line["Spam:".Length..]) is var (isSpam, score, threshold))
                return new(isSpam, null, score, threshold, Rules(end < 0 ? "" : answer[(end + 4)..]));
        }

        return SpamdClient.Failed("SpamAssassin gave no judgement.");
    }

    /// <summary><c>True ; 15.1 / 5.0</c></summary>
    private static (bool IsSpam, double Score, double Threshold)? Judgement(string text)
    {
        if (text.Split(';') is not [var word, var numbers] || numbers.Split('/') is not [var score, var threshold]
            || Number(score) is not { } reached || Number(threshold) is not { } needed)
            return null;
        return (word.Trim() is "True" or "Yes", reached, needed);
    }

    /// <summary>
    /// The table of the report: points, name, description, and lines that go on with a description.
    /// </summary>
    private static List<SpamRuleShape> Rules(string report)
    {
        var rules = new List<SpamRuleShape>();
        var isTable = false;
        foreach (var raw in report.Split('\n'))
        {
            var line = raw.TrimEnd();
            if (!isTable)
            {
                isTable = line.TrimStart().StartsWith("----", StringComparison.Ordinal);
                continue;
            }

            var words = line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
            if (words is [var points, var name, ..] && Number(points) is { } score && IsName(name))
                rules.Add(new(score, name, words.Length > 2 ? words[2].Trim() : ""));
            else if (line.Length > 0 && rules is [.., var last] && char.IsWhiteSpace(line[0]))
                rules[^1] = last with { Description = $"{last.Description} {line.Trim()}".Trim() };
            if (rules.Count == MostRules)
                break;
        }

        return rules;
    }

    private static bool IsName(string word) =>
        word.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_');

    private static double? Number(string text) =>
        double.TryParse(
            text.Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out var number)
            ? number
            : null;

    private static string Short(string text) => text.Length <= 200 ? text.TrimEnd('.') : text[..200];

    private const int MostRules = 1000;
}
