using System.Net;

namespace Rockdove.Mock.Tests;

/// <summary>
/// The tests of go-smtp-mock's configuration, by their names; docs/compat/go-smtp-mock.md has the table.
/// </summary>
public class ConfigurationTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TestNewConfiguration(bool isCustom)
    {
        var profile = isCustom ? Custom : new GoSmtpMockProfile();

        Assert.Equal(isCustom ? "127.0.0.2" : "127.0.0.1", profile.HostAddress.ToString());
        Assert.Equal(isCustom ? 4242 : 0, profile.PortNumber);
        Assert.Equal(isCustom, profile.LogToStdout);
        Assert.Equal(isCustom, profile.LogServerActivity);
        Assert.Equal(isCustom ? 120 : 30, profile.SessionTimeout.TotalSeconds);
        Assert.Equal(isCustom ? 2 : 1, profile.ShutdownTimeout.TotalSeconds);
        Assert.Equal(isCustom, profile.IsCmdFailFast);
        Assert.Equal(isCustom, profile.MultipleRcptto);
        Assert.Equal(isCustom, profile.MultipleMessageReceiving);
        Assert.Equal(isCustom ? ["a"] : [], profile.BlacklistedHeloDomains);
        Assert.Equal(isCustom ? ["b"] : [], profile.BlacklistedMailfromEmails);
        Assert.Equal(isCustom ? ["c"] : [], profile.BlacklistedRcpttoEmails);
        Assert.Equal(isCustom ? ["d"] : [], profile.NotRegisteredEmails);
        Assert.Equal(
            isCustom ? [1, 2, 3, 4, 5, 6, 7, 8] : [0, 0, 0, 0, 0, 0, 0, 0],
            Delays(profile).Select(delay => (int)delay.TotalSeconds));
        Assert.Equal(isCustom ? 42 : 10_485_760, profile.MsgSizeLimit);
        Assert.Equal(isCustom ? CustomTexts : DefaultTexts, Texts(profile));
    }

    [Fact]
    public void TestConfigurationAttrAssignDefaultValues() => Assert.Equal(
        new GoSmtpMockProfile(),
        new GoSmtpMockProfile
        {
            SessionTimeout = default,
            ShutdownTimeout = default,
            MsgSizeLimit = 0,
            MsgGreeting = "",
            MsgInvalidCmd = "",
            MsgInvalidCmdHeloSequence = "",
            MsgInvalidCmdHeloArg = "",
            MsgHeloBlacklistedDomain = "",
            MsgHeloReceived = "",
            MsgInvalidCmdMailfromSequence = "",
            MsgInvalidCmdMailfromArg = "",
            MsgMailfromBlacklistedEmail = "",
            MsgMailfromReceived = "",
            MsgInvalidCmdRcpttoSequence = "",
            MsgInvalidCmdRcpttoArg = "",
            MsgRcpttoNotRegisteredEmail = "",
            MsgRcpttoBlacklistedEmail = "",
            MsgRcpttoReceived = "",
            MsgInvalidCmdDataSequence = "",
            MsgDataReceived = "",
            MsgMsgSizeIsTooBig = "",
            MsgMsgReceived = "",
            MsgInvalidCmdRsetSequence = "",
            MsgInvalidCmdRsetArg = "",
            MsgRsetReceived = "",
            MsgNoopReceived = "",
            MsgQuitCmd = "",
        });

    [Fact]
    public void The_text_about_the_size_names_the_limit() => Assert.Equal(
        "552 Message exceeded max size of 42 bytes", new GoSmtpMockProfile { MsgSizeLimit = 42 }.MsgMsgSizeIsTooBig);

    [Fact]
    public async Task A_setting_that_makes_no_sense_is_named()
    {
        GoSmtpMockProfile[] bad =
        [
            new() { PortNumber = 65536 },
            new() { MsgSizeLimit = -1 },
            new() { SessionTimeout = TimeSpan.FromSeconds(-1) },
            new() { ShutdownTimeout = TimeSpan.FromSeconds(-1) },
            new() { ResponseDelayNoop = TimeSpan.FromMinutes(20) + TimeSpan.FromTicks(1) },
            new() { ResponseDelayQuit = TimeSpan.FromTicks(-1) },
        ];
        string[] names =
        [
            "PortNumber", "MsgSizeLimit", "SessionTimeout", "ShutdownTimeout", "ResponseDelayNoop", "ResponseDelayQuit",
        ];
        foreach (var (profile, name) in bad.Zip(names))
        {
            var error = await Assert.ThrowsAsync<ArgumentException>(
                () => MockMailServer.StartAsync(options => options.Follow(profile)));
            Assert.Contains($"{name} is ", error.Message, StringComparison.Ordinal);
        }

        new GoSmtpMockProfile { ResponseDelayNoop = TimeSpan.FromMinutes(20) }.Validate();
    }

    [Fact]
    public async Task Settings_of_our_own_manner_are_not_for_the_profile()
    {
        Action<MockMailOptions>[] bad =
        [
            options => options.IsLmtp = true,
            options => options.Authentication = MockAuthentication.AnyPassword,
            options => options.Server = _ => { },
        ];
        string[] names = ["IsLmtp", "Authentication", "Server"];
        foreach (var (change, name) in bad.Zip(names))
        {
            var error = await Assert.ThrowsAsync<ArgumentException>(
                () => MockMailServer.StartAsync(options => change(options.Follow(new GoSmtpMockProfile()))));
            Assert.StartsWith($"{name} is not for the go-smtp-mock profile", error.Message, StringComparison.Ordinal);
        }
    }

    private static TimeSpan[] Delays(GoSmtpMockProfile profile) =>
    [
        profile.ResponseDelayHelo, profile.ResponseDelayMailfrom, profile.ResponseDelayRcptto,
        profile.ResponseDelayData, profile.ResponseDelayMessage, profile.ResponseDelayRset,
        profile.ResponseDelayNoop, profile.ResponseDelayQuit,
    ];

    private static string[] Texts(GoSmtpMockProfile profile) =>
    [
        profile.MsgGreeting, profile.MsgInvalidCmd, profile.MsgInvalidCmdHeloSequence, profile.MsgInvalidCmdHeloArg,
        profile.MsgHeloBlacklistedDomain, profile.MsgHeloReceived, profile.MsgInvalidCmdMailfromSequence,
        profile.MsgInvalidCmdMailfromArg, profile.MsgMailfromBlacklistedEmail, profile.MsgMailfromReceived,
        profile.MsgInvalidCmdRcpttoSequence, profile.MsgInvalidCmdRcpttoArg, profile.MsgRcpttoNotRegisteredEmail,
        profile.MsgRcpttoBlacklistedEmail, profile.MsgRcpttoReceived, profile.MsgInvalidCmdDataSequence,
        profile.MsgDataReceived, profile.MsgMsgSizeIsTooBig, profile.MsgMsgReceived,
        profile.MsgInvalidCmdRsetSequence, profile.MsgInvalidCmdRsetArg, profile.MsgRsetReceived,
        profile.MsgNoopReceived, profile.MsgQuitCmd,
    ];

    private static readonly string[] DefaultTexts =
    [
        "220 Welcome",
        "502 Command unrecognized. Available commands: HELO, EHLO, MAIL FROM:, RCPT TO:, DATA, RSET, NOOP, QUIT",
        "503 Bad sequence of commands. HELO should be the first",
        "501 HELO requires domain address or valid address literal",
        "421 Service not available",
        "250 Received",
        "503 Bad sequence of commands. MAIL FROM should be used after HELO",
        "501 MAIL FROM requires valid email address",
        "421 Service not available",
        "250 Received",
        "503 Bad sequence of commands. RCPT TO should be used after MAIL FROM",
        "501 RCPT TO requires valid email address",
        "550 User not found",
        "421 Service not available",
        "250 Received",
        "503 Bad sequence of commands. DATA should be used after RCPT TO",
        "354 Ready for receive message. End data with <CR><LF>.<CR><LF>",
        "552 Message exceeded max size of 10485760 bytes",
        "250 Received",
        "503 Bad sequence of commands. HELO should be the first",
        "502 Command unrecognized. Available commands: HELO, EHLO, MAIL FROM:, RCPT TO:, DATA, RSET, NOOP, QUIT",
        "250 Ok",
        "250 Ok",
        "221 Closing connection",
    ];

    private static readonly string[] CustomTexts = [.. Enumerable.Range(1, 24).Select(i => $"text {i}")];

    private static readonly GoSmtpMockProfile Custom = new()
    {
        HostAddress = IPAddress.Parse("127.0.0.2"),
        PortNumber = 4242,
        LogToStdout = true,
        LogServerActivity = true,
        SessionTimeout = TimeSpan.FromSeconds(120),
        ShutdownTimeout = TimeSpan.FromSeconds(2),
        IsCmdFailFast = true,
        MultipleRcptto = true,
        MultipleMessageReceiving = true,
        BlacklistedHeloDomains = ["a"],
        BlacklistedMailfromEmails = ["b"],
        BlacklistedRcpttoEmails = ["c"],
        NotRegisteredEmails = ["d"],
        ResponseDelayHelo = TimeSpan.FromSeconds(1),
        ResponseDelayMailfrom = TimeSpan.FromSeconds(2),
        ResponseDelayRcptto = TimeSpan.FromSeconds(3),
        ResponseDelayData = TimeSpan.FromSeconds(4),
        ResponseDelayMessage = TimeSpan.FromSeconds(5),
        ResponseDelayRset = TimeSpan.FromSeconds(6),
        ResponseDelayNoop = TimeSpan.FromSeconds(7),
        ResponseDelayQuit = TimeSpan.FromSeconds(8),
        MsgSizeLimit = 42,
        MsgGreeting = "text 1",
        MsgInvalidCmd = "text 2",
        MsgInvalidCmdHeloSequence = "text 3",
        MsgInvalidCmdHeloArg = "text 4",
        MsgHeloBlacklistedDomain = "text 5",
        MsgHeloReceived = "text 6",
        MsgInvalidCmdMailfromSequence = "text 7",
        MsgInvalidCmdMailfromArg = "text 8",
        MsgMailfromBlacklistedEmail = "text 9",
        MsgMailfromReceived = "text 10",
        MsgInvalidCmdRcpttoSequence = "text 11",
        MsgInvalidCmdRcpttoArg = "text 12",
        MsgRcpttoNotRegisteredEmail = "text 13",
        MsgRcpttoBlacklistedEmail = "text 14",
        MsgRcpttoReceived = "text 15",
        MsgInvalidCmdDataSequence = "text 16",
        MsgDataReceived = "text 17",
        MsgMsgSizeIsTooBig = "text 18",
        MsgMsgReceived = "text 19",
        MsgInvalidCmdRsetSequence = "text 20",
        MsgInvalidCmdRsetArg = "text 21",
        MsgRsetReceived = "text 22",
        MsgNoopReceived = "text 23",
        MsgQuitCmd = "text 24",
    };
}
