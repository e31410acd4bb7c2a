using Rockdove.Storage;

namespace Rockdove.Catcher;

/// <summary>The oldest messages of a mailbox, as many as are too many, too much or too old.</summary>
internal static class OldestMessages
{
    /// <summary>
    /// What has to go. The newest message stays unless it is old. Null if there is no such mailbox.
    /// </summary>
    /// <param name="store">Where the mailbox is.</param>
    /// <param name="mailbox">The mailbox.</param>
    /// <param name="most">Messages that may stay.</param>
    /// <param name="mostBytes">Octets that may.</param>
    /// <param name="tooOld">What came at this moment or before goes; null for no age.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async ValueTask<UidSet?> FindAsync(
        IMailStore store, MailboxId mailbox, long most, long mostBytes, DateTimeOffset? tooOld,
        CancellationToken cancellationToken)
    {
        if (await store.OpenAsync(mailbox, cancellationToken) is not { } snapshot)
            return null;
        var count = Math.Max(snapshot.Status.Messages - most, 0);
        var tooMuch = snapshot.Status.Bytes - mostBytes;
        if (tooMuch > 0 || tooOld is not null)
        {
            count = Math.Max(count, await CountAsync(
                store, mailbox, snapshot.Uids, tooMuch, tooOld ?? DateTimeOffset.MinValue, cancellationToken));
        }

        return snapshot.Uids.Slice(0, count);
    }

    /// <summary>How often to look for what is old: so a message is at most a tenth older than it may be.</summary>
    public static TimeSpan LookEvery(TimeSpan age) =>
        age > LooksInAnAge * LongestLook ? LongestLook : age / LooksInAnAge;

    /// <summary>
    /// How many of the oldest messages are too old, or have to go for so many octets. This is asked after each message
    /// that came, and the answer is mostly none or one: so one is read first, and then many.
    /// </summary>
    private static async ValueTask<long> CountAsync(
        IMailStore store, MailboxId mailbox, UidSet uids, long tooMuch, DateTimeOffset tooOld,
        CancellationToken cancellationToken)
    {
        var (count, read) = (0L, 1L);
        while (count < uids.Count)
        {
            var before = count;
            await foreach (var row in store.ReadAsync(
                mailbox, uids.Slice(count, read), MessageFields.None, cancellationToken))
            {
                var goes = row.InternalDate <= tooOld || tooMuch > 0 && count < uids.Count - 1;
                if (!goes)
                    return count;
                tooMuch -= row.Bytes;
                count++;
            }

            if (count == before)
                return count; // Somebody else was quicker; who comes next looks again.
            read = ReadAtOnce;
        }

        return count;
    }

    private const int ReadAtOnce = 256;

    private const int LooksInAnAge = 10;

    /// <summary>Timers have no more than 49 days; and who keeps mail for years still wants it gone that day.</summary>
    private static readonly TimeSpan LongestLook = TimeSpan.FromDays(1);
}
