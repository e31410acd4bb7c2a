using System.Net.Sockets;
using Rockdove.Configuration;
using Rockdove.Mime;
using Rockdove.Wire;
using ProberKey = Rockdove.Configuration.ConfigurationKey<Rockdove.Prober.ProberDraft>;

namespace Rockdove.Prober;

/// <summary>
/// The keys of an account. Most may also stand in <c>defaults</c>, where they are for all accounts that do not say
/// otherwise.
/// </summary>
internal static class AccountKeys
{
    public static IEnumerable<ProberKey> All() =>
    [
        .. Own(new Group("accounts:*", (draft, name, place) => draft.Account(name, place))),
        .. Shared(new Group("accounts:*", (draft, name, place) => draft.Account(name, place))),
        .. Shared(new Group("defaults", (draft, _, _) => draft.Defaults)),
    ];

    public static bool IsAddress(string text) => MailAddress.Parse(text) is { Name: "" };

    private static IEnumerable<ProberKey> Own(Group group) =>
    [
        group.Text("address", "Its address.", "an address such as ann@example.org",
            (account, value) => IsAddress(value.Text) && Do(() => account.Address = value.Text)),
        group.Text("auth:user", "The name to log in with.", null,
            (account, value) => Do(() => account.Auth.User = value.Text), "the address"),
        group.Secret("password", ConfigurationValueKind.Secret,
            "The password. A file that others cannot read is a better place.", null),
        group.Secret("passwordFile", ConfigurationValueKind.Text, "A file whose first line is the password.", "a file"),
        group.Secret("passwordEnv", ConfigurationValueKind.Text, "The variable of the environment that holds it.",
            "the name of a variable"),
        group.Secret("passwordCommand", ConfigurationValueKind.List,
            "A program that writes it on its first line, and its words.", "a program and its words"),
        group.Secret("tokenFile", ConfigurationValueKind.Text,
            "A file whose first line is an access token that somebody else renews.", "a file"),
        group.Secret("tokenCommand", ConfigurationValueKind.List, "A program that writes such a token.",
            "a program and its words"),
        group.Secret("refreshTokenFile", ConfigurationValueKind.Text,
            "A file whose first line is a refresh token, for auth:tokenEndpoint.", "a file"),
        group.Secret("clientSecretFile", ConfigurationValueKind.Text,
            "A file whose first line is the secret of auth:clientId.", "a file"),
    ];

    private static IEnumerable<ProberKey> Shared(Group group) =>
    [
        group.Text("group", "What it is drawn with.", null, (account, value) => Do(() => account.Group = value.Text)),
        group.Choice("preset", "The servers and the limits of a provider.", null,
            ProviderPreset.All.Select(preset => preset.Name), (account, text) => account.Preset = text),
        group.Switch(
            "own", "Its servers are one's own: they are asked what strangers are not, and checks:to hears of them.",
            "false", (account, isOn) => account.IsOwn = isOn),
        .. Server(group, "send", account => account.Send, "465 with tls, 587 with starttls, 25 with none"),
        group.Text("send:ehlo", "The name in EHLO.", "a host name, or an address such as [192.0.2.1]",
            (account, value) => value.Text.Length <= 255 && !value.Text.Any(c => c is <= ' ' or > '~')
                && Do(() => account.HelloName = value.Text),
            "the name of this machine with its domain"),
        .. Server(group, "receive", account => account.Receive,
            "993 (995 by POP3) with tls, 143 (110) otherwise"),
        group.Choice("receive:protocol", "How mail is looked for.", "imap", ["imap", "pop3"],
            (account, text) => account.Protocol = text == "imap" ? ReceiveProtocol.Imap : ReceiveProtocol.Pop3),
        new(group.Path("receive:folders"), ConfigurationValueKind.List,
            @"IMAP: folders that are looked into. \Junk is the one for spam, whatever it is called.",
            (draft, name, value) => value.Items.Count > 0
                && Do(() => group.Of(draft, name, value).Folders = value.Items))
        {
            Form = "names of folders",
            Default = @"INBOX, \Junk",
        },
        group.Time("receive:poll", "How long between two looks where a server does not tell.", 1, "00:00:15",
            (account, time) => account.Poll = time),
        group.Choice("receive:cleanup", "What becomes of our mails once they were seen.", "delete", ["delete", "keep"],
            (account, text) => account.DeletesMail = text == "delete"),
        group.Choice("auth:type", "What it logs in with.", "password, or oauth2 where there is a token",
            ["password", "oauth2"], (account, text) => account.Auth.IsOAuth = text == "oauth2"),
        new(group.Path("auth:mechanisms"), ConfigurationValueKind.List, "The only SASL mechanisms to use.",
            (draft, name, value) => value.Items.All(item => SaslMechanisms.Find(item) is not null)
                && Do(() => group.Of(draft, name, value).Auth.Mechanisms = value.Items))
        {
            Form = string.Join(", ", SaslMechanisms.All.Select(known => known.Name)),
            Default = "the best that both know",
        },
        group.Text("auth:tokenEndpoint", "Where access tokens are asked for (RFC 6749).",
            "an address that begins with https://",
            (account, value) => Uri.TryCreate(value.Text, UriKind.Absolute, out var endpoint)
                && OAuthGrant.IsSafe(endpoint) && Do(() => account.Auth.TokenEndpoint = endpoint)),
        group.Text("auth:clientId", "Who asks for them.", null,
            (account, value) => Do(() => account.Auth.ClientId = value.Text)),
        group.Text("auth:scope", "What for.", null, (account, value) => Do(() => account.Auth.Scope = value.Text)),
        group.Number("limits:perMinute", "Mails that it may send in a minute. The next ones wait.",
            (account, n) => account.PerMinute = n),
        group.Number("limits:perHour", "In an hour. The next ones are not sent.",
            (account, n) => account.PerHour = n),
        group.Number("limits:perDay", "In 24 hours. The next ones are not sent.",
            (account, n) => account.PerDay = n),
    ];

    private static IEnumerable<ProberKey> Server(
        Group group, string side, Func<AccountDraft, ServerDraft> of, string ports) =>
    [
        group.Text($"{side}:host", "The server.", "a host name or an address",
            (account, value) => Uri.CheckHostName(value.Text) != UriHostNameType.Unknown
                && Do(() => of(account).Host = value.Text)),
        new(group.Path($"{side}:port"), ConfigurationValueKind.Number, "Its port.",
            (draft, name, value) => Do(() => of(group.Of(draft, name, value)).Port = (int)value.Number))
        {
            Least = 1,
            Most = 65535,
            Default = ports,
        },
        group.Choice($"{side}:security",
            "tls: from the first octet; starttls: by a command, or nothing is said; starttls-if-offered: where the "
            + "server offers it; none: in the clear.", "tls without a port or with 465, 993 or 995, else starttls",
            Securities.Select(one => one.Name),
            (account, text) => of(account).Security = Securities.First(one => one.Name == text).Security),
        group.Choice($"{side}:family", "The kind of address that is connected to.", "any", Families.Keys,
            (account, text) => of(account).Family = Families[text]),
        group.Text($"{side}:tlsName", "The name that the certificate must hold.", "a host name",
            (account, value) => Do(() => of(account).TlsName = value.Text), "the host"),
        group.Switch($"{side}:acceptAnyCertificate", "Believes whoever answers. For servers of one's own.", "false",
            (account, isOn) => of(account).AcceptsAnyCertificate = isOn),
        group.Switch($"{side}:allowPlaintextAuth", "Sends the password where anyone may read it.", "false",
            (account, isOn) => of(account).AllowsPlaintextLogin = isOn),
    ];

    private static bool Do(Action action) => ProberKeys.Do(action);

    internal static readonly (string Name, MailSecurity Security)[] Securities =
    [
        ("tls", MailSecurity.Tls), ("starttls", MailSecurity.StartTls),
        ("starttls-if-offered", MailSecurity.StartTlsIfOffered), ("none", MailSecurity.None),
    ];

    private static readonly OrderedDictionary<string, AddressFamily> Families = new()
    {
        ["any"] = AddressFamily.Unspecified,
        ["ipv4"] = AddressFamily.InterNetwork,
        ["ipv6"] = AddressFamily.InterNetworkV6,
    };

    /// <summary>Makes keys below a path that all set something of one account.</summary>
    private sealed record Group(string Prefix, Func<ProberDraft, string, ConfigurationPlace, AccountDraft> Find)
    {
        public string Path(string key) => $"{Prefix}:{key}";

        public AccountDraft Of(ProberDraft draft, string name, ConfigurationValue value) =>
            Find(draft, name, value.Place);

        public ProberKey Text(
            string key, string summary, string? form, Func<AccountDraft, ConfigurationValue, bool> set,
            string? defaultValue = null) =>
            new(Path(key), ConfigurationValueKind.Text, summary,
                (draft, name, value) => set(Of(draft, name, value), value))
            {
                Form = form,
                Default = defaultValue,
            };

        public ProberKey Secret(string key, ConfigurationValueKind kind, string summary, string? form) =>
            new(Path($"auth:{key}"), kind, summary,
                (draft, name, value) => (kind != ConfigurationValueKind.List || value.Items.Count > 0)
                    && Do(() => Of(draft, name, value).Auth.Secrets[key] = value))
            {
                Form = form,
            };

        public ProberKey Choice(
            string key, string summary, string? defaultValue, IEnumerable<string> choices,
            Action<AccountDraft, string> set) =>
            new(Path(key), ConfigurationValueKind.Choice, summary,
                (draft, name, value) => Do(() => set(Of(draft, name, value), value.Text)))
            {
                Choices = [.. choices],
                Default = defaultValue,
            };

        public ProberKey Switch(string key, string summary, string defaultValue, Action<AccountDraft, bool> set) =>
            new(Path(key), ConfigurationValueKind.Switch, summary,
                (draft, name, value) => Do(() => set(Of(draft, name, value), value.IsOn)))
            {
                Default = defaultValue,
            };

        public ProberKey Number(string key, string summary, Action<AccountDraft, int> set) =>
            new(Path(key), ConfigurationValueKind.Number, summary,
                (draft, name, value) => Do(() => set(Of(draft, name, value), (int)value.Number)))
            {
                Least = 1,
                Most = int.MaxValue,
                Default = "the preset's, or no limit",
            };

        public ProberKey Time(
            string key, string summary, long leastSeconds, string defaultValue, Action<AccountDraft, TimeSpan> set) =>
            new(Path(key), ConfigurationValueKind.Duration, summary,
                (draft, name, value) => Do(() => set(Of(draft, name, value), value.Time)))
            {
                Least = leastSeconds,
                Default = defaultValue,
            };
    }
}
