using System.Globalization;
using System.Net;

namespace Rockdove.Mock;

/// <summary>
/// The settings of go-smtp-mock by their own names, with the defaults of its documentation. As there, zero and empty
/// mean the default.
/// </summary>
/// <remarks>
/// Texts are whole replies with their code. They are sent as they are, whatever the code, and may hold CRLF for several
/// lines: <c>"250-mock\r\n250 SIZE 1000"</c>. Times are whole seconds there and any time here.
/// </remarks>
public sealed record GoSmtpMockProfile
{
    /// <summary>Where to listen. Loopback, as its documentation says; its code listens everywhere.</summary>
    public IPAddress HostAddress { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0 takes one that is free.</summary>
    public int PortNumber { get; init; }

    /// <summary>
    /// Writes a log to standard output, and errors to standard error, unless there is a logger already.
    /// </summary>
    public bool LogToStdout { get; init; }

    /// <summary>Logs each request and reply too.</summary>
    public bool LogServerActivity { get; init; }

    /// <summary>How long to wait for a command, or for more of a message.</summary>
    public TimeSpan SessionTimeout { get; init => field = Or(value, DefaultSessionTimeout); } = DefaultSessionTimeout;

    /// <summary>How long open sessions may go on when the server stops.</summary>
    public TimeSpan ShutdownTimeout
    {
        get;
        init => field = Or(value, DefaultShutdownTimeout);
    } = DefaultShutdownTimeout;

    /// <summary>Closes after the first command that failed. A command that nobody knows does not count.</summary>
    public bool IsCmdFailFast { get; init; }

    /// <summary>
    /// Keeps every RCPT of a message. Without it only the last one counts: DATA is refused when that one was.
    /// </summary>
    public bool MultipleRcptto { get; init; }

    /// <summary>Keeps every message of a session in its list; without it only the last one.</summary>
    public bool MultipleMessageReceiving { get; init; }

    /// <summary>Names that HELO and EHLO are refused for; exact, as written.</summary>
    public IReadOnlyCollection<string> BlacklistedHeloDomains { get; init; } = [];

    /// <summary>Addresses that MAIL is refused for; exact, without brackets.</summary>
    public IReadOnlyCollection<string> BlacklistedMailfromEmails { get; init; } = [];

    /// <summary>Addresses that RCPT is refused for; exact, without brackets.</summary>
    public IReadOnlyCollection<string> BlacklistedRcpttoEmails { get; init; } = [];

    /// <summary>Addresses that RCPT finds nobody for; exact, without brackets.</summary>
    public IReadOnlyCollection<string> NotRegisteredEmails { get; init; } = [];

    /// <summary>Waited before a reply to HELO or EHLO; the others likewise.</summary>
    public TimeSpan ResponseDelayHelo { get; init; }

    public TimeSpan ResponseDelayMailfrom { get; init; }

    public TimeSpan ResponseDelayRcptto { get; init; }

    public TimeSpan ResponseDelayData { get; init; }

    public TimeSpan ResponseDelayMessage { get; init; }

    public TimeSpan ResponseDelayRset { get; init; }

    public TimeSpan ResponseDelayNoop { get; init; }

    public TimeSpan ResponseDelayQuit { get; init; }

    /// <summary>The biggest message, in octets without the added dots.</summary>
    public int MsgSizeLimit { get; init => field = value == 0 ? DefaultMsgSizeLimit : value; } = DefaultMsgSizeLimit;

    public string MsgGreeting { get; init => field = Or(value, Greeting); } = Greeting;

    /// <summary>To a command that is none.</summary>
    public string MsgInvalidCmd { get; init => field = Or(value, InvalidCmd); } = InvalidCmd;

    /// <summary>Never sent, there or here: HELO may come at any time.</summary>
    public string MsgInvalidCmdHeloSequence { get; init => field = Or(value, HeloFirst); } = HeloFirst;

    public string MsgInvalidCmdHeloArg { get; init => field = Or(value, HeloArg); } = HeloArg;

    public string MsgHeloBlacklistedDomain { get; init => field = Or(value, NotAvailable); } = NotAvailable;

    public string MsgHeloReceived { get; init => field = Or(value, Received); } = Received;

    public string MsgInvalidCmdMailfromSequence { get; init => field = Or(value, MailSequence); } = MailSequence;

    public string MsgInvalidCmdMailfromArg { get; init => field = Or(value, MailArg); } = MailArg;

    public string MsgMailfromBlacklistedEmail { get; init => field = Or(value, NotAvailable); } = NotAvailable;

    public string MsgMailfromReceived { get; init => field = Or(value, Received); } = Received;

    public string MsgInvalidCmdRcpttoSequence { get; init => field = Or(value, RcptSequence); } = RcptSequence;

    public string MsgInvalidCmdRcpttoArg { get; init => field = Or(value, RcptArg); } = RcptArg;

    public string MsgRcpttoNotRegisteredEmail { get; init => field = Or(value, UserNotFound); } = UserNotFound;

    public string MsgRcpttoBlacklistedEmail { get; init => field = Or(value, NotAvailable); } = NotAvailable;

    public string MsgRcpttoReceived { get; init => field = Or(value, Received); } = Received;

    public string MsgInvalidCmdDataSequence { get; init => field = Or(value, DataSequence); } = DataSequence;

    /// <summary>Asks for the message.</summary>
    public string MsgDataReceived { get; init => field = Or(value, Ready); } = Ready;

    /// <summary>To a message past <see cref="MsgSizeLimit"/>; names that unless it is set.</summary>
    public string MsgMsgSizeIsTooBig
    {
        get => field.Length > 0
            ? field
            : string.Create(CultureInfo.InvariantCulture, $"552 Message exceeded max size of {MsgSizeLimit} bytes");
        init;
    } = "";

    public string MsgMsgReceived { get; init => field = Or(value, Received); } = Received;

    public string MsgInvalidCmdRsetSequence { get; init => field = Or(value, HeloFirst); } = HeloFirst;

    public string MsgInvalidCmdRsetArg { get; init => field = Or(value, InvalidCmd); } = InvalidCmd;

    public string MsgRsetReceived { get; init => field = Or(value, Ok); } = Ok;

    public string MsgNoopReceived { get; init => field = Or(value, Ok); } = Ok;

    public string MsgQuitCmd { get; init => field = Or(value, Closing); } = Closing;

    /// <exception cref="ArgumentException">A setting makes no sense; names it.</exception>
    public void Validate()
    {
        Demand(PortNumber is >= 0 and <= IPEndPoint.MaxPort, nameof(PortNumber), PortNumber, "0 to 65535");
        Demand(MsgSizeLimit > 0, nameof(MsgSizeLimit), MsgSizeLimit, "1 octet or more");
        Demand(SessionTimeout > TimeSpan.Zero, nameof(SessionTimeout), SessionTimeout, "more than nothing");
        Demand(ShutdownTimeout > TimeSpan.Zero, nameof(ShutdownTimeout), ShutdownTimeout, "more than nothing");
        foreach (var (name, delay) in Delays)
            Demand(delay >= TimeSpan.Zero && delay <= RuleCheck.LongestWait, name, delay, "0 to 20 minutes");
    }

    private IEnumerable<(string Name, TimeSpan Delay)> Delays =>
    [
        (nameof(ResponseDelayHelo), ResponseDelayHelo), (nameof(ResponseDelayMailfrom), ResponseDelayMailfrom),
        (nameof(ResponseDelayRcptto), ResponseDelayRcptto), (nameof(ResponseDelayData), ResponseDelayData),
        (nameof(ResponseDelayMessage), ResponseDelayMessage), (nameof(ResponseDelayRset), ResponseDelayRset),
        (nameof(ResponseDelayNoop), ResponseDelayNoop), (nameof(ResponseDelayQuit), ResponseDelayQuit),
    ];

    private static void Demand<T>(bool isGood, string name, T value, string allowed)
    {
        if (!isGood)
            throw new ArgumentException($"{name} is {value}; allowed is {allowed}.");
    }

    private static string Or(string value, string otherwise) => value.Length == 0 ? otherwise : value;

    private static TimeSpan Or(TimeSpan value, TimeSpan otherwise) => value == TimeSpan.Zero ? otherwise : value;

    private const int DefaultMsgSizeLimit = 10 * 1024 * 1024;

    private const string Greeting = "220 Welcome";
    private const string Received = "250 Received";
    private const string Ok = "250 Ok";
    private const string Ready = "354 Ready for receive message. End data with <CR><LF>.<CR><LF>";
    private const string Closing = "221 Closing connection";
    private const string NotAvailable = "421 Service not available";
    private const string HeloArg = "501 HELO requires domain address or valid address literal";
    private const string MailArg = "501 MAIL FROM requires valid email address";
    private const string RcptArg = "501 RCPT TO requires valid email address";
    private const string InvalidCmd = "502 Command unrecognized. "
        + "Available commands: HELO, EHLO, MAIL FROM:, RCPT TO:, DATA, RSET, NOOP, QUIT";
    private const string HeloFirst = "503 Bad sequence of commands. HELO should be the first";
    private const string MailSequence = "503 Bad sequence of commands. MAIL FROM should be used after HELO";
    private const string RcptSequence = "503 Bad sequence of commands. RCPT TO should be used after MAIL FROM";
    private const string DataSequence = "503 Bad sequence of commands. DATA should be used after RCPT TO";
    private const string UserNotFound = "550 User not found";

    private static readonly TimeSpan DefaultSessionTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan DefaultShutdownTimeout = TimeSpan.FromSeconds(1);
}
