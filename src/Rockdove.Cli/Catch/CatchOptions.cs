using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using Rockdove.Catcher;
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
        "--http", "Where to show it: a page for people, the APIs of Mailpit and MailHog for programs.",
        "127.0.0.1:8025");

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

    public Option<string[]> Import { get; } = new("--import")
    {
        Description = "Take this mail in first: a database of Mailpit, a folder of MailHog, an mbox, a Maildir, a zip "
            + "or a folder of *.eml. Once, if there is --data. May be repeated.",
        HelpName = "PATH",
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

    public Option<int> MaxRecipients { get; } = new("--max-recipients")
    {
        Description = "How many recipients a message may have; one more is 452 4.5.3.",
        HelpName = "COUNT",
        DefaultValueFactory = _ => new CatcherOptions().Recipients,
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

    public Option<CatcherCompat> Compat { get; } = new("--compat")
    {
        Description = "Whose clients GET and DELETE of /api/v1/messages answer; all else of both is there anyway.",
        HelpName = "mailpit|mailhog",
        CustomParser = ReadCompat,
        DefaultValueFactory = _ => CatcherCompat.Mailpit,
    };

    public Option<bool> EnableChaos { get; } = new("--enable-chaos")
    {
        Description = "Let Mailpit's /api/v1/chaos make MAIL, RCPT and AUTH fail by chance.",
    };

    public Option<string?> ChaosTriggers { get; } = new("--chaos-triggers")
    {
        Description = "Enable chaos and begin with it: Sender, Recipient or Authentication, each with a reply code and "
            + "a probability from 0 to 100, such as Sender:451:50,Recipient:550:5.",
        HelpName = "TRIGGERS",
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

    public Option<string?> AuthFile { get; } = new("--smtp-auth-file")
    {
        Description = "The same from a file, USER:PASSWORD a line. Passwords as they are: SCRAM has to know them.",
        HelpName = "FILE",
    };

    /// <summary>Users as a variable of the environment has them, with spaces between.</summary>
    public Option<string?> AuthVariable { get; } = new("--smtp-auth") { Hidden = true };

    public CatchHttpOptions Web { get; } = new();

    public CatchCheckOptions Checks { get; } = new();

    public OtlpOption Otlp { get; } = new();

    public Option<bool> RequireTls { get; } = new("--require-tls") { Description = "Take no mail before TLS." };

    /// <summary>Which tags mail has from the beginning.</summary>
    public TagOptions Tags { get; } = new();

    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Print the addresses as JSON, one object a line.",
    };

    public Option<bool> Verbose { get; } = new("--verbose", "-v")
    {
        Description = "Log to standard error what happens.",
    };

    /// <summary>What leaves it.</summary>
    public OutOptions Out { get; } = new();

    public void AddTo(Command command)
    {
        Option[] all =
        [
            Smtp, Http, Smtps, Lmtp, Pop3, Imap, InboxPer, Data, Import, Max, MaxBytes, MaxAge, MaxMessageBytes,
            MaxRecipients, HostName, AllowHost, Compat, EnableChaos, ChaosTriggers, Cert, Key, Auth, AuthFile,
            AuthVariable, RequireTls, Json, Verbose,
        ];
        foreach (var option in all)
            command.Options.Add(option);
        Out.AddTo(command);
        Web.AddTo(command);
        Checks.AddTo(command);
        Tags.AddTo(command);
        Otlp.AddTo(command);
        AuthFile.NotEmpty("a file");
        Max.Within(1, MostMessages);
        MaxBytes.Within(1, long.MaxValue);
        MaxMessageBytes.Within(1, BiggestMessageBytes);
        MaxRecipients.Within(1, 1_000_000);
        Data.NotEmpty("a folder");
        Cert.NotEmpty("a file");
        Key.NotEmpty("a file");
        ChaosTriggers.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !CatcherChaos.IsTriggers(token.Value))
            {
                result.AddError($"--chaos-triggers '{token.Value}' is not allowed; allowed are Sender, Recipient and "
                    + "Authentication, each with a code from 400 to 599 and a probability from 0 to 100, such as "
                    + "Sender:451:50,Recipient:550:5");
            }
        });
        HostName.Validators.Add(result => RequireNames(result));
        AllowHost.Validators.Add(result => RequireNames(result));
        command.Validators.Add(result =>
        {
            if (result.GetResult(Key) is not null && result.GetResult(Cert) is null)
                result.AddError("--key is given without --cert: a key needs its certificate");
        });
    }

    /// <exception cref="UsageException">A file cannot be used, or says what makes no sense.</exception>
    public CatcherOptions ToCatcher(ParseResult parsed, CertificateSource? certificate) => new()
    {
        HostName = parsed.GetValue(HostName)!,
        KeptMessages = parsed.GetValue(Max),
        KeptBytes = parsed.GetValue(MaxBytes),
        KeptFor = parsed.GetValue(MaxAge),
        MessageBytes = parsed.GetValue(MaxMessageBytes),
        Recipients = parsed.GetValue(MaxRecipients),
        MemoryBytes = Math.Max(MemoryBytes, 4 * parsed.GetValue(MaxMessageBytes)),
        Certificate = certificate,
        RequiresTls = parsed.GetValue(RequireTls),
        Accounts = ReadAccounts(parsed),
        InboxPer = parsed.GetValue(InboxPer),
        Tagging = Tags.Read(parsed),
    };

    /// <summary>
    /// The certificate that the options name, read again when its files change; null when they name none.
    /// </summary>
    /// <param name="parsed">What was said.</param>
    /// <param name="log">Where a change of the files, or a bad one, is told.</param>
    /// <exception cref="UsageException">It cannot be used.</exception>
    public CertificateSource? ReadCertificate(ParseResult parsed, ILogger log) =>
        ReadCertificate(parsed, Cert, Key, log);

    /// <summary>The same of <c>--http-cert</c>.</summary>
    /// <exception cref="UsageException">It cannot be used.</exception>
    public CertificateSource? ReadHttpCertificate(ParseResult parsed, ILogger log) =>
        ReadCertificate(parsed, Web.Cert, Web.Key, log);

    private static CertificateSource? ReadCertificate(
        ParseResult parsed, Option<string?> certificate, Option<string?> keyOption, ILogger log)
    {
        if (parsed.GetValue(certificate) is not { } file)
            return null;
        var key = parsed.GetValue(keyOption);
        try
        {
            return CertificateSource.FromFiles(file, key, log: log);
        }
        catch (CertificateException unusable)
        {
            var reason = (unusable.InnerException ?? unusable).Message.ReplaceLineEndings(" ").TrimEnd('.');
            throw new UsageException(
                $"{certificate.Name} '{file}'{(key is null ? "" : $" with {keyOption.Name} '{key}'")} cannot be used: "
                + $"{reason}; allowed are PEM files, {certificate.Name} with the certificate and {keyOption.Name} with "
                + $"its key unless {certificate.Name} has it too, and PKCS #12 without a password")
            {
                IsOfWorld = true,
            };
        }
    }

    /// <summary>Those of the command line, of the file and of the environment.</summary>
    /// <exception cref="UsageException">They cannot be used.</exception>
    private Dictionary<string, Secret> ReadAccounts(ParseResult parsed)
    {
        var accounts = new Dictionary<string, Secret>(parsed.GetValue(Auth)!, StringComparer.Ordinal);
        var file = CatchHttpOptions.Read(parsed, AuthFile, PasswordFile.Parse)
            ?? CatchHttpOptions.ReadVariable(parsed, AuthVariable, "MP_SMTP_AUTH");
        foreach (var user in file?.Users ?? [])
        {
            if (file!.Clear(user) is not { } password)
            {
                throw new UsageException($"{AuthFile.Name} has a hash for '{user}'; allowed is the password itself: "
                    + "SCRAM-SHA-256 and CRAM-MD5 have to know it") { IsOfWorld = true };
            }

            if (!accounts.TryAdd(user, new Secret(password)))
                throw new UsageException($"{Auth.Name} and {AuthFile.Name} both have '{user}'");
        }

        return accounts;
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

    private static CatcherCompat ReadCompat(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text is "mailpit" or "mailhog")
            return text == "mailhog" ? CatcherCompat.MailHog : CatcherCompat.Mailpit;
        result.AddError($"--compat '{text}' is not allowed; allowed is mailpit or mailhog");
        return default;
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
    internal const long BiggestMessageBytes = 1024L * 1024 * 1024;

    /// <summary>A hundred years: longer is for ever.</summary>
    private const long LongestAgeSeconds = 36_500L * 86_400;

    /// <summary>A list of a million is no longer one that anybody looks through.</summary>
    private const int MostMessages = 1_000_000;
}
