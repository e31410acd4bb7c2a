namespace Rockdove.Imap;

/// <summary>
/// What a server speaks beyond the core: the capability that tells of it, verbs, and what ENABLE turns on.
/// </summary>
/// <param name="capability">The word of CAPABILITY.</param>
public abstract class ImapExtension(string capability)
{
    public string Capability { get; } = capability;

    /// <summary>
    /// What CAPABILITY says now, in words with a space between; null hides it. <see cref="ImapSession.Phase"/> and
    /// <see cref="ImapSession.IsSecure"/> may matter, what was enabled may not (RFC 5161 section 3.1).
    /// </summary>
    public virtual string? Advertise(ImapSession session, ImapProtocol protocol) =>
        session.Phase == ImapPhase.NotAuthenticated && !IsToldBeforeLogin ? null : Capability;

    /// <summary>True where a client needs to know before it logs in.</summary>
    public virtual bool IsToldBeforeLogin => false;

    public virtual IReadOnlyList<ImapVerb> Verbs => [];

    /// <summary>True where <c>ENABLE</c> and <see cref="Capability"/> turn something on.</summary>
    public virtual bool CanBeEnabled => false;

    /// <summary>The client has enabled it.</summary>
    public virtual void Enable(ImapServerEngine engine)
    {
    }

    /// <summary>What it needs and the protocol has not, as the end of a sentence; null when all is there.</summary>
    public virtual string? WhatIsMissing(ImapProtocol protocol) => null;
}
