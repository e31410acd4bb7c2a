using Rockdove.Wire;

namespace Rockdove.Smtp;

/// <summary>
/// What the engine needs decided before it reads on. One is open at a time (RFC 2920 ordering then comes by itself). An
/// extension may derive its own.
/// </summary>
public abstract record SmtpQuestion
{
    /// <summary>The reply when nobody has an opinion.</summary>
    public abstract SmtpReply Default { get; }
}

/// <summary>Somebody connected. A 2yz greets; 421 or 554 turns away.</summary>
public sealed record ConnectQuestion(SmtpReply Default) : SmtpQuestion
{
    public override SmtpReply Default { get; } = Default;
}

/// <summary>
/// Only with <see cref="SmtpProtocolOptions.AsksEveryCommand"/>: a line came. Null goes on; a reply is given instead.
/// </summary>
/// <param name="Verb">The first word, upper case, known or not; empty for an empty line.</param>
/// <param name="Argument">The rest, as UTF-8.</param>
public sealed record CommandQuestion(string Verb, string Argument) : SmtpQuestion
{
    public override SmtpReply Default => SmtpReplies.Ok;
}

/// <summary>
/// The client says who it is. An accepting reply lends its first line; the engine adds what it can do.
/// </summary>
/// <param name="Verb"><c>EHLO</c>, <c>HELO</c> or <c>LHLO</c>.</param>
/// <param name="Name">
/// A domain or an address literal. It need not be true, and must not be refused for that (4.1.4).
/// </param>
/// <param name="Default">The reply when nobody has an opinion.</param>
public sealed record HelloQuestion(string Verb, string Name, SmtpReply Default) : SmtpQuestion
{
    public override SmtpReply Default { get; } = Default;
}

/// <summary>STARTTLS: 220 goes ahead; 454 when the certificate cannot be used just now.</summary>
public sealed record StartTlsQuestion() : SmtpQuestion
{
    public override SmtpReply Default => SmtpReplies.ReadyForTls;
}

/// <summary>
/// The secret of an identity is needed to go on with an exchange. Answer with <see cref="SmtpServerEngine.Provide"/>; a
/// reply (454) ends the exchange.
/// </summary>
public sealed record SecretQuestion(string Mechanism, string Identity) : SmtpQuestion
{
    public override SmtpReply Default => SmtpReplies.AuthUnavailable;
}

/// <summary>Somebody wants in. 235 lets them; 535 and 454 do not. Without an opinion nobody gets in.</summary>
/// <remarks>
/// With OAUTHBEARER and XOAUTH2 the name is claimed and the token proves it, or does not; both are here. 235 says that
/// the token is good for <see cref="Credentials.Identity"/>, so a handler compares the token's owner with that name.
/// Where no name was given the session's identity is empty; a handler that wants one may refuse (RFC 7628 section 3.1).
/// </remarks>
public sealed record AuthQuestion(Credentials Credentials) : SmtpQuestion
{
    public override SmtpReply Default => SmtpReplies.AuthFailed;
}

/// <summary>MAIL: may this sender begin?</summary>
public sealed record MailQuestion(Sender Sender) : SmtpQuestion
{
    public override SmtpReply Default => SmtpReplies.SenderOk;
}

/// <summary>RCPT: is this recipient good?</summary>
public sealed record RecipientQuestion(Envelope Envelope, Recipient Recipient) : SmtpQuestion
{
    public override SmtpReply Default => SmtpReplies.RecipientOk;
}

/// <summary>DATA or the first BDAT: may content come? The text of an accepting reply is used for DATA only.</summary>
public sealed record DataQuestion(Envelope Envelope) : SmtpQuestion
{
    public override SmtpReply Default => SmtpReplies.StartData;
}

/// <summary>
/// All of the message came. A 2yz promises that it is kept (RFC 5321 section 6.1). In LMTP answer once for each
/// recipient. Without recipients (a leniency) the default is 554, since nobody gets it (RFC 2920 section 3.2).
/// </summary>
/// <param name="Envelope">What it belongs to.</param>
/// <param name="MessageBytes">Octets of content that were handed out.</param>
public sealed record MessageQuestion(Envelope Envelope, long MessageBytes) : SmtpQuestion
{
    public override SmtpReply Default =>
        Envelope.Recipients.Count > 0 ? SmtpReplies.MessageOk : SmtpReplies.NoRecipients;
}

/// <summary>VRFY. The default says neither yes nor no (section 7.3).</summary>
public sealed record VerifyQuestion(string Argument) : SmtpQuestion
{
    public override SmtpReply Default => SmtpReplies.CannotVerify;
}

/// <summary>EXPN.</summary>
public sealed record ExpandQuestion(string Argument) : SmtpQuestion
{
    public override SmtpReply Default => SmtpReplies.NotImplemented;
}
