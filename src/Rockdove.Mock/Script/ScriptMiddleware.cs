using Rockdove.Hosting;
using Rockdove.Mime;
using Rockdove.Smtp;

namespace Rockdove.Mock;

/// <summary>Asks the script at each question, has the tap say what it says, and gives the engine the answer to believe.</summary>
internal sealed class ScriptMiddleware(RuleSet rules, TimeProvider time)
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

    /// <summary>The verb's own moment has the word before the one of any command.</summary>
    private ValueTask<SmtpReply?> CommandAsync(
        SmtpContext context, MockConnection mock, CommandQuestion command, SmtpDelegate next)
    {
        mock.Argument = command.Argument;
        var line = command.Argument.Length == 0 ? command.Verb : $"{command.Verb} {command.Argument}";
        var act = Moments.OfVerb(command.Verb) is { } moment
            ? rules.Perform(Event(moment, command.Argument, context, mock))
            : null;
        act ??= rules.Perform(Event(MockMoment.Command, line, context, mock));
        if (act is null)
            return next(context);
        mock.Tap.Perform(act);

        // A good answer lets the verb run, so that RSET resets and QUIT ends; any other one is given in its place.
        return act.Replaces && act.Answer?.IsPositive != true ? new(act.Answer ?? Unsaid) : next(context);
    }

    private async ValueTask<SmtpReply?> QuestionAsync(
        SmtpContext context, MockConnection mock, MockMoment moment, SmtpDelegate next)
    {
        var happened = Event(moment, TextOf(context), context, mock);
        if (context.Question is MessageQuestion && mock.Incoming is { } incoming && rules.SpeakOf(moment))
            happened = happened with { Content = incoming.Content, Text = MimeMessage.Read(incoming.Content).Subject ?? "" };
        if (rules.Perform(happened) is not { } act)
            return context.Question is DataQuestion ? await ReceiveAsync(context, mock, next) : await next(context);
        mock.Tap.Perform(act, RepliesTo(context));
        if (!act.Replaces)
            return context.Question is DataQuestion ? await ReceiveAsync(context, mock, next) : await next(context);
        if (act.Keeps)
            await next(context);
        if (act.Answer is not { } answer || !Accepts(answer, context.Question))
            return act.Answer is { IsPositive: false } refusal ? Refuse(context, act, refusal) : Unsaid;
        return context.Question switch
        {
            DataQuestion => await ReceiveAsync(context, mock, next),
            MessageQuestion when !act.Keeps => await next(context),
            _ => answer,
        };
    }

    /// <summary>In LMTP a script may answer each recipient; one reply is for all of them.</summary>
    private static SmtpReply Refuse(SmtpContext context, Performance act, SmtpReply refusal)
    {
        if (context.Question is MessageQuestion && act.Replies.Count == RepliesTo(context) && context.IsLmtp)
            context.RecipientReplies = act.Replies;
        return refusal;
    }

    /// <summary>Puts the script's deeds in the midst of the message around the sink.</summary>
    private async ValueTask<SmtpReply?> ReceiveAsync(SmtpContext context, MockConnection mock, SmtpDelegate next)
    {
        var reply = await next(context);
        if (context.Sink is { } sink && context.Question is DataQuestion data && rules.SpeakOf(MockMoment.Content))
        {
            var begins = Event(MockMoment.Content, data.Envelope.Sender.Path.Address, context, mock);
            context.Sink = new ScriptedSink(sink, context, rules.PerformInContent(begins), time);
        }

        return reply;
    }

    private static MockEvent Event(MockMoment moment, string text, SmtpContext context, MockConnection mock) =>
        new(moment, text, mock.Session, context.Session.Envelope);

    private static string TextOf(SmtpContext context) => context.Question switch
    {
        ConnectQuestion => context.Session.ClientAddress?.ToString() ?? "",
        HelloQuestion question => question.Name,
        AuthQuestion question => question.Credentials.Identity,
        MailQuestion question => question.Sender.Path.Address,
        RecipientQuestion question => question.Recipient.Path.Address,
        _ => "",
    };

    /// <summary>DATA goes on with 354 alone; everything else with 2yz.</summary>
    private static bool Accepts(SmtpReply reply, SmtpQuestion question) =>
        question is DataQuestion ? reply.Code == 354 : reply.Code / 100 == 2;

    private static int RepliesTo(SmtpContext context) =>
        context is { IsLmtp: true, Question: MessageQuestion { Envelope.Recipients.Count: > 0 and var count } } ? count : 1;

    /// <summary>What the engine is told where the client gets no answer that it could understand.</summary>
    private static readonly SmtpReply Unsaid = new(451, "4.3.0", "The script has another answer");
}
