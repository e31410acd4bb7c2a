using System.Text;

namespace Rockdove.Imap;

/// <summary>Reads the arguments of NOTIFY (RFC 5465 section 8).</summary>
internal sealed class NotifyGrammar(ImapServerEngine engine)
{
    private readonly ImapLimits _limits = engine.Protocol.Limits;
    private int _names;

    /// <summary>What to answer when it is more than a mistake of grammar.</summary>
    public ImapReply? Refusal { get; private set; }

    /// <summary><c>"NONE" / "SET" [SP "STATUS"] 1*(SP event-group)</c>; null when it is not understood.</summary>
    public NotifyQuestion? TryRead(ref ImapReader reader)
    {
        if (reader.AcceptWord("NONE"u8))
            return reader.AtEnd ? new NotifyQuestion([], false) : null;
        if (!reader.AcceptWord("SET"u8) || !reader.AcceptSpace())
            return null;
        var tellsStatus = reader.AcceptWord("STATUS"u8);
        if (tellsStatus && !reader.AcceptSpace())
            return null;
        List<NotifyGroup> groups = [];
        do
        {
            if (TryReadGroup(ref reader) is not { } group || Refusal is not null)
                return null;
            groups.Add(group);
        }
        while (reader.AcceptSpace());
        return reader.AtEnd && groups.Count(group => group.IsSelected) <= 1
            ? new NotifyQuestion(groups, tellsStatus)
            : null;
    }

    /// <summary><c>"(" filter-mailboxes SP events ")"</c>.</summary>
    private NotifyGroup? TryReadGroup(ref ImapReader reader)
    {
        List<string> names = [];
        if (!reader.Accept((byte)'(') || !reader.TryAtom(out var word) || !TryFindFilter(word, out var mailboxes)
            || !reader.AcceptSpace())
            return null;
        if (++_names > _limits.NotifyMailboxes)
            Refusal = ImapReplies.WatchesTooMuch;
        if (mailboxes >= NotifyMailboxes.Subtree && !(TryReadNames(ref reader, names) && reader.AcceptSpace()))
            return null;
        List<FetchItem> items = [];
        return TryReadEvents(ref reader, mailboxes <= NotifyMailboxes.SelectedDelayed, items, out var events)
            && reader.Accept((byte)')')
                ? new NotifyGroup(mailboxes, names, events, items)
                : null;
    }

    private bool TryReadNames(ref ImapReader reader, List<string> names)
    {
        var isList = reader.Accept((byte)'(');
        do
        {
            if (!reader.TryAString(out var raw))
                return false;
            if (++_names > _limits.NotifyMailboxes)
                Refusal = ImapReplies.WatchesTooMuch;
            else if (MailboxText.TryDecode(raw, engine.Session.HasUtf8, out var name))
                names.Add(name); // One that can be no name is not there, and is passed over (section 3.1).
        }
        while (isList && Refusal is null && reader.AcceptSpace());
        return Refusal is not null || !isList || reader.Accept((byte)')');
    }

    private bool TryReadEvents(ref ImapReader reader, bool isSelected, List<FetchItem> items, out NotifyEvents events)
    {
        events = NotifyEvents.None;
        if (reader.AcceptWord("NONE"u8))
            return true;
        if (!reader.Accept((byte)'('))
            return false;
        do
        {
            if (!reader.TryAtom(out var word))
                return false;
            if (!TryFindEvent(word, out var one))
            {
                Refusal ??= ImapReplies.BadEvent(engine.Protocol);
                continue;
            }

            events |= one;
            if (one == NotifyEvents.MessageNew && isSelected && reader.AcceptStart(" ("u8)
                && !TryReadItems(reader, out reader, items))
                return false;
        }
        while (reader.AcceptSpace());
        if (!reader.Accept((byte)')'))
            return false;

        // Section 5: new and gone belong together, and flags need both. The selected mailbox has messages alone.
        const NotifyEvents Both = NotifyEvents.MessageNew | NotifyEvents.MessageExpunge;
        var isWhole = (events & NotifyEvents.Messages) == NotifyEvents.None || (events & Both) == Both;
        return isWhole && !(isSelected && (events & ~NotifyEvents.Messages) != NotifyEvents.None);
    }

    /// <summary>The parenthesis was stepped over, to see that it is there.</summary>
    private bool TryReadItems(ImapReader from, out ImapReader reader, List<FetchItem> items)
    {
        reader = from;
        var bounds = new FetchBounds(_limits.FetchItems, _limits.PartDepth, _limits.HeaderFields);
        do
        {
            if (items.Count >= bounds.Items || !FetchGrammar.TryReadItem(ref reader, bounds, items))
                return false;
        }
        while (reader.AcceptSpace());
        return reader.Accept((byte)')') && items.TrueForAll(item => Fetch.IsOffered(engine.Protocol, item));
    }

    private static bool TryFindFilter(ReadOnlySpan<byte> word, out NotifyMailboxes mailboxes)
    {
        foreach (var (name, known) in Filters)
        {
            mailboxes = known;
            if (Ascii.EqualsIgnoreCase(word, name))
                return true;
        }

        mailboxes = default;
        return false;
    }

    private bool TryFindEvent(ReadOnlySpan<byte> word, out NotifyEvents events)
    {
        foreach (var (known, name) in Events)
        {
            events = known;
            if (Ascii.EqualsIgnoreCase(word, name))
                return Knows(engine.Protocol, known);
        }

        events = default;
        return false;
    }

    /// <summary>Annotations are watched where there are any (section 5.6).</summary>
    private static bool Knows(ImapProtocol protocol, NotifyEvents events) =>
        events < NotifyEvents.MailboxMetadataChange || protocol.Has<Metadata>();

    /// <summary>The names of all events that are known (section 3.1).</summary>
    internal static string NamesOf(ImapProtocol protocol) =>
        string.Join(' ', Events.Where(known => Knows(protocol, known.Event)).Select(known => known.Name));

    private static readonly (NotifyEvents Event, string Name)[] Events =
    [
        (NotifyEvents.MessageNew, "MessageNew"), (NotifyEvents.MessageExpunge, "MessageExpunge"),
        (NotifyEvents.FlagChange, "FlagChange"), (NotifyEvents.MailboxName, "MailboxName"),
        (NotifyEvents.SubscriptionChange, "SubscriptionChange"),
        (NotifyEvents.MailboxMetadataChange, "MailboxMetadataChange"),
        (NotifyEvents.ServerMetadataChange, "ServerMetadataChange"),
    ];

    private static readonly (string Name, NotifyMailboxes Mailboxes)[] Filters =
    [
        ("SELECTED", NotifyMailboxes.Selected), ("SELECTED-DELAYED", NotifyMailboxes.SelectedDelayed),
        ("PERSONAL", NotifyMailboxes.Personal), ("INBOXES", NotifyMailboxes.Inboxes),
        ("SUBSCRIBED", NotifyMailboxes.Subscribed), ("SUBTREE", NotifyMailboxes.Subtree),
        ("MAILBOXES", NotifyMailboxes.Named),
    ];
}
