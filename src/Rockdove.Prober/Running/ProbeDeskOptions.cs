namespace Rockdove.Prober;

/// <summary>What a desk works with.</summary>
public sealed record ProbeDeskOptions
{
    /// <summary>Who takes part. Names are unique.</summary>
    public required IReadOnlyList<ProbeAccount> Accounts { get; init; }

    /// <summary>Where results are kept.</summary>
    public required IProbeJournal Journal { get; init; }

    /// <summary>Opens the mailbox of an account that receives. Called once for each.</summary>
    public required Func<ProbeAccount, IMailboxWatch> OpenWatch { get; init; }

    /// <summary>
    /// What marks are signed with, at least <see cref="ProbeMark.MinimumKeyBytes"/> octets. The watches know the same.
    /// </summary>
    public required ReadOnlyMemory<byte> Key { get; init; }

    public ProbeMailStyle Mail { get; init; } = new();

    public ProbeDeadlines Deadlines { get; init; } = new();

    public SendPatience Patience { get; init; } = new();

    /// <summary>How many mails are sent at one time. An account never sends two at once.</summary>
    public int Workers
    {
        get;
        init => field = value is > 0 and <= MostWorkers
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Workers), value, $"1 to {MostWorkers}.");
    } = 5;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Told of what mailboxes tell, once the desk has taken it in.</summary>
    internal Action<ProbeAccount, MailboxEvent>? Heard { get; init; }

    /// <summary>Told of each probe that ends, once that is kept.</summary>
    internal Action<ProbeReport>? Ended { get; init; }

    /// <summary>Who hands mails in; null for SMTP.</summary>
    internal IProbeSender? Sender { get; init; }

    /// <summary>What a configuration says.</summary>
    /// <param name="configuration">It.</param>
    /// <param name="journal">Where results are kept.</param>
    /// <param name="key">What marks are signed with.</param>
    /// <param name="time">The clock.</param>
    public static ProbeDeskOptions Of(
        ProberConfiguration configuration, IProbeJournal journal, ReadOnlyMemory<byte> key, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        // All that there can be: mails of pairs that are no more probed are still ours.
        ProbePair[] pairs =
        [
            .. from one in configuration.Accounts
               from other in configuration.Accounts
               select new ProbePair(one.Name, other.Name),
        ];
        var watching = new WatchOptions
        {
            ConnectPatience = configuration.Patience.Connect,
            CommandPatience = configuration.Patience.Command,
        };
        return new ProbeDeskOptions
        {
            Accounts = configuration.Accounts,
            Journal = journal,
            OpenWatch = account => MailboxWatches.Create(account, pairs, key, journal, time, watching),
            Key = key,
            Mail = configuration.Mail,
            Deadlines = configuration.Deadlines,
            Patience = configuration.Patience,
            Workers = configuration.Workers,
            Time = time,
        };
    }

    /// <summary>Each is a connection and a mail in memory; more would measure this machine.</summary>
    public const int MostWorkers = 100;
}
