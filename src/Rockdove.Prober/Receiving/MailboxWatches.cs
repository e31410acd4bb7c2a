namespace Rockdove.Prober;

/// <summary>Makes the watch that an account's protocol wants.</summary>
public static class MailboxWatches
{
    /// <summary>A watch, which does nothing until it is run.</summary>
    /// <param name="account">Whose mailbox it is; it has somewhere to receive.</param>
    /// <param name="pairs">Between whom mails may be; those with this account in them matter.</param>
    /// <param name="key">The prober's key.</param>
    /// <param name="journal">Where it is kept how far a folder was read.</param>
    /// <param name="time">The clock.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="ArgumentException">The account receives nothing, or the key is too short.</exception>
    public static IMailboxWatch Create(
        ProbeAccount account,
        IEnumerable<ProbePair> pairs,
        ReadOnlyMemory<byte> key,
        IProbeJournal journal,
        TimeProvider time,
        WatchOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(journal);
        ArgumentNullException.ThrowIfNull(time);
        if (account.Receive is null)
        {
            throw new ArgumentException(
                $"The account '{account.Name}' has no server to receive from.", nameof(account));
        }

        if (key.Length < ProbeMark.MinimumKeyBytes)
            throw new ArgumentException($"A key has {ProbeMark.MinimumKeyBytes} octets at least.", nameof(key));
        var marks = new MarkReader(account.Name, pairs, key);
        options ??= new WatchOptions();
        return account.Protocol == ReceiveProtocol.Pop3
            ? new Pop3Watch(account, marks, time, options)
            : new ImapWatch(account, marks, journal, time, options);
    }
}
