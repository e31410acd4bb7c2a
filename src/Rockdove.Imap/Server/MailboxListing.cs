namespace Rockdove.Imap;

/// <summary>What LIST says of a mailbox (RFC 9051 section 7.3.1, RFC 6154).</summary>
[Flags]
public enum MailboxAttributes : ushort
{
    None = 0,
    NoInferiors = 1,
    NoSelect = 2,

    /// <summary>There is no such mailbox, only something below it, or a subscription.</summary>
    NonExistent = 4,
    HasChildren = 8,
    HasNoChildren = 16,
    Marked = 32,
    Unmarked = 64,
    Subscribed = 128,
    All = 256,
    Archive = 512,
    Drafts = 1024,
    Flagged = 2048,
    Junk = 4096,
    Sent = 8192,
    Trash = 16_384,

    /// <summary>Those that say what a mailbox is for.</summary>
    SpecialUse = All | Archive | Drafts | Flagged | Junk | Sent | Trash,

    /// <summary>Those that say whether there is anything below.</summary>
    Children = HasChildren | HasNoChildren,
}

/// <summary>One mailbox of a LIST.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Attributes">
/// All that is known; the engine leaves out what the client did not ask for.
/// </param>
public sealed record MailboxListing(string Name, MailboxAttributes Attributes)
{
    /// <summary>
    /// It is told only because something below it matches the selection (CHILDINFO, RFC 5258 section 3.5).
    /// </summary>
    public bool HasSubscribedChild { get; init; }

    /// <summary>Where the question asks for it and the mailbox can be selected.</summary>
    public StatusData? Status { get; init; }

    internal static readonly (MailboxAttributes Attribute, string Name)[] Names =
    [
        (MailboxAttributes.NonExistent, @"\NonExistent"),
        (MailboxAttributes.NoSelect, @"\Noselect"),
        (MailboxAttributes.NoInferiors, @"\Noinferiors"),
        (MailboxAttributes.HasChildren, @"\HasChildren"),
        (MailboxAttributes.HasNoChildren, @"\HasNoChildren"),
        (MailboxAttributes.Marked, @"\Marked"),
        (MailboxAttributes.Unmarked, @"\Unmarked"),
        (MailboxAttributes.Subscribed, @"\Subscribed"),
        (MailboxAttributes.All, @"\All"),
        (MailboxAttributes.Archive, @"\Archive"),
        (MailboxAttributes.Drafts, @"\Drafts"),
        (MailboxAttributes.Flagged, @"\Flagged"),
        (MailboxAttributes.Junk, @"\Junk"),
        (MailboxAttributes.Sent, @"\Sent"),
        (MailboxAttributes.Trash, @"\Trash"),
    ];
}
