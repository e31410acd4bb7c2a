using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Hosting;

/// <summary>
/// The keys of an SMTP endpoint in the configuration, one for each setting of <see cref="SmtpServerOptions"/>. A unit
/// is part of its key.
/// </summary>
internal sealed class SmtpSettings(SmtpServerOptions options)
{
    private string? _certificateFile;
    private string? _keyFile;
    private string? _password;
    private bool _isDevelopment;

    /// <summary>Every key below the section.</summary>
    public static IEnumerable<string> Keys => Table.Keys;

    /// <summary>Applies a section.</summary>
    /// <exception cref="InvalidSettingException">A key is unknown, or its value is not allowed.</exception>
    /// <exception cref="CertificateException">The certificate cannot be used.</exception>
    public void Apply(IConfigurationSection section, IConfigurationRoot? root, TimeProvider time, ILogger log)
    {
        Table.Apply(this, section, root);
        if (_certificateFile is null && (_keyFile ?? _password) is not null)
            throw new InvalidSettingException($"{section.Path}:Certificate has no File for its KeyFile or Password.");
        if (_certificateFile is not null && _isDevelopment)
            throw new InvalidSettingException($"{section.Path}:Certificate has a File and is Development; choose one.");
        if (_certificateFile is not null)
            options.Certificate = CertificateSource.FromFiles(_certificateFile, _keyFile, _password, time, log);
        else if (_isDevelopment)
            options.Certificate = CertificateSource.Development(options.HostName);
    }

    private bool TryImitate(string name)
    {
        if (SmtpProfiles.Find(name) is not { } profile)
            return false;
        options.Imitate(profile);
        return true;
    }

    private bool TryTrust(string network)
    {
        if (!IPNetwork.TryParse(network, out var peers))
            return false;
        options.TrustedPeers.Add(peers);
        return true;
    }

    private bool TryOffer(string mechanism)
    {
        if (SaslMechanisms.Find(mechanism) is not { } found)
            return false;
        options.Mechanisms.Add(found);
        return true;
    }

    private SmtpLimits Limits
    {
        get => options.Limits;
        set => options.Limits = value;
    }

    private DriverLimits Clocks
    {
        get => options.Clocks;
        set => options.Clocks = value;
    }

    private SmtpServerOptions Options => options;

    private static readonly SettingTable<SmtpSettings> Table = new(
        Setting<SmtpSettings>.Text("HostName", (to, value) => to.Options.HostName = value),
        new("Profile", "one of " + string.Join(", ", SmtpProfiles.All.Select(profile => profile.Name)),
            (to, name) => to.TryImitate(name)) { ComesFirst = true },
        Setting<SmtpSettings>.Text("Greeting", (to, value) => to.Options.Greeting = value),
        Setting<SmtpSettings>.Switch("IsLmtp", (to, value) => to.Options.IsLmtp = value),
        Setting<SmtpSettings>.Switch("KeepsNul", (to, value) => to.Options.KeepsNul = value),
        Setting<SmtpSettings>.Switch("BinaryMime", (to, value) => to.Options.BinaryMime = value),
        Setting<SmtpSettings>.Switch("RequireTlsOnward", (to, value) => to.Options.RequireTlsOnward = value),
        Setting<SmtpSettings>.Switch("ImplicitTls", (to, value) => to.Options.ImplicitTls = value),
        Setting<SmtpSettings>.Switch("RequiresTls", (to, value) => to.Options.RequiresTls = value),
        Setting<SmtpSettings>.Switch("AllowsSecretsInClear", (to, value) => to.Options.AllowsSecretsInClear = value),
        Setting<SmtpSettings>.Switch(
            "RequiresAuthentication", (to, value) => to.Options.RequiresAuthentication = value),
        Setting<SmtpSettings>.Switch("UsesProxyProtocol", (to, value) => to.Options.UsesProxyProtocol = value),
        Setting<SmtpSettings>.Switch("AsksEveryCommand", (to, value) => to.Options.AsksEveryCommand = value),
        Setting<SmtpSettings>.Number("Connections", 1, int.MaxValue, (to, n) => to.Options.Connections = (int)n),
        Setting<SmtpSettings>.Number(
            "ConnectionsPerClient", 1, int.MaxValue, (to, n) => to.Options.ConnectionsPerClient = (int)n),
        Setting<SmtpSettings>.Number(
            "BodyBufferBytes", 1, int.MaxValue, (to, n) => to.Options.BodyBufferBytes = (int)n),
        Setting<SmtpSettings>.Choice<BareNewlines>("BareNewlines", (to, value) => to.Options.BareNewlines = value),
        Setting<SmtpSettings>.Flags<SmtpLeniencies>(
            "Leniencies",
            to => to.Options.Leniencies = SmtpLeniencies.None,
            (to, leniency) => to.Options.Leniencies |= leniency),
        new("Mechanisms", Names(SaslMechanisms.All), (to, name) => to.TryOffer(name), to => to.Options.Mechanisms = []),
        new(
            "TrustedPeers",
            "a network such as 10.0.0.0/8 or 192.0.2.1/32",
            (to, network) => to.TryTrust(network),
            to => to.Options.TrustedPeers = []),

        Setting<SmtpSettings>.Text("Certificate:File", (to, path) => to._certificateFile = path),
        Setting<SmtpSettings>.Text("Certificate:KeyFile", (to, path) => to._keyFile = path),
        Setting<SmtpSettings>.Text("Certificate:Password", (to, password) => to._password = password),
        Setting<SmtpSettings>.Switch("Certificate:Development", (to, value) => to._isDevelopment = value),

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

        Setting<SmtpSettings>.Number(
            "Clocks:ContentBytesPerSecond",
            0,
            int.MaxValue,
            (to, n) => to.Clocks = to.Clocks with { ContentBytesPerSecond = (int)n }),
        Clock("ContentGraceSeconds", (clocks, time) => clocks with { ContentGrace = time }),
        Clock("SessionSeconds", (clocks, time) => clocks with { Session = time }),
        Clock("AnswerSeconds", (clocks, time) => clocks with { Answer = time }),
        Clock("FlushSeconds", (clocks, time) => clocks with { Flush = time }),
        Clock("HandshakeSeconds", (clocks, time) => clocks with { Handshake = time }));

    private static Setting<SmtpSettings> Limit(
        string key, long least, long most, Func<SmtpLimits, long, SmtpLimits> with) =>
        Setting<SmtpSettings>.Number("Limits:" + key, least, most, (to, n) => to.Limits = with(to.Limits, n));

    private static Setting<SmtpSettings> Patience(string key, Func<SmtpLimits, TimeSpan, SmtpLimits> with) =>
        Setting<SmtpSettings>.Seconds("Limits:" + key, (to, time) => to.Limits = with(to.Limits, time));

    private static Setting<SmtpSettings> Clock(string key, Func<DriverLimits, TimeSpan, DriverLimits> with) =>
        Setting<SmtpSettings>.Seconds("Clocks:" + key, (to, time) => to.Clocks = with(to.Clocks, time));

    private static string Names(IEnumerable<SaslMechanism> mechanisms) =>
        "one of " + string.Join(", ", mechanisms.Select(mechanism => mechanism.Name));
}
