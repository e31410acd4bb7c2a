using System.Buffers;
using System.Globalization;
using Rockdove.Wire;

namespace Rockdove.Mock;

/// <summary>Rules as they stand in a script: <c>! on</c>, then what to do, up to the next <c>! on</c>.</summary>
internal sealed class RuleReader(Transcript script)
{
    private readonly List<MockRule> _rules = [];
    private readonly List<string> _errors = [];
    private readonly ArrayBufferWriter<byte> _said = new();
    private int _number;
    private bool _isLost;
    private bool _hasSaid;

    /// <exception cref="MockScriptException">Something is no rule; says all of it.</exception>
    public IReadOnlyList<MockRule> Read()
    {
        foreach (var line in script.Lines)
        {
            _number = line.Number;
            try
            {
                Read(line);
            }
            catch (Exception wrong) when (wrong is FormatException or ArgumentException or InvalidOperationException)
            {
                _errors.Add($"{Here}: {wrong.Message.ReplaceLineEndings(" ")}");
            }
        }

        EndReply();
        return _errors.Count == 0 ? _rules : throw new MockScriptException(_errors);
    }

    private string Here => $"{script.Path}:{_number}";

    private void Read(TranscriptLine line)
    {
        switch (line.Kind)
        {
            case TranscriptLineKind.Directive when line.Word == "on":
                EndReply();
                _isLost = true;
                Begin(Words(line.Text));
                _isLost = false;
                break;
            case TranscriptLineKind.Directive or TranscriptLineKind.Server when _isLost:
                break; // They belong to a rule that could not be read.
            case TranscriptLineKind.Directive:
                Do(Rule, line.Word, Words(line.Text));
                break;
            case TranscriptLineKind.Server:
                _ = Rule;
                _said.Write(line.Octets.Span);
                _said.Write(line.EndsLine ? "\r\n"u8 : []);
                _hasSaid = true;
                break;
            case not (TranscriptLineKind.Comment or TranscriptLineKind.Blank):
                throw new FormatException("a rule has S: lines and directives only; a script with C: lines is a "
                    + "conversation, and has no '! on'.");
        }
    }

    private MockRule Rule => _rules.Count > 0
        ? _rules[^1]
        : throw new FormatException("there is no rule yet; the first line of a rule is '! on MOMENT'.");

    private void Begin(List<string> words)
    {
        if (words.Count == 0 || !Moments.TryRead(words[0], out var moment))
            throw new FormatException(
                $"'{(words.Count == 0 ? "" : words[0])}' is no moment; there are {Moments.Words}.");
        var pattern = words.Count > 1 && !IsSelector(words[1]) ? words[1] : "*";
        var rule = new MockRule(moment, pattern, null, Here);
        _rules.Add(rule);
        var selectors = words.Skip(words.Count > 1 && !IsSelector(words[1]) ? 2 : 1).ToList();
        foreach (var selector in selectors)
            Select(rule, selector, selectors);
    }

    private static void Select(MockRule rule, string selector, List<string> all)
    {
        var (key, value) = Halves(selector);
        switch (key)
        {
            case "nth":
                rule.Nth(Number(key, value));
                break;
            case "times":
                rule.Times(Number(key, value));
                break;
            case "every":
                rule.Every(Number(key, value));
                break;
            case "chance":
                var seed = all.FirstOrDefault(other => Halves(other).Key == "seed")
                    ?? throw new FormatException("a chance needs a seed, so that a run can be repeated: seed=1.");
                rule.Chance(Fraction(value), Number("seed", Halves(seed).Value, least: 0));
                break;
            case "seed" when all.Any(other => Halves(other).Key == "chance"):
                break;
            case "bytes":
                rule.AfterBytes(Octets(value));
                break;
            case "scope" when value == "session":
                rule.InEachSession();
                break;
            default:
                throw new FormatException(
                    $"'{selector}' says nothing; there are nth=N, times=N, every=N, chance=P seed=N, "
                    + "bytes=N and scope=session.");
        }
    }

    private static void Do(MockRule rule, string word, List<string> words)
    {
        switch (word, words)
        {
            case ("delay", [var time]):
                rule.Delay(Time(time));
                break;
            case ("delay-lines", [var time]):
                rule.DelayLines(Time(time));
                break;
            case ("trickle", [var octets, var time]):
                rule.Trickle(Number(word, octets), Time(time));
                break;
            case ("close", []):
                rule.Close();
                break;
            case ("reset", []):
                rule.Reset();
                break;
            case ("keep", []):
                rule.Keep();
                break;
            case ("garbage", [var octets]):
                rule.Garbage(Number(word, octets), seed: 0);
                break;
            case ("garbage", [var octets, var seed]) when Halves(seed).Key == "seed":
                rule.Garbage(Number(word, octets), Number("seed", Halves(seed).Value, least: 0));
                break;
            case ("fault", [var name]):
                rule.Fault(Fault(name));
                break;
            case ("offer", [_, ..]):
                rule.Offer(string.Join(' ', words));
                break;
            case ("withhold", [_, ..]):
                rule.Withhold([.. words]);
                break;
            default:
                throw new FormatException(
                    $"'! {string.Join(' ', words.Prepend(word))}' is nothing that a rule does; there are "
                    + "delay TIME, delay-lines TIME, trickle OCTETS TIME, close, reset, keep, garbage OCTETS [seed=N], "
                    + "fault NAME, offer CAPABILITY and withhold KEYWORD.");
        }
    }

    /// <summary>Server lines that stand together are what the rule says.</summary>
    private void EndReply()
    {
        if (_hasSaid)
            _rules[^1].Say(_said.WrittenSpan);
        _said.ResetWrittenCount();
        _hasSaid = false;
    }

    private static TlsFault Fault(string name) => name switch
    {
        "abort" => TlsFault.Abort,
        "garbage" => TlsFault.Garbage,
        "expired" => TlsFault.Expired,
        "not-yet-valid" => TlsFault.NotYetValid,
        "wrong-name" => TlsFault.WrongName,
        "self-signed" => TlsFault.SelfSigned,
        _ => throw new FormatException($"'{name}' is no TLS fault; there are abort, garbage, expired, not-yet-valid, "
            + "wrong-name and self-signed."),
    };

    private static bool IsSelector(string word) => Halves(word).Key is not "" && Selectors.Contains(Halves(word).Key);

    private static (string Key, string Value) Halves(string word)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? ("", word) : (word[..equals], word[(equals + 1)..]);
    }

    private static int Number(string what, string text, int least = 1) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw new FormatException($"{what} is '{text}'; it must be a number from {least} on.");

    private static long Octets(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var octets)
            ? octets
            : throw new FormatException($"bytes is '{text}'; it must be a number from 0 on.");

    private static double Fraction(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number <= 1
            ? number
            : throw new FormatException($"chance is '{text}'; it must be from 0 to 1, as in 0.25.");

    private static TimeSpan Time(string text)
    {
        var digits = text.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count();
        var unit = text[digits..] switch
        {
            "ms" => TimeSpan.FromMilliseconds(1),
            "s" => TimeSpan.FromSeconds(1),
            "m" => TimeSpan.FromMinutes(1),
            _ => TimeSpan.Zero,
        };
        return unit > TimeSpan.Zero
            && double.TryParse(text.AsSpan(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
                out var n)
                ? unit * n
                : throw new FormatException($"'{text}' is no time; write 500ms, 2s or 1m.");
    }

    /// <summary>Words between spaces; one in double quotes may hold spaces.</summary>
    private static List<string> Words(string text)
    {
        var words = new List<string>();
        for (var rest = text.AsSpan().Trim(' '); !rest.IsEmpty; rest = rest.TrimStart(' '))
        {
            var isQuoted = rest[0] == '"';
            var end = rest[1..].IndexOf(isQuoted ? '"' : ' ') + 1;
            if (isQuoted && end == 0)
                throw new FormatException("a double quote has no other at the end.");
            words.Add(isQuoted ? rest[1..end].ToString() : end == 0 ? rest.ToString() : rest[..end].ToString());
            rest = end == 0 ? [] : rest[(isQuoted ? end + 1 : end)..];
        }

        return words;
    }

    private static readonly HashSet<string> Selectors = ["nth", "times", "every", "chance", "seed", "bytes", "scope"];
}
