using Rockdove.Smtp;

namespace Rockdove.Hosting.Tests;

/// <summary>Who answers: middleware in its order, then the handler; and what becomes of their exceptions.</summary>
public class AnswerTests
{
    [Fact]
    public async Task An_exception_of_a_handler_is_451_and_logged_once_and_tells_the_client_nothing()
    {
        await using var server = PipedServer.Start(
            new ScriptedHandler { OnMail = _ => throw new FormatException("secret") });
        await server.SayAsync("EHLO c.test\r\n");

        Assert.Equal(
            "451 4.3.0 Local error, try again later\r\n250 2.0.0 Ok\r\n",
            await server.SayAsync("MAIL FROM:<a@b.test>\r\nNOOP\r\n"));
        Assert.Equal("c1: no answer to MailQuestion; the client was told 451", Assert.Single(server.Log.AboveDebug));
    }

    [Fact]
    public async Task Middleware_sees_questions_in_the_order_it_was_added_and_answers_in_reverse()
    {
        var seen = new List<string>();
        await using var server = PipedServer.Start(smtp => smtp
            .Use((context, next) => Note(context, next, "outer"))
            .Use((context, next) => Note(context, next, "inner"))
            .Handle(new ScriptedHandler
            {
                OnMail = _ =>
                {
                    seen.Add("handler");
                    return default;
                },
            }));
        await server.SayAsync("EHLO c.test\r\nMAIL FROM:<a@b.test>\r\n");

        Assert.Equal(["outer asks", "inner asks", "handler", "inner answers", "outer answers"], seen);

        async ValueTask<SmtpReply?> Note(SmtpContext context, SmtpDelegate next, string name)
        {
            if (context.Question is not MailQuestion)
                return await next(context);
            seen.Add(name + " asks");
            var reply = await next(context);
            seen.Add(name + " answers");
            return reply;
        }
    }

    [Fact]
    public async Task Middleware_that_answers_by_itself_spares_the_handler()
    {
        var calls = 0;
        await using var server = PipedServer.Start(smtp => smtp
            .Use((context, next) => context.Question is MailQuestion
                ? new(new SmtpReply(450, "4.7.1", "Greylisted"))
                : next(context))
            .Handle(new ScriptedHandler
            {
                OnMail = _ =>
                {
                    calls++;
                    return default;
                },
            }));
        await server.SayAsync("EHLO c.test\r\n");

        Assert.Equal("450 4.7.1 Greylisted\r\n", await server.SayAsync("MAIL FROM:<a@b.test>\r\n"));
        Assert.Equal(0, calls);
    }

    [Fact]
    public async Task Lmtp_gives_each_recipient_its_own_reply()
    {
        var sink = new CountingSink
        {
            OnCompleteEach = recipients => [.. recipients.Select(recipient => recipient.Path.Address.StartsWith('u')
                ? SmtpReplies.MessageOk
                : new SmtpReply(452, "4.2.2", "Mailbox full"))],
        };
        await using var server = PipedServer.Start(Lmtp(sink));

        Assert.EndsWith(
            "354 End data with <CR><LF>.<CR><LF>\r\n250 2.0.0 Message accepted\r\n452 4.2.2 Mailbox full\r\n",
            await server.SayAsync(LmtpMessage),
            StringComparison.Ordinal);
        Assert.Equal((0, 1), (sink.Completions, sink.Disposals));
    }

    [Fact]
    public async Task Lmtp_repeats_the_reply_of_a_sink_that_has_only_one()
    {
        var sink = new CountingSink();
        await using var server = PipedServer.Start(Lmtp(sink));

        Assert.EndsWith(
            "250 2.0.0 Message accepted\r\n250 2.0.0 Message accepted\r\n",
            await server.SayAsync(LmtpMessage),
            StringComparison.Ordinal);
        Assert.Equal((1, 1), (sink.Completions, sink.Disposals));
    }

    [Fact]
    public async Task Lmtp_tells_each_recipient_of_a_failed_sink()
    {
        await using var server = PipedServer.Start(Lmtp(new CountingSink { OnWrite = _ => throw new IOException() }));

        Assert.EndsWith(
            "451 4.3.0 Local error, try again later\r\n451 4.3.0 Local error, try again later\r\n",
            await server.SayAsync(LmtpMessage),
            StringComparison.Ordinal);
        Assert.Equal("250 2.0.0 Ok\r\n", await server.SayAsync("NOOP\r\n"));
    }

    [Fact]
    public async Task Lmtp_answers_of_the_wrong_number_are_a_failure_of_the_sink()
    {
        var sink = new CountingSink { OnCompleteEach = _ => [] };
        await using var server = PipedServer.Start(Lmtp(sink));

        Assert.EndsWith(
            "451 4.3.0 Local error, try again later\r\n451 4.3.0 Local error, try again later\r\n",
            await server.SayAsync(LmtpMessage),
            StringComparison.Ordinal);
        Assert.Single(server.Log.AboveDebug);
    }

    private static Action<SmtpServerBuilder> Lmtp(MessageSink sink) => smtp => smtp
        .Configure(options => options.IsLmtp = true)
        .Handle(new ScriptedHandler { OnData = _ => new(sink) });

    private const string LmtpMessage =
        "LHLO c.test\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<u@b.test>\r\nRCPT TO:<v@b.test>\r\nDATA\r\nx\r\n.\r\n";
}
