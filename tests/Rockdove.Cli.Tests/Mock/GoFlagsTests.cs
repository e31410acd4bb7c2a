using System.CommandLine;
using Rockdove.Mock;

namespace Rockdove.Cli.Tests;

/// <summary>
/// The flags of <c>rockdove mock</c>: Go's rules, and go-smtp-mock's tests of its own, by their names.
/// </summary>
public class GoFlagsTests
{
    [Theory]
    [InlineData("-port=1", "--port=1")]
    [InlineData("--port=1", "--port=1")]
    [InlineData("-port 1", "--port=1")]
    [InlineData("--port 1", "--port=1")]
    [InlineData("-log", "--log=true")]
    [InlineData("-log=F", "--log=F")]
    [InlineData("-log true -port 1", "--log=true")] // A switch takes no word: 'true' is none of the flags.
    [InlineData("-log more -port 1", "--log=true")]
    [InlineData("more -port 1", "")]
    [InlineData("- -port 1", "")]
    [InlineData("-- -port 1", "")]
    [InlineData("-port 1 -log -port=2", "--log=true --port=2")]
    [InlineData("-auth a:b --auth c:d", "--auth=a:b --auth=c:d")]
    [InlineData("-msgGreeting -log", "--msgGreeting=-log")]
    [InlineData("-port", "--port")]
    [InlineData("-h", "--help")]
    [InlineData("-nope=1", "-nope=1")]
    [InlineData("-msgGreeting=a=b", "--msgGreeting=a=b")]
    public void A_command_line_is_read_as_Go_reads_it(string line, string translated) => Assert.Equal(
        translated, string.Join(' ', new MockCommandOptions().Translate(line.Split(' '))));

    [Theory]
    [InlineData("1 t T true TRUE True", true)]
    [InlineData("0 f F false FALSE False", false)]
    [InlineData("yes no tRUE 2 -", null)]
    public void A_switch_is_true_or_false_in_the_words_of_Go(string words, bool? value) =>
        Assert.All(words.Split(' '), word => Assert.Equal(value, GoFlags.ReadSwitch(word)));

    [Fact]
    public void TestToSlice() => Assert.Equal(
        ["a.com", " b.com ", "c"], Profile("-blacklistedHeloDomains=a.com, b.com ,c").BlacklistedHeloDomains);

    [Fact]
    public void TestAttrFromCommandLine()
    {
        string[] texts = [.. Texts.Select((name, i) => $"-msg{name}=text {i}")];
        string[] delays = [.. Delays.Select((name, i) => $"-responseDelay{name}={i + 1}")];
        string[] others =
        [
            "-host=127.0.0.2", "-port=4242", "-log", "-sessionTimeout=120", "-shutdownTimeout=2", "-failFast",
            "-multipleRcptto", "-multipleMessageReceiving", "-blacklistedHeloDomains=a", "-blacklistedMailfromEmails=b",
            "-blacklistedRcpttoEmails=c", "-notRegisteredEmails=d,e", "-msgSizeLimit=42", "-v",
        ];
        Assert.Equal(46, texts.Length + delays.Length + others.Length);

        var profile = Profile([.. texts, .. delays, .. others]);

        Assert.Equal(("127.0.0.2", 4242), ($"{profile.HostAddress}", profile.PortNumber));
        Assert.Equal(
            (true, true, true, true, true),
            (profile.LogToStdout, profile.LogServerActivity, profile.IsCmdFailFast, profile.MultipleRcptto,
                profile.MultipleMessageReceiving));
        Assert.Equal((120, 2), (profile.SessionTimeout.TotalSeconds, profile.ShutdownTimeout.TotalSeconds));
        Assert.Equal(["a", "b", "c", "d", "e"],
            [
                .. profile.BlacklistedHeloDomains, .. profile.BlacklistedMailfromEmails,
                .. profile.BlacklistedRcpttoEmails, .. profile.NotRegisteredEmails,
            ]);
        Assert.Equal(
            [1, 2, 3, 4, 5, 6, 7, 8],
            new[]
            {
                profile.ResponseDelayHelo, profile.ResponseDelayMailfrom, profile.ResponseDelayRcptto,
                profile.ResponseDelayData, profile.ResponseDelayMessage, profile.ResponseDelayRset,
                profile.ResponseDelayNoop, profile.ResponseDelayQuit,
            }.Select(delay => (int)delay.TotalSeconds));
        Assert.Equal(42, profile.MsgSizeLimit);
        Assert.Equal(
            Enumerable.Range(0, 24).Select(i => $"text {i}"),
            [
                profile.MsgGreeting, profile.MsgInvalidCmd, profile.MsgInvalidCmdHeloSequence,
                profile.MsgInvalidCmdHeloArg, profile.MsgHeloBlacklistedDomain, profile.MsgHeloReceived,
                profile.MsgInvalidCmdMailfromSequence, profile.MsgInvalidCmdMailfromArg,
                profile.MsgMailfromBlacklistedEmail, profile.MsgMailfromReceived, profile.MsgInvalidCmdRcpttoSequence,
                profile.MsgInvalidCmdRcpttoArg, profile.MsgRcpttoNotRegisteredEmail,
                profile.MsgRcpttoBlacklistedEmail, profile.MsgRcpttoReceived, profile.MsgInvalidCmdDataSequence,
                profile.MsgDataReceived, profile.MsgMsgSizeIsTooBig, profile.MsgMsgReceived,
                profile.MsgInvalidCmdRsetSequence, profile.MsgInvalidCmdRsetArg, profile.MsgRsetReceived,
                profile.MsgNoopReceived, profile.MsgQuitCmd,
            ]);
    }

    [Fact]
    public void TestAttrFromCommandLine_UnknownFlag() =>
        Assert.Contains("-notKnown", Assert.Single(Parse("-notKnown").Parsed.Errors).Message, StringComparison.Ordinal);

    [Fact]
    public void Nothing_given_and_nothing_after_the_sign_are_the_defaults() => Assert.Equal(
        new GoSmtpMockProfile(),
        Profile("-msgGreeting=", "-msgSizeLimit=0", "-sessionTimeout=0", "-log=0", "-host=") with
        {
            BlacklistedHeloDomains = new GoSmtpMockProfile().BlacklistedHeloDomains,
            BlacklistedMailfromEmails = new GoSmtpMockProfile().BlacklistedMailfromEmails,
            BlacklistedRcpttoEmails = new GoSmtpMockProfile().BlacklistedRcpttoEmails,
            NotRegisteredEmails = new GoSmtpMockProfile().NotRegisteredEmails,
        });

    [Theory]
    [InlineData("", false)]
    [InlineData("-host=127.0.0.1 -port=0 -log -sessionTimeout=1 -shutdownTimeout=1", false)]
    [InlineData("-failFast", true)]
    [InlineData("--msgQuitCmd x", true)]
    [InlineData("--profile go-smtp-mock", true)]
    [InlineData("--profile rockdove", false)]
    public void A_flag_of_its_own_or_the_profile_chooses_its_manner(string line, bool isGoSmtpMock)
    {
        var (options, parsed) = Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(parsed.Errors);
        Assert.Equal(isGoSmtpMock, options.IsGoSmtpMock(parsed));
    }

    private static GoSmtpMockProfile Profile(params string[] arguments)
    {
        var (options, parsed) = Parse(arguments);
        Assert.Empty(parsed.Errors);
        return options.Flags.ToProfile(parsed);
    }

    private static (MockCommandOptions Options, ParseResult Parsed) Parse(params string[] arguments)
    {
        var options = new MockCommandOptions();
        var command = MockCommand.Create(options);
        return (options, command.Parse([.. options.Translate(arguments)]));
    }

    private static readonly string[] Delays =
        ["Helo", "Mailfrom", "Rcptto", "Data", "Message", "Rset", "Noop", "Quit"];

    private static readonly string[] Texts =
    [
        "Greeting", "InvalidCmd", "InvalidCmdHeloSequence", "InvalidCmdHeloArg", "HeloBlacklistedDomain",
        "HeloReceived", "InvalidCmdMailfromSequence", "InvalidCmdMailfromArg", "MailfromBlacklistedEmail",
        "MailfromReceived", "InvalidCmdRcpttoSequence", "InvalidCmdRcpttoArg", "RcpttoNotRegisteredEmail",
        "RcpttoBlacklistedEmail", "RcpttoReceived", "InvalidCmdDataSequence", "DataReceived", "MsgSizeIsTooBig",
        "MsgReceived", "InvalidCmdRsetSequence", "InvalidCmdRsetArg", "RsetReceived", "NoopReceived", "QuitCmd",
    ];
}
