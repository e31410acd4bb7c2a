using System.Net;
using Rockdove.Configuration;
using Rockdove.Smtp;
using Rockdove.Wire;
using DaemonKey = Rockdove.Configuration.ConfigurationKey<Rockdove.Daemon.ConfigurationDraft>;

namespace Rockdove.Daemon;

/// <summary>
/// Every key that a configuration may have. Messages, the JSON schema and the tests of the documents go by this table.
/// </summary>
public static class ConfigurationKeys
{
    /// <summary>All of them, ours first, then gomaild's.</summary>
    public static IReadOnlyList<ConfigurationKey> All => Table.Keys;

    internal static ConfigurationTable<ConfigurationDraft> Table { get; } = new(
    [
        .. General(), .. Accounts(), .. Certificates(), .. Listeners(), .. Limits(), .. GomaildKeys.All(),
    ])
    {
        SectionBegins = Begin,
    };

    private static void Begin(ConfigurationDraft draft, IReadOnlyList<string> path, ConfigurationPlace place)
    {
        // A listener may be all defaults, and is there all the same.
        if (path is [var group, var name] && group.Equals("Listeners", StringComparison.OrdinalIgnoreCase))
            draft.Listener(name, place);
        // A certificate may not, and who wrote one thinks that it is there.
        if (path is [var certificates, var one]
            && certificates.Equals("Certificates", StringComparison.OrdinalIgnoreCase))
            draft.Certificate(one, place);
    }

    private static IEnumerable<DaemonKey> General() =>
    [
        Text("$schema", "Where the schema of this file is, for editors. No effect.", (_, _) => true),
        Text("HostName", "The server's name in greetings and in Received.", (draft, value) =>
            IsHostName(value.Text) && Do(() => draft.HostName = value.Text),
            "a host name such as mail.example.org", "the name of the machine"),
        Text("Data", "The folder of the store; made if it does not exist.", (draft, value) =>
            Do(() => draft.Data = value), "a folder, relative to the file", "the folder data beside the first file"),
        List("Domains", "The domains that mail is taken for.", "domains", (draft, _, value) =>
            Do(() => draft.Domains = [.. value.Items]) && value.Items.All(IsDomain),
            "those of accounts and aliases"),
        Text("Postmaster", "Who gets mail for postmaster where nobody has that address.", (draft, value) =>
            Do(() => draft.Settings = draft.Settings with { Postmaster = value.Text }) && IsAddress(value.Text),
            "an address such as ann@example.org", "nobody"),
        Seconds("StopSeconds", "How long a message that is just coming may take when the server is to stop.", 0,
            (draft, value) => draft.StopPatience = value.Time, "10"),
        Text("Otlp", "The OpenTelemetry collector that metrics and traces are pushed to. OTEL_EXPORTER_OTLP_ENDPOINT "
            + "in the environment says so too.", (draft, value) => Do(() => draft.Otlp = value),
            "the address of a collector such as http://127.0.0.1:4318", "nothing is pushed"),
        Number("Quota:Bytes", "Octets that an account may have that has no limits of its own.", 1, long.MaxValue,
            (draft, n) => draft.Settings = draft.Settings with { Quota = draft.Settings.Quota with { Bytes = n } },
            "no limit"),
        Number("Quota:Messages", "The same in messages.", 1, long.MaxValue,
            (draft, n) => draft.Settings = draft.Settings with { Quota = draft.Settings.Quota with { Messages = n } },
            "no limit"),
    ];

    private static IEnumerable<DaemonKey> Accounts() =>
    [
        new("Accounts:*", ConfigurationValueKind.Secret,
            "An account by its address, and its password. Accounts in the store are better: they need no password in a "
            + "file.",
            (draft, name, value) => IsAddress(name)
                && Do(() => draft.Account(name, value.Place).Password = value.Text))
        {
            Form = "a password; the name an address such as ann@example.org",
        },
        new("Accounts:*:PasswordFile", ConfigurationValueKind.Text,
            "A file whose first line is the password.",
            (draft, name, value) => IsAddress(name)
                && Do(() => draft.Account(name, value.Place).PasswordFile = value))
        {
            Form = "a file; the name of the account an address such as ann@example.org",
        },
        List("Aliases:*", "Addresses that stand for others: sales@example.org, list-*@example.org, or @example.org for "
            + "all that nobody has.", "addresses; the name of the alias an address, with * for any text, or @domain",
            (draft, name, value) => MailAddress.TryRead(name) is not null && value.Items.Count > 0
                && value.Items.All(IsAddress) && Do(() => draft.Aliases[name] = (value.Place, value.Items))),
    ];

    private static IEnumerable<DaemonKey> Certificates() =>
    [
        Certificate("File", ConfigurationValueKind.Text, "PEM with the chain after it, or PKCS #12. Read again when it "
            + "changes.", "a file", (certificate, value) => certificate.File = value.FullPath),
        Certificate("KeyFile", ConfigurationValueKind.Text, "The key in PEM, when it is not in File.", "a file",
            (certificate, value) => certificate.KeyFile = value.FullPath),
        Certificate("Password", ConfigurationValueKind.Secret, "What the key or the PKCS #12 file is encrypted with.",
            null, (certificate, value) => certificate.Password = value.Text),
        Certificate("PasswordFile", ConfigurationValueKind.Text, "A file whose first line is that password.", "a file",
            (certificate, value) => certificate.PasswordFile = value),
        Certificate("Names", ConfigurationValueKind.List, "The names that clients ask for (SNI) to get it; "
            + "*.example.org is every name one label longer. Without names it is for everybody else.", "host names",
            (certificate, value) => certificate.Names = value.Items),
        Certificate("Development", ConfigurationValueKind.Switch, "Makes one up, in memory, that nobody trusts.", null,
            (certificate, value) => certificate.IsDevelopment = value.IsOn),
    ];

    private static IEnumerable<DaemonKey> Listeners()
    {
        var kinds = Enum.GetNames<ListenerKind>().Select(name => name.ToLowerInvariant()).ToList();
        yield return new("Listeners:*:Kind", ConfigurationValueKind.Choice, "What is spoken there, and to whom.",
            (draft, name, value) => Do(() => draft.Listener(name, value.Place).Kind =
                Enum.Parse<ListenerKind>(value.Text, ignoreCase: true)))
        {
            Choices = kinds,
            Default = "the name of the listener, if it is one of these",
        };
        yield return new("Listeners:*:Address", ConfigurationValueKind.Text, "Where.",
            (draft, name, value) => ListenAddress.TryRead(value.Text) is { } address
                && Do(() => draft.Listener(name, value.Place).Address = address))
        {
            Form = "an address such as *:25 (every interface), 127.0.0.1:25 or [::1]:25",
            Default = "every interface, at the port of the kind",
        };
        yield return ListenerSwitch("AllowsClear", "Takes passwords without TLS. For networks that nobody else is on.",
            "false", (listener, isOn) => listener with { AllowsClear = isOn });
        yield return ListenerSwitch("OffersTls", "Offers STARTTLS or STLS, if there is a certificate.",
            "true", (listener, isOn) => listener with { OffersTls = isOn });
        yield return ListenerSwitch("OffersLogin", "Lets people log in.",
            "true", (listener, isOn) => listener with { OffersLogin = isOn });
        yield return new("Listeners:*:Mechanisms", ConfigurationValueKind.List,
            "SASL mechanisms, in this order. CRAM-MD5 works for accounts that have opted in to a secret that can be "
            + "recovered.",
            (draft, name, value) => value.Items.All(IsMechanism) && Change(draft, name, value,
                listener => listener with { Mechanisms = [.. value.Items.Select(item => item.ToUpperInvariant())] }))
        {
            Form = "SCRAM-SHA-256, PLAIN, LOGIN and CRAM-MD5",
            Default = string.Join(", ", DaemonListener.DefaultMechanisms),
        };
        yield return ListenerSwitch("OffersUser", "POP3: offers USER and PASS.",
            "true", (listener, isOn) => listener with { OffersUser = isOn });
        yield return ListenerSwitch("OffersApop", "POP3: offers APOP, for the accounts that CRAM-MD5 is for.",
            "false", (listener, isOn) => listener with { OffersApop = isOn });
        yield return ListenerSwitch("MovesDeletedToTrash", "POP3: what is deleted goes to the mailbox Trash.",
            "false", (listener, isOn) => listener with { MovesDeletedToTrash = isOn });
        yield return ListenerSwitch("OffersCompression",
            "IMAP: offers COMPRESS=DEFLATE. Under TLS, sizes then tell what is repeated.",
            "false", (listener, isOn) => listener with { OffersCompression = isOn });
        yield return new("Listeners:*:Profile", ConfigurationValueKind.Choice,
            "SMTP: speaks with the words and the path leniencies of another server.",
            (draft, name, value) => Change(
                draft, name, value, listener => listener with { Profile = SmtpProfiles.Find(value.Text) }))
        {
            Choices = [.. SmtpProfiles.All.Select(profile => profile.Name)],
        };
        yield return new(
            "Listeners:*:Greeting", ConfigurationValueKind.Text, "The text of the greeting after the name.",
            (draft, name, value) => Change(draft, name, value, listener => listener with { Greeting = value.Text }));
        yield return ListenerNumber("MessageBytes", "SMTP and IMAP: the largest message, in octets; 0 is no limit.", 0,
            long.MaxValue / 2, "52428800", (listener, n) => listener with { MessageBytes = n });
        yield return ListenerNumber("Recipients", "SMTP: recipients of one message.", 100, int.MaxValue, "1000",
            (listener, n) => listener with { Recipients = (int)n });
        yield return ListenerSeconds("CommandSeconds", "How long a client may take for a command.",
            "300 for SMTP, 600 for POP3, 1800 for IMAP", (listener, time) => listener with { CommandPatience = time });
        yield return ListenerSeconds("LoginSeconds", "IMAP: how long a client may take to log in.",
            "180", (listener, time) => listener with { LoginPatience = time });
        yield return ListenerSeconds("SessionSeconds", "The age at which a session ends.",
            "14400, a week for IMAP", (listener, time) => listener with { SessionPatience = time });
        yield return ListenerNumber("FailedLogins", "Failed logins in one session, with which it ends.", 1,
            int.MaxValue, "3", (listener, n) => listener with { FailedLogins = (int)n });
        yield return new("Listeners:*:TrustedProxies", ConfigurationValueKind.List,
            "Proxies of ours: their connections begin with a PROXY header that says who the client is, or are cut.",
            (draft, name, value) => value.Items.All(item => IPNetwork.TryParse(item, out _)) && Change(
                draft, name, value,
                listener => listener with { TrustedProxies = [.. value.Items.Select(item => IPNetwork.Parse(item))] }))
        {
            Form = "networks such as 10.0.0.0/8 or 192.0.2.1/32",
        };
        yield return ListenerNumber("Connections", "Connections at one time.", 1, int.MaxValue, "10000",
            (listener, n) => listener with { Connections = (int)n });
        yield return ListenerNumber("ConnectionsPerClient", "The same from one address, or one /64 of IPv6.", 1,
            int.MaxValue, "100", (listener, n) => listener with { ConnectionsPerClient = (int)n });
    }

    private static IEnumerable<DaemonKey> Limits() =>
    [
        Login("FailuresBeforeDelay", "Failed logins in a row that cost nothing.", 0, "2",
            (logins, n) => logins with { FailuresBeforeDelay = n }),
        LoginSeconds("DelaySeconds", "What the next attempt waits then, doubled by each further failure.", 0, "1",
            (logins, time) => logins with { Delay = time }),
        LoginSeconds("LongestDelaySeconds", "The longest such wait.", 0, "15",
            (logins, time) => logins with { LongestDelay = time }),
        Login("FailuresPerClient", "Failures from one address (or /64) that lock it out.", 1, "30",
            (logins, n) => logins with { FailuresPerClient = n }),
        Login("FailuresPerAccount", "Failures for one account that lock it, but for addresses that have logged in to "
            + "it before.", 1, "50", (logins, n) => logins with { FailuresPerAccount = n }),
        LoginSeconds("LockOutSeconds", "How long a lock-out lasts, and failures count.", 1, "900",
            (logins, time) => logins with { LockOut = time }),
        Login("Remembered", "Addresses and accounts that are remembered.", 1, "100000",
            (logins, n) => logins with { Remembered = n }),
        Deliver("ReceivedFields", "Received fields of a message; with more it goes in circles.", "100",
            (limits, n) => limits with { ReceivedFields = n }),
        Deliver("AliasDepth", "Aliases behind one another.", "10", (limits, n) => limits with { AliasDepth = n }),
        Deliver("AliasRecipients", "Mailboxes that one address may lead to.", "1000",
            (limits, n) => limits with { AliasRecipients = n }),
        Text("Delivery:DetailSeparator", "What begins a detail, as in ann+lists@example.org; none for no details.",
            (draft, value) => IsSeparator(value.Text) && Do(() => draft.Settings = draft.Settings with
            {
                Delivery = draft.Settings.Delivery with
                {
                    DetailSeparator = value.Text == "none" ? null : value.Text[0],
                },
            }),
            "one mark such as + or -, or none", "+"),
        new("Submission:From", ConfigurationValueKind.Choice,
            "Of those who have logged in: own wants every address in the From and Sender fields of their mail to be "
            + "their own; sender lets From be anybody's where Sender is their own; any lets it be.",
            (draft, _, value) => Do(() => draft.Settings = draft.Settings with
            {
                Submission = draft.Settings.Submission with
                {
                    From = Enum.Parse<OriginatorRule>(value.Text, ignoreCase: true),
                },
            }))
        {
            Choices = [.. Enum.GetNames<OriginatorRule>().Select(name => name.ToLowerInvariant())],
            Default = "own",
        },
    ];

    internal static DaemonKey Text(
        string path, string summary, Func<ConfigurationDraft, ConfigurationValue, bool> set, string? form = null,
        string? defaultValue = null) =>
        new(path, ConfigurationValueKind.Text, summary, (draft, _, value) => set(draft, value))
        {
            Form = form,
            Default = defaultValue,
        };

    private static DaemonKey List(
        string path, string summary, string form, Func<ConfigurationDraft, string, ConfigurationValue, bool> set,
        string? defaultValue = null) =>
        new(path, ConfigurationValueKind.List, summary, set) { Form = form, Default = defaultValue };

    private static DaemonKey Number(
        string path, string summary, long least, long most, Action<ConfigurationDraft, long> set,
        string? defaultValue) =>
        new(path, ConfigurationValueKind.Number, summary, (draft, _, value) => Do(() => set(draft, value.Number)))
        {
            Least = least,
            Most = most,
            Default = defaultValue,
        };

    private static DaemonKey Seconds(
        string path, string summary, long least, Action<ConfigurationDraft, ConfigurationValue> set,
        string? defaultValue) =>
        new(path, ConfigurationValueKind.Seconds, summary, (draft, _, value) => Do(() => set(draft, value)))
        {
            Least = least,
            Default = defaultValue,
        };

    private static DaemonKey Certificate(
        string key, ConfigurationValueKind kind, string summary, string? form,
        Action<CertificateDraft, ConfigurationValue> set) =>
        new($"Certificates:*:{key}", kind, summary,
            (draft, name, value) => Do(() => set(draft.Certificate(name, value.Place), value)))
        {
            Form = form,
            Default = kind == ConfigurationValueKind.Switch ? "false" : null,
        };

    private static DaemonKey ListenerSwitch(
        string key, string summary, string defaultValue, Func<DaemonListener, bool, DaemonListener> with) =>
        new($"Listeners:*:{key}", ConfigurationValueKind.Switch, summary,
            (draft, name, value) => Change(draft, name, value, listener => with(listener, value.IsOn)))
        {
            Default = defaultValue,
        };

    private static DaemonKey ListenerNumber(
        string key, string summary, long least, long most, string defaultValue,
        Func<DaemonListener, long, DaemonListener> with) =>
        new($"Listeners:*:{key}", ConfigurationValueKind.Number, summary,
            (draft, name, value) => Change(draft, name, value, listener => with(listener, value.Number)))
        {
            Least = least,
            Most = most,
            Default = defaultValue,
        };

    private static DaemonKey ListenerSeconds(
        string key, string summary, string defaultValue, Func<DaemonListener, TimeSpan, DaemonListener> with) =>
        new($"Listeners:*:{key}", ConfigurationValueKind.Seconds, summary,
            (draft, name, value) => Change(draft, name, value, listener => with(listener, value.Time)))
        {
            Least = 1,
            Default = defaultValue,
        };

    private static DaemonKey Login(
        string key, string summary, long least, string defaultValue, Func<LoginLimits, int, LoginLimits> with) =>
        Number($"Logins:{key}", summary, least, int.MaxValue, (draft, n) => draft.Settings = draft.Settings with
        {
            Logins = with(draft.Settings.Logins, (int)n),
        }, defaultValue);

    private static DaemonKey LoginSeconds(
        string key, string summary, long least, string defaultValue, Func<LoginLimits, TimeSpan, LoginLimits> with) =>
        Seconds($"Logins:{key}", summary, least, (draft, value) => draft.Settings = draft.Settings with
        {
            Logins = with(draft.Settings.Logins, value.Time),
        }, defaultValue);

    private static DaemonKey Deliver(
        string key, string summary, string defaultValue, Func<DeliveryLimits, int, DeliveryLimits> with) =>
        Number($"Delivery:{key}", summary, 1, int.MaxValue, (draft, n) => draft.Settings = draft.Settings with
        {
            Delivery = with(draft.Settings.Delivery, (int)n),
        }, defaultValue);

    private static bool Change(
        ConfigurationDraft draft, string name, ConfigurationValue value, Func<DaemonListener, DaemonListener> change) =>
        Do(() => draft.Listener(name, value.Place).Changes.Add(change));

    private static bool IsAddress(string text) => MailAddress.TryRead(text) is { IsCatchAll: false };

    private static bool IsDomain(string text) => MailAddress.TryRead($"@{text}") is not null;

    internal static bool IsHostName(string text) =>
        text.All(char.IsAscii) && Uri.CheckHostName(text) is UriHostNameType.Dns;

    private static bool IsMechanism(string name) => OfferedMechanisms.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool IsSeparator(string text) =>
        text == "none" || (text.Length == 1 && char.IsAscii(text[0]) && char.IsPunctuation(text[0])
            || text is "+" or "=" or "~") && text is not ("@" or "*" or "." or "\"" or "\\");

    internal static bool Do(Action action)
    {
        action();
        return true;
    }

    private static readonly string[] OfferedMechanisms =
        [SaslMechanisms.ScramSha256, SaslMechanisms.Plain, SaslMechanisms.Login, SaslMechanisms.CramMd5];
}
