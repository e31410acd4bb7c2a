using System.CommandLine;
using System.Net;
using System.Text;
using Rockdove.Hosting;
using Rockdove.Smtp;

namespace Rockdove.Cli;

/// <summary>What the options ask for, checked, with the message made.</summary>
internal sealed record SendPlan
{
    public required EndPoint Server { get; init; }

    public required SmtpClientConnectionOptions Connection { get; init; }

    public required OutgoingEnvelope Envelope { get; init; }

    public required byte[] Message { get; init; }

    public int Count { get; init; } = 1;

    public int Sessions { get; init; } = 1;

    public bool NewConnection { get; init; }

    public bool Timing { get; init; }

    public bool Verbose { get; init; }

    public bool Json { get; init; }

    public bool Quiet { get; init; }

    public bool IsLoad => Count > 1 || Sessions > 1;

    /// <exception cref="UsageException">The options make no sense, or a file cannot be read.</exception>
    public static SendPlan Read(ParseResult parsed, SendOptions options)
    {
        var count = parsed.GetValue(options.Count);
        var sessions = Math.Min(parsed.GetValue(options.Sessions), count);
        if (count == 1 && parsed.GetValue(options.Sessions) is > 1 and var asked)
            throw new UsageException($"--sessions {asked} needs --count: each session sends at least one message");
        if (parsed.GetValue(options.Verbose) && sessions > 1)
            throw new UsageException("--verbose cannot be given with --sessions: conversations would be mixed up");
        var server = ReadServer(parsed, options);
        var helloName = ReadHelloName(parsed.GetValue(options.Hello));
        var from = parsed.GetValue(options.From) ?? $"rockdove@{helloName}";
        var to = parsed.GetValue(options.To)!;
        if (to.Length == 0)
            throw new UsageException("--to is missing: a message needs a recipient");
        CheckPath("--from", from);
        foreach (var recipient in to)
            CheckPath("--to", recipient);
        var message = new MessageSource(parsed, options).Read(from, to, helloName);
        return new SendPlan
        {
            Server = server,
            Connection = ReadConnection(parsed, options, server, helloName, count),
            Envelope = ReadEnvelope(parsed, options, from, to, message),
            Message = message,
            Count = count,
            Sessions = sessions,
            NewConnection = parsed.GetValue(options.NewConnection),
            Timing = parsed.GetValue(options.Timing),
            Verbose = parsed.GetValue(options.Verbose),
            Json = parsed.GetValue(options.Json),
            Quiet = parsed.GetValue(options.Quiet),
        };
    }

    private static EndPoint ReadServer(ParseResult parsed, SendOptions options)
    {
        var text = parsed.GetValue(options.Server)!;
        var port = parsed.GetValue(options.Lmtp) ? 24 : parsed.GetValue(options.Tls) == "implicit" ? 465 : 25;
        return ServerAddress.Parse(text, port)
            ?? throw new UsageException($"--server '{text}' is no server; allowed are HOST, HOST:PORT, [V6]:PORT, "
                + "PORT and unix:PATH, with a port of 1 to 65535 and a path of some 100 octets at most");
    }

    private static string ReadHelloName(string? given)
    {
        var name = given ?? Environment.MachineName;
        if (name.Length is > 0 and <= 255 && !name.Any(c => c is <= ' ' or > '~'))
            return name;
        return given is null
            ? "localhost"
            : throw new UsageException($"--helo '{given}': it must be 1 to 255 ASCII characters without spaces");
    }

    private static SmtpClientConnectionOptions ReadConnection(
        ParseResult parsed, SendOptions options, EndPoint server, string helloName, int count)
    {
        var (login, policy) = LoginSource.Read(parsed, options, server);
        var tls = parsed.GetValue(options.Tls)!;
        var patience = TimeSpan.FromSeconds(parsed.GetValue(options.Timeout));
        var timesEach = parsed.GetValue(options.Timing) && count == 1;
        return new SmtpClientConnectionOptions
        {
            ImplicitTls = tls == "implicit",
            AcceptsAnyCertificate = parsed.GetValue(options.TlsInsecure) || (tls == "try" && login is null),
            ConnectPatience = patience,
            RecordsTranscript = parsed.GetValue(options.Verbose),
            Session = new SmtpClientOptions
            {
                HelloName = helloName,
                Dialect = parsed.GetValue(options.Lmtp) ? SmtpDialect.Lmtp : SmtpDialect.Smtp,
                Tls = tls switch
                {
                    "off" => SmtpTlsPolicy.Never,
                    "try" => SmtpTlsPolicy.Opportunistic,
                    "require" or "implicit" => SmtpTlsPolicy.Required,
                    _ => throw new UsageException($"--tls '{tls}': allowed are off, try, require and implicit"),
                },
                Login = login,
                Sasl = policy,
                Pipelining = parsed.GetValue(options.Pipeline) ? SmtpPipelining.EnvelopeAndData
                    : timesEach ? SmtpPipelining.Never
                    : SmtpPipelining.Envelope,
                UseChunking = parsed.GetValue(options.Chunking),
                StrictEightBit = parsed.GetValue(options.EightBit),
                Timeouts = new SmtpClientTimeouts
                {
                    Greeting = patience, Command = patience, Mail = patience, Recipient = patience,
                    DataInitiation = patience, DataBlock = patience, DataTermination = patience, Quit = patience,
                },
            },
        };
    }

    private static OutgoingEnvelope ReadEnvelope(
        ParseResult parsed, SendOptions options, string from, string[] to, byte[] message)
    {
        var notify = ReadNotify(parsed.GetValue(options.Notify));
        var returns = parsed.GetValue(options.Return);
        var isAscii = Ascii.IsValid(message);

        // What we write has octets above 127 only where SMTPUTF8 allows them.
        var isOurs = parsed.GetValue(options.Data) is null;
        var isPlain = isAscii && !parsed.GetValue(options.EightBit);
        try
        {
            return new OutgoingEnvelope(from, [.. to.Select(path => new OutgoingRecipient(path) { Notify = notify })])
            {
                MessageBytes = message.Length,
                Body = isPlain ? OutgoingBody.SevenBit : OutgoingBody.EightBitMime,
                NeedsSmtpUtf8 = parsed.GetValue(options.SmtpUtf8) || (isOurs && !isAscii),
                EnvelopeId = parsed.GetValue(options.EnvelopeId),
                Return = returns switch
                {
                    null => OutgoingReturn.Unspecified,
                    "full" => OutgoingReturn.Full,
                    "hdrs" => OutgoingReturn.Headers,
                    _ => throw new UsageException($"--ret '{returns}': allowed are full and hdrs"),
                },
            };
        }
        catch (ArgumentException flaw)
        {
            var reason = flaw.Message.Replace($" (Parameter '{flaw.ParamName}')", "", StringComparison.Ordinal);
            throw new UsageException($"--envid '{parsed.GetValue(options.EnvelopeId)}': {reason}");
        }
    }

    private static OutgoingNotify ReadNotify(string? words)
    {
        var notify = OutgoingNotify.Unspecified;
        foreach (var word in words?.Split(',') ?? [])
        {
            notify |= word switch
            {
                "never" when words == "never" => OutgoingNotify.Never,
                "success" => OutgoingNotify.Success,
                "failure" => OutgoingNotify.Failure,
                "delay" => OutgoingNotify.Delay,
                _ => throw new UsageException(
                    $"--notify '{words}': allowed are never, or some of success,failure,delay with commas"),
            };
        }

        return notify;
    }

    private static void CheckPath(string option, string path)
    {
        if (path.Length == 0 && option == "--to")
            throw new UsageException("--to is empty: a recipient needs an address");
        if (OutgoingPath.FindFlaw(path) is { } flaw)
            throw new UsageException($"{option} '{path}': {flaw}");
    }
}
