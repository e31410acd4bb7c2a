using System.Net.Security;
using System.Text;
using Rockdove.Testing;

namespace Rockdove.Mock.Tests;

/// <summary>What users of go-smtp-mock have asked for or stumbled over; docs/compat/go-smtp-mock.md lists it.</summary>
public class ComplaintTests
{
    [Fact]
    public async Task STARTTLS_works_in_its_manner()
    {
        await using var server = await GoServer.StartAsync(configure: options => options.Tls = MockTls.Required);
        await using var client = await MockClient.ConnectAsync(server);
        await client.ReadReplyAsync();
        Assert.Equal("250-Received|250 STARTTLS", await client.AskAsync("EHLO example.com"));
        Assert.Equal("530 Say STARTTLS first", await client.AskAsync(GoTalk.Mail));
        Assert.Equal("220 Ready to start TLS", await client.AskAsync("STARTTLS"));

        await using var tls = new SslStream(client.Stream, leaveInnerStreamOpen: true, server.Authority.Validate);
        await tls.AuthenticateAsClientAsync("mock.test");
        using var reader = new StreamReader(tls);
        await tls.WriteAsync(
            "EHLO example.com\r\nMAIL FROM:<a@b.co>\r\nRCPT TO:<c@d.co>\r\nDATA\r\nhi\r\n.\r\nQUIT\r\n"u8.ToArray(),
            TestContext.Current.CancellationToken);

        Assert.Equal(
            "250 Received|250 Received|250 Received|354|250 Received|221 Closing connection|",
            (await reader.ReadToEndAsync(TestContext.Current.CancellationToken))
            .Replace("\r\n", "|", StringComparison.Ordinal)
            .Replace(" Ready for receive message. End data with <CR><LF>.<CR><LF>", "", StringComparison.Ordinal));
        Assert.StartsWith("TLSv1.", server.Messages[0].Tls, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AUTH_works_in_our_own_manner()
    {
        await using var server = await MockMailServer.StartAsync(
            options => options.Authentication = MockAuthentication.Only(("ann", "secret")),
            TestContext.Current.CancellationToken);
        await using var client = MockClient.InMemory(server);
        await client.HelloAsync();

        Assert.StartsWith("535", await client.AskAsync("AUTH PLAIN " + Plain("wrong")), StringComparison.Ordinal);
        Assert.StartsWith("235", await client.AskAsync("AUTH PLAIN " + Plain("secret")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RSET")]
    [InlineData("NOOP")]
    [InlineData(GoTalk.Helo)]
    [InlineData(GoTalk.Mail)]
    public async Task A_delivered_mail_is_final_whatever_comes_after_it(string next)
    {
        await using var server = await GoServer.StartAsync();
        await using var client = MockClient.InMemory(server);
        await client.GoMailAsync("one\r\n");

        await client.AskAsync(next);

        Assert.Equal("one\r\n", server.Messages.Single().Text);
    }

    [Fact]
    public async Task All_mails_of_one_connection_are_kept_without_a_flag()
    {
        await using var server = await GoServer.StartAsync();
        await using var client = MockClient.InMemory(server);
        await client.GoMailAsync("one\r\n");
        foreach (var line in (string[])[GoTalk.Mail, GoTalk.Rcpt, "DATA"])
            await client.AskAsync(line);
        await client.AskAsync("two\r\n.");

        Assert.Equal(["one\r\n", "two\r\n"], server.Messages.Select(message => message.Text));
    }

    [Fact]
    public async Task All_recipients_are_kept_without_a_flag()
    {
        await using var server = await GoServer.StartAsync();
        await using var client = MockClient.InMemory(server);
        await client.ReadReplyAsync();
        foreach (var line in (string[])[GoTalk.Helo, GoTalk.Mail, GoTalk.Rcpt, "RCPT TO:<two@example.com>", "DATA"])
            await client.AskAsync(line);
        await client.AskAsync("x\r\n.");

        Assert.Equal(["to@example.com", "two@example.com"], server.Messages[0].ForwardPaths);
    }

    [Theory]
    [InlineData("RSET")]
    [InlineData(GoTalk.Helo)]
    [InlineData(GoTalk.Mail)]
    public void With_the_flag_no_finished_message_is_lost_from_the_list(string next)
    {
        var talk = new GoTalk(new() { MultipleMessageReceiving = true }).AfterMessage("one\r\n").After(next);
        talk.AfterMessage("two\r\n");

        Assert.Equal(["one\r\n", "two\r\n"], talk.Messages.Select(message => message.MsgRequest));
    }

    [Fact]
    public async Task A_message_is_there_when_its_reply_is_and_a_wait_needs_no_poll()
    {
        await using var server = await GoServer.StartAsync();
        var waiting = server.WaitForMessagesAsync(
            1, message => message.Text == "two\r\n", cancellationToken: TestContext.Current.CancellationToken);
        await using var client = MockClient.InMemory(server);
        Assert.Equal("250 Received", await client.GoMailAsync("one\r\n")); // The client is still there.
        Assert.Single(server.Messages);
        Assert.False(waiting.IsCompleted);
        await client.AskAsync("DATA");
        await client.AskAsync("two\r\n.");

        Assert.Equal("two\r\n", (await waiting).Single().Text);
    }

    [Fact]
    public async Task Many_at_once_lose_nothing_between_a_look_and_a_purge()
    {
        await using var server = await GoServer.StartAsync();
        var seen = new List<string>();
        var sending = Task.WhenAll(Enumerable.Range(0, 50).Select(async i =>
        {
            await using var client = MockClient.InMemory(server);
            await client.GoMailAsync($"{i}\r\n");
        }));
        while (!sending.IsCompleted)
        {
            seen.AddRange(server.MessagesAndPurge().Select(message => message.Text));
            await Task.Yield();
        }

        await sending;
        seen.AddRange(server.MessagesAndPurge().Select(message => message.Text));
        Assert.Equal(50, seen.Distinct().Count());
        Assert.Equal(50, seen.Count);
    }

    [Theory]
    [InlineData("MAIL FROM:<>")]
    [InlineData("MAIL FROM:<a@b.test> SIZE=10 BODY=8BITMIME")]
    [InlineData("MAIL FROM:<\"a b\"@b.test>")]
    [InlineData("MAIL FROM:<a@[127.0.0.1]>")]
    [InlineData("MAIL FROM:<a@xn--mnchen-3ya.test>")]
    [InlineData("MAIL FROM:<üser@b.test> SMTPUTF8")]
    [InlineData("EHLO foo")]
    [InlineData("EHLO xn--mnchen-3ya.test")]
    [InlineData("EHLO [IPv6:::1]")]
    [InlineData("NOOP x")]
    public async Task What_the_standard_allows_is_taken_in_our_own_manner(string line)
    {
        await using var server = await MockMailServer.StartAsync(
            cancellationToken: TestContext.Current.CancellationToken);
        await using var client = MockClient.InMemory(server);
        await client.HelloAsync();

        Assert.StartsWith("250", await client.AskAsync(line), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MAIL FROM:<a@a.com@b.com>")]
    [InlineData("MAIL FROM:John <a@b.com>")]
    public async Task What_the_standard_refuses_is_refused_in_our_own_manner(string line)
    {
        await using var server = await MockMailServer.StartAsync(
            cancellationToken: TestContext.Current.CancellationToken);
        await using var client = MockClient.InMemory(server);
        await client.HelloAsync();

        Assert.StartsWith("501", await client.AskAsync(line), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delay_is_not_taken_from_the_time_to_answer_in()
    {
        var clock = new ManualTimeProvider();
        await using var server = await GoServer.StartAsync(
            new() { SessionTimeout = TimeSpan.FromSeconds(2), ResponseDelayNoop = TimeSpan.FromSeconds(10) },
            options => options.Time = clock);
        await using var client = await MockClient.ConnectAsync(server);
        await client.ReadReplyAsync();

        var reply = client.AskAsync("NOOP");
        await clock.WaitForTimersAsync(2, TestContext.Current.CancellationToken); // The delay, and its bound.
        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("250 Ok", await reply);
    }

    [Fact]
    public async Task A_client_that_falls_silent_in_a_message_is_gone_and_its_lines_are_no_commands()
    {
        var clock = new ManualTimeProvider();
        await using var server = await GoServer.StartAsync(configure: options => options.Time = clock);
        await using var client = await MockClient.ConnectAsync(server);
        await client.GoToDataAsync();
        await client.SendAsync("NOOP\r\n");
        await clock.WaitForTimersAsync(1, TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(31));

        Assert.Null(await client.ReadLineAsync());
        Assert.False(server.Sessions[0].GoSmtpMockMessages[0].Msg);
    }

    [Fact]
    public async Task Failing_fast_closes_without_a_farewell()
    {
        await using var server = await GoServer.StartAsync(new() { IsCmdFailFast = true, MsgSizeLimit = 1 });
        await using var client = MockClient.InMemory(server);

        Assert.Equal("552 Message exceeded max size of 1 bytes", await client.GoMailAsync("123\r\n"));
        Assert.Null(await client.ReadLineAsync());
    }

    [Fact]
    public async Task No_header_is_added_that_nobody_sent()
    {
        await using var server = await GoServer.StartAsync();
        await using var client = MockClient.InMemory(server);
        await client.GoMailAsync("Subject: x\r\n\r\n");

        Assert.Equal("Subject: x\r\n\r\n", server.Messages[0].Text);
    }

    [Fact]
    public async Task A_log_of_ones_own_hears_everything()
    {
        var (loggers, output, _) = GoServer.Log(TimeProvider.System);
        await using var server = await GoServer.StartAsync(
            new() { LogServerActivity = true }, options => options.Loggers = loggers);

        Assert.EndsWith(
            $"SMTP mock server started on port: {server.Port}", output.Lines().Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_listens_on_loopback_alone()
    {
        await using var server = await GoServer.StartAsync();
        Assert.Equal("127.0.0.1", server.EndPoint.Address.ToString());
    }

    [Fact]
    public async Task A_script_steps_in_and_the_list_tells_what_was_heard()
    {
        await using var server = await GoServer.StartAsync(configure: options =>
        {
            options.When(MockMoment.Recipient, "to@*").Times(1).Reply(451, "4.7.1", "Come back");
            options.When(MockMoment.Command, "XTEST*").Reply("299 Odd");
            options.When(MockMoment.Message).Times(1).Close().Keep();
        });
        await using var client = MockClient.InMemory(server);
        await client.ReadReplyAsync();
        await client.AskAsync(GoTalk.Helo);
        await client.AskAsync(GoTalk.Mail);

        Assert.Equal("451 4.7.1 Come back", await client.AskAsync(GoTalk.Rcpt));
        Assert.Equal(
            new GoSmtpMockExchange(GoTalk.Rcpt, "451 4.7.1 Come back"),
            server.Sessions[0].GoSmtpMockMessages[0].RcpttoRequestResponse.Single());
        Assert.StartsWith("503", await client.AskAsync("DATA"), StringComparison.Ordinal);
        Assert.Equal("299 Odd", await client.AskAsync("XTEST 1"));
        Assert.Equal("250 Received", await client.AskAsync(GoTalk.Rcpt));
        Assert.StartsWith("354", await client.AskAsync("DATA"), StringComparison.Ordinal);
        await client.SayAsync("kept", ".");
        Assert.Null(await client.ReadLineAsync());
        Assert.Equal("kept\r\n", server.Messages.Single().Text);
    }

    [Theory]
    [InlineData(MockMoment.Auth)]
    [InlineData(MockMoment.Content)]
    [InlineData(MockMoment.Verify)]
    [InlineData(MockMoment.Expand)]
    [InlineData(MockMoment.Help)]
    public async Task A_rule_for_a_moment_that_never_comes_is_refused(MockMoment moment)
    {
        var error = await Assert.ThrowsAsync<MockScriptException>(() => GoServer.StartAsync(
            configure: options => options.When(moment).Close()));
        Assert.Contains("never comes in the go-smtp-mock profile", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_there_is_no_room_for_is_refused()
    {
        await using var server = await GoServer.StartAsync(
            configure: options => options.Keeps = new MockLimits { Messages = 1 });
        await using var client = MockClient.InMemory(server);
        Assert.Equal("250 Received", await client.GoMailAsync("one\r\n"));
        await client.AskAsync("DATA");

        Assert.Equal("452 The mock keeps 1 messages; purge some", await client.AskAsync("two\r\n."));
        Assert.False(server.Sessions[0].GoSmtpMockMessages[0].Msg);
    }

    private static string Plain(string password) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0ann\0{password}"));
}
