namespace Rockdove.Prober;

/// <summary>
/// Servers and limits of a provider, as it publishes them. Limits change without a word: one of the configuration goes
/// before them.
/// </summary>
internal sealed record ProviderPreset(string Name, ProbeServer Send, ProbeServer Receive, SendLimits Limits)
{
    public static IReadOnlyList<ProviderPreset> All { get; } =
    [
        // 500 recipients a day, by SMTP fewer; 2,000 with Workspace.
        new("gmail", Tls("smtp.gmail.com", 465), Tls("imap.gmail.com", 993), new(null, null, 500)),
        new("workspace", Tls("smtp.gmail.com", 465), Tls("imap.gmail.com", 993), new(null, null, 2000)),
        new("outlook", StartTls("smtp-mail.outlook.com"), Tls("outlook.office365.com", 993), new(30, null, 300)),
        // Exchange Online: 30 a minute, 10,000 recipients a day.
        new("office365", StartTls("smtp.office365.com"), Tls("outlook.office365.com", 993), new(30, null, 10_000)),
        new("yahoo", Tls("smtp.mail.yahoo.com", 465), Tls("imap.mail.yahoo.com", 993), new(null, 100, 500)),
        new("icloud", StartTls("smtp.mail.me.com"), Tls("imap.mail.me.com", 993), new(null, null, 1000)),
        new("fastmail", Tls("smtp.fastmail.com", 465), Tls("imap.fastmail.com", 993), new(null, null, 2000)),
        new("gmx", StartTls("mail.gmx.net"), Tls("imap.gmx.net", 993), new(null, 50, 500)),
        new("webde", StartTls("smtp.web.de"), Tls("imap.web.de", 993), new(null, 50, 500)),
        new("zoho", Tls("smtp.zoho.com", 465), Tls("imap.zoho.com", 993), new(null, null, 200)),
        new("mailbox.org", Tls("smtp.mailbox.org", 465), Tls("imap.mailbox.org", 993), new(null, null, 1000)),
        new("posteo", Tls("posteo.de", 465), Tls("posteo.de", 993), new(null, null, 500)),
    ];

    public static ProviderPreset? Find(string? name) => All.FirstOrDefault(preset => preset.Name == name);

    private static ProbeServer Tls(string host, int port) => new(host, port, MailSecurity.Tls);

    private static ProbeServer StartTls(string host) => new(host, 587, MailSecurity.StartTls);
}
