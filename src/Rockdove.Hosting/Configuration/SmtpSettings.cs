using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Hosting;

/// <summary>
/// The keys of an SMTP endpoint in the configuration, one for each setting of <see cref="SmtpServerOptions"/>.
/// </summary>
internal sealed class SmtpSettings(SmtpServerOptions options) : EndpointKeys(options)
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

    private bool TryImitate(string name)
    {
        if (SmtpProfiles.Find(name) is not { } profile)
            return false;
        Options.Imitate(profile);
        return true;
    }

    private SmtpLimits Limits
    {
        get => Options.Limits;
        set => Options.Limits = value;
    }

    private SmtpServerOptions Options { get; } = options;

    private static readonly SettingTable<SmtpSettings> Table = new(
    [
        .. Shared<SmtpSettings>(),
        new("Profile", "one of " + string.Join(", ", SmtpProfiles.All.Select(profile => profile.Name)),
            (to, name) => to.TryImitate(name)) { ComesFirst = true },
        Setting<SmtpSettings>.Switch("IsLmtp", (to, value) => to.Options.IsLmtp = value),
        Setting<SmtpSettings>.Switch("KeepsNul", (to, value) => to.Options.KeepsNul = value),
        Setting<SmtpSettings>.Switch("BinaryMime", (to, value) => to.Options.BinaryMime = value),
        Setting<SmtpSettings>.Switch("RequireTlsOnward", (to, value) => to.Options.RequireTlsOnward = value),
        Setting<SmtpSettings>.Switch(
            "RequiresAuthentication", (to, value) => to.Options.RequiresAuthentication = value),
        Setting<SmtpSettings>.Switch("AsksEveryCommand", (to, value) => to.Options.AsksEveryCommand = value),
        Setting<SmtpSettings>.Number(
            "BodyBufferBytes", 1, int.MaxValue, (to, n) => to.Options.BodyBufferBytes = (int)n),
        Setting<SmtpSettings>.Choice<BareNewlines>("BareNewlines", (to, value) => to.Options.BareNewlines = value),
        Setting<SmtpSettings>.Flags<SmtpLeniencies>(
            "Leniencies",
            to => to.Options.Leniencies = SmtpLeniencies.None,
            (to, leniency) => to.Options.Leniencies |= leniency),

        Limit("CommandLineBytes", 512, int.MaxValue, (limits, n) => limits with { CommandLineBytes = (int)n }),
        Limit("SaslLineBytes", 512, int.MaxValue, (limits, n) => limits with { SaslLineBytes = (int)n }),
        Limit("DiscardedLineBytes", 0, int.MaxValue, (limits, n) => limits with { DiscardedLineBytes = (int)n }),
        Limit("MessageBytes", 0, long.MaxValue, (limits, n) => limits with { MessageBytes = n }),
        Limit("DiscardedMessageBytes", 0, long.MaxValue, (limits, n) => limits with { DiscardedMessageBytes = n }),
        Limit("ContentLineBytes", 1000, int.MaxValue, (limits, n) => limits with { ContentLineBytes = (int)n }),
        Limit("Recipients", 1, int.MaxValue, (limits, n) => limits with { Recipients = (int)n }),
        Limit("Transactions", 0, int.MaxValue, (limits, n) => limits with { Transactions = (int)n }),
        Limit("Mistakes", 1, int.MaxValue, (limits, n) => limits with { Mistakes = (int)n }),
        Limit("MistakesBeforeDelay", 0, int.MaxValue, (limits, n) => limits with { MistakesBeforeDelay = (int)n }),
        Limit("FailedAuthentications", 1, int.MaxValue, (limits, n) => limits with { FailedAuthentications = (int)n }),
        Patience("MistakeDelaySeconds", (limits, time) => limits with { MistakeDelay = time }),
        Patience("CommandPatienceSeconds", (limits, time) => limits with { CommandPatience = time }),
        Patience("ContentPatienceSeconds", (limits, time) => limits with { ContentPatience = time }),
    ]);

    private static Setting<SmtpSettings> Limit(
        string key, long least, long most, Func<SmtpLimits, long, SmtpLimits> with) =>
        Setting<SmtpSettings>.Number("Limits:" + key, least, most, (to, n) => to.Limits = with(to.Limits, n));

    private static Setting<SmtpSettings> Patience(string key, Func<SmtpLimits, TimeSpan, SmtpLimits> with) =>
        Setting<SmtpSettings>.Seconds("Limits:" + key, (to, time) => to.Limits = with(to.Limits, time));
}
