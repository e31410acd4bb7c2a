using Rockdove.Configuration;
using ProberKey = Rockdove.Configuration.ConfigurationKey<Rockdove.Prober.ProberDraft>;

namespace Rockdove.Prober;

/// <summary>The keys of a maping <c>config.json</c>. A file is maping's when it has <c>mailAccounts</c>.</summary>
internal static class MapingKeys
{
    public static IEnumerable<ProberKey> All() =>
    [
        new("testBody", ConfigurationValueKind.Text, "The text of the mails: message:body.",
            (draft, _, value) => Do(() => draft.Mail = draft.Mail with { Body = value.Text }))
        {
            IsForeign = true,
            WhenEmpty = (draft, _) => draft.Mail = draft.Mail with { Body = "" },
        },
        new("workerRoutines", ConfigurationValueKind.Number, "Pairs at one time: concurrency. Below 1 it is 1.",
            (draft, _, value) => Do(
                () => draft.Workers = (int)Math.Clamp(value.Number, 1, ProbeDeskOptions.MostWorkers)))
        {
            IsForeign = true,
            Least = long.MinValue,
        },
        new("database:file", ConfigurationValueKind.Text, "The file of the results, relative to the working folder.",
            (draft, _, value) => Do(() => draft.MapingDatabase = value.Text))
        {
            IsForeign = true,
        },
        new("database:inmemory", ConfigurationValueKind.Switch, "The results are gone when the run ends.",
            (draft, _, value) => Do(() => draft.IsInMemory = value.IsOn))
        {
            IsForeign = true,
        },
        new("imap:loadrecent", ConfigurationValueKind.Number,
            "No effect: what is new is looked at, however much it is.", (_, _, _) => true)
        {
            IsForeign = true,
        },
        Seconds("imap:timeout", "How long to connect: deadlines:connect.",
            (draft, time) => draft.Patience = draft.Patience with { Connect = time }),
        Seconds("imap:timeoutrcv", "How long a mail may take: deadlines:soft and deadlines:hard.",
            (draft, time) => draft.Deadlines = draft.Deadlines with { Soft = time, Hard = time }),
        Seconds("imap:waittime", "How long between two looks: receive:poll.",
            (draft, time) => draft.Defaults.Poll = time),
        Account("user", ConfigurationValueKind.Text, "The address, and the name to log in with.",
            (account, value) => account.User = value.Text, AccountKeys.IsAddress, "an address such as ann@example.org"),
        Account("password", ConfigurationValueKind.Secret, "The password.",
            (account, value) => account.Password = value),
        Account("smtphost", ConfigurationValueKind.Text, "The server to send by.",
            (account, value) => account.SmtpHost = value.Text),
        Account("imaphost", ConfigurationValueKind.Text, "The server to look for mail at.",
            (account, value) => account.ImapHost = value.Text),
        AccountSwitch("explicitssl_imap", "TLS from the first octet, at port 993; otherwise STARTTLS where offered.",
            (account, isOn) => account.HasImplicitTlsForImap = isOn),
        AccountSwitch("explicitssl_smtp", "The same at port 465; otherwise at port 587.",
            (account, isOn) => account.HasImplicitTlsForSmtp = isOn),
    ];

    private static ProberKey Seconds(string path, string summary, Action<ProberDraft, TimeSpan> set) =>
        new(path, ConfigurationValueKind.Seconds, summary, (draft, _, value) => Do(() => set(draft, value.Time)))
        {
            IsForeign = true,
            Least = 1,
        };

    private static ProberKey Account(
        string key, ConfigurationValueKind kind, string summary, Action<MapingAccountDraft, ConfigurationValue> set,
        Func<string, bool>? isAllowed = null, string? form = null) =>
        new($"mailAccounts:*:{key}", kind, summary,
            (draft, index, value) => isAllowed?.Invoke(value.Text) != false
                && Do(() => set(draft.Maping!.Account(index, value.Place), value)))
        {
            IsForeign = true,
            Form = form,
        };

    private static ProberKey AccountSwitch(string key, string summary, Action<MapingAccountDraft, bool> set) =>
        new($"mailAccounts:*:{key}", ConfigurationValueKind.Switch, summary,
            (draft, index, value) => Do(() => set(draft.Maping!.Account(index, value.Place), value.IsOn)))
        {
            IsForeign = true,
        };

    private static bool Do(Action action) => ProberKeys.Do(action);
}
