namespace Rockdove.Catcher;

/// <summary>Who has an inbox of their own in a catcher, by POP3 and IMAP. Names are compared in any case.</summary>
public enum InboxPer : byte
{
    /// <summary>Nobody: every name sees all that was caught.</summary>
    Everybody,

    /// <summary>Each address: <c>ann@example.org</c> sees what was sent to it.</summary>
    Recipient,

    /// <summary>
    /// Each local part, whatever the domain and without what follows a plus: <c>ann</c>, or any address of hers, sees
    /// what was sent to <c>ann+lists@example.org</c>.
    /// </summary>
    User,

    /// <summary>Each domain: <c>example.org</c>, or anybody there, sees what was sent to any address in it.</summary>
    Domain,
}
