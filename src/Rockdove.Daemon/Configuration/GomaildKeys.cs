using Rockdove.Configuration;
using DaemonKey = Rockdove.Configuration.ConfigurationKey<Rockdove.Daemon.ConfigurationDraft>;

namespace Rockdove.Daemon;

/// <summary>The keys of a gomaild.conf beside those that it shares with ours (Accounts, Aliases).</summary>
internal static class GomaildKeys
{
    public static IEnumerable<DaemonKey> All()
    {
        yield return Nothing("debug", ConfigurationValueKind.Switch);
        yield return new(
            "server_name", ConfigurationValueKind.Text, "The server's name: HostName.",
            (draft, _, value) => ConfigurationKeys.IsHostName(value.Text)
                && ConfigurationKeys.Do(() => Of(draft, value)) && ConfigurationKeys.Do(
                    () => draft.HostName = value.Text))
        {
            IsForeign = true,
            WhenEmpty = IsThere,
            Form = "a host name such as mail.example.org",
        };
        yield return Text("domain", "One more domain that mail is taken for.", (draft, _, value) =>
            draft.Domains = [.. draft.Domains, value.Text]);
        yield return Text("TLS:certificate_file", "A certificate for all listeners.", (_, gomaild, value) =>
            gomaild.CertificateFile = value.FullPath);
        yield return Text("TLS:certificate_key_file", "Its key.", (_, gomaild, value) =>
            gomaild.KeyFile = value.FullPath);
        foreach (var key in Smtp().Concat(Pop3()))
            yield return key;
    }

    private static IEnumerable<DaemonKey> Smtp() =>
    [
        Text("SMTP:start_greeting", "The greeting after the name.", (_, one, value) => one.Smtp.Greeting = value.Text),
        Text("SMTP:end_greeting", "The text of 221.", (_, one, value) => one.Smtp.Farewell = value.Text),
        Text("SMTP:queued_message", "The text of 250 after a message.", (_, one, value) =>
            one.Smtp.Queued = value.Text),
        Text("SMTP:data_start_message", "The text of 354.", (_, one, value) => one.Smtp.StartData = value.Text),
        Seconds("SMTP:timeout", (one, time) => one.Smtp.Timeout = time),
        Text("SMTP:timeout_message", "The text of 421 for a client that is too slow.", (_, one, value) =>
            one.Smtp.TimedOut = value.Text),
        Nothing("SMTP:helo_message"),
        Nothing("SMTP:ehlo_message"),
        Nothing("SMTP:sender_ok_message"),
        Nothing("SMTP:sender_invalid_message"),
        Nothing("SMTP:recipient_ok_message"),
        Nothing("SMTP:recipient_invalid_message"),
        Switch("SMTP:enable_starttls", "Offers STARTTLS, and AUTH only behind it.", (one, isOn) =>
            one.Smtp.OffersTls = isOn),
        Switch("SMTP:enable_auth", "Offers AUTH.", (one, isOn) => one.Smtp.OffersAuth = isOn),
        Switch("SMTP:enable_auth_login", "Offers AUTH LOGIN.", (one, isOn) => one.Smtp.Login = isOn),
        Switch("SMTP:enable_auth_plain", "Offers AUTH PLAIN.", (one, isOn) => one.Smtp.Plain = isOn),
        Switch("SMTP:enable_auth_cram_md5", "Offers AUTH CRAM-MD5.", (one, isOn) => one.Smtp.CramMd5 = isOn),
    ];

    private static IEnumerable<DaemonKey> Pop3() =>
    [
        Text("POP3:start_greeting", "The greeting after the name.", (_, one, value) => one.Pop3.Greeting = value.Text),
        Nothing("POP3:end_greeting"),
        Seconds("POP3:timeout", (one, time) => one.Pop3.Timeout = time),
        Nothing("POP3:timeout_message"),
        Nothing("POP3:user_invalid_message"),
        Nothing("POP3:user_ok_message"),
        Nothing("POP3:password_invalid_message"),
        Nothing("POP3:password_ok_message"),
        Switch("POP3:enable_user_cmd", "Offers USER and PASS.", (one, isOn) => one.Pop3.OffersUser = isOn),
        Nothing("POP3:secure_user_cmd", ConfigurationValueKind.Switch),
        Switch("POP3:fake_dele_cmd", "What is deleted goes to the mailbox Trash.", (one, isOn) =>
            one.Pop3.KeepsDeleted = isOn),
        Switch("POP3:enable_stls", "Offers STLS, and logins only behind it.", (one, isOn) =>
            one.Pop3.OffersTls = isOn),
        Switch("POP3:enable_auth", "Offers AUTH.", (one, isOn) => one.Pop3.OffersAuth = isOn),
        Switch("POP3:enable_auth_login", "Offers AUTH LOGIN.", (one, isOn) => one.Pop3.Login = isOn),
        Switch("POP3:enable_auth_plain", "Offers AUTH PLAIN.", (one, isOn) => one.Pop3.Plain = isOn),
        Switch("POP3:enable_auth_cram_md5", "Offers AUTH CRAM-MD5.", (one, isOn) => one.Pop3.CramMd5 = isOn),
    ];

    private static DaemonKey Text(
        string path, string summary, Action<ConfigurationDraft, GomaildDraft, ConfigurationValue> set) =>
        new(path, ConfigurationValueKind.Text, summary,
            (draft, _, value) => ConfigurationKeys.Do(() => set(draft, Of(draft, value), value)))
        {
            IsForeign = true,
            WhenEmpty = IsThere,
        };

    /// <summary>gomaild took 0 as no time at all, and ended each session at once.</summary>
    private static DaemonKey Seconds(string path, Action<GomaildDraft, TimeSpan?> set) =>
        new(path, ConfigurationValueKind.Seconds, "Seconds for a command; 0 is the usual time.",
            (draft, _, value) => ConfigurationKeys.Do(
                () => set(Of(draft, value), value.Time > TimeSpan.Zero ? value.Time : null)))
        {
            IsForeign = true,
        };

    private static DaemonKey Switch(string path, string summary, Action<GomaildDraft, bool> set) =>
        new(path, ConfigurationValueKind.Switch, summary,
            (draft, _, value) => ConfigurationKeys.Do(() => set(Of(draft, value), value.IsOn)))
        {
            IsForeign = true,
        };

    private static DaemonKey Nothing(
        string path, ConfigurationValueKind kind = ConfigurationValueKind.Text) =>
        new(path, kind, "No effect.", (draft, _, value) => ConfigurationKeys.Do(() => Of(draft, value)))
        {
            IsForeign = true,
            WhenEmpty = IsThere,
        };

    private static GomaildDraft Of(ConfigurationDraft draft, ConfigurationValue value) =>
        draft.Gomaild ??= new GomaildDraft { Place = value.Place };

    /// <summary>An empty text is as if it were not there, but that the file is gomaild's.</summary>
    private static void IsThere(ConfigurationDraft draft, ConfigurationPlace place) =>
        draft.Gomaild ??= new GomaildDraft { Place = place };
}
