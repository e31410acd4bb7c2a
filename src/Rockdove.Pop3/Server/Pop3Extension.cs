namespace Rockdove.Pop3;

/// <summary>
/// A capability (RFC 2449): a line in the answer to CAPA, and the verbs that go with it. Immutable and shared by all
/// sessions.
/// </summary>
public abstract class Pop3Extension
{
    /// <summary>The capability's tag, upper case. No two extensions of a protocol may share one.</summary>
    public abstract string Tag { get; }

    /// <summary>
    /// The line in the answer to CAPA; null hides it, as STLS does once the session is secure. What is announced must
    /// be usable, and what is not must not be (section 5).
    /// </summary>
    public virtual string? Announce(Pop3Session session, Pop3Protocol protocol) => Tag;

    /// <summary>Verbs it adds.</summary>
    public virtual IReadOnlyList<Pop3Verb> Verbs => [];

    /// <summary>Says what is missing when the extension cannot work in this protocol; null when all is well.</summary>
    public virtual string? WhatIsMissing(Pop3Protocol protocol) => null;
}
