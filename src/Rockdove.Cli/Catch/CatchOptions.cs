using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using Rockdove.Catcher;
using Rockdove.Dns;
using Rockdove.Hosting;
using Rockdove.Web;
using Rockdove.Wire;

namespace Rockdove.Cli;

/// <summary>What may be said to <c>rockdove catch</c>.</summary>
internal sealed class CatchOptions
{
    public Option<IPEndPoint?> Smtp { get; } = AddressOption.Create(
        "--smtp", "Where to take mail by SMTP. STARTTLS is offered.", "127.0.0.1:1025");

    public Option<IPEndPoint?> Http { get; } = AddressOption.Create(
        "--http", "Where to show it: a page for people, and Mailpit's API for programs.", "127.0.0.1:8025");

    public Option<IPEndPoint?> Smtps { get; } = AddressOption.Create(
        "--smtps", "Where to take mail by SMTP that begins with TLS. Off unless given.");

    public Option<IPEndPoint?> Lmtp { get; } = AddressOption.Create(
        "--lmtp", "Where to take mail by LMTP. Off unless given.");

    public Option<IPEndPoint?> Pop3 { get; } = AddressOption.CreateOptional(
        "--pop3",
        "Where mail programs may fetch it by POP3, 127.0.0.1:1110 if no address is given. Every user sees all of it, "
        + "unless --inbox-per says otherwise. STLS is offered. Off unless given.",
        "127.0.0.1:1110");

    public Option<IPEndPoint?> Imap { get; } = AddressOption.CreateOptional(
        "--imap",
        "Where mail programs may read it by IMAP, 127.0.0.1:1143 if no address is given. Every user sees all of it, "
        + "unless --inbox-per says otherwise. STARTTLS is offered. Off unless given.",
        "127.0.0.1:1143");

    public Option<InboxPer> InboxPer { get; } = new("--inbox-per")
    {
        Description = "Give each recipient, user (the part before @ and +) or domain an inbox of its own by POP3 and "
            + "IMAP: whoever logs in by that name, or an address of it, sees only that. The page shows all.",
        HelpName = "recipient|user|domain",
        CustomParser = ReadInboxPer,
    };

    public Option<string?> Data { get; } = new("--data")
    {
        Description = "A folder to keep mail in, made if it does not exist. Each message is on the disk before it is "
            + "acknowledged. Without it mail is in memory only, and gone when this ends.",
        HelpName = "DIR",
    };

    public Option<int> Max { get; } = new("--max")
    {
        Description = "How many messages to keep. The oldest ones go when there are more, or when they fill half of "
            + "the memory for mail (512 MiB, or four of the biggest messages) and there is no --data.",
        HelpName = "COUNT",
        DefaultValueFactory = _ => 500,
    };

    public Option<long?> MaxBytes { get; } = new("--max-bytes")
    {
        Description = "How many octets of messages to keep. The oldest ones go when there are more.",
        HelpName = "BYTES",
    };

    public Option<TimeSpan?> MaxAge { get; } = new("--max-age")
    {
        Description = "How long to keep a message, such as 90s, 15m, 12h or 7d. For ever unless given.",
        HelpName = "AGE",
        CustomParser = ReadAge,
    };

    public Option<long> MaxMessageBytes { get; } = new("--max-message-bytes")
    {
        Description = "The biggest message to take, in octets. Announced by SIZE.",
        HelpName = "BYTES",
        DefaultValueFactory = _ => 50 * 1024 * 1024,
    };

    public Option<string> HostName { get; } = new("--host-name")
    {
        Description = "The name in the greeting and in the certificate that is made up.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "localhost",
    };

    public Option<string[]> AllowHost { get; } = new("--allow-host")
    {
        Description = "A host name that browsers and programs may use for --http, besides localhost, addresses and "
            + "--host-name. May be repeated.",
        HelpName = "NAME",
    };

    public Option<string?> Cert { get; } = new("--cert")
    {
        Description = "A PEM file with the certificate to show, and its chain. Read again when it changes. One is made "
            + "up unless given.",
        HelpName = "FILE",
    };

    public Option<string?> Key { get; } = new("--key")
    {
        Description = "A PEM file with the key of --cert, if that has none.",
        HelpName = "FILE",
    };

    public Option<Dictionary<string, Secret>> Auth { get; } = new("--auth")
    {
        Description = "Let only this user in, with this password; may be repeated. Also offers SCRAM-SHA-256, which "
            + "has to know the password. Without it PLAIN, LOGIN and CRAM-MD5 let anybody in.",
        HelpName = "USER:PASSWORD",
        CustomParser = ReadAccounts,
        DefaultValueFactory = _ => [],
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    public Option<bool> RequireTls { get; } = new("--require-tls") { Description = "Take no mail before TLS." };

    public Option<bool> AllowNetwork { get; } = new("--allow-network")
    {
        Description = "Let the link check and remote pictures go where a mail leads, by http and https, to public "
            + "addresses only. Off unless given, for whoever sent the mail hears of it.",
    };

    public Option<bool> AllowPrivateNetworks { get; } = new("--allow-private-networks")
    {
        Description = "With --allow-network: to loopback, private and unique-local addresses too. Metadata services "
            + "of clouds stay closed.",
    };

    public Option<IPEndPoint?> Resolver { get; } = new("--resolver")
    {
        Description = "A DNS server to ask for keys of DKIM and policies of DMARC when a mail is checked. Nobody is "
            + "asked unless given.",
        HelpName = "ADDRESS",
        CustomParser = ReadResolver,
    };

    public Option<DnsEndPoint?> SpamAssassin { get; } = new("--spamassassin")
    {
        Description = "Where SpamAssassin's spamd listens, which is asked about a mail when somebody wants to know. "
            + "Nobody is asked unless given.",
        HelpName = "HOST:PORT",
        CustomParser = ReadSpamAssassin,
    };

    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Print the addresses as JSON, one object a line.",
    };

    public Option<bool> Verbose { get; } = new("--verbose", "-v")
    {
        Description = "Log to standard error what happens.",
    };

    public void AddTo(Command command)
    {
        Option[] all =
        [
            Smtp, Http, Smtps, Lmtp, Pop3, Imap, InboxPer, Data, Max, MaxBytes, MaxAge, MaxMessageBytes, HostName,
            AllowHost, Cert, Key, Auth, RequireTls, AllowNetwork, AllowPrivateNetworks, Resolver, SpamAssassin, Json,
            Verbose,
        ];
        foreach (var option in all)
            command.Options.Add(option);
        Max.Within(1, MostMessages);
        MaxBytes.Within(1, long.MaxValue);
        MaxMessageBytes.Within(1, BiggestMessageBytes);
        Data.NotEmpty("a folder");
        Cert.NotEmpty("a file");
        Key.NotEmpty("a file");
        HostName.Validators.Add(result => RequireNames(result));
        AllowHost.Validators.Add(result => RequireNames(result));
        command.Validators.Add(result =>
        {
            if (result.GetResult(Key) is not null && result.GetResult(Cert) is null)
                result.AddError("--key is given without --cert: a key needs its certificate");
            if (result.GetValue(AllowPrivateNetworks) && !result.GetValue(AllowNetwork))
            {
                result.AddError(
                    "--allow-private-networks is given without --allow-network, and opens nothing by itself");
            }
        });
    }

    public CatcherOptions ToCatcher(ParseResult parsed, CertificateSource? certificate) => new()
    {
        HostName = parsed.GetValue(HostName)!,
        KeptMessages = parsed.GetValue(Max),
        KeptBytes = parsed.GetValue(MaxBytes),
        KeptFor = parsed.GetValue(MaxAge),
        MessageBytes = parsed.GetValue(MaxMessageBytes),
        MemoryBytes = Math.Max(MemoryBytes, 4 * parsed.GetValue(MaxMessageBytes)),
        Certificate = certificate,
        RequiresTls = parsed.GetValue(RequireTls),
        Accounts = parsed.GetValue(Auth)!,
        InboxPer = parsed.GetValue(InboxPer),
    };

    public CatcherCheckOptions ToChecks(ParseResult parsed) => new()
    {
        Network = parsed.GetValue(AllowNetwork)
            ? new FetchOptions { AllowsPrivateNetworks = parsed.GetValue(AllowPrivateNetworks) }
            : null,
        Resolver = parsed.GetValue(Resolver),
        SpamAssassin = parsed.GetValue(SpamAssassin),
    };

    /// <summary>
    /// The certificate that the options name, read again when its files change; null when they name none.
    /// </summary>
    /// <param name="parsed">What was said.</param>
    /// <param name="log">Where a change of the files, or a bad one, is told.</param>
    /// <exception cref="UsageException">It cannot be used.</exception>
    public CertificateSource? ReadCertificate(ParseResult parsed, ILogger log)
    {
        if (parsed.GetValue(Cert) is not { } file)
            return null;
        var key = parsed.GetValue(Key);
        try
        {
            return CertificateSource.FromFiles(file, key, log: log);
        }
        catch (CertificateException unusable)
        {
            var reason = (unusable.InnerException ?? unusable).Message.ReplaceLineEndings(" ").TrimEnd('.');
            throw new UsageException(
                $"--cert '{file}'{(key is null ? "" : $" with --key '{key}'")} cannot be used: {reason}; "
                + "allowed are PEM files, --cert with the certificate and --key with its key unless --cert has it too, "
                + "and PKCS #12 without a password");
        }
    }

    private static Dictionary<string, Secret> ReadAccounts(ArgumentResult result)
    {
        var accounts = new Dictionary<string, Secret>(StringComparer.Ordinal);
        foreach (var token in result.Tokens)
        {
            var colon = token.Value.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || colon == token.Value.Length - 1) // The value may be a password, so it is not shown.
                result.AddError("--auth has a value that is not allowed; allowed is USER:PASSWORD, neither empty");
            else if (!accounts.TryAdd(token.Value[..colon], new Secret(token.Value[(colon + 1)..])))
                result.AddError($"--auth has '{token.Value[..colon]}' twice; allowed is one password for each user");
        }

        return accounts;
    }

    private static IPEndPoint? ReadResolver(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (IPEndPoint.TryParse(text, out var server))
            return server.Port == 0 ? new IPEndPoint(server.Address, DnsServers.Port) : server;
        result.AddError(
            $"--resolver '{text}' is no resolver; allowed are 127.0.0.1, 127.0.0.1:5353 and [::1]:53");
        return null;
    }

    private static DnsEndPoint? ReadSpamAssassin(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? "" : text[..colon].Trim('[', ']');
        if (Uri.CheckHostName(host) != UriHostNameType.Unknown
            && ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port > 0)
            return new DnsEndPoint(host, port);
        result.AddError($"--spamassassin '{text}' is not allowed; allowed is HOST:PORT, such as 127.0.0.1:783");
        return null;
    }

    private static InboxPer ReadInboxPer(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        switch (text)
        {
            case "recipient":
                return Catcher.InboxPer.Recipient;
            case "user":
                return Catcher.InboxPer.User;
            case "domain":
                return Catcher.InboxPer.Domain;
            default:
                result.AddError($"--inbox-per '{text}' is not allowed; allowed is recipient, user or domain");
                return default;
        }
    }

    private static TimeSpan? ReadAge(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var seconds = text is [.., var unit]
            && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count * (long)(unit switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => 0 })
            : 0;
        if (seconds is > 0 and <= LongestAgeSeconds)
            return TimeSpan.FromSeconds(seconds);
        result.AddError($"--max-age '{text}' is not allowed; allowed is a number with s, m, h or d behind it, "
            + "such as 7d, up to 36500d");
        return null;
    }

    private static void RequireNames(OptionResult result)
    {
        foreach (var token in result.Tokens)
        {
            if (Uri.CheckHostName(token.Value) != UriHostNameType.Dns || !token.Value.All(char.IsAscii))
            {
                result.AddError($"{result.Option.Name} '{token.Value}' is not allowed; "
                    + "allowed is a host name such as mail.example.org");
            }
        }
    }

    /// <summary>Of memory for mail, unless a few messages need more.</summary>
    private const long MemoryBytes = 512L * 1024 * 1024;

    /// <summary>A message is looked at in one piece of memory, of which .NET has none beyond 2 GiB.</summary>
    private const long BiggestMessageBytes = 1024L * 1024 * 1024;

    /// <summary>A hundred years: longer is for ever.</summary>
    private const long LongestAgeSeconds = 36_500L * 86_400;

    /// <summary>A list of a million is no longer one that anybody looks through.</summary>
    private const int MostMessages = 1_000_000;
}
