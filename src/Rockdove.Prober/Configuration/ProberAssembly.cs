using Rockdove.Configuration;

namespace Rockdove.Prober;

/// <summary>
/// Makes a configuration of a draft: compares what belongs together, and looks at the files that it names.
/// </summary>
internal sealed class ProberAssembly(ProberDraft draft, string folder, LoginTools tools)
{
    private readonly List<ConfigurationMistake> _mistakes = [];
    private readonly List<string> _warnings = [];

    /// <param name="unknown">Keys that nobody knows, which are no mistake.</param>
    /// <exception cref="ConfigurationException">Something does not fit.</exception>
    public ProberConfiguration Build(IEnumerable<ConfigurationMistake> unknown)
    {
        _warnings.AddRange(unknown.Select(mistake => $"{mistake}; maping takes any"));
        var accounts = Accounts();
        var pairs = Pairs(accounts);
        Check(accounts, pairs);
        var database = Database();
        var configuration = new ProberConfiguration
        {
            Accounts = accounts,
            Pairs = pairs,
            Database = database,
            KeyFile = draft.KeyFile?.FullPath ?? (database is null ? null : database + ".key"),
            Workers = draft.Workers,
            Deadlines = draft.Deadlines,
            Patience = draft.Patience,
            Mail = Mail(),
            Schedule = draft.Schedule ?? new ScheduleSettings(),
            Listen = draft.Listen ?? "http://127.0.0.1:9860",
            TimeZone = draft.TimeZone ?? TimeZoneInfo.Utc,
            Checks = draft.Checks,
            Alerts = [.. draft.Alerts.Values],
            Channels = [.. draft.Channels.Values],
            Retention = draft.Retention,
            IsMaping = draft.Maping is not null,
            Warnings = _warnings,
        };
        return _mistakes.Count == 0 ? configuration : throw new ConfigurationException(_mistakes);
    }

    private List<ProbeAccount> Accounts()
    {
        var accounts = new List<ProbeAccount>();
        var assembly = new AccountAssembly(draft.Defaults, tools, _mistakes, _warnings);
        foreach (var one in draft.Accounts)
            accounts.Add(assembly.Build(one));
        var maping = new MapingAssembly(draft.Defaults, _mistakes, _warnings);
        foreach (var one in draft.Maping?.Accounts ?? [])
        {
            if (maping.Build(one) is not { } account)
                continue;
            if (accounts.Any(other => other.Name.Equals(account.Name, StringComparison.OrdinalIgnoreCase)))
                Note(one.Place, $"mailAccounts:{one.Index}:user is {account.Name}, and another one is; allowed is one");
            else
                accounts.Add(account);
        }

        if (draft.Accounts.Count + (draft.Maping?.Accounts.Count ?? 0) == 0)
        {
            _mistakes.Add(new("the configuration", "there are no accounts; such as \"accounts\": { \"own\": { "
                + "\"address\": \"ann@example.org\", ... } }"));
        }

        return accounts;
    }

    private List<ProbePair> Pairs(List<ProbeAccount> accounts)
    {
        var pairs = new List<ProbePair>();
        foreach (var from in accounts.Where(account => account.Send is not null))
        {
            foreach (var to in accounts.Where(account => account.Receive is not null))
            {
                var pair = new ProbePair(from.Name, to.Name);
                if (draft.WithSelf || from != to)
                    pairs.Add(pair);
            }
        }

        if (draft.Include.Count > 0)
            pairs.RemoveAll(pair => !draft.Include.Any(one => one.Pattern.Matches(pair)));
        pairs.RemoveAll(pair => draft.Exclude.Any(one => one.Pattern.Matches(pair)));
        foreach (var (pattern, place) in draft.Include.Concat(draft.Exclude))
        {
            foreach (var side in (string[])[pattern.From, pattern.To])
            {
                if (!draft.Accounts.Select(one => one.Name).Concat(accounts.Select(one => one.Name))
                    .Any(name => PairPattern.Matches(side, name)))
                    Note(place, $"pairs has {pattern}, and no account is called {side}; accounts are "
                        + string.Join(", ", accounts.Select(account => account.Name)));
            }
        }

        return pairs;
    }

    private void Check(List<ProbeAccount> accounts, List<ProbePair> pairs)
    {
        if (_mistakes.Count > 0)
            return; // What follows from a mistake is none of its own.
        // maping takes one account, has nothing to do, and says nothing.
        if (pairs.Count == 0 && draft.Maping is null)
            _mistakes.Add(new("the configuration", "there are no pairs: two accounts are needed, of which one sends "
                + "and another one receives"));
        foreach (var budget in SendingBudget.Of(accounts, pairs, draft.Schedule?.MatrixEvery))
        {
            if (budget.Mistake is { } mistake)
                Note(draft.Accounts.FirstOrDefault(one => one.Name == budget.Account)?.Place ?? default, mistake);
        }

        if (draft.Deadlines.Hard < draft.Deadlines.Soft)
            _mistakes.Add(new("the configuration", $"deadlines:hard is {draft.Deadlines.Hard:c}, and deadlines:soft is "
                + $"{draft.Deadlines.Soft:c}; allowed is a hard deadline that is not before the soft one"));
        if (draft.Schedule is { } schedule && !QuietHours.LeaveTime(schedule.Quiet))
            _mistakes.Add(new("the configuration", "schedule:quiet leaves no time of the day to send in"));
        foreach (var twice in draft.Alerts.Values.GroupBy(alert => alert.Name).Where(group => group.Count() > 1))
            _mistakes.Add(new("the configuration", $"alerts has two rules {twice.Key}; allowed is one of a name"));
        if (draft.Alerts.Values.Any(alert => alert.Name == CheckAlerts.RuleName))
            _mistakes.Add(new("the configuration", $"alerts has a rule {CheckAlerts.RuleName}, which is what checks:to "
                + "makes; allowed is any other name"));
        foreach (var channel in draft.Checks.To.Where(name => !draft.Channels.ContainsKey(name)))
            _mistakes.Add(new("the configuration", $"checks:to has a channel {channel}, and channels has none"));
        if (draft.Checks.To.Count > 0 && !accounts.Any(account => account.IsOwn))
            _warnings.Add("checks:to is there, and no account is own: nobody will be told of a check");
        foreach (var alert in draft.Alerts.Values)
        {
            try
            {
                alert.Validate();
            }
            catch (ArgumentException nonsense)
            {
                _mistakes.Add(new("the configuration", $"alerts: {nonsense.Message}"));
            }

            foreach (var channel in alert.Channels.Where(name => !draft.Channels.ContainsKey(name)))
                _mistakes.Add(new("the configuration", $"alerts has a channel {channel}, and channels has none"));
        }

        foreach (var channel in draft.Channels.Values)
        {
            var missing = channel switch
            {
                { Type: "webhook", Url: null } => "url",
                { Type: "mail", Address: null } => "address",
                { Type: "command", Command.Count: 0 } => "command",
                { Type: "" } => "type",
                _ => null,
            };
            if (missing is not null)
                _mistakes.Add(new("the configuration", $"channels:{channel.Name} has no {missing}"));
            if (channel is { Type: "command", Command: [var program, ..] } && !CommandProgram.IsThere(program))
                _warnings.Add($"channels:{channel.Name}:command has {program}, and there is no such program to run");
        }
    }

    private string? Database()
    {
        if (draft.IsInMemory && draft.Maping is not null)
            return null;
        if (draft.Database is { } database)
            return database.FullPath;
        return draft.MapingDatabase is { } theirs
            ? Path.GetFullPath(theirs)
            : Path.Combine(Path.GetFullPath(folder), draft.Maping is null ? "rockdove-ping.db" : "maping.db");
    }

    private ProbeMailStyle Mail()
    {
        var mail = draft.Maping is null
            ? draft.Mail
            : ProbeMailStyle.Classic with { Body = draft.Mail.Body, Bytes = draft.Mail.Bytes };
        if (draft.BodyFile is not { } file)
            return mail;
        try
        {
            var text = File.ReadAllText(file.FullPath);
            if (text.Length <= ProbeMailStyle.MostBytes)
                return mail with { Body = text };
            Note(file.Place, $"message:bodyFile is '{file.Text}', which has more than {ProbeMailStyle.MostBytes} "
                + "characters");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            Note(file.Place, $"message:bodyFile is '{file.Text}': {unreadable.Message}");
        }

        return mail;
    }

    private void Note(ConfigurationPlace place, string what) =>
        _mistakes.Add(new(place.Name is null ? "the configuration" : $"{place}", what));
}
