using Rockdove.Hosting;
using Rockdove.Wire;

namespace Rockdove.Catcher;

/// <summary>The settings of a catcher. Where it listens is the host's affair.</summary>
public sealed record CatcherOptions
{
    /// <summary>The server's name in greetings.</summary>
    public string HostName { get; init; } = "localhost";

    /// <summary>
    /// Messages kept; the oldest ones go when there are more. 500 is what one can still look through, and what other
    /// catchers keep.
    /// </summary>
    public int KeptMessages { get; init; } = 500;

    /// <summary>
    /// Octets of messages kept; the oldest ones go when there are more, but never the newest. Null: half of
    /// <see cref="MemoryBytes"/> in memory, and no limit but the disk's in another store.
    /// </summary>
    public long? KeptBytes { get; init; }

    /// <summary>How long a message is kept. Null: until there are too many.</summary>
    public TimeSpan? KeptFor { get; init; }

    /// <summary>
    /// Octets of memory for messages, where they are kept in memory, those that are just arriving included; a message
    /// that finds no room is 452 4.3.1. The oldest ones go when the kept ones fill more than half of it, so that there
    /// is room for what comes.
    /// </summary>
    public long MemoryBytes { get; init; } = 512L * 1024 * 1024;

    /// <summary>The biggest message; bigger is 552 5.3.4. 50 MiB is more than the big providers take.</summary>
    public long MessageBytes { get; init; } = 50L * 1024 * 1024;

    /// <summary>
    /// Recipients of one message; one more is 452 4.5.3. More than lists of tests have, and RFC 5321 section 4.5.3.1.8
    /// asks for 100 at least.
    /// </summary>
    public int Recipients { get; init; } = 1000;

    /// <summary>For STARTTLS and implicit TLS. Null: one is made up.</summary>
    public CertificateSource? Certificate { get; init; }

    /// <summary>No mail before TLS: 530 5.7.0.</summary>
    public bool RequiresTls { get; init; }

    /// <summary>
    /// Passwords by user. If there are any, only they get in; with none, any user and any password does.
    /// </summary>
    public IReadOnlyDictionary<string, Secret> Accounts { get; init; } = new Dictionary<string, Secret>();

    /// <summary>
    /// Who has an inbox of their own by POP3 and IMAP. The pages and the API show all mail in any case.
    /// </summary>
    public InboxPer InboxPer { get; init; }

    /// <summary>
    /// Newest messages of which the SMTP session is kept, in memory: 16 KiB each at most. 0 keeps none. As many as
    /// <see cref="KeptMessages"/> usually is.
    /// </summary>
    public int KeptTranscripts { get; init; } = 500;

    /// <summary>Which tags mail has from the beginning.</summary>
    public CaughtTagging Tagging { get; init; } = new();

    /// <summary>Throws when a setting makes no sense.</summary>
    /// <exception cref="ArgumentException">Names the setting.</exception>
    public void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(HostName);
        ArgumentOutOfRangeException.ThrowIfLessThan(KeptMessages, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(KeptBytes ?? 1, 1, nameof(KeptBytes));
        ArgumentOutOfRangeException.ThrowIfLessThan(KeptFor ?? ShortestKeptFor, ShortestKeptFor, nameof(KeptFor));
        ArgumentOutOfRangeException.ThrowIfLessThan(MemoryBytes, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(MessageBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Recipients, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(KeptTranscripts);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            Tagging.Rules.Count, CaughtTagRule.Most, $"{nameof(Tagging)}.{nameof(Tagging.Rules)}");
    }

    /// <summary>Less would be no keeping; and the catcher looks for old messages ten times in that span.</summary>
    public static readonly TimeSpan ShortestKeptFor = TimeSpan.FromSeconds(1);
}
