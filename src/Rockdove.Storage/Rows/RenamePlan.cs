namespace Rockdove.Storage;

/// <summary>
/// Which mailboxes of an owner a renaming concerns, and whether it can be. For those who write stores, so that all
/// agree.
/// </summary>
public static class RenamePlan
{
    /// <summary>The names in an order in which each new one is free when its turn comes.</summary>
    /// <param name="mailboxes">All mailboxes of the owner.</param>
    /// <param name="from">The mailbox to rename, with all below it.</param>
    /// <param name="to">Its new name, of the same owner.</param>
    /// <param name="separator">Between the levels of a name.</param>
    public static MailboxRenaming Of(
        IEnumerable<KeyValuePair<MailboxId, MailboxName>> mailboxes, MailboxName from, MailboxName to, char separator)
    {
        ArgumentNullException.ThrowIfNull(mailboxes);
        var inbox = MailboxName.Inbox(from.Owner);
        if (from == inbox || to == inbox || from == to || IsBelow(to, from, separator))
            return new(RenameOutcome.Impossible, []);

        var renamed = new List<RenamedMailbox>();
        var staying = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (id, name) in mailboxes)
        {
            if (name != from && !IsBelow(name, from, separator))
            {
                staying.Add(name.Name);
                continue;
            }
            var after = to.Name + name.Name[from.Name.Length..];
            if (after.Length > MailboxName.MaximumLength)
                return new(RenameOutcome.TooLong, []);
            renamed.Add(new(id, name, new(from.Owner, after)));
        }
        if (renamed.Count == 0)
            return new(RenameOutcome.NotFound, []);
        if (renamed.Exists(each => staying.Contains(each.To.Name)))
            return new(RenameOutcome.Taken, []);
        // Shorter ones first: a new name can only be an old one that is longer.
        renamed.Sort(static (a, b) => string.CompareOrdinal(a.To.Name, b.To.Name));
        return new(RenameOutcome.Renamed, renamed);
    }

    /// <exception cref="ArgumentException">The names have two owners.</exception>
    public static void Require(MailboxName from, MailboxName to)
    {
        ArgumentNullException.ThrowIfNull(from.Name, nameof(from));
        ArgumentNullException.ThrowIfNull(to.Name, nameof(to));
        if (from.Owner != to.Owner)
            throw new ArgumentException("A mailbox stays with its owner when it is renamed.", nameof(to));
    }

    private static bool IsBelow(MailboxName name, MailboxName above, char separator) =>
        name.Name.Length > above.Name.Length
        && name.Name[above.Name.Length] == separator
        && name.Name.StartsWith(above.Name, StringComparison.Ordinal);
}
