using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Hosting.Tests;

/// <summary>Delegates answer what a handler class would, each in its synchronous and asynchronous ways.</summary>
public class DelegateTests
{
    [Fact]
    public async Task Each_question_reaches_its_delegate()
    {
        var asked = new List<string>();
        await using var server = PipedServer.Start(smtp => smtp
            .OnConnect((_, question) => Note(question.Default.Lines[0]))
            .OnHello((_, question) => Note($"{question.Verb} {question.Name}"))
            .OnSender((_, question) => Note($"from {question.Sender}"))
            .OnRecipient((_, question) => Note($"to {question.Recipient}"))
            .OnQuestion<VerifyQuestion>((_, question) => Note($"vrfy {question.Argument}"))
            .OnQuestion<DataQuestion>((_, question) => Note($"data for {question.Envelope.Recipients.Count}"))
            .Handle(new KeepingHandler()));

        await server.SayAsync("EHLO c.test\r\nVRFY u\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<u@b.test>\r\nDATA\r\n");

        Assert.Equal(
            ["localhost ESMTP Rockdove", "EHLO c.test", "vrfy u", "from <a@b.test>", "to <u@b.test>", "data for 1"],
            asked);

        SmtpReply? Note(string text)
        {
            asked.Add(text);
            return null;
        }
    }

    [Fact]
    public async Task What_a_delegate_returns_is_the_answer()
    {
        await using var server = PipedServer.Start(smtp => smtp
            .OnConnect((_, _) => new SmtpReply(220, null, "mx.test at your service"))
            .OnHello((_, question) => new SmtpReply(250, null, $"mx.test greets {question.Name}"))
            .OnSender(async (_, question) =>
            {
                await Task.Yield();
                return question.Sender.Path.IsNull ? new SmtpReply(550, "5.7.1", "No bounces") : null;
            })
            .OnRecipient(async (_, question) =>
            {
                await Task.Yield();
                return question.Recipient.Path.Address == "u@b.test" ? null : new SmtpReply(450, "4.2.1", "Later");
            })
            .Handle(new KeepingHandler()));
        Assert.Equal("220 mx.test at your service\r\n", server.Greeting);

        await server.SendAsync("HELO c.test\r\nMAIL FROM:<>\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<x@b.test>\r\n");
        await server.SendAsync("RCPT TO:<u@b.test>\r\n");

        Assert.Equal("250 mx.test greets c.test", await server.ReadLineAsync());
        Assert.Equal("550 5.7.1 No bounces", await server.ReadLineAsync());
        Assert.Equal("250 2.1.0 Ok", await server.ReadLineAsync());
        Assert.Equal("450 4.2.1 Later", await server.ReadLineAsync());
        Assert.Equal("250 2.1.5 Ok", await server.ReadLineAsync());
    }

    [Fact]
    public async Task Yes_and_no_are_answers_too()
    {
        await using var server = PipedServer.Start(smtp => smtp
            .OnConnect((_, _) => true)
            .OnSender((_, question) => !question.Sender.Path.IsNull)
            .OnRecipient((_, question) => new ValueTask<bool>(question.Recipient.Path.Address == "u@b.test"))
            .Handle(new KeepingHandler()));

        Assert.EndsWith(
            "550 5.7.1 This sender is refused\r\n250 2.1.0 Ok\r\n550 5.1.1 No such recipient here\r\n250 2.1.5 Ok\r\n",
            await server.SayAsync("EHLO c.test\r\nMAIL FROM:<>\r\nMAIL FROM:<a@b.test>\r\n"
                + "RCPT TO:<x@b.test>\r\nRCPT TO:<u@b.test>\r\n"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_who_is_not_welcome_is_told_so_before_anything_else()
    {
        await using var server = PipedServer.Start(smtp => smtp
            .OnConnect((_, _) => new ValueTask<bool>(false))
            .Handle(new KeepingHandler()));

        Assert.Equal("554 5.7.1 No service for you here\r\n", server.Greeting);
        Assert.Equal("503 5.5.1 No service here, say QUIT\r\n", await server.SayAsync("EHLO c.test\r\n"));
    }

    [Fact]
    public async Task The_first_opinion_counts_and_the_handler_is_asked_last()
    {
        var asked = new List<string>();
        await using var server = PipedServer.Start(smtp => smtp
            .OnSender((_, _) =>
            {
                asked.Add("first");
                return null;
            })
            .OnSender((_, question) =>
            {
                asked.Add("second");
                return question.Sender.Path.IsNull ? SmtpReplies.StorageFull : null;
            })
            .Handle(new ScriptedHandler
            {
                OnMail = _ =>
                {
                    asked.Add("handler");
                    return new(SmtpReplies.LocalError);
                },
            }));
        await server.SayAsync("EHLO c.test\r\n");

        Assert.StartsWith("452 ", await server.SayAsync("MAIL FROM:<>\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("451 ", await server.SayAsync("MAIL FROM:<a@b.test>\r\n"), StringComparison.Ordinal);
        Assert.Equal(["first", "second", "first", "second", "handler"], asked);
    }

    [Fact]
    public async Task A_delegate_that_throws_is_451_and_logged_once()
    {
        await using var server = PipedServer.Start(smtp => smtp
            .OnRecipient(bool (_, _) => throw new InvalidOperationException("database gone"))
            .Handle(new KeepingHandler()));

        Assert.EndsWith(
            "451 4.3.0 Local error, try again later\r\n",
            await server.SayAsync("EHLO c.test\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<u@b.test>\r\n"),
            StringComparison.Ordinal);
        Assert.Equal(
            "c1: no answer to RecipientQuestion; the client was told 451", Assert.Single(server.Log.AboveDebug));
    }

    [Fact]
    public async Task Passwords_are_offered_and_checked()
    {
        await using var server = PipedServer.Start(smtp => smtp
            .OnAuthenticate((_, question) =>
                question.Credentials is { Identity: "ann", Secret: { } secret } && secret.Equals(new Secret("s3cret")))
            .Configure(options => options.AllowsSecretsInClear = true)
            .Handle(new KeepingHandler()));

        Assert.Contains("AUTH PLAIN LOGIN\r\n", await server.SayAsync("EHLO c.test\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("535 ", await server.SayAsync(Plain("ann", "guess")), StringComparison.Ordinal);
        Assert.StartsWith("235 ", await server.SayAsync(Plain("ann", "s3cret")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_challenge_is_compared_with_the_secret_that_a_delegate_finds()
    {
        await using var server = PipedServer.Start(smtp => smtp
            .Configure(options => options.Mechanisms = [new CramMd5Mechanism()])
            .OnSecret((_, question) => new(question.Identity == "ann" ? new ClearSecret(new Secret("s3cret")) : null))
            .OnAuthenticate((_, question) => question.Credentials.Kind == CredentialKind.Proved)
            .Handle(new KeepingHandler()));
        await server.SayAsync("EHLO c.test\r\n");

        Assert.StartsWith("535 ", await AnswerAsync(server, "ann", "guess"), StringComparison.Ordinal);
        Assert.StartsWith("535 ", await AnswerAsync(server, "eve", "s3cret"), StringComparison.Ordinal);
        Assert.StartsWith("235 ", await AnswerAsync(server, "ann", "s3cret"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_accepted_message_is_told_of_after_it_was_kept_and_before_the_client_knows()
    {
        PipedServer? server = null;
        var handler = new KeepingHandler();
        var told = new List<string>();
        server = PipedServer.Start(smtp => smtp
            .OnAccepted((_, message) => told.Add(
                $"{message.Envelope.Sender} {message.MessageBytes} {handler.Messages.Count} '{server!.TakeOutput()}'"))
            .Handle(handler));
        await using var _ = server;
        await server.BeginDataAsync();

        Assert.Equal("250 2.0.0 Kept\r\n", await server.SayAsync("hello\r\n.\r\n"));
        Assert.Equal(["<a@b.test> 7 1 ''"], told);
    }

    [Fact]
    public async Task A_refused_message_is_not_told_of()
    {
        var isTold = false;
        await using var server = PipedServer.Start(smtp => smtp
            .OnAccepted((_, _) => isTold = true)
            .Handle(new ScriptedHandler
            {
                OnData = _ => new(new CountingSink { OnComplete = _ => Task.FromResult(SmtpReplies.StorageFull) }),
            }));
        await server.BeginDataAsync();

        Assert.StartsWith("452 ", await server.SayAsync("hello\r\n.\r\n"), StringComparison.Ordinal);
        Assert.False(isTold);
    }

    [Fact]
    public async Task A_message_that_was_kept_is_accepted_though_the_one_who_is_told_fails()
    {
        using var log = new KeptLog();
        var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(log)).BuildServiceProvider();
        await using var server = PipedServer.Start(
            smtp => smtp
                .OnAccepted((_, _) => throw new InvalidOperationException("queue gone"))
                .Handle(new KeepingHandler()),
            services: services);
        await server.BeginDataAsync();

        Assert.Equal("250 2.0.0 Kept\r\n", await server.SayAsync("hello\r\n.\r\n"));
        Assert.Equal(
            "c1: OnAccepted failed; the message was kept, and accepted", Assert.Single(log.AboveDebug));
    }

    [Fact]
    public async Task In_lmtp_each_recipient_gets_an_answer()
    {
        var told = 0;
        await using var server = PipedServer.Start(smtp => smtp
            .Configure(options => options.IsLmtp = true)
            .OnAccepted((_, _) => told++)
            .OnMessageEach(async (_, body) =>
            {
                await body.ReadToEndAsync();
                return [.. body.Envelope.Recipients.Select(recipient => recipient.Path.Address.StartsWith('u')
                    ? SmtpReplies.MessageOk
                    : SmtpReplies.StorageFull)];
            }));

        Assert.Equal(["250 2.0.0 Message accepted", "452 4.3.1 No room for your message, try again later"],
            await DeliverAsync(server));
        Assert.Equal(1, told);
    }

    [Fact]
    public async Task In_lmtp_one_answer_is_for_all()
    {
        await using var server = PipedServer.Start(smtp => smtp
            .Configure(options => options.IsLmtp = true)
            .OnMessage((_, _) => new(new SmtpReply(250, "2.0.0", "All of you"))));

        Assert.Equal(["250 2.0.0 All of you", "250 2.0.0 All of you"], await DeliverAsync(server));
    }

    [Fact]
    public async Task In_lmtp_another_number_of_answers_is_451_for_all()
    {
        await using var server = PipedServer.Start(smtp => smtp
            .Configure(options => options.IsLmtp = true)
            .OnMessageEach((_, _) => new([SmtpReplies.MessageOk])));

        Assert.All(
            await DeliverAsync(server), line => Assert.StartsWith("451 4.3.0 ", line, StringComparison.Ordinal));
        Assert.Single(server.Log.AboveDebug);
    }

    [Fact]
    public void Smtp_has_one_answer_to_a_message()
    {
        var mistake = Assert.Throws<InvalidOperationException>(() =>
            PipedServer.Start(smtp => smtp.OnMessageEach((_, _) => new([SmtpReplies.MessageOk]))));

        Assert.Equal("OnMessageEach needs IsLmtp: SMTP answers a message once.", mistake.Message);
    }

    [Fact]
    public void Somebody_must_take_the_messages()
    {
        var mistake = Assert.Throws<InvalidOperationException>(() =>
            PipedServer.Start(smtp => smtp.OnSender((_, _) => true)));

        Assert.Equal("UseSmtp needs a handler: call Handle(...) or OnMessage(...).", mistake.Message);
    }

    private static async Task<List<string>> DeliverAsync(PipedServer server)
    {
        await server.SayAsync(
            "LHLO c.test\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<u@b.test>\r\nRCPT TO:<v@b.test>\r\nDATA\r\n");
        await server.SendAsync("hello\r\n.\r\n");
        return [(await server.ReadLineAsync())!, (await server.ReadLineAsync())!];
    }

    private static string Plain(string name, string password) =>
        $"AUTH PLAIN {Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{name}\0{password}"))}\r\n";

    private static async Task<string> AnswerAsync(PipedServer server, string name, string password)
    {
        var challenge = Convert.FromBase64String((await server.SayAsync("AUTH CRAM-MD5\r\n"))[4..]);
#pragma warning disable CA5351 // So it is; the mechanism wants it.
        var digest = Convert.ToHexStringLower(HMACMD5.HashData(Encoding.UTF8.GetBytes(password), challenge));
#pragma warning restore CA5351
        return await server.SayAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name} {digest}")) + "\r\n");
    }
}
