using System.Text;
using Rockdove.Catcher;

namespace Rockdove.Cli;

/// <summary>
/// Reads rules as Mailpit's <c>--tag</c> has them: <c>TAGS=SEARCH</c> with spaces between, of which each may stand in
/// double quotes. A quote is no part of it, wherever it is.
/// </summary>
internal static class TagRuleText
{
    /// <exception cref="UsageException">It is none; says why.</exception>
    public static IEnumerable<CaughtTagRule> Read(string option, string text) =>
        Split(text).Select(rule => ReadOne(option, rule));

    /// <summary>One rule, whose tags and search are known.</summary>
    /// <exception cref="UsageException">It makes no sense; says why.</exception>
    public static CaughtTagRule Rule(string where, string tags, string search)
    {
        try
        {
            return CaughtTagRule.Read(tags, search);
        }
        catch (ArgumentException wrong)
        {
            throw new UsageException($"{where}: {wrong.Message}");
        }
    }

    private static CaughtTagRule ReadOne(string option, string rule)
    {
        var equals = rule.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? Rule($"{option} '{rule}'", rule[..equals], rule[(equals + 1)..])
            : throw new UsageException($"{option} '{rule}' is not allowed; allowed is TAGS=SEARCH, such as "
                + "paid,order=subject:invoice, in double quotes if there are spaces in it");
    }

    private static IEnumerable<string> Split(string text)
    {
        var rule = new StringBuilder();
        var isQuoted = false;
        foreach (var character in text + " ")
        {
            if (character == '"')
                isQuoted = !isQuoted;
            else if (character != ' ' || isQuoted)
                rule.Append(character);
            else if (rule.Length > 0)
            {
                yield return rule.ToString().Trim();
                rule.Clear();
            }
        }

        if (rule.ToString().Trim() is { Length: > 0 } rest) // Its quote has no end.
            yield return rest;
    }
}
