namespace Rockdove.Smtp;

/// <summary>
/// A service extension (RFC 5321 section 2.2): a keyword in the EHLO reply, and the parameters and verbs that go with
/// it. Immutable and shared by all sessions.
/// </summary>
public abstract class SmtpExtension
{
    /// <summary>The EHLO keyword, upper case. No two extensions of a protocol may share one.</summary>
    public abstract string Keyword { get; }

    /// <summary>The line in the EHLO reply. Null hides it, as STARTTLS does once the session is secure.</summary>
    public virtual string? Advertise(SmtpSession session, SmtpProtocol protocol) => Keyword;

    /// <summary>Verbs it adds; they take the place of the core's refusals (STARTTLS, AUTH, BDAT, XCLIENT).</summary>
    public virtual IReadOnlyList<SmtpVerb> Verbs => [];

    public virtual IReadOnlyList<EnvelopeParameter> MailParameters => [];

    public virtual IReadOnlyList<EnvelopeParameter> RecipientParameters => [];

    /// <summary>Says what is missing when the extension cannot work in this protocol; null when all is well.</summary>
    public virtual string? WhatIsMissing(SmtpProtocol protocol) => null;
}
