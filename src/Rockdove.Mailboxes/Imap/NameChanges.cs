using Rockdove.Imap;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>Which mailboxes have come, gone, or got another name (MailboxName, RFC 5465 section 5.4).</summary>
internal sealed class NameChanges(IReadOnlyDictionary<MailboxId, MailboxStatus> before, MailboxTree tree)
{
    /// <summary>Each name that is affected, as it is now, and the old name where there was another.</summary>
    public IEnumerable<(MailboxListing Listing, string? OldName)> Listings()
    {
        var affected = new SortedSet<string>(StringComparer.Ordinal);
        var renamed = new List<(string From, string To)>();
        var now = tree.Mailboxes.ToDictionary(mailbox => mailbox.Id, mailbox => mailbox.Name.Name);
        foreach (var (id, name) in now)
        {
            if (!before.TryGetValue(id, out var known))
                Affect(name, affected);
            else if (known.Name.Name != name)
                renamed.Add((known.Name.Name, name));
        }

        foreach (var (id, known) in before)
        {
            if (!now.ContainsKey(id))
                Affect(known.Name.Name, affected);
        }

        foreach (var (from, to) in renamed.Where(each => !IsImplied(each, renamed)))
            yield return (tree.ListingOf(to), from);
        foreach (var name in affected)
            yield return (tree.ListingOf(name), null);
    }

    /// <summary>The mailbox, and the one right above it, whose children are others now.</summary>
    private static void Affect(string name, SortedSet<string> affected)
    {
        affected.Add(name);
        if (MailboxTree.Above(name, MailboxNaming.Delimiter).FirstOrDefault() is { } above)
            affected.Add(above);
    }

    /// <summary>Where a mailbox is renamed, those below it are not told by themselves.</summary>
    private static bool IsImplied((string From, string To) child, List<(string From, string To)> renamed) =>
        renamed.Exists(each => child.From.StartsWith(each.From + MailboxNaming.Delimiter, StringComparison.Ordinal)
            && child.To == each.To + child.From[each.From.Length..]);
}
