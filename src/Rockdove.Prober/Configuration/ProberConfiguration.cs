using Rockdove.Configuration;

namespace Rockdove.Prober;

/// <summary>
/// A whole configuration of the prober: who takes part, which pairs, how often, and where results are kept.
/// </summary>
public sealed record ProberConfiguration
{
    internal ProberConfiguration()
    {
    }

    /// <summary>Two at least, in the order of the file, which is the one of pictures.</summary>
    public IReadOnlyList<ProbeAccount> Accounts { get; internal init; } = [];

    /// <summary>Each pair once, in the order of the accounts.</summary>
    public IReadOnlyList<ProbePair> Pairs { get; internal init; } = [];

    /// <summary>The file of the results, as a full path; null for none, which only maping's files can say.</summary>
    public string? Database { get; internal init; }

    /// <summary>The file of the key that marks are signed with; null for one that is made up for the run.</summary>
    public string? KeyFile { get; internal init; }

    /// <summary>Mails at one time.</summary>
    public int Workers { get; internal init; }

    public ProbeDeadlines Deadlines { get; internal init; } = new();

    public SendPatience Patience { get; internal init; } = new();

    public ProbeMailStyle Mail { get; internal init; } = new();

    /// <summary>When <c>rockdove ping serve</c> sends; its defaults when the file has none.</summary>
    public ScheduleSettings Schedule { get; internal init; } = new();

    /// <summary>Where <c>rockdove ping serve</c> answers HTTP.</summary>
    public string Listen { get; internal init; } = "http://127.0.0.1:9860";

    public TimeZoneInfo TimeZone { get; internal init; } = TimeZoneInfo.Utc;

    public CheckSettings Checks { get; internal init; } = new();

    /// <summary>When somebody is told. Names are unique.</summary>
    public IReadOnlyList<AlertRule> Alerts { get; internal init; } = [];

    public IReadOnlyList<ChannelSettings> Channels { get; internal init; } = [];

    public JournalRetention Retention { get; internal init; } = new();

    /// <summary>True for a maping file: keys that nobody knows were let be.</summary>
    public bool IsMaping { get; internal init; }

    /// <summary>What is no mistake and should be known, a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; internal init; } = [];

    /// <summary>How many mails each account would send, and may.</summary>
    /// <param name="every">How often all pairs are run; null for once.</param>
    public IReadOnlyList<SendingBudget> Budgets(TimeSpan? every) => SendingBudget.Of(Accounts, Pairs, every);

    /// <summary>
    /// Why <c>rockdove ping serve</c> cannot go by it: it would send more in an hour or a day than accounts may.
    /// A single run may be possible all the same.
    /// </summary>
    public IReadOnlyList<string> ScheduleMistakes =>
        [.. Budgets(Schedule.MatrixEvery).Select(budget => budget.Mistake).OfType<string>()];

    /// <summary>Reads a configuration.</summary>
    /// <param name="sources">In this order; later ones win.</param>
    /// <param name="folder">Where the database is, if nobody says.</param>
    /// <param name="tools">What logins need.</param>
    /// <exception cref="ConfigurationException">It cannot be used. Names all that is wrong, as far as it was read.
    /// </exception>
    public static ProberConfiguration Read(
        IReadOnlyList<ConfigurationSource> sources, string folder, LoginTools? tools = null)
    {
        var draft = new ProberDraft();
        var unknown = ProberKeys.Table.Read(sources, draft);
        return new ProberAssembly(draft, folder, tools ?? LoginTools.Default).Build(unknown);
    }
}

/// <summary>What logins of a configuration are made with.</summary>
/// <param name="Http">Asks for tokens. It belongs to the caller.</param>
/// <param name="Time">The clock of their lives.</param>
public sealed record LoginTools(HttpClient Http, TimeProvider Time)
{
    /// <summary>One for the process, by the system's clock.</summary>
    public static LoginTools Default { get; } = new(
        new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }), TimeProvider.System);
}
