using System.Text;
using Rockdove.Mime;

namespace Rockdove.Web;

/// <summary>
/// One-time codes: four to eight digits, in one run or in two of three or four, that stand alone on a line, or in a
/// line that speaks of a code or follows one that does. Letters may be among them where a line speaks of a code.
/// </summary>
internal static class MailCodes
{
    /// <summary>Each once, those first that most likely are one.</summary>
    public static IEnumerable<ExtractedValueShape> Read(MimeMessage mime)
    {
        var found = new List<(int Rank, ExtractedValueShape Code)>();
        Scan(mime.Subject ?? "", "subject", found);
        Scan(mime.Text ?? "", "text", found);
        Scan(mime.HtmlBody?.ReadText(HtmlElements.MostCharacters) ?? "", "html", found);
        return found.OrderBy(one => one.Rank).Select(one => one.Code).DistinctBy(one => one.Value);
    }

    private static void Scan(string text, string place, List<(int Rank, ExtractedValueShape Code)> found)
    {
        var spokeBefore = false;
        var read = 0;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan()[range].Trim();
            read += line.Length;
            if (read > HtmlElements.MostCharacters || found.Count > MostCodes)
                return;
            if (line.IsEmpty)
                continue;
            var speaks = SpeaksFrom(line);
            foreach (var (start, end) in Runs(line))
            {
                var isAlone = end - start == line.Length;
                var code = Code(line[start..end], withLetters: speaks >= 0 || spokeBefore);
                if (code.Length == 0 || !isAlone && (IsPartOfMore(line, start, end) || speaks < 0 && !spokeBefore))
                    continue;
                var follows = speaks >= 0 && speaks < start;
                var rank = (isAlone && spokeBefore || follows ? 0 : 2) + (IsYear(code) ? 1 : 0);
                found.Add((rank, new(code, Cut(line), place)));
            }

            spokeBefore = speaks >= 0;
        }
    }

    /// <summary>Runs of letters and digits; two of digits with a space or hyphen between them are one.</summary>
    private static List<(int Start, int End)> Runs(ReadOnlySpan<char> line)
    {
        var runs = new List<(int Start, int End)>();
        for (var i = 0; i < line.Length && runs.Count < MostRuns;)
        {
            if (!char.IsLetterOrDigit(line[i]))
            {
                i++;
                continue;
            }

            var start = i;
            i = EndOfRun(line, i);
            if (i + 1 < line.Length && line[i] is ' ' or '-' && IsHalf(line[start..i])
                && IsHalf(line[(i + 1)..EndOfRun(line, i + 1)]))
                i = EndOfRun(line, i + 1);
            runs.Add((start, i));
        }

        return runs;
    }

    private static int EndOfRun(ReadOnlySpan<char> line, int at)
    {
        while (at < line.Length && char.IsLetterOrDigit(line[at]))
            at++;
        return at;
    }

    private static bool IsHalf(ReadOnlySpan<char> run) => run.Length is 3 or 4 && AreDigits(run);

    private static bool AreDigits(ReadOnlySpan<char> run) => !run.ContainsAnyExceptInRange('0', '9');

    /// <summary>The run without what parts it; empty if it is no code.</summary>
    private static string Code(ReadOnlySpan<char> run, bool withLetters)
    {
        var code = new StringBuilder();
        var (digits, capitals) = (0, 0);
        foreach (var character in run)
        {
            if (character is ' ' or '-')
                continue;
            code.Append(character);
            digits += char.IsAsciiDigit(character) ? 1 : 0;
            capitals += char.IsAsciiLetterUpper(character) ? 1 : 0;
        }

        var isCode = digits == code.Length
            ? digits is >= 4 and <= 8
            : withLetters && digits > 0 && digits + capitals == code.Length && code.Length is >= 5 and <= 10;
        return isCode ? code.ToString() : "";
    }

    /// <summary>An amount, a date, a time, an address, a telephone number.</summary>
    private static bool IsPartOfMore(ReadOnlySpan<char> line, int start, int end)
    {
        if (start > 0 && "$€£+#/=@&.,:_%?".Contains(line[start - 1]))
            return true;
        if (start > 1 && line[start - 1] is '-' or ' ' && char.IsAsciiDigit(line[start - 2]))
            return true;
        if (end + 1 < line.Length && "./,:-_@= ".Contains(line[end]) && char.IsAsciiDigit(line[end + 1]))
            return true;
        return end < line.Length && "/@=_%€$£".Contains(line[end]);
    }

    /// <summary>Where a line speaks of a code; -1 if it does not.</summary>
    private static int SpeaksFrom(ReadOnlySpan<char> line)
    {
        for (var i = 0; i < line.Length;)
        {
            if (!char.IsLetter(line[i]))
            {
                i++;
                continue;
            }

            var start = i;
            while (i < line.Length && char.IsLetter(line[i]))
                i++;
            var word = line[start..Math.Min(i, start + LongestWord)].ToString().ToLowerInvariant();
            if (Words.Contains(word) || word.EndsWith("code", StringComparison.Ordinal)
                || word.StartsWith("verif", StringComparison.Ordinal))
                return start;
        }

        return -1;
    }

    private static bool IsYear(string code) => code is ['1', '9', _, _] or ['2', '0', _, _];

    private static string Cut(ReadOnlySpan<char> line) => line[..Math.Min(line.Length, LongestLine)].ToString();

    private static readonly HashSet<string> Words =
    [
        "otp", "pin", "tan", "passcode", "password", "passwort", "kennwort", "token", "codes", "código", "codigo",
        "codice", "kod", "kode",
    ];

    private const int LongestWord = 40;

    private const int LongestLine = 200;

    private const int MostRuns = 1000;

    private const int MostCodes = 200;
}
