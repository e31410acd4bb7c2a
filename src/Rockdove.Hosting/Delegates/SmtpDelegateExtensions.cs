using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Hosting;

/// <summary>
/// Delegates in place of a handler class, or beside one. <c>OnMessage</c> is the handler; all others are middleware:
/// the first that has an opinion is heard, in the order in which they were added, and null leaves the question to the
/// next and at last to the handler. What they throw is 451 for the client and one line in the log.
/// </summary>
public static class SmtpDelegateExtensions
{
    /// <summary>
    /// Takes messages. The delegate begins when the first octets have come, and reads the rest as it comes: what it has
    /// not looked at, up to <see cref="SmtpServerOptions.BodyBufferBytes"/>, waits in memory, and then the client
    /// waits.
    /// </summary>
    /// <param name="smtp">The endpoint.</param>
    /// <param name="receive">
    /// Its answer is given after the end of the message, even when it returns before; what it did not read is dropped.
    /// Null accepts: return only when the message is kept (RFC 5321 section 6.1). Throwing is 451. When the message
    /// does not come to its end, reads throw <see cref="MessageAbortedException"/> and the answer is ignored. The
    /// delegate runs beside the connection: of the context, use what belongs to the session, and the envelope of the
    /// body.
    /// </param>
    public static SmtpServerBuilder OnMessage(
        this SmtpServerBuilder smtp, Func<SmtpContext, MessageBody, ValueTask<SmtpReply?>> receive) =>
        smtp.Handle(new BodyHandler(new MessageReceiver(receive), smtp.Options));

    /// <inheritdoc cref="OnMessage(SmtpServerBuilder, Func{SmtpContext, MessageBody, ValueTask{SmtpReply}})"/>
    /// <summary>Takes messages, and accepts each that the delegate does not throw at.</summary>
    public static SmtpServerBuilder OnMessage(
        this SmtpServerBuilder smtp, Func<SmtpContext, MessageBody, ValueTask> receive) =>
        smtp.Handle(new BodyHandler(
            async (context, body) =>
            {
                await receive(context, body);
                return null;
            },
            smtp.Options));

    /// <summary>
    /// Takes messages by LMTP (RFC 2033 section 4.2), with a reply for each recipient of the envelope, in their order;
    /// another number of replies is 451 for all. <c>OnMessage</c> gives all recipients the same.
    /// </summary>
    public static SmtpServerBuilder OnMessageEach(
        this SmtpServerBuilder smtp, Func<SmtpContext, MessageBody, ValueTask<IReadOnlyList<SmtpReply>>> receive) =>
        smtp.Handle(new BodyHandler(
            async (context, body) =>
            {
                body.Replies = await receive(context, body);
                return SmtpReplies.MessageOk; // Not said: the replies are.
            },
            smtp.Options)
        {
            AnswersEach = true,
        });

    /// <summary>
    /// Is told of each message that was accepted, after it was kept and before its 250 goes out. In LMTP it is told
    /// when at least one recipient was. If it throws, that is logged, and the client is told 250 all the same: the
    /// message is kept, and a 451 would have it sent twice.
    /// </summary>
    /// <param name="smtp">The endpoint.</param>
    /// <param name="accepted">Gets the envelope, and how many octets came.</param>
    public static SmtpServerBuilder OnAccepted(
        this SmtpServerBuilder smtp, Func<SmtpContext, MessageQuestion, ValueTask> accepted)
    {
        var log = smtp.Log;
        return smtp.Use((context, next) =>
            context.Question is MessageQuestion message ? TellAsync(context, message, next) : next(context));

        async ValueTask<SmtpReply?> TellAsync(SmtpContext context, MessageQuestion message, SmtpDelegate next)
        {
            var reply = await next(context);
            var isAccepted = context.RecipientReplies is { } replies
                ? replies.Any(one => one.IsPositive)
                : (reply ?? message.Default).IsPositive;
            if (!isAccepted)
                return reply;
            try
            {
                await accepted(context, message);
            }
            catch (Exception error)
            {
                SmtpLog.DelegateFailed(log, error, context.Connection.ConnectionId, nameof(OnAccepted));
            }

            return reply;
        }
    }

    /// <inheritdoc cref="OnAccepted(SmtpServerBuilder, Func{SmtpContext, MessageQuestion, ValueTask})"/>
    public static SmtpServerBuilder OnAccepted(
        this SmtpServerBuilder smtp, Action<SmtpContext, MessageQuestion> accepted) =>
        smtp.OnAccepted((context, message) =>
        {
            accepted(context, message);
            return ValueTask.CompletedTask;
        });

    /// <summary>Somebody connected, and was not greeted yet. A 2yz greets; 421 or 554 turns away.</summary>
    public static SmtpServerBuilder OnConnect(
        this SmtpServerBuilder smtp, Func<SmtpContext, ConnectQuestion, ValueTask<SmtpReply?>> answer) =>
        smtp.OnQuestion(answer);

    /// <inheritdoc cref="OnConnect(SmtpServerBuilder, Func{SmtpContext, ConnectQuestion, ValueTask{SmtpReply}})"/>
    public static SmtpServerBuilder OnConnect(
        this SmtpServerBuilder smtp, Func<SmtpContext, ConnectQuestion, SmtpReply?> answer) =>
        smtp.OnQuestion(answer);

    /// <summary>Somebody connected. False turns away with 554 5.7.1.</summary>
    public static SmtpServerBuilder OnConnect(
        this SmtpServerBuilder smtp, Func<SmtpContext, ConnectQuestion, ValueTask<bool>> isWelcome) =>
        smtp.OnQuestion(isWelcome, NoService);

    /// <inheritdoc cref="OnConnect(SmtpServerBuilder, Func{SmtpContext, ConnectQuestion, ValueTask{bool}})"/>
    public static SmtpServerBuilder OnConnect(
        this SmtpServerBuilder smtp, Func<SmtpContext, ConnectQuestion, bool> isWelcome) =>
        smtp.OnQuestion(isWelcome, NoService);

    /// <summary>
    /// EHLO, HELO or LHLO. A 250 lends its first line; a name that is not true is no reason to refuse (RFC 5321 section
    /// 4.1.4).
    /// </summary>
    public static SmtpServerBuilder OnHello(
        this SmtpServerBuilder smtp, Func<SmtpContext, HelloQuestion, ValueTask<SmtpReply?>> answer) =>
        smtp.OnQuestion(answer);

    /// <inheritdoc cref="OnHello(SmtpServerBuilder, Func{SmtpContext, HelloQuestion, ValueTask{SmtpReply}})"/>
    public static SmtpServerBuilder OnHello(
        this SmtpServerBuilder smtp, Func<SmtpContext, HelloQuestion, SmtpReply?> answer) => smtp.OnQuestion(answer);

    /// <summary>
    /// Somebody wants in, as <see cref="AuthQuestion.Credentials"/> say: 235 lets them, 535 and 454 do not. PLAIN and
    /// LOGIN are offered, under TLS, unless <see cref="SmtpServerOptions.Mechanisms"/> has others by now.
    /// </summary>
    public static SmtpServerBuilder OnAuthenticate(
        this SmtpServerBuilder smtp, Func<SmtpContext, AuthQuestion, ValueTask<SmtpReply?>> answer) =>
        smtp.OfferPasswords().OnQuestion(answer);

    /// <inheritdoc cref="OnAuthenticate(SmtpServerBuilder, Func{SmtpContext, AuthQuestion, ValueTask{SmtpReply}})"/>
    public static SmtpServerBuilder OnAuthenticate(
        this SmtpServerBuilder smtp, Func<SmtpContext, AuthQuestion, SmtpReply?> answer) =>
        smtp.OfferPasswords().OnQuestion(answer);

    /// <inheritdoc cref="OnAuthenticate(SmtpServerBuilder, Func{SmtpContext, AuthQuestion, ValueTask{SmtpReply}})"/>
    /// <summary>
    /// Somebody wants in: true is 235, false 535. PLAIN and LOGIN are offered, under TLS, unless <see
    /// cref="SmtpServerOptions.Mechanisms"/> has others by now.
    /// </summary>
    public static SmtpServerBuilder OnAuthenticate(
        this SmtpServerBuilder smtp, Func<SmtpContext, AuthQuestion, ValueTask<bool>> letsIn) =>
        smtp.OfferPasswords().OnQuestion<AuthQuestion>(async (context, question) =>
            await letsIn(context, question) ? SmtpReplies.Authenticated : SmtpReplies.AuthFailed);

    /// <inheritdoc cref="OnAuthenticate(SmtpServerBuilder, Func{SmtpContext, AuthQuestion, ValueTask{bool}})"/>
    public static SmtpServerBuilder OnAuthenticate(
        this SmtpServerBuilder smtp, Func<SmtpContext, AuthQuestion, bool> letsIn) =>
        smtp.OfferPasswords().OnQuestion<AuthQuestion>((context, question) =>
            letsIn(context, question) ? SmtpReplies.Authenticated : SmtpReplies.AuthFailed);

    /// <summary>
    /// What CRAM-MD5 and SCRAM compare with: the secret of an account, or null when there is none.
    /// <c>OnAuthenticate</c> then gets credentials that are <see cref="CredentialKind.Proved"/>.
    /// </summary>
    public static SmtpServerBuilder OnSecret(
        this SmtpServerBuilder smtp, Func<SmtpContext, SecretQuestion, ValueTask<StoredSecret?>> find)
    {
        return smtp.Use((context, next) =>
            context.Question is SecretQuestion question ? FindAsync(context, question, next) : next(context));

        async ValueTask<SmtpReply?> FindAsync(SmtpContext context, SecretQuestion question, SmtpDelegate next)
        {
            context.Secret = await find(context, question);
            return context.Secret is null ? await next(context) : null; // A handler would write over it.
        }
    }

    /// <summary>MAIL: may this sender begin?</summary>
    public static SmtpServerBuilder OnSender(
        this SmtpServerBuilder smtp, Func<SmtpContext, MailQuestion, ValueTask<SmtpReply?>> answer) =>
        smtp.OnQuestion(answer);

    /// <inheritdoc cref="OnSender(SmtpServerBuilder, Func{SmtpContext, MailQuestion, ValueTask{SmtpReply}})"/>
    public static SmtpServerBuilder OnSender(
        this SmtpServerBuilder smtp, Func<SmtpContext, MailQuestion, SmtpReply?> answer) => smtp.OnQuestion(answer);

    /// <summary>MAIL: may this sender begin? False is 550 5.7.1.</summary>
    public static SmtpServerBuilder OnSender(
        this SmtpServerBuilder smtp, Func<SmtpContext, MailQuestion, ValueTask<bool>> isGood) =>
        smtp.OnQuestion(isGood, SenderRefused);

    /// <inheritdoc cref="OnSender(SmtpServerBuilder, Func{SmtpContext, MailQuestion, ValueTask{bool}})"/>
    public static SmtpServerBuilder OnSender(
        this SmtpServerBuilder smtp, Func<SmtpContext, MailQuestion, bool> isGood) =>
        smtp.OnQuestion(isGood, SenderRefused);

    /// <summary>RCPT: is this recipient good?</summary>
    public static SmtpServerBuilder OnRecipient(
        this SmtpServerBuilder smtp, Func<SmtpContext, RecipientQuestion, ValueTask<SmtpReply?>> answer) =>
        smtp.OnQuestion(answer);

    /// <inheritdoc cref="OnRecipient(SmtpServerBuilder, Func{SmtpContext, RecipientQuestion, ValueTask{SmtpReply}})"/>
    public static SmtpServerBuilder OnRecipient(
        this SmtpServerBuilder smtp, Func<SmtpContext, RecipientQuestion, SmtpReply?> answer) =>
        smtp.OnQuestion(answer);

    /// <summary>RCPT: is this recipient good? False is 550 5.1.1.</summary>
    public static SmtpServerBuilder OnRecipient(
        this SmtpServerBuilder smtp, Func<SmtpContext, RecipientQuestion, ValueTask<bool>> isGood) =>
        smtp.OnQuestion(isGood, NoSuchRecipient);

    /// <inheritdoc cref="OnRecipient(SmtpServerBuilder, Func{SmtpContext, RecipientQuestion, ValueTask{bool}})"/>
    public static SmtpServerBuilder OnRecipient(
        this SmtpServerBuilder smtp, Func<SmtpContext, RecipientQuestion, bool> isGood) =>
        smtp.OnQuestion(isGood, NoSuchRecipient);

    /// <summary>
    /// Any other question, such as <see cref="DataQuestion"/> (may content come?) or one of your own extension.
    /// </summary>
    public static SmtpServerBuilder OnQuestion<TQuestion>(
        this SmtpServerBuilder smtp, Func<SmtpContext, TQuestion, ValueTask<SmtpReply?>> answer)
        where TQuestion : SmtpQuestion
    {
        return smtp.Use((context, next) =>
        {
            if (context.Question is not TQuestion question)
                return next(context);
            var answering = answer(context, question);
            if (!answering.IsCompletedSuccessfully)
                return Slow(answering, context, next);
            return answering.Result is { } reply ? new(reply) : next(context);
        });

        static async ValueTask<SmtpReply?> Slow(
            ValueTask<SmtpReply?> slow, SmtpContext context, SmtpDelegate next) =>
            await slow ?? await next(context);
    }

    /// <summary>
    /// Any other question, such as <see cref="DataQuestion"/> (may content come?) or one of your own extension.
    /// </summary>
    public static SmtpServerBuilder OnQuestion<TQuestion>(
        this SmtpServerBuilder smtp, Func<SmtpContext, TQuestion, SmtpReply?> answer)
        where TQuestion : SmtpQuestion =>
        smtp.OnQuestion<TQuestion>((context, question) => new ValueTask<SmtpReply?>(answer(context, question)));

    private static SmtpServerBuilder OnQuestion<TQuestion>(
        this SmtpServerBuilder smtp, Func<SmtpContext, TQuestion, ValueTask<bool>> isGood, SmtpReply otherwise)
        where TQuestion : SmtpQuestion =>
        smtp.OnQuestion<TQuestion>(async (context, question) =>
            await isGood(context, question) ? null : otherwise);

    private static SmtpServerBuilder OnQuestion<TQuestion>(
        this SmtpServerBuilder smtp, Func<SmtpContext, TQuestion, bool> isGood, SmtpReply otherwise)
        where TQuestion : SmtpQuestion =>
        smtp.OnQuestion<TQuestion>((context, question) => isGood(context, question) ? null : otherwise);

    private static SmtpServerBuilder OfferPasswords(this SmtpServerBuilder smtp)
    {
        if (smtp.Options.Mechanisms.Count == 0)
            smtp.Options.Mechanisms = [new PlainMechanism(), new LoginMechanism()];
        return smtp;
    }

    private static readonly SmtpReply NoService = new(554, "5.7.1", "No service for you here");
    private static readonly SmtpReply SenderRefused = new(550, "5.7.1", "This sender is refused");
    private static readonly SmtpReply NoSuchRecipient = new(550, "5.1.1", "No such recipient here");
}
