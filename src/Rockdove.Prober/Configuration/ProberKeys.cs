using Rockdove.Configuration;
using Rockdove.Dns;
using ProberKey = Rockdove.Configuration.ConfigurationKey<Rockdove.Prober.ProberDraft>;

namespace Rockdove.Prober;

/// <summary>
/// Every key that a configuration of the prober may have. Messages, the JSON schema and the tests of the documents go
/// by this table.
/// </summary>
public static class ProberKeys
{
    /// <summary>All of them, ours first, then maping's.</summary>
    public static IReadOnlyList<ConfigurationKey> All => Table.Keys;

    internal static ConfigurationTable<ProberDraft> Table { get; } = new(
    [
        .. General(), .. AccountKeys.All(), .. Pairs(), .. Serving(), .. Checks(), .. Alerts(), .. Channels(),
        .. Retention(), .. MapingKeys.All(),
    ])
    {
        SectionBegins = Begin,
        TakesUnknownKeys = draft => draft.Maping is not null,
    };

    private static void Begin(ProberDraft draft, IReadOnlyList<string> path, ConfigurationPlace place)
    {
        // An account may have nothing but its preset's, and one without anything is told so.
        if (path is [var group, var name] && group.Equals("accounts", StringComparison.OrdinalIgnoreCase))
            draft.Account(name, place);
        if (path is [var list, var index] && list.Equals("mailAccounts", StringComparison.OrdinalIgnoreCase))
            (draft.Maping ??= new MapingDraft()).Account(index, place);
    }

    private static IEnumerable<ProberKey> General() =>
    [
        Text("$schema", "Where the schema of this file is, for editors. No effect.", null, null, (_, _) => true),
        Text("database", "The file of the results; made if it does not exist.", "a file, relative to this one",
            "rockdove-ping.db beside the first file", (draft, value) => Do(() => draft.Database = value)),
        new("concurrency", ConfigurationValueKind.Number, "Mails that are sent at one time. An account sends one.",
            (draft, _, value) => Do(() => draft.Workers = (int)value.Number))
        {
            Least = 1,
            Most = ProbeDeskOptions.MostWorkers,
            Default = "5",
        },
        Time("deadlines:soft", "Then a mail is overdue; if it still comes, it is late.", 1, "00:05:00",
            (draft, time) => draft.Deadlines = draft.Deadlines with { Soft = time }),
        Time("deadlines:hard", "Then it is lost.", 1, "5.00:00:00",
            (draft, time) => draft.Deadlines = draft.Deadlines with { Hard = time }),
        Time("deadlines:settle", "How long another copy is waited for, which does not count as time of delivery.", 0,
            "00:00:02", (draft, time) => draft.Deadlines = draft.Deadlines with { Settle = time }),
        Time("deadlines:mailbox", "How long mails wait to be sent to a mailbox that cannot be looked into.", 0,
            "00:00:30", (draft, time) => draft.Deadlines = draft.Deadlines with { Mailbox = time }),
        Time("deadlines:connect", "How long to find a server and connect.", 1, "00:00:15",
            (draft, time) => draft.Patience = draft.Patience with { Connect = time }),
        Time("deadlines:command", "How long a server may take for a command.", 1, "00:01:00",
            (draft, time) => draft.Patience = draft.Patience with { Command = time }),
        Time("deadlines:data", "How long it may take to say that it has the mail.", 1, "00:05:00",
            (draft, time) => draft.Patience = draft.Patience with { Data = time }),
        Text("message:subject", "The subject; {token} in it is twenty random characters.", "a text with {token} in it",
            "[rockdove] {token}", (draft, value) => value.Text.Contains("{token}", StringComparison.Ordinal)
                && !value.Text.Any(char.IsControl)
                && Do(() => draft.Mail = draft.Mail with { Subject = value.Text })),
        Text("message:body", "The text of the mails.", null, "one of a few of our own",
            (draft, value) => Do(() => draft.Mail = draft.Mail with { Body = value.Text })),
        Text("message:bodyFile", "A file with that text.", "a file", null,
            (draft, value) => Do(() => draft.BodyFile = value)),
        new("message:size", ConfigurationValueKind.Number, "Octets that a mail has at least.",
            (draft, _, value) => Do(() => draft.Mail = draft.Mail with { Bytes = (int)value.Number }))
        {
            Least = 0,
            Most = ProbeMailStyle.MostBytes,
            Default = "0",
        },
        Text("message:keyFile", "The key that marks are signed with; made if it does not exist. Mails that another key "
            + "has signed are not ours, and are left alone.", "a file", "the database with .key behind it",
            (draft, value) => Do(() => draft.KeyFile = value)),
    ];

    private static IEnumerable<ProberKey> Pairs() =>
    [
        new("pairs:include", ConfigurationValueKind.List, "Pairs that are probed.",
            (draft, _, value) => AddPatterns(draft.Include, value))
        {
            Form = Patterns,
            Default = "*->*",
        },
        new("pairs:exclude", ConfigurationValueKind.List, "Pairs that are not, though included.",
            (draft, _, value) => AddPatterns(draft.Exclude, value))
        {
            Form = Patterns,
        },
        Switch("pairs:self", "Each account also sends to itself. Some providers do not deliver such mail.", "false",
            (draft, isOn) => draft.WithSelf = isOn),
    ];

    private static IEnumerable<ProberKey> Serving() =>
    [
        Text("listen", "Where rockdove ping serve answers HTTP.",
            "an address such as http://127.0.0.1:9860 or 127.0.0.1:9860", "http://127.0.0.1:9860",
            (draft, value) => Address(value.Text) is { } address
                && Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme == "http"
                && (url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6 || url.Host == "localhost")
                && url.PathAndQuery == "/" && Do(() => draft.Listen = address)),
        Text("timeZone", "The zone of days in summaries, and of quiet times.", "a zone such as Europe/Berlin", "UTC",
            (draft, value) => TimeZoneInfo.TryFindSystemTimeZoneById(value.Text, out var zone)
                && Do(() => draft.TimeZone = zone)),
        Time("schedule:matrixEvery", "How often each pair is probed.", 60, "00:30:00",
            (draft, time) => Schedule(draft, schedule => schedule with { MatrixEvery = time })),
        new("schedule:mode", ConfigurationValueKind.Choice,
            "rotate: in rounds, in which each account sends one mail; burst: all pairs at once.",
            (draft, _, value) => Do(
                () => Schedule(draft, schedule => schedule with { IsBurst = value.Text == "burst" })))
        {
            Choices = ["rotate", "burst"],
            Default = "rotate",
        },
        new("schedule:jitter", ConfigurationValueKind.Share, "By how much of it a wait is longer or shorter.",
            (draft, _, value) => Do(() => Schedule(draft, schedule => schedule with { Jitter = value.Share })))
        {
            Default = "0.2",
        },
        new("schedule:quiet", ConfigurationValueKind.List, "Times of the day in which nothing is sent.",
            (draft, _, value) => value.Items.All(item => QuietTime.TryRead(item) is not null) && Do(
                () => Schedule(draft, schedule => schedule with
                {
                    Quiet = [.. value.Items.Select(item => QuietTime.TryRead(item)!.Value)],
                })))
        {
            Form = "times such as 02:00-02:30",
        },
    ];

    /// <summary>The same with http:// before it; null where that is left out and the port too.</summary>
    private static string? Address(string text) => text switch
    {
        _ when text.Contains("://", StringComparison.Ordinal) => text,
        _ when text.LastIndexOf(':') > text.LastIndexOf(']') => $"http://{text}",
        _ => null,
    };

    private static IEnumerable<ProberKey> Checks() =>
    [
        Switch("checks:domains", "The domains of the accounts: MX, SPF, DMARC, and what else is below.", "true",
            (draft, isOn) => draft.Checks = draft.Checks with { Domains = isOn }),
        Switch("checks:tls", "Certificates and versions of TLS, of the accounts' servers too.", "true",
            (draft, isOn) => draft.Checks = draft.Checks with { Tls = isOn }),
        new("checks:dane", ConfigurationValueKind.Choice, "DANE; auto is where the resolver validates.",
            (draft, _, value) => Do(() => draft.Checks = draft.Checks with
            {
                Dane = value.Text == "auto" ? null : value.Text == "on",
            }))
        {
            Choices = ["auto", "on", "off"],
            Default = "auto",
        },
        Switch("checks:mtaSts", "MTA-STS.", "true",
            (draft, isOn) => draft.Checks = draft.Checks with { MtaSts = isOn }),
        new("checks:dns", ConfigurationValueKind.List, "Resolvers.",
            (draft, _, value) => value.Items.Count <= DnsResolverOptions.MaximumServers && value.Items.All(
                item => System.Net.IPEndPoint.TryParse(item, out System.Net.IPEndPoint? _))
                && Do(() => draft.Checks = draft.Checks with { Resolvers = value.Items }))
        {
            Form = $"addresses such as 127.0.0.1:53, {DnsResolverOptions.MaximumServers} at most",
            Default = "those of the system",
        },
        Time("checks:every", "How often.", 60, "06:00:00",
            (draft, time) => draft.Checks = draft.Checks with { Every = time }),
        new("checks:to", ConfigurationValueKind.List,
            "Channels that are told of warnings and failures, of accounts that are own.",
            (draft, _, value) => Do(() => draft.Checks = draft.Checks with { To = value.Items }))
        {
            Form = "names of channels",
        },
    ];

    private static IEnumerable<ProberKey> Alerts() =>
    [
        AlertText("rule", "What it is called; unique.", "a text that is not empty", "the place in the list",
            (alert, text) => alert with { Name = text }),
        AlertText("sender", "Senders that it looks at.", "a name of an account, with * for any text", "*",
            (alert, text) => alert with { From = text }),
        AlertText("receiver", "Receivers that it looks at.", "a name of an account, with * for any text", "*",
            (alert, text) => alert with { To = text }),
        AlertNumber("failAfter", "Bad results that begin it, among the last outOf.",
            (alert, n) => alert with { FailAfter = n, OutOf = Math.Max(alert.OutOf, n) }),
        AlertNumber("outOf", "Among how many.", (alert, n) => alert with { OutOf = n }),
        AlertNumber("recoverAfter", "Good results in a row that end it.",
            (alert, n) => alert with { RecoverAfter = n }),
        AlertTime("slowerThan", "A mail that took longer is bad.", (alert, time) => alert with { SlowerThan = time }),
        AlertTime("silentAfter", "Nothing heard of a pair for so long is bad.",
            (alert, time) => alert with { SilentAfter = time }),
        AlertTime("remindEvery", "How often it is told again while it goes on.",
            (alert, time) => alert with { RemindEvery = time }),
        new("alerts:*:spamFails", ConfigurationValueKind.Switch, "A mail among the spam is bad.",
            (draft, at, value) => Alert(draft, at, alert => alert with { SpamFails = value.IsOn }))
        {
            Default = "false",
        },
        new("alerts:*:to", ConfigurationValueKind.List, "Channels that are told.",
            (draft, at, value) => Alert(draft, at, alert => alert with { Channels = value.Items }))
        {
            Form = "names of channels",
        },
    ];

    private static IEnumerable<ProberKey> Channels() =>
    [
        new("channels:*:type", ConfigurationValueKind.Choice, "How it is told.",
            (draft, name, value) => Channel(draft, name, channel => channel with { Type = value.Text }))
        {
            Choices = ["mail", "webhook", "command"],
        },
        new("channels:*:url", ConfigurationValueKind.Text, "Of a webhook.",
            (draft, name, value) => Uri.TryCreate(value.Text, UriKind.Absolute, out var url)
                && url.Scheme is "http" or "https"
                && Channel(draft, name, channel => channel with { Url = url }))
        {
            Form = "an address such as https://example.org/hook",
        },
        new("channels:*:address", ConfigurationValueKind.Text, "Of a mail: who gets it.",
            (draft, name, value) => AccountKeys.IsAddress(value.Text)
                && Channel(draft, name, channel => channel with { Address = value.Text }))
        {
            Form = "an address such as ann@example.org",
        },
        new("channels:*:command", ConfigurationValueKind.List,
            "Of a command: the program and its words. A program with a slash is relative to this file.",
            (draft, name, value) => Channel(
                draft, name,
                channel => channel with { Command = CommandProgram.Rooted(value.Items, value.Place.Folder) }))
        {
            Form = "a program and its words",
        },
    ];

    private static IEnumerable<ProberKey> Retention() =>
    [
        Time("retention:raw", "How long each probe is kept.", 3600, "90.00:00:00",
            (draft, time) => draft.Retention = draft.Retention with { Probes = time }),
        Time("retention:goodTranscripts", "How long what was said is kept, when it went well.", 0, "3.00:00:00",
            (draft, time) => draft.Retention = draft.Retention with { GoodTranscripts = time }),
        Time("retention:badTranscripts", "The same, when it did not.", 0, "180.00:00:00",
            (draft, time) => draft.Retention = draft.Retention with { BadTranscripts = time }),
        Time("retention:hours", "How long sums of hours are kept; those of days stay.", 3600, "730.00:00:00",
            (draft, time) => draft.Retention = draft.Retention with { Hours = time }),
    ];

    internal static bool Do(Action action)
    {
        action();
        return true;
    }

    private static ProberKey Text(
        string path, string summary, string? form, string? defaultValue,
        Func<ProberDraft, ConfigurationValue, bool> set) =>
        new(path, ConfigurationValueKind.Text, summary, (draft, _, value) => set(draft, value))
        {
            Form = form,
            Default = defaultValue,
        };

    private static ProberKey Switch(
        string path, string summary, string defaultValue, Action<ProberDraft, bool> set) =>
        new(path, ConfigurationValueKind.Switch, summary, (draft, _, value) => Do(() => set(draft, value.IsOn)))
        {
            Default = defaultValue,
        };

    private static ProberKey Time(
        string path, string summary, long leastSeconds, string defaultValue, Action<ProberDraft, TimeSpan> set) =>
        new(path, ConfigurationValueKind.Duration, summary, (draft, _, value) => Do(() => set(draft, value.Time)))
        {
            Least = leastSeconds,
            Default = defaultValue,
        };

    private static ProberKey AlertNumber(string key, string summary, Func<AlertRule, int, AlertRule> with) =>
        new($"alerts:*:{key}", ConfigurationValueKind.Number, summary,
            (draft, at, value) => Alert(draft, at, alert => with(alert, (int)value.Number)))
        {
            Least = 1,
            Most = 1000,
            Default = "2",
        };

    private static ProberKey AlertTime(string key, string summary, Func<AlertRule, TimeSpan, AlertRule> with) =>
        new($"alerts:*:{key}", ConfigurationValueKind.Duration, summary,
            (draft, at, value) => Alert(draft, at, alert => with(alert, value.Time)))
        {
            Least = 1,
        };

    private static ProberKey AlertText(
        string key, string summary, string form, string defaultValue, Func<AlertRule, string, AlertRule> with) =>
        new($"alerts:*:{key}", ConfigurationValueKind.Text, summary,
            (draft, at, value) => Alert(draft, at, alert => with(alert, value.Text)))
        {
            Form = form,
            Default = defaultValue,
        };

    private static void Schedule(ProberDraft draft, Func<ScheduleSettings, ScheduleSettings> change) =>
        draft.Schedule = change(draft.Schedule ?? new ScheduleSettings());

    private static bool Alert(ProberDraft draft, string at, Func<AlertRule, AlertRule> change)
    {
        if (!int.TryParse(at, out var index))
            return false;
        draft.Alerts[index] = change(draft.Alerts.GetValueOrDefault(index) ?? new AlertRule { Name = at });
        return true;
    }

    private static bool Channel(ProberDraft draft, string name, Func<ChannelSettings, ChannelSettings> change) =>
        Do(() => draft.Channels[name] = change(draft.Channels.GetValueOrDefault(name) ?? new(name, "")));

    private static bool AddPatterns(
        List<(PairPattern, ConfigurationPlace)> list, ConfigurationValue value)
    {
        foreach (var item in value.Items)
        {
            if (PairPattern.TryRead(item) is not { } pattern)
                return false;
            list.Add((pattern, value.Place));
        }

        return true;
    }

    private const string Patterns = "pairs such as own->gmail1 or *->own";
}
