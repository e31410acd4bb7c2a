using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Rockdove.Mock;

namespace Rockdove.Cli;

/// <summary>The 46 flags of go-smtp-mock, each by its own name, and the profile that they make.</summary>
internal sealed class GoSmtpMockFlags
{
    private readonly List<Option> _delays = [];
    private readonly List<Option> _lists = [];
    private readonly List<Option> _texts = [];

    public GoSmtpMockFlags()
    {
        foreach (var name in (string[])["Helo", "Mailfrom", "Rcptto", "Data", "Message", "Rset", "Noop", "Quit"])
            _delays.Add(Number($"responseDelay{name}", "SECONDS", $"Wait before each reply to {Said(name)}.", 1200));
        List("blacklistedHeloDomains", "Names that HELO and EHLO are refused for.");
        List("blacklistedMailfromEmails", "Addresses that MAIL FROM is refused for.");
        List("blacklistedRcpttoEmails", "Addresses that RCPT TO is refused for.");
        List("notRegisteredEmails", "Addresses that RCPT TO finds nobody for.");
        foreach (var (name, text) in Replies)
            _texts.Add(Text(name, text));
    }

    public Option<IPAddress?> Host { get; } = new("--host")
    {
        Description = "Where to listen: an address of this machine, or localhost. 127.0.0.1 unless given.",
        HelpName = "ADDRESS",
        CustomParser = ReadHost,
    };

    public Option<int?> Port { get; } = Number("port", "PORT", "The port; 0 takes one that is free.", 65535);

    public SwitchOption Log { get; } = new("--log", "Log what happens to standard output, errors to standard error.");

    public Option<int?> SessionTimeout { get; } =
        Number("sessionTimeout", "SECONDS", "How long to wait for a command, or for more of a message.", MostSeconds);

    public Option<int?> ShutdownTimeout { get; } =
        Number("shutdownTimeout", "SECONDS", "How long open sessions may go on after a signal.", MostSeconds);

    public SwitchOption Version { get; } = new("--v", "Print the version and the build, and exit.");

    public SwitchOption FailFast { get; } = new("--failFast", "Close after the first command that failed.");

    public SwitchOption MultipleRcptto { get; } = new("--multipleRcptto", "Let every RCPT TO of a message count.");

    public SwitchOption MultipleMessageReceiving { get; } =
        new("--multipleMessageReceiving", "List every message of a session, not only the last.");

    public Option<int?> MsgSizeLimit { get; } =
        Number("msgSizeLimit", "BYTES", "The biggest message; 10485760 unless given.", int.MaxValue);

    /// <summary>Flags that our own manner has too.</summary>
    public IReadOnlyList<Option> Shared => [Host, Port, Log, SessionTimeout, ShutdownTimeout, Version];

    /// <summary>Flags that say that go-smtp-mock's manner is wanted, by what they are about.</summary>
    public IReadOnlyList<(string Title, IReadOnlyList<Option> Options)> Own =>
    [
        ("go-smtp-mock: behaviour", [FailFast, MultipleRcptto, MultipleMessageReceiving, MsgSizeLimit]),
        ("go-smtp-mock: whom to refuse, with commas between", _lists),
        ("go-smtp-mock: delays", _delays),
        ("go-smtp-mock: replies, each with its code", _texts),
    ];

    public bool IsChosen(ParseResult parsed) => FirstChosen(parsed) is not null;

    /// <summary>A flag of go-smtp-mock's own that was given, or null.</summary>
    public string? FirstChosen(ParseResult parsed) => Own.SelectMany(group => group.Options)
        .FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false })?.Name;

    public GoSmtpMockProfile ToProfile(ParseResult parsed) => new()
    {
        HostAddress = parsed.GetValue(Host) ?? IPAddress.Loopback,
        PortNumber = parsed.GetValue(Port) ?? 0,
        LogToStdout = Log.IsOn(parsed),
        LogServerActivity = Log.IsOn(parsed),
        SessionTimeout = Seconds(parsed, SessionTimeout),
        ShutdownTimeout = Seconds(parsed, ShutdownTimeout),
        IsCmdFailFast = FailFast.IsOn(parsed),
        MultipleRcptto = MultipleRcptto.IsOn(parsed),
        MultipleMessageReceiving = MultipleMessageReceiving.IsOn(parsed),
        MsgSizeLimit = parsed.GetValue(MsgSizeLimit) ?? 0,
        BlacklistedHeloDomains = ListOf(parsed, 0),
        BlacklistedMailfromEmails = ListOf(parsed, 1),
        BlacklistedRcpttoEmails = ListOf(parsed, 2),
        NotRegisteredEmails = ListOf(parsed, 3),
        ResponseDelayHelo = Seconds(parsed, _delays[0]),
        ResponseDelayMailfrom = Seconds(parsed, _delays[1]),
        ResponseDelayRcptto = Seconds(parsed, _delays[2]),
        ResponseDelayData = Seconds(parsed, _delays[3]),
        ResponseDelayMessage = Seconds(parsed, _delays[4]),
        ResponseDelayRset = Seconds(parsed, _delays[5]),
        ResponseDelayNoop = Seconds(parsed, _delays[6]),
        ResponseDelayQuit = Seconds(parsed, _delays[7]),
        MsgGreeting = TextOf(parsed, "msgGreeting"),
        MsgInvalidCmd = TextOf(parsed, "msgInvalidCmd"),
        MsgInvalidCmdHeloSequence = TextOf(parsed, "msgInvalidCmdHeloSequence"),
        MsgInvalidCmdHeloArg = TextOf(parsed, "msgInvalidCmdHeloArg"),
        MsgHeloBlacklistedDomain = TextOf(parsed, "msgHeloBlacklistedDomain"),
        MsgHeloReceived = TextOf(parsed, "msgHeloReceived"),
        MsgInvalidCmdMailfromSequence = TextOf(parsed, "msgInvalidCmdMailfromSequence"),
        MsgInvalidCmdMailfromArg = TextOf(parsed, "msgInvalidCmdMailfromArg"),
        MsgMailfromBlacklistedEmail = TextOf(parsed, "msgMailfromBlacklistedEmail"),
        MsgMailfromReceived = TextOf(parsed, "msgMailfromReceived"),
        MsgInvalidCmdRcpttoSequence = TextOf(parsed, "msgInvalidCmdRcpttoSequence"),
        MsgInvalidCmdRcpttoArg = TextOf(parsed, "msgInvalidCmdRcpttoArg"),
        MsgRcpttoNotRegisteredEmail = TextOf(parsed, "msgRcpttoNotRegisteredEmail"),
        MsgRcpttoBlacklistedEmail = TextOf(parsed, "msgRcpttoBlacklistedEmail"),
        MsgRcpttoReceived = TextOf(parsed, "msgRcpttoReceived"),
        MsgInvalidCmdDataSequence = TextOf(parsed, "msgInvalidCmdDataSequence"),
        MsgDataReceived = TextOf(parsed, "msgDataReceived"),
        MsgMsgSizeIsTooBig = TextOf(parsed, "msgMsgSizeIsTooBig"),
        MsgMsgReceived = TextOf(parsed, "msgMsgReceived"),
        MsgInvalidCmdRsetSequence = TextOf(parsed, "msgInvalidCmdRsetSequence"),
        MsgInvalidCmdRsetArg = TextOf(parsed, "msgInvalidCmdRsetArg"),
        MsgRsetReceived = TextOf(parsed, "msgRsetReceived"),
        MsgNoopReceived = TextOf(parsed, "msgNoopReceived"),
        MsgQuitCmd = TextOf(parsed, "msgQuitCmd"),
    };

    private void List(string name, string description) =>
        _lists.Add(new Option<string?>($"--{name}") { Description = description, HelpName = "LIST" });

    private static Option<int?> Number(string name, string what, string description, int most) => new($"--{name}")
    {
        Description = description,
        HelpName = what,
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, out var number) && number >= 0 && number <= most)
                return number;
            result.AddError(
                $"--{name} '{result.Tokens[0].Value}' is not allowed; allowed is a number from 0 to {most}");
            return null;
        },
    };

    private static Option<string?> Text(string name, string description) => new($"--{name}")
    {
        Description = description,
        HelpName = "TEXT",
    };

    private static IPAddress? ReadHost(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text is "localhost" or "")
            return IPAddress.Loopback;
        if (IPAddress.TryParse(text, out var address))
            return address;
        result.AddError(
            $"--host '{text}' is not allowed; allowed are an address such as 127.0.0.1 or ::1, and localhost");
        return null;
    }

    /// <summary>Empty elements stand for nothing, and spaces belong to what they stand in.</summary>
    private string[] ListOf(ParseResult parsed, int which) =>
        (parsed.GetValue((Option<string?>)_lists[which]) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static TimeSpan Seconds(ParseResult parsed, Option option) =>
        TimeSpan.FromSeconds(parsed.GetValue((Option<int?>)option) ?? 0);

    private string TextOf(ParseResult parsed, string name) =>
        parsed.GetValue((Option<string?>)_texts.First(option => option.Name == $"--{name}")) ?? "";

    private static string Said(string name) => name switch
    {
        "Helo" => "HELO and EHLO",
        "Mailfrom" => "MAIL FROM",
        "Rcptto" => "RCPT TO",
        "Message" => "a message",
        _ => name.ToUpperInvariant(),
    };

    /// <summary>A day: nobody waits longer for a mock.</summary>
    private const int MostSeconds = 86_400;

    private static readonly (string Name, string Description)[] Replies =
    [
        ("msgGreeting", "To a client that connects."),
        ("msgInvalidCmd", "To a line that is no command."),
        ("msgInvalidCmdHeloSequence", "Never said; taken since go-smtp-mock takes it."),
        ("msgInvalidCmdHeloArg", "To HELO with a bad name."),
        ("msgHeloBlacklistedDomain", "To HELO with a name that is listed."),
        ("msgHeloReceived", "To a good HELO or EHLO."),
        ("msgInvalidCmdMailfromSequence", "To MAIL FROM before HELO."),
        ("msgInvalidCmdMailfromArg", "To MAIL FROM with a bad address."),
        ("msgMailfromBlacklistedEmail", "To MAIL FROM with an address that is listed."),
        ("msgMailfromReceived", "To a good MAIL FROM."),
        ("msgInvalidCmdRcpttoSequence", "To RCPT TO before MAIL FROM."),
        ("msgInvalidCmdRcpttoArg", "To RCPT TO with a bad address."),
        ("msgRcpttoNotRegisteredEmail", "To RCPT TO for somebody who is not there."),
        ("msgRcpttoBlacklistedEmail", "To RCPT TO with an address that is listed."),
        ("msgRcpttoReceived", "To a good RCPT TO."),
        ("msgInvalidCmdDataSequence", "To DATA before RCPT TO."),
        ("msgDataReceived", "To a good DATA."),
        ("msgMsgSizeIsTooBig", "To a message that is too big."),
        ("msgMsgReceived", "To a message."),
        ("msgInvalidCmdRsetSequence", "To RSET before HELO."),
        ("msgInvalidCmdRsetArg", "To RSET with an argument."),
        ("msgRsetReceived", "To a good RSET."),
        ("msgNoopReceived", "To NOOP."),
        ("msgQuitCmd", "To QUIT."),
    ];
}
