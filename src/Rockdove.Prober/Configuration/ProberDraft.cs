using System.Net.Sockets;
using Rockdove.Configuration;

namespace Rockdove.Prober;

/// <summary>A configuration as its keys come in: nothing has been compared with anything yet.</summary>
internal sealed class ProberDraft
{
    public ConfigurationValue? Database { get; set; }

    /// <summary>maping's, relative to the working folder.</summary>
    public string? MapingDatabase { get; set; }

    /// <summary>maping's.</summary>
    public bool IsInMemory { get; set; }

    public string? Listen { get; set; }

    public TimeZoneInfo? TimeZone { get; set; }

    public int Workers { get; set; } = 5;

    /// <summary>Null when nobody speaks of a schedule: then there is one run.</summary>
    public ScheduleSettings? Schedule { get; set; }

    public ProbeDeadlines Deadlines { get; set; } = new();

    public SendPatience Patience { get; set; } = new();

    public ProbeMailStyle Mail { get; set; } = new();

    public ConfigurationValue? BodyFile { get; set; }

    public ConfigurationValue? KeyFile { get; set; }

    public AccountDraft Defaults { get; } = new();

    public List<AccountDraft> Accounts { get; } = [];

    public List<(PairPattern Pattern, ConfigurationPlace Place)> Include { get; } = [];

    public List<(PairPattern Pattern, ConfigurationPlace Place)> Exclude { get; } = [];

    public bool WithSelf { get; set; }

    public CheckSettings Checks { get; set; } = new();

    public SortedDictionary<int, AlertRule> Alerts { get; } = [];

    public Dictionary<string, ChannelSettings> Channels { get; } = new(StringComparer.Ordinal);

    public JournalRetention Retention { get; set; } = new();

    /// <summary>What maping's keys say; null when there is none of its accounts.</summary>
    public MapingDraft? Maping { get; set; }

    public AccountDraft Account(string name, ConfigurationPlace place)
    {
        var draft = Accounts.FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (draft is null)
            Accounts.Add(draft = new AccountDraft { Name = name, Place = place });
        return draft;
    }
}

/// <summary>One account, as far as it was said.</summary>
internal sealed class AccountDraft
{
    public string Name { get; init; } = "";

    /// <summary>Where it is first spoken of.</summary>
    public ConfigurationPlace Place { get; init; }

    public string? Address { get; set; }

    public string? Group { get; set; }

    public string? Preset { get; set; }

    public bool? IsOwn { get; set; }

    public ServerDraft Send { get; } = new();

    public ServerDraft Receive { get; } = new();

    public string? HelloName { get; set; }

    public ReceiveProtocol? Protocol { get; set; }

    public IReadOnlyList<string>? Folders { get; set; }

    public TimeSpan? Poll { get; set; }

    public bool? DeletesMail { get; set; }

    public AuthDraft Auth { get; } = new();

    public int? PerMinute { get; set; }

    public int? PerHour { get; set; }

    public int? PerDay { get; set; }
}

internal sealed class ServerDraft
{
    public string? Host { get; set; }

    public int? Port { get; set; }

    public MailSecurity? Security { get; set; }

    public AddressFamily? Family { get; set; }

    public string? TlsName { get; set; }

    public bool? AcceptsAnyCertificate { get; set; }

    public bool? AllowsPlaintextLogin { get; set; }
}

/// <summary>How an account logs in. Of the places of a secret there is one at most.</summary>
internal sealed class AuthDraft
{
    public bool? IsOAuth { get; set; }

    public string? User { get; set; }

    public IReadOnlyList<string>? Mechanisms { get; set; }

    /// <summary>By the last word of their keys, such as <c>passwordFile</c>.</summary>
    public Dictionary<string, ConfigurationValue> Secrets { get; } = new(StringComparer.Ordinal);

    public Uri? TokenEndpoint { get; set; }

    public string? ClientId { get; set; }

    public string? Scope { get; set; }
}

/// <summary>What a maping configuration says.</summary>
internal sealed class MapingDraft
{
    public List<MapingAccountDraft> Accounts { get; } = [];

    public MapingAccountDraft Account(string index, ConfigurationPlace place)
    {
        var draft = Accounts.FirstOrDefault(one => one.Index == index);
        if (draft is null)
            Accounts.Add(draft = new MapingAccountDraft { Index = index, Place = place });
        return draft;
    }
}

internal sealed class MapingAccountDraft
{
    public required string Index { get; init; }

    public required ConfigurationPlace Place { get; init; }

    public string? User { get; set; }

    public ConfigurationValue? Password { get; set; }

    public string? SmtpHost { get; set; }

    public string? ImapHost { get; set; }

    public bool? HasImplicitTlsForImap { get; set; }

    public bool? HasImplicitTlsForSmtp { get; set; }
}
