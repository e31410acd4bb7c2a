using Rockdove.Wire;

namespace Rockdove.Pop3;

/// <summary>
/// What the engine needs decided before it reads on. One is open at a time. An extension may derive its own.
/// </summary>
public abstract record Pop3Question
{
    /// <summary>The reply when nobody has an opinion.</summary>
    public abstract Pop3Reply Default { get; }
}

/// <summary>Somebody connected. <c>+OK</c> greets; <c>-ERR</c> turns away, and closes.</summary>
public sealed record Pop3ConnectQuestion(Pop3Reply Default) : Pop3Question
{
    public override Pop3Reply Default { get; } = Default;
}

/// <summary>STLS: <c>+OK</c> goes ahead; <c>-ERR</c> when the certificate cannot be used just now.</summary>
public sealed record Pop3TlsQuestion : Pop3Question
{
    public override Pop3Reply Default => Pop3Replies.ReadyForTls;
}

/// <summary>
/// The secret of an identity is needed to go on. Answer with <see cref="Pop3ServerEngine.Provide"/>; a reply ends the
/// attempt.
/// </summary>
/// <param name="Mechanism">A SASL mechanism, or <c>APOP</c>, which needs a <see cref="ClearSecret"/>.</param>
/// <param name="Identity">Who the client says it is.</param>
public sealed record Pop3SecretQuestion(string Mechanism, string Identity) : Pop3Question
{
    public override Pop3Reply Default => Pop3Replies.AuthUnavailable;
}

/// <summary>
/// Somebody wants in. <c>+OK</c> lets them, <c>-ERR</c> does not. Without an opinion nobody gets in.
/// </summary>
/// <param name="Credentials">
/// The mechanism is <c>USER</c> for a name and a password that came with USER and PASS, <c>APOP</c>, or SASL's.
/// </param>
public sealed record LoginQuestion(Credentials Credentials) : Pop3Question
{
    public override Pop3Reply Default => Pop3Replies.AuthFailed;
}

/// <summary>
/// Somebody has shown who they are: which messages do they get? Answer with <see cref="Pop3ServerEngine.Open"/>; a
/// reply, as <see cref="Pop3Replies.InUse"/>, leaves them outside. It is asked before the login succeeds (RFC 2449
/// section 8.1.2).
/// </summary>
public sealed record MaildropQuestion(string Identity) : Pop3Question
{
    public override Pop3Reply Default => Pop3Replies.NoMaildrop;
}

/// <summary>
/// RETR or TOP. Answer with <see cref="Pop3ServerEngine.BeginContent"/> once the octets are at hand, since after that
/// nothing can be refused any more.
/// </summary>
/// <param name="Number">From 1.</param>
/// <param name="BodyLines">With TOP, how many lines of the body are wanted; null with RETR.</param>
public sealed record RetrieveQuestion(int Number, long? BodyLines) : Pop3Question
{
    public override Pop3Reply Default => Pop3Replies.CannotRead;
}

/// <summary>
/// QUIT: the messages marked in <see cref="MaildropView"/> go for ever, and the maildrop is let go. <c>+OK</c> promises
/// that they are gone, whatever happens next; <c>-ERR</c> says that some are not (RFC 1939 section 6).
/// </summary>
public sealed record UpdateQuestion(MaildropView Maildrop) : Pop3Question
{
    public override Pop3Reply Default => Maildrop.DeletedCount == 0 ? Pop3Replies.Bye : Pop3Replies.NotDeleted;
}
