using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Rockdove.Pop3;

namespace Rockdove.Hosting;

/// <summary>
/// The keys of a POP3 endpoint in the configuration, one for each setting of <see cref="Pop3ServerOptions"/>.
/// </summary>
internal sealed class Pop3Settings(Pop3ServerOptions options) : EndpointKeys(options)
{
    /// <summary>Every key below the section.</summary>
    public static IEnumerable<string> Keys => Table.Keys;

    /// <summary>Those that every endpoint has.</summary>
    public static IEnumerable<string> SharedKeys => Shared<Pop3Settings>().Select(setting => setting.Key);

    /// <summary>Applies a section.</summary>
    /// <exception cref="InvalidSettingException">A key is unknown, or its value is not allowed.</exception>
    /// <exception cref="CertificateException">The certificate cannot be used.</exception>
    public void Apply(IConfigurationSection section, IConfigurationRoot? root, TimeProvider time, ILogger log)
    {
        Table.Apply(this, section, root);
        LoadCertificate(section, time, log);
    }

    private Pop3Limits Limits
    {
        get => Options.Limits;
        set => Options.Limits = value;
    }

    private Pop3ServerOptions Options { get; } = options;

    private static readonly SettingTable<Pop3Settings> Table = new(
    [
        .. Shared<Pop3Settings>(),
        Setting<Pop3Settings>.Text("Implementation", (to, value) => to.Options.Implementation = value),
        Setting<Pop3Settings>.Number("ExpireDays", 0, int.MaxValue, (to, n) => to.Options.ExpireDays = (int)n),
        Setting<Pop3Settings>.Switch("OffersUser", (to, value) => to.Options.OffersUser = value),
        Setting<Pop3Settings>.Switch("OffersApop", (to, value) => to.Options.OffersApop = value),
        Setting<Pop3Settings>.Flags<Pop3Leniencies>(
            "Leniencies",
            to => to.Options.Leniencies = Pop3Leniencies.None,
            (to, leniency) => to.Options.Leniencies |= leniency),

        Limit("CommandLineBytes", 255, (limits, n) => limits with { CommandLineBytes = n }),
        Limit("SaslLineBytes", 255, (limits, n) => limits with { SaslLineBytes = n }),
        Limit("DiscardedLineBytes", 0, (limits, n) => limits with { DiscardedLineBytes = n }),
        Limit("Mistakes", 1, (limits, n) => limits with { Mistakes = n }),
        Limit("MistakesBeforeDelay", 0, (limits, n) => limits with { MistakesBeforeDelay = n }),
        Limit("FailedLogins", 1, (limits, n) => limits with { FailedLogins = n }),
        Patience("MistakeDelaySeconds", (limits, time) => limits with { MistakeDelay = time }),
        Patience("CommandPatienceSeconds", (limits, time) => limits with { CommandPatience = time }),
    ]);

    private static Setting<Pop3Settings> Limit(string key, int least, Func<Pop3Limits, int, Pop3Limits> with) =>
        Setting<Pop3Settings>.Number(
            "Limits:" + key, least, int.MaxValue, (to, n) => to.Limits = with(to.Limits, (int)n));

    private static Setting<Pop3Settings> Patience(string key, Func<Pop3Limits, TimeSpan, Pop3Limits> with) =>
        Setting<Pop3Settings>.Seconds("Limits:" + key, (to, time) => to.Limits = with(to.Limits, time));
}
