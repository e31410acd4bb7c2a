namespace Rockdove.Prober;

/// <summary>How a mailbox is watched: how long to wait for what, and how much to look at.</summary>
public sealed record WatchOptions
{
    /// <summary>How long to resolve a name and to connect.</summary>
    public TimeSpan ConnectPatience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long to wait for the next octets of an answer, and for a handshake.</summary>
    public TimeSpan CommandPatience { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long one IDLE lasts. RFC 2177 lets a server hang up after thirty minutes, and many do so after ten.
    /// </summary>
    public TimeSpan IdleFor { get; init; } = TimeSpan.FromMinutes(9);

    /// <summary>How often to ask a server that lets us idle, while a mail is under way: some tell only then.</summary>
    public TimeSpan AskEvery { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>After how long without news a folder is opened again, while a mail is under way.</summary>
    public TimeSpan OpenAgainAfter { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How often to look where nothing is under way and nobody tells: POP3, and folders beside INBOX.
    /// </summary>
    public TimeSpan RestPoll { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long mails of ours may lie while others are under way, so that looking goes before cleaning.
    /// </summary>
    public TimeSpan CleanAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Pauses after failures in a row; the last one is for all that follow.</summary>
    public IReadOnlyList<TimeSpan> RetryPauses { get; init; } =
    [
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10),
        TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5),
    ];

    /// <summary>So many refused logins in a row, and then a long pause: servers lock accounts.</summary>
    public int RefusedLogins { get; init; } = 2;

    /// <summary>The long pause. One attempt follows it.</summary>
    public TimeSpan LoginPause { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How many messages one command asks about.</summary>
    public int BatchMessages { get; init; } = 500;

    /// <summary>How many messages that came while nobody watched are looked at, the newest first to be kept.</summary>
    public int MissedMessages { get; init; } = 10_000;

    /// <summary>
    /// How many of the newest messages in a folder are looked at where it is not known which are new: after a change
    /// of UIDVALIDITY.
    /// </summary>
    public int UnknownMessages { get; init; } = 1000;

    /// <summary>
    /// The same for a maildrop: at the first look, in each one where the server has no UIDL, and in each pass of the
    /// reaper. Each message is a question of its own.
    /// </summary>
    public int DropMessages { get; init; } = 200;

    /// <summary>How many messages of each folder one pass of the reaper looks at.</summary>
    public int ReapedMessages { get; init; } = 5000;

    /// <summary>How many reports one look, and one pass of the reaper, read.</summary>
    public int Reports { get; init; } = 50;

    /// <summary>How much is read of a header of ours: Received fields of some thirty servers, and some.</summary>
    public int HeaderBytes { get; init; } = 64 * 1024;

    /// <summary>How much is read of a report, or of a message by RETR.</summary>
    public int ReportBytes { get; init; } = 128 * 1024;
}
