using Rockdove.Configuration;

namespace Rockdove.Daemon;

/// <summary>A configuration as its keys come in: nothing has been compared with anything yet.</summary>
internal sealed class ConfigurationDraft
{
    public DaemonSettings Settings { get; set; } = new();

    public string? HostName { get; set; }

    public ConfigurationValue? Data { get; set; }

    public ConfigurationValue? Otlp { get; set; }

    public TimeSpan StopPatience { get; set; } = TimeSpan.FromSeconds(10);

    public List<string> Domains { get; set; } = [];

    public Dictionary<string, AccountDraft> Accounts { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, (ConfigurationPlace Place, IReadOnlyList<string> Targets)> Aliases { get; } =
        new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, CertificateDraft> Certificates { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, ListenerDraft> Listeners { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What gomaild's keys say; null when there was none.</summary>
    public GomaildDraft? Gomaild { get; set; }

    public AccountDraft Account(string name, ConfigurationPlace place) => Get(Accounts, name, place);

    public CertificateDraft Certificate(string name, ConfigurationPlace place) => Get(Certificates, name, place);

    public ListenerDraft Listener(string name, ConfigurationPlace place) => Get(Listeners, name, place);

    private static T Get<T>(Dictionary<string, T> all, string name, ConfigurationPlace place)
        where T : PlacedDraft, new()
    {
        if (!all.TryGetValue(name, out var draft))
            all.Add(name, draft = new T { Place = place });
        return draft;
    }
}

internal abstract class PlacedDraft
{
    /// <summary>Where it is first spoken of.</summary>
    public ConfigurationPlace Place { get; set; }
}

internal sealed class AccountDraft : PlacedDraft
{
    public string? Password { get; set; }

    public ConfigurationValue? PasswordFile { get; set; }
}

internal sealed class CertificateDraft : PlacedDraft
{
    public string? File { get; set; }

    public string? KeyFile { get; set; }

    public string? Password { get; set; }

    public ConfigurationValue? PasswordFile { get; set; }

    public IReadOnlyList<string> Names { get; set; } = [];

    public bool IsDevelopment { get; set; }
}

internal sealed class ListenerDraft : PlacedDraft
{
    public ListenerKind? Kind { get; set; }

    public System.Net.IPEndPoint? Address { get; set; }

    /// <summary>Everything else, on top of what the kind brings.</summary>
    public List<Func<DaemonListener, DaemonListener>> Changes { get; } = [];
}

/// <summary>What a gomaild.conf says about its two listeners.</summary>
internal sealed class GomaildDraft
{
    public GomaildListenerDraft Smtp { get; } = new();

    public GomaildListenerDraft Pop3 { get; } = new();

    public string? CertificateFile { get; set; }

    public string? KeyFile { get; set; }

    public ConfigurationPlace Place { get; init; }
}

internal sealed class GomaildListenerDraft
{
    public string? Greeting { get; set; }

    public string? Farewell { get; set; }

    public string? Queued { get; set; }

    public string? StartData { get; set; }

    public string? TimedOut { get; set; }

    public TimeSpan? Timeout { get; set; }

    public bool OffersTls { get; set; }

    public bool OffersAuth { get; set; }

    public bool OffersUser { get; set; }

    public bool KeepsDeleted { get; set; }

    public bool Login { get; set; }

    public bool Plain { get; set; }

    public bool CramMd5 { get; set; }

    /// <summary>In gomaild's order.</summary>
    public IReadOnlyList<string> Mechanisms =>
    [
        .. Login ? [Wire.SaslMechanisms.Login] : Array.Empty<string>(),
        .. Plain ? [Wire.SaslMechanisms.Plain] : Array.Empty<string>(),
        .. CramMd5 ? [Wire.SaslMechanisms.CramMd5] : Array.Empty<string>(),
    ];
}
