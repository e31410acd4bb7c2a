using System.CommandLine;

namespace Rockdove.Cli;

/// <summary>The options of <c>rockdove send</c>, as they are typed and explained.</summary>
internal sealed class SendOptions
{
    public Option<string> Server { get; } = Text("--server", "HOST[:PORT]",
        "Where to send; [V6]:PORT, PORT and unix:PATH work too. Without a port: 25, or 465 with --tls implicit, or 24 "
        + "with --lmtp.",
        "127.0.0.1:1025");

    public Option<string?> From { get; } = Text("--from", "ADDRESS",
        "The sender; \"\" for the null reverse-path of a bounce. rockdove@ this machine unless given.");

    public Option<string[]> To { get; } = Many("--to", "ADDRESS", "A recipient. May be repeated.");

    public Option<string?> Hello { get; } = Text("--helo", "NAME", "The name in EHLO. This machine's unless given.");

    public Option<string?> Auth { get; } = Text("--auth", "MECHANISM|auto",
        "Log in: auto takes the strongest that the server offers. That is also what --user alone means.");

    public Option<string?> User { get; } = Text("--user", "NAME",
        "Who to log in as. The password comes from --password-file, from ROCKDOVE_PASSWORD, or is asked for.");

    public Option<string?> PasswordFile { get; } = Text("--password-file", "FILE",
        "The password: the file's first line.");

    public Option<string?> TokenFile { get; } = Text("--token-file", "FILE",
        "The bearer token for OAUTHBEARER and XOAUTH2: the file's first line.");

    public Option<bool> AuthInClear { get; } = Switch("--auth-in-clear", "Send the password even without TLS.");

    public Option<string> Tls { get; } = Text("--tls", "off|try|require|implicit",
        "STARTTLS never, when offered, or always; or TLS from the first octet. With try the certificate is only "
        + "checked when there is a login.", "try");

    public Option<bool> TlsInsecure { get; } = Switch("--tls-insecure", "Do not check the server's certificate.");

    public Option<bool> Lmtp { get; } = Switch("--lmtp", "Speak LMTP (RFC 2033).");

    public Option<string?> Subject { get; } = Text("--subject", "TEXT", "The subject.");

    public Option<string?> Body { get; } = Text("--body", "TEXT|@FILE|-", "The text; - reads standard input.");

    public Option<string?> Html { get; } = Text("--html", "TEXT|@FILE|-",
        "The text as HTML, beside or instead of --body.");

    public Option<string[]> Header { get; } = Many("--header", "'NAME: VALUE'",
        "A header field; From, To, Cc, Date and their like replace what would be written. May be repeated.");

    public Option<string[]> Attach { get; } = Many("--attach", "FILE", "A file to attach. May be repeated.");

    public Option<string?> Data { get; } = Text("--data", "FILE|-",
        "A whole message, sent as it is: lines that end in CRLF (see --fix-newlines).");

    public Option<bool> FixNewlines { get; } = Switch("--fix-newlines", "Make each bare CR or LF of --data a CRLF.");

    public Option<int?> Size { get; } = new Option<int?>("--size")
    {
        HelpName = "BYTES",
        Description = "A message of this many octets, header and all, with a generated body, for load.",
    }.Within(0, BiggestMessageBytes);

    public Option<int> Count { get; } = Number(
        "--count", "Send it so many times, and print rates and latencies.", 1, int.MaxValue);

    public Option<int> Sessions { get; } = Number("--sessions", "Over so many connections at once.", 1, MostSessions);

    public Option<bool> NewConnection { get; } = Switch("--new-connection",
        "A connection of its own for each message.");

    public Option<bool> Pipeline { get; } = Switch("--pipeline",
        "Send DATA with MAIL and RCPT, when the server offers PIPELINING.");

    public Option<bool> Chunking { get; } = Switch("--chunking", "Send with BDAT, when the server offers CHUNKING.");

    public Option<bool> EightBit { get; } = Switch("--eight-bit",
        "Say BODY=8BITMIME, and send nothing when the server does not offer it.");

    public Option<bool> SmtpUtf8 { get; } = Switch("--smtputf8",
        "Say SMTPUTF8, and send nothing when the server does not offer it.");

    public Option<string?> Notify { get; } = Text("--notify", "never|success,failure,delay",
        "When to be told of the delivery (DSN, RFC 3461).");

    public Option<string?> Return { get; } = Text("--ret", "full|hdrs",
        "How much of the message a report returns (DSN).");

    public Option<string?> EnvelopeId { get; } = Text("--envid", "ID", "What a report calls the message (DSN).");

    public Option<int> Timeout { get; } = Number(
        "--timeout", "Seconds to wait for each answer.", 60, LongestTimeoutSeconds);

    public Option<bool> Timing { get; } = Switch("--timing",
        "Print the milliseconds of each phase; commands then go out one by one, unless --pipeline.");

    public Option<bool> Verbose { get; } = new("--verbose", "-v")
    {
        Description = "Show the conversation on standard error, with secrets hidden.",
    };

    public Option<bool> Json { get; } = Switch("--json", "Print the result as one JSON object.");

    public Option<bool> Quiet { get; } = Switch("--quiet", "Print nothing but errors.");

    public void AddTo(Command command)
    {
        foreach (var option in All())
            command.Options.Add(option);
    }

    private Option[] All() =>
    [
        Server, From, To, Hello, Auth, User, PasswordFile, TokenFile, AuthInClear, Tls, TlsInsecure, Lmtp,
        Subject, Body, Html, Header, Attach, Data, FixNewlines, Size, Count, Sessions, NewConnection, Pipeline,
        Chunking, EightBit, SmtpUtf8, Notify, Return, EnvelopeId, Timeout, Timing, Verbose, Json, Quiet,
    ];

    private static Option<string> Text(string name, string help, string description, string defaultValue) => new(name)
    {
        HelpName = help,
        Description = description,
        DefaultValueFactory = _ => defaultValue,
    };

    private static Option<string?> Text(string name, string help, string description) => new(name)
    {
        HelpName = help,
        Description = description,
    };

    private static Option<string[]> Many(string name, string help, string description) => new(name)
    {
        HelpName = help,
        Description = description,
        DefaultValueFactory = _ => [],
    };

    private static Option<bool> Switch(string name, string description) => new(name) { Description = description };

    private static Option<int> Number(string name, string description, int defaultValue, int most) =>
        new Option<int>(name)
        {
            HelpName = "N",
            Description = description,
            DefaultValueFactory = _ => defaultValue,
        }.Within(1, most);

    /// <summary>The message is one piece of memory, of which .NET has none beyond 2 GiB.</summary>
    private const int BiggestMessageBytes = 1024 * 1024 * 1024;

    /// <summary>Each has a port of ours, and a system gives some 28,000 of them.</summary>
    private const int MostSessions = 20_000;

    /// <summary>A day: longer is a mistake in the unit.</summary>
    private const int LongestTimeoutSeconds = 24 * 60 * 60;
}
