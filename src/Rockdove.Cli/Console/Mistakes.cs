using System.CommandLine;
using System.CommandLine.Parsing;

namespace Rockdove.Cli;

/// <summary>
/// What is wrong with a command line, a line each. Where the parser speaks of its own affairs, it is said again in the
/// words of the person who typed it.
/// </summary>
internal static class Mistakes
{
    public static IEnumerable<string> In(ParseResult parsed)
    {
        if (parsed.CommandResult.Command is { Subcommands.Count: > 0 } group)
            return [NoCommand(group, parsed.UnmatchedTokens)];
        var lines = Unmatched(parsed).ToList();
        lines.AddRange(parsed.Errors.Where(error => !IsAbout(parsed.UnmatchedTokens, error)).Select(Explain));
        return lines;
    }

    private static string NoCommand(Command group, IReadOnlyList<string> words)
    {
        var allowed = group.Subcommands.Select(command => command.Name).ToList();
        var what = words.Count == 0
            ? "a command is missing"
            : $"'{WithoutValue(words[0])}' is no command{Meant.Say(WithoutValue(words[0]), allowed)}";
        return $"{what}; allowed are {string.Join(", ", allowed)}";
    }

    /// <summary>
    /// Words that belong to nothing. One that follows an option is not shown, for it may be a password: of
    /// <c>--password</c>, which does not exist, or with a space in it.
    /// </summary>
    private static IEnumerable<string> Unmatched(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var path = CommandPath.Of(parsed.CommandResult);
        var left = new Queue<string>(parsed.UnmatchedTokens);
        Token? before = null;
        string? last = null;
        foreach (var token in parsed.Tokens)
        {
            if (left.TryPeek(out var word) && word == token.Value && token.Type != TokenType.Option)
            {
                left.Dequeue();
                if (word is ['-', _, ..])
                {
                    var allowed = command.Options.Where(option => !option.Hidden).Select(one => one.Name).ToList();
                    yield return $"{WithoutValue(word)} is no option of rockdove {path}"
                        + $"{Meant.Say(WithoutValue(word), allowed)}; allowed are {string.Join(", ", allowed)}";
                    last = word;
                }
                else if (last is null)
                {
                    yield return $"'{word}' is not allowed; allowed after rockdove {path} are options";
                }
                else if (before?.Type == TokenType.Option && IsSwitch(command, last))
                {
                    yield return $"{last} '{word}' is not allowed; allowed are true and false";
                }
                else if (IsKnown(command, last))
                {
                    yield return $"{last} is followed by a word too many; a value with spaces needs quotes";
                }
            }
            else if (token.Type == TokenType.Option)
            {
                last = token.Value;
            }

            before = token;
        }
    }

    private static string Explain(ParseError error)
    {
        var option = error.SymbolResult as OptionResult ?? error.SymbolResult?.Parent as OptionResult;
        return option switch
        {
            { IdentifierTokenCount: > 1 } when option.Tokens.Count > option.Option.Arity.MaximumNumberOfValues =>
                $"{option.Option.Name} is given {option.IdentifierTokenCount} times; allowed is once",
            { Tokens.Count: 0, Option.Arity.MinimumNumberOfValues: > 0 } =>
                $"{option.Option.Name} has no value; allowed is {option.Option.HelpName}",
            null when error.SymbolResult is ArgumentResult { Tokens.Count: 0, Argument: var missing } =>
                $"{missing.Name} is missing",
            _ => error.Message,
        };
    }

    private static bool IsAbout(IReadOnlyList<string> words, ParseError error) =>
        error.SymbolResult is CommandResult
        && words.Any(word => error.Message.EndsWith($"'{word}'.", StringComparison.Ordinal));

    private static bool IsKnown(Command command, string name) => Find(command, name) is not null;

    private static bool IsSwitch(Command command, string name) => Find(command, name)?.ValueType == typeof(bool);

    private static Option? Find(Command command, string name) =>
        command.Options.FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name));

    private static string WithoutValue(string word) => word is ['-', ..] ? word.Split('=')[0] : word;
}
