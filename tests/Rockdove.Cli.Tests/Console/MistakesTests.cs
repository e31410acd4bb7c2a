using System.CommandLine;

namespace Rockdove.Cli.Tests;

/// <summary>A wrong command line is told in one line: the option, its value, what is allowed.</summary>
public class MistakesTests
{
    [Theory]
    [InlineData("a command is missing; allowed are catch, sink, send")]
    [InlineData("'fetch' is no command; allowed are catch, sink, send", "fetch", "--smtp", "1")]
    [InlineData("'--smtp' is no command; allowed are catch, sink, send", "--smtp=1")]
    [InlineData("'extra' is not allowed; allowed after rockdove catch are options", "catch", "extra")]
    [InlineData(
        "--max is no option of rockdove sink; allowed are --smtp, --lmtp, --max-message-bytes, --json",
        "sink", "--max", "5")]
    [InlineData(
        "--smpt is no option of rockdove sink (did you mean --smtp?); "
        + "allowed are --smtp, --lmtp, --max-message-bytes, --json",
        "sink", "--smpt=1")]
    [InlineData(
        "--max-mesage-byts is no option of rockdove sink (did you mean --max-message-bytes?); "
        + "allowed are --smtp, --lmtp, --max-message-bytes, --json",
        "sink", "--max-mesage-byts", "5")]
    [InlineData(
        "--max-mesage-byt is no option of rockdove sink; allowed are --smtp, --lmtp, --max-message-bytes, --json",
        "sink", "--max-mesage-byt", "5")]
    [InlineData("'cathc' is no command (did you mean catch?); allowed are catch, sink, send", "cathc")]
    [InlineData("--max has no value; allowed is COUNT", "catch", "--max")]
    [InlineData("--max is given 2 times; allowed is once", "catch", "--max", "1", "--max", "2")]
    [InlineData("--json 'maybe' is not allowed; allowed are true and false", "sink", "--json", "maybe")]
    [InlineData("--json 'maybe' is not allowed; allowed are true and false", "sink", "--json=maybe")]
    [InlineData(
        "--subject is followed by a word too many; a value with spaces needs quotes",
        "send", "--to", "u@test", "--subject", "Hello", "World")]
    [InlineData(
        "--auth has 'bob' twice; allowed is one password for each user",
        "catch", "--auth", "bob:one", "--auth", "bob:two")]
    [InlineData(
        "--timeout '86401' is not allowed; allowed is a whole number from 1 to 86400",
        "send", "--to", "u@test", "--timeout", "86401")]
    public void It_is_said_what_is_wrong(string expected, params string[] args) =>
        Assert.Equal(expected, Assert.Single(Mistakes.In(Parse(args))));

    [Theory]
    [InlineData("send", "--password", "hunter2")]
    [InlineData("send", "--password=hunter2")]
    [InlineData("catch", "--auth", "bob", "hunter2")]
    [InlineData("catch", "--auth", "hunter2:")]
    public void What_may_be_a_password_is_not_shown(params string[] args) =>
        Assert.DoesNotContain("hunter2", string.Join('\n', Mistakes.In(Parse(args))), StringComparison.Ordinal);

    [Fact]
    public void Every_number_has_bounds()
    {
        var numbers = Root().Subcommands
            .SelectMany(command => command.Options.Select(option => (Command: command.Name, Option: option)))
            .Where(one => NumberTypes.Contains(one.Option.ValueType))
            .ToList();
        Assert.True(numbers.Count >= 7);
        foreach (var (command, option) in numbers)
        {
            foreach (var value in (string[])["x", "-1", "", "1.5", "1e3", "0x10", "99999999999999999999"])
            {
                var line = Assert.Single(Mistakes.In(Parse(command, option.Name, value)));
                Assert.StartsWith(
                    $"{option.Name} '{value}' is not allowed; allowed is a whole number from ",
                    line,
                    StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("sink", "--max-message-bytes", "0")]
    [InlineData("send", "--timeout", "86400")]
    [InlineData("send", "--count", "2147483647")]
    [InlineData("send", "--sessions", "20000")]
    [InlineData("send", "--size", "1073741824")]
    [InlineData("catch", "--max", "1000000")]
    [InlineData("catch", "--max-message-bytes", "1073741824")]
    public void A_bound_itself_is_allowed(params string[] args) => Assert.Empty(Parse(args).Errors);

    private static ParseResult Parse(params string[] args) => Root().Parse(args);

    private static RootCommand Root() => [CatchCommand.Create(), SinkCommand.Create(), SendCommand.Create()];

    private static readonly Type[] NumberTypes = [typeof(int), typeof(int?), typeof(long), typeof(long?)];
}
