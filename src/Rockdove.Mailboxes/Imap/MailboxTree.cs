using Rockdove.Imap;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>
/// The mailboxes of one owner by name, with the levels that are no mailboxes but have some below, and subscriptions.
/// </summary>
internal sealed class MailboxTree
{
    private readonly Dictionary<string, MailboxStatus> _mailboxes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _levels = new(StringComparer.Ordinal);
    private readonly HashSet<string> _subscribed;
    private readonly char _delimiter;

    public MailboxTree(IEnumerable<MailboxStatus> mailboxes, IEnumerable<string> subscriptions, char delimiter)
    {
        _delimiter = delimiter;
        _subscribed = new HashSet<string>(subscriptions, StringComparer.Ordinal);
        foreach (var mailbox in mailboxes)
        {
            _mailboxes.Add(mailbox.Name.Name, mailbox);
            _levels.UnionWith(Above(mailbox.Name.Name, delimiter));
        }
    }

    public int Count => _mailboxes.Count;

    /// <summary>Octets of messages with <c>\Deleted</c>, where they were counted.</summary>
    public IReadOnlyDictionary<MailboxId, long> DeletedBytes { get; set; } = new Dictionary<MailboxId, long>();

    public IEnumerable<MailboxStatus> Mailboxes => _mailboxes.Values;

    public IReadOnlySet<string> Subscriptions => _subscribed;

    /// <summary>A name as it is now, whatever it is.</summary>
    public MailboxListing ListingOf(string name) => new(name, AttributesOf(name, Find(name)));

    public MailboxStatus? Find(string name) => _mailboxes.GetValueOrDefault(name);

    /// <summary>There are mailboxes below this name.</summary>
    public bool HasBelow(string name) => _levels.Contains(name);

    public bool HasUse(SpecialUses uses) =>
        _mailboxes.Values.Any(mailbox => (mailbox.SpecialUse & uses) != SpecialUses.None);

    /// <summary>The levels above a name, the nearest first.</summary>
    public static IEnumerable<string> Above(string name, char delimiter)
    {
        for (var at = name.LastIndexOf(delimiter); at > 0; at = name.LastIndexOf(delimiter, at - 1))
            yield return name[..at];
    }

    /// <summary>What LIST or LSUB is to tell, INBOX first.</summary>
    public IEnumerable<MailboxListing> Listings(ListQuestion question)
    {
        var above = LevelsAboveWanted(question);
        var names = _mailboxes.Keys.Concat(_levels);
        if (question.OnlySubscribed)
            names = names.Concat(_subscribed).Concat(above);
        names = names.Distinct().OrderBy(name => name != Inbox).ThenBy(name => name, StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (question.Matches(name) && Listing(question, name, above) is { } listing)
                yield return listing;
        }
    }

    private MailboxListing? Listing(ListQuestion question, string name, HashSet<string> above)
    {
        var mailbox = Find(name);
        var attributes = AttributesOf(name, mailbox);
        var hasWantedBelow = above.Contains(name);
        if (IsWanted(question, name, mailbox))
        {
            return new MailboxListing(name, attributes)
            {
                HasSubscribedChild = question.IsRecursive && hasWantedBelow,
                Status = mailbox is null ? null : StatusOf(mailbox, DeletedBytes.GetValueOrDefault(mailbox.Id)),
            };
        }

        if (!hasWantedBelow)
            return null;
        if (question.IsRecursive)
            return new MailboxListing(name, attributes) { HasSubscribedChild = true };

        // RFC 3501 section 6.3.9: with % a level is told whose children are subscribed, although it is not.
        return question.IsLsub && HasHiddenBelow(question, name)
            ? new MailboxListing(name, MailboxAttributes.NoSelect)
            : null;
    }

    private bool HasHiddenBelow(ListQuestion question, string name) => _subscribed.Any(
        below => below.Length > name.Length && below[name.Length] == _delimiter
            && below.StartsWith(name, StringComparison.Ordinal) && !question.Matches(below));

    private bool IsWanted(ListQuestion question, string name, MailboxStatus? mailbox) =>
        (question.OnlySubscribed ? _subscribed.Contains(name) : mailbox is not null || _levels.Contains(name))
        && (!question.OnlySpecialUse
            || (mailbox is not null && ImapTerms.ToAttributes(mailbox.SpecialUse) != MailboxAttributes.None));

    /// <summary>The levels above what is wanted, where they are told for its sake; else none.</summary>
    private HashSet<string> LevelsAboveWanted(ListQuestion question)
    {
        var above = new HashSet<string>(StringComparer.Ordinal);
        if (!question.IsRecursive && !question.IsLsub)
            return above;
        foreach (var name in question.OnlySubscribed ? _subscribed : (IEnumerable<string>)_mailboxes.Keys)
        {
            if (IsWanted(question, name, Find(name)))
                above.UnionWith(Above(name, _delimiter));
        }

        return above;
    }

    private MailboxAttributes AttributesOf(string name, MailboxStatus? mailbox)
    {
        var attributes = HasBelow(name) ? MailboxAttributes.HasChildren : MailboxAttributes.HasNoChildren;
        if (mailbox is not null)
            attributes |= ImapTerms.ToAttributes(mailbox.SpecialUse);
        else if (HasBelow(name))
            attributes |= MailboxAttributes.NoSelect;
        else
            attributes = MailboxAttributes.NonExistent;
        return _subscribed.Contains(name) ? attributes | MailboxAttributes.Subscribed : attributes;
    }

    public static StatusData StatusOf(MailboxStatus status, long deletedBytes = 0) => new()
    {
        Messages = Clamp(status.Messages),
        UidNext = status.UidNext.Value,
        UidValidity = status.UidValidity,
        Unseen = Clamp(status.Unseen),
        Deleted = Clamp(status.Deleted),
        SizeBytes = status.Bytes,
        HighestModSequence = (ulong)status.HighestModSequence.Value,
        MailboxId = status.Id.ToString(),
        DeletedStorageBytes = deletedBytes,
    };

    private static uint Clamp(long count) => (uint)Math.Min(count, uint.MaxValue);

    public const string Inbox = "INBOX";
}
