using Rockdove.Imap;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>What IMAP and a store call differently, from the one to the other.</summary>
internal static class ImapTerms
{
    public static UidSet ToUids(MessageSet messages)
    {
        var uids = new UidSetBuilder();
        foreach (var (first, last) in messages.Ranges)
            uids.Add(new UidRange(new(first), new(last)));
        return uids.ToSet();
    }

    public static MessageSet ToMessages(UidSet uids)
    {
        var ranges = new List<(uint, uint)>(uids.Ranges.Length);
        foreach (var range in uids.Ranges)
            ranges.Add((range.First.Value, range.Last.Value));
        return MessageSet.OfRanges(ranges);
    }

    /// <summary>One object for all messages that have no keywords, which are most.</summary>
    public static ImapFlags ToImap(FlagSet flags) => flags.Keywords.IsEmpty
        ? WithoutKeywords[(int)flags.System]
        : new ImapFlags(ToImap(flags.System), flags.Keywords.ToArray());

    /// <summary>False when a keyword is one that a store does not keep, or there are too many.</summary>
    public static bool TryToFlags(ImapFlags flags, out FlagSet set)
    {
        set = FlagSet.None;
        if (flags.Keywords.Count > FlagSet.MaximumKeywords)
            return false;
        foreach (var keyword in flags.Keywords)
        {
            if (!FlagSet.IsKeyword(keyword))
                return false;
        }

        set = new FlagSet(ToStore(flags.System), [.. flags.Keywords]);
        return true;
    }

    public static SystemFlags ToStore(ImapSystemFlags flags)
    {
        var set = SystemFlags.None;
        foreach (var (imap, store) in Pairs)
        {
            if ((flags & imap) != 0)
                set |= store;
        }

        return set;
    }

    /// <summary>
    /// Both name the uses of RFC 6154 in the same order; the store's <c>\Important</c> has no place here.
    /// </summary>
    public static MailboxAttributes ToAttributes(SpecialUses uses) =>
        (MailboxAttributes)((int)uses * (int)MailboxAttributes.All) & MailboxAttributes.SpecialUse;

    public static SpecialUses ToUses(MailboxAttributes attributes) =>
        (SpecialUses)((int)(attributes & MailboxAttributes.SpecialUse) / (int)MailboxAttributes.All);

    private static ImapSystemFlags ToImap(SystemFlags flags)
    {
        var set = ImapSystemFlags.None;
        foreach (var (imap, store) in Pairs)
        {
            if ((flags & store) != 0)
                set |= imap;
        }

        return set;
    }

    private static readonly (ImapSystemFlags Imap, SystemFlags Store)[] Pairs =
    [
        (ImapSystemFlags.Answered, SystemFlags.Answered),
        (ImapSystemFlags.Flagged, SystemFlags.Flagged),
        (ImapSystemFlags.Deleted, SystemFlags.Deleted),
        (ImapSystemFlags.Seen, SystemFlags.Seen),
        (ImapSystemFlags.Draft, SystemFlags.Draft),
    ];

    private static readonly ImapFlags[] WithoutKeywords =
        [.. Enumerable.Range(0, 32).Select(flags => new ImapFlags(ToImap((SystemFlags)flags)))];
}
