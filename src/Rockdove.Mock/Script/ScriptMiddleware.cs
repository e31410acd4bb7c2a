using Rockdove.Hosting;
using Rockdove.Mime;
using Rockdove.Smtp;

namespace Rockdove.Mock;

/// <summary>
/// Asks the script at each question, has the tap say what it says, and gives the engine the answer to believe.
/// </summary>
internal sealed class ScriptMiddleware(IRules rules, TimeProvider time)
{
    public ValueTask<SmtpReply?> AnswerAsync(SmtpContext context, SmtpDelegate next)
    {
        var mock = MockConnection.Of(context.Connection);
        return context.Question is CommandQuestion command
            ? CommandAsync(context, mock, command, next)
            : Moments.Of(context.Question) is { } moment
                ? QuestionAsync(context, mock, moment, next)
                : next(context);
    }

    /// <summary>
    /// A rule for any command comes first. One that replies has the only word; one that slows down is added to what the
    /// verb's own rule does.
    /// </summary>
    private ValueTask<SmtpReply?> CommandAsync(
        SmtpContext context, MockConnection mock, CommandQuestion command, SmtpDelegate next)
    {
        mock.Command = command;
        mock.IsAnswered = false;
        var line = command.Argument.Length == 0 ? command.Verb : $"{command.Verb} {command.Argument}";
        var act = Ask(MockMoment.Command, line, context, mock);
        if (act?.Replaces != true && Moments.OfVerb(command.Verb) is { } moment)
            act = act?.And(Ask(moment, command.Argument, context, mock))
                ?? Ask(moment, command.Argument, context, mock);
        if (act is null)
            return next(context);
        mock.Tap.Perform(act);
        if (!act.Replaces)
            return next(context);
        mock.IsAnswered = true;

        // A good answer lets the verb run, so that RSET resets and QUIT ends; any other one is given in its place.
        return act.Answer is { IsPositive: true } && Moments.IsVerb(command.Verb)
            ? next(context)
            : new(act.Answer ?? Unsaid);
    }

    private async ValueTask<SmtpReply?> QuestionAsync(
        SmtpContext context, MockConnection mock, MockMoment moment, SmtpDelegate next)
    {
        if (Find(context, mock, moment) is not { } act)
            return await GoOnAsync(context, mock, next);
        mock.Tap.Perform(act, RepliesTo(context), afterChallenges: moment == MockMoment.Auth);
        if (!act.Replaces)
            return await GoOnAsync(context, mock, next);
        if (act.Keeps)
            await next(context);
        context.RecipientReplies = null;
        var isAccepted = IsAccepted(act, context, mock);
        if (isAccepted && WantsHandler(context.Question, act))
            await GoOnAsync(context, mock, next);
        if (context.IsLmtp && act.Replies.Count > 1 && act.Replies.Count == RepliesTo(context))
            context.RecipientReplies = act.Replies;
        return isAccepted || act.Answer is { IsPositive: false } ? act.Answer : Unsaid;
    }

    private Performance? Find(SmtpContext context, MockConnection mock, MockMoment moment)
    {
        if (!rules.SpeakOf(moment) || (mock.IsAnswered && Moments.IsOfCommand(moment)))
            return null;
        var happened = Event(moment, TextOf(context), context, mock);
        if (context.Question is MessageQuestion && mock.Incoming is { } incoming)
            happened = happened with
            {
                Content = incoming.Content,
                Text = MimeMessage.Read(incoming.Content).Subject ?? "",
            };
        var act = rules.Perform(happened);
        if (act is not null && moment == MockMoment.Helo && act.ChangesCapabilities)
            act = act with { Offered = [], Withheld = [] }; // HELO lists nothing.
        return act is null or { DoesNothing: true } ? null : mock.Tap.Pending?.And(act) ?? act;
    }

    private Performance? Ask(MockMoment moment, string text, SmtpContext context, MockConnection mock) =>
        rules.SpeakOf(moment) ? rules.Perform(Event(moment, text, context, mock)) : null;

    /// <summary>
    /// The rest of the server answers; the script's deeds in the midst of the message are put around its sink.
    /// </summary>
    private async ValueTask<SmtpReply?> GoOnAsync(SmtpContext context, MockConnection mock, SmtpDelegate next)
    {
        if (context.Question is DataQuestion)
            mock.Incoming = null; // What it was is another message.
        var reply = await next(context);
        if (context.Sink is not null && context.Question is DataQuestion && rules.SpeakOf(MockMoment.Message))
            mock.Incoming ??= Listen(context);
        if (context.Sink is { } sink && context.Question is DataQuestion data && rules.SpeakOf(MockMoment.Content))
        {
            var begins = Event(MockMoment.Content, data.Envelope.Sender.Path.Address, context, mock);
            if (rules.PerformInContent(begins) is { Count: > 0 } deeds)
                context.Sink = new ScriptedSink(sink, context, deeds, time);
        }

        return reply;
    }

    /// <summary>Keeps the beginning of what somebody else's sink gets.</summary>
    private static ListeningSink Listen(SmtpContext context)
    {
        var sink = new ListeningSink(context.Sink!);
        context.Sink = sink;
        return sink;
    }

    private static MockEvent Event(MockMoment moment, string text, SmtpContext context, MockConnection mock) =>
        new(moment, text, mock.Session, context.Session.Envelope)
        {
            Identity = context.Session.Identity,
            Connection = context.Connection,
        };

    private static string TextOf(SmtpContext context) => context.Question switch
    {
        ConnectQuestion => context.Session.ClientAddress?.ToString() ?? "",
        HelloQuestion question => question.Name,
        AuthQuestion question => question.Credentials.Identity,
        MailQuestion question => question.Sender.Path.Address,
        RecipientQuestion question => question.Recipient.Path.Address,
        _ => "",
    };

    /// <summary>DATA goes on with 354 alone, the rest with 2yz; in LMTP one good reply keeps the message.</summary>
    private static bool IsAccepted(Performance act, SmtpContext context, MockConnection mock) => context.Question switch
    {
        DataQuestion when mock.Command?.Verb == "DATA" => act.Answer?.Code == 354,
        DataQuestion => act.Answer is { IsPositive: true },
        MessageQuestion when context.IsLmtp => act.Replies.Any(reply => reply.Code / 100 == 2),
        _ => act.Answer?.Code / 100 == 2,
    };

    /// <summary>What is accepted must also be done: paths noted, content taken, the message kept.</summary>
    private static bool WantsHandler(SmtpQuestion question, Performance act) => question switch
    {
        MailQuestion or RecipientQuestion or DataQuestion => true,
        MessageQuestion => !act.Keeps,
        _ => false,
    };

    private static int RepliesTo(SmtpContext context) =>
        context is { IsLmtp: true, Question: MessageQuestion { Envelope.Recipients.Count: > 0 and var count } }
            ? count
            : 1;

    /// <summary>What the engine is told where the client gets no answer that it could understand.</summary>
    private static readonly SmtpReply Unsaid = new(451, "4.3.0", "The script has another answer");
}
