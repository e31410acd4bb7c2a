using System.CommandLine;
using System.Globalization;

namespace Rockdove.Cli;

/// <summary>
/// Mailpit's flags and variables of the environment as options of <c>rockdove catch</c>, so that what starts Mailpit
/// starts it. Whatever is Mailpit's and not ours is told: nothing is silently ignored.
/// </summary>
internal sealed class MailpitSettings
{
    private readonly HashSet<string> _ours;
    private readonly List<string> _arguments = [];
    private readonly List<string> _notes = [];
    private readonly Dictionary<string, string> _relay = new(StringComparer.Ordinal);

    private MailpitSettings(Command catcher) =>
        _ours = new HashSet<string>(
            catcher.Options.SelectMany(option => option.Aliases.Append(option.Name)), StringComparer.Ordinal);

    /// <summary>What is not here, a line each.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>The command line in our words.</summary>
    public IReadOnlyList<string> Arguments => _arguments;

    /// <param name="catcher">The command, whose own options stay as they are.</param>
    /// <param name="said">What follows it on the command line.</param>
    /// <param name="environment">Variables; what the command line says goes before them.</param>
    public static MailpitSettings Read(
        Command catcher, IReadOnlyList<string> said, IEnumerable<(string Name, string Value)> environment)
    {
        var settings = new MailpitSettings(catcher);
        for (var i = 0; i < said.Count; i++)
        {
            var (name, value) = Split(said[i]);
            if (settings.Find(name) is not { } setting)
            {
                settings._arguments.Add(said[i]);
                continue;
            }

            if (setting.TakesValue && value is null && i + 1 < said.Count)
                value = said[++i];
            settings.Take(setting, name, value ?? (setting.TakesValue ? "" : "true"));
        }

        var spoken = settings._arguments.Select(each => Split(each).Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, value) in environment.OrderBy(each => each.Name, StringComparer.Ordinal))
        {
            if (!name.StartsWith("MP_", StringComparison.Ordinal) || value.Length == 0
                || name.StartsWith("MP_SENDMAIL_", StringComparison.Ordinal)) // Those are for rockdove sendmail.
                continue;
            if (MailpitSetting.All.FirstOrDefault(each => each.Variable == name) is not { } setting)
                settings._notes.Add($"{name} is no variable that is known here; it is not looked at");
            else if (!spoken.Contains(setting.Ours))
                settings.Take(setting, name, value);
        }

        if (MailpitRelay.RouteOf(settings._relay, settings._notes) is { } route)
            settings._arguments.AddRange([MailpitRelay.Ours, route]);
        return settings;
    }

    /// <summary>A flag of Mailpit that is no option of ours by that name.</summary>
    private MailpitSetting? Find(string name)
    {
        if (_ours.Contains(name) || name.Length < 2 || name[0] != '-')
            return null;
        var flag = name switch
        {
            "-d" => "database",
            "-m" => "max",
            "-q" => "quiet",
            "-l" => "listen",
            "-s" => "smtp",
            "-t" => "tag",
            _ when name.StartsWith("--", StringComparison.Ordinal) => name[2..],
            _ => "",
        };
        return flag.Length == 0 ? null : MailpitSetting.All.FirstOrDefault(each => each.Flag == flag);
    }

    private void Take(MailpitSetting setting, string name, string value)
    {
        var isOn = value.ToLowerInvariant() is "1" or "true" or "yes"; // As Mailpit reads them.
        switch (setting.Meaning)
        {
            case MailpitMeaning.Switch:
                if (isOn && setting.Ours == PrivateNetworks)
                    AddOnce("--allow-network"); // Mailpit follows links unasked, and so whoever says it wants that.
                if (isOn)
                    AddOnce(setting.Ours);
                break;
            case MailpitMeaning.Part:
                _relay[name] = value;
                break;
            case MailpitMeaning.Same:
                TakeValue(setting, name, value);
                break;
            case MailpitMeaning.Absent when setting.TakesValue || isOn:
                var instead = setting.Ours.Length == 0 ? "" : $"; instead: {setting.Ours}";
                _notes.Add($"{name} is Mailpit's and not here; it is not looked at{instead}");
                break;
        }
    }

    private void TakeValue(MailpitSetting setting, string name, string value)
    {
        if (setting.Ours == "--metrics")
        {
            if (value.ToLowerInvariant() is "1" or "true" or "yes")
                _arguments.Add(setting.Ours);
            else if (value.ToLowerInvariant() is not ("" or "0" or "false" or "no"))
                _notes.Add($"{name} names an address of its own for metrics, which is not here; instead: --metrics");
            return;
        }

        if (setting.Ours == "--spamassassin" && value.Equals("postmark", StringComparison.OrdinalIgnoreCase))
        {
            _notes.Add($"{name} names Postmark, which is not asked here; instead: --spamassassin HOST:PORT");
            return;
        }

        if (value.StartsWith("sans:", StringComparison.Ordinal)) // Mailpit then makes a certificate up.
        {
            if (setting.Ours == "--http-cert")
                _arguments.Add("--http-tls");
            return;
        }

        if (setting.Ours == MailpitHosts.Ours)
        {
            _arguments.AddRange(MailpitHosts.NamesOf(value).SelectMany(host => (string[])[setting.Ours, host]));
            return;
        }

        _arguments.Add(setting.Ours);
        _arguments.Add(setting.Ours switch
        {
            "--http" or "--smtp" or "--pop3" when value.StartsWith(':') => $"*{value}", // Go: every interface.
            "--max" when value == "0" => "1000000", // No limit; ours is the most.
            "--max-message-bytes" when IsNumber(value, out var mebibytes) => mebibytes == 0
                ? CatchOptions.BiggestMessageBytes.ToString(CultureInfo.InvariantCulture)
                : (mebibytes * 1024 * 1024).ToString(CultureInfo.InvariantCulture),
            "--release-allow" or "--release-block" => $"/{value}/",
            _ => value,
        });
    }

    private void AddOnce(string option)
    {
        if (!_arguments.Contains(option))
            _arguments.Add(option);
    }

    private static bool IsNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number < 1_000_000;

    private static (string Name, string? Value) Split(string argument)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 || argument.Length == 0 || argument[0] != '-'
            ? (argument, null)
            : (argument[..equals], argument[(equals + 1)..]);
    }

    private const string PrivateNetworks = "--allow-private-networks";
}
