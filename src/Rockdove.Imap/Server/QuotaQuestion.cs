namespace Rockdove.Imap;

/// <summary>
/// GETQUOTA (RFC 9208): tell it with <see cref="ImapResponseWriter.Quota"/>, then answer.
/// </summary>
public sealed record QuotaQuestion(string Root) : ImapQuestion
{
    public override ImapReply Default => ImapReplies.NoQuotaRoot;
}

/// <summary>
/// GETQUOTAROOT (RFC 9208): tell the roots with <see cref="ImapResponseWriter.QuotaRoots"/>, each with
/// <see cref="ImapResponseWriter.Quota"/>, then answer. The mailbox need not be there.
/// </summary>
public sealed record QuotaRootQuestion(string Mailbox) : ImapQuestion
{
    public override ImapReply Default => ImapReplies.NoQuotaRoot;
}

/// <summary>
/// SETQUOTA (RFC 9208): these limits and no others; storage in units of 1,024 octets. Tell what they are now with
/// <see cref="ImapResponseWriter.Quota"/>, then answer.
/// </summary>
public sealed record SetQuotaQuestion(string Root, IReadOnlyList<KeyValuePair<string, long>> Limits) : ImapQuestion
{
    public override ImapReply Default => ImapReplies.CannotSetQuota;
}

/// <summary>How much of a resource is used, and how much may be.</summary>
/// <param name="Resource">STORAGE, in units of 1,024 octets, MESSAGE, MAILBOX, or what else was announced.</param>
/// <param name="Used">So much is used.</param>
/// <param name="Limit">So much may be.</param>
public readonly record struct QuotaUsage(string Resource, long Used, long Limit);
