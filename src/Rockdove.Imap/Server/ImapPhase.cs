namespace Rockdove.Imap;

/// <summary>The states of a session (RFC 9051 section 3), and sets of them that a command may be given in.</summary>
[Flags]
public enum ImapPhase : byte
{
    NotAuthenticated = 1,
    Authenticated = 2,
    Selected = 4,
    LoggedIn = Authenticated | Selected,
    Any = NotAuthenticated | LoggedIn,
}

/// <summary>What the rules about sequence numbers make of a command (RFC 9051 section 7.5.1).</summary>
[Flags]
public enum ImapTraits : byte
{
    None = 0,

    /// <summary>It has a form with UID before it, which takes and tells UIDs.</summary>
    HasUidForm = 1,

    /// <summary>
    /// While it runs no message may disappear, since the client counts by sequence numbers: FETCH, STORE and SEARCH,
    /// not their UID forms.
    /// </summary>
    HoldsExpunges = 2,

    /// <summary>It only exists with UID before it.</summary>
    OnlyUidForm = 4,

    /// <summary>It changes messages, so a mailbox that is open for reading only refuses it.</summary>
    NeedsWriting = 8,
}
