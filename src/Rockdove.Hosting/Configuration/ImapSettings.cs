using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Rockdove.Imap;

namespace Rockdove.Hosting;

/// <summary>
/// The keys of an IMAP endpoint in the configuration, one for each setting of <see cref="ImapServerOptions"/>. Which
/// extensions are spoken is a matter of code.
/// </summary>
internal sealed class ImapSettings(ImapServerOptions options) : EndpointKeys(options)
{
    /// <summary>Every key below the section.</summary>
    public static IEnumerable<string> Keys => Table.Keys;

    /// <summary>Applies a section.</summary>
    /// <exception cref="InvalidSettingException">A key is unknown, or its value is not allowed.</exception>
    /// <exception cref="CertificateException">The certificate cannot be used.</exception>
    public void Apply(IConfigurationSection section, IConfigurationRoot? root, TimeProvider time, ILogger log)
    {
        Table.Apply(this, section, root);
        LoadCertificate(section, time, log);
    }

    private ImapLimits Limits
    {
        get => Options.Limits;
        set => Options.Limits = value;
    }

    private ImapServerOptions Options { get; } = options;

    private static readonly SettingTable<ImapSettings> Table = new(
    [
        .. Shared<ImapSettings>(),
        Setting<ImapSettings>.Switch("AllowsDelegation", (to, value) => to.Options.AllowsDelegation = value),
        Setting<ImapSettings>.Flags<ImapLeniencies>(
            "Leniencies",
            to => to.Options.Leniencies = ImapLeniencies.None,
            (to, leniency) => to.Options.Leniencies |= leniency),

        Limit("CommandBytes", 256, (limits, n) => limits with { CommandBytes = n }),
        Limit("LiteralBytes", 1, (limits, n) => limits with { LiteralBytes = n }),
        Limit("LiteralBytesBeforeLogin", 1, (limits, n) => limits with { LiteralBytesBeforeLogin = n }),
        Limit("Literals", 1, (limits, n) => limits with { Literals = n }),
        Limit("CommandWithLiteralsBytes", 1, (limits, n) => limits with { CommandWithLiteralsBytes = n }),
        LongLimit("DiscardedBytes", 0, (limits, n) => limits with { DiscardedBytes = n }),
        LongLimit("MessageBytes", 1, (limits, n) => limits with { MessageBytes = n }),
        Limit("UninvitedLiteralBytes", 0, (limits, n) => limits with { UninvitedLiteralBytes = n }),
        Limit("TagBytes", 1, (limits, n) => limits with { TagBytes = n }),
        Limit("MailboxNameBytes", 5, (limits, n) => limits with { MailboxNameBytes = n }),
        Limit("SetRanges", 1, (limits, n) => limits with { SetRanges = n }),
        Limit("Keywords", 0, (limits, n) => limits with { Keywords = n }),
        Limit("FetchItems", 1, (limits, n) => limits with { FetchItems = n }),
        Limit("PartDepth", 1, (limits, n) => limits with { PartDepth = n }),
        Limit("HeaderFields", 1, (limits, n) => limits with { HeaderFields = n }),
        Limit("SearchDepth", 1, (limits, n) => limits with { SearchDepth = n }),
        Limit("SearchKeys", 1, (limits, n) => limits with { SearchKeys = n }),
        Limit("AppendMessages", 1, (limits, n) => limits with { AppendMessages = n }),
        Limit("SortCriteria", 1, (limits, n) => limits with { SortCriteria = n }),
        Limit("MetadataEntries", 1, (limits, n) => limits with { MetadataEntries = n }),
        Limit("QuotaResources", 1, (limits, n) => limits with { QuotaResources = n }),
        Limit("NotifyMailboxes", 1, (limits, n) => limits with { NotifyMailboxes = n }),
        Limit("Patterns", 1, (limits, n) => limits with { Patterns = n }),
        Limit("SaslLineBytes", 64, (limits, n) => limits with { SaslLineBytes = n }),
        Limit("MistakesBeforeLogin", 1, (limits, n) => limits with { MistakesBeforeLogin = n }),
        Limit("Mistakes", 1, (limits, n) => limits with { Mistakes = n }),
        Limit("FailedLogins", 1, (limits, n) => limits with { FailedLogins = n }),
        Patience("LoginPatienceSeconds", (limits, time) => limits with { LoginPatience = time }),
        Patience("CommandPatienceSeconds", (limits, time) => limits with { CommandPatience = time }),
        Patience("ContentPatienceSeconds", (limits, time) => limits with { ContentPatience = time }),
    ]);

    private static Setting<ImapSettings> Limit(string key, int least, Func<ImapLimits, int, ImapLimits> with) =>
        Setting<ImapSettings>.Number(
            "Limits:" + key, least, int.MaxValue, (to, n) => to.Limits = with(to.Limits, (int)n));

    private static Setting<ImapSettings> LongLimit(string key, long least, Func<ImapLimits, long, ImapLimits> with) =>
        Setting<ImapSettings>.Number(
            "Limits:" + key, least, long.MaxValue, (to, n) => to.Limits = with(to.Limits, n));

    private static Setting<ImapSettings> Patience(string key, Func<ImapLimits, TimeSpan, ImapLimits> with) =>
        Setting<ImapSettings>.Seconds("Limits:" + key, (to, time) => to.Limits = with(to.Limits, time));
}
