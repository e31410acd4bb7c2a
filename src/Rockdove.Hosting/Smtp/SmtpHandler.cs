using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Hosting;

/// <summary>
/// Answers the questions of SMTP sessions. Override what you have an opinion on: null leaves the default, which accepts
/// senders and recipients, and lets nobody authenticate. One handler serves all connections at once.
/// </summary>
public abstract class SmtpHandler
{
    /// <summary>Somebody connected.</summary>
    public virtual ValueTask<SmtpReply?> ConnectAsync(SmtpContext context, ConnectQuestion question) => default;

    /// <summary>EHLO, HELO or LHLO.</summary>
    public virtual ValueTask<SmtpReply?> HelloAsync(SmtpContext context, HelloQuestion question) => default;

    /// <summary>Finds what CRAM-MD5 and SCRAM compare with; null when there is no such account.</summary>
    public virtual ValueTask<StoredSecret?> FindSecretAsync(SmtpContext context, SecretQuestion question) => default;

    /// <summary>235 lets them in. <see cref="CredentialKind.Proved"/> needs no check of the secret any more.</summary>
    public virtual ValueTask<SmtpReply?> AuthenticateAsync(SmtpContext context, AuthQuestion question) => default;

    /// <summary>MAIL.</summary>
    public virtual ValueTask<SmtpReply?> MailAsync(SmtpContext context, MailQuestion question) => default;

    /// <summary>RCPT.</summary>
    public virtual ValueTask<SmtpReply?> RecipientAsync(SmtpContext context, RecipientQuestion question) => default;

    /// <summary>VRFY.</summary>
    public virtual ValueTask<SmtpReply?> VerifyAsync(SmtpContext context, VerifyQuestion question) => default;

    /// <summary>EXPN.</summary>
    public virtual ValueTask<SmtpReply?> ExpandAsync(SmtpContext context, ExpandQuestion question) => default;

    /// <summary>A message may come: says where to, or why not.</summary>
    public abstract ValueTask<Reception> ReceiveAsync(SmtpContext context, DataQuestion question);

    /// <summary>
    /// All of a message came. Completes the sink, which makes the promise; override to look at the answer, or to refuse
    /// before it is made.
    /// </summary>
    public virtual async ValueTask<SmtpReply?> MessageAsync(SmtpContext context, MessageQuestion question)
    {
        if (context.Sink is not { } sink)
            return SmtpReplies.LocalError;
        if (!context.IsLmtp)
            return await sink.CompleteAsync(context.Aborted);
        context.RecipientReplies = await sink.CompleteEachAsync(question.Envelope.Recipients, context.Aborted);
        return context.RecipientReplies[0];
    }

    /// <summary>Any other question, as an extension of your own may ask it.</summary>
    public virtual ValueTask<SmtpReply?> AnswerAsync(SmtpContext context) => default;
}

/// <summary>The answer to DATA: a sink, or a refusal. Both convert by themselves.</summary>
public readonly struct Reception
{
    private Reception(MessageSink? sink, SmtpReply? refusal)
    {
        Sink = sink;
        Refusal = refusal;
    }

    public MessageSink? Sink { get; }

    public SmtpReply? Refusal { get; }

    public static Reception Into(MessageSink sink) => new(sink, null);

    public static Reception Refuse(SmtpReply reply) => new(null, reply);

    public static implicit operator Reception(MessageSink sink) => Into(sink);

    public static implicit operator Reception(SmtpReply reply) => Refuse(reply);
}
