using System.Net;
using System.Text;

namespace Rockdove.Mock.Tests;

public class ReceivingTests
{
    [Fact]
    public async Task A_message_is_there_when_the_final_dot_is_answered()
    {
        await using var server = await MockMailServer.StartAsync();
        await using var client = await MockClient.ConnectAsync(server);
        await client.HelloAsync();

        await client.MailAsync("ann@a.test", "bob@b.test", "Subject: =?utf-8?q?gr=C3=BCn?=\r\n\r\n..dot\r\n");

        var message = Assert.Single(server.Messages);
        Assert.Equal(("ann@a.test", "client.test"), (message.ReversePath, message.HelloName));
        Assert.Equal(["bob@b.test"], message.ForwardPaths);
        Assert.Equal("Subject: =?utf-8?q?gr=C3=BCn?=\r\n\r\n.dot\r\n", Encoding.ASCII.GetString(message.Content.Span));
        Assert.Equal("grün", message.Subject);
        Assert.Equal(IPAddress.Loopback, message.Client!.Address);
        Assert.Equal((1, null, null), (message.Number, message.Tls, message.Identity));
        Assert.Same(message, Assert.Single(message.Session.Messages));
        Assert.Same(message.Session, Assert.Single(server.Sessions));
    }

    [Fact]
    public async Task Every_parameter_is_kept_as_it_was_written()
    {
        await using var server = await MockMailServer.StartAsync();
        await using var client = MockClient.InMemory(server);
        await client.HelloAsync();

        await client.SayAsync(
            "MAIL FROM:<\"a b>\"@a.test> size=10 BODY=8BITMIME SMTPUTF8 RET=HDRS ENVID=QQ+2B1",
            "RCPT TO:<bob@b.test> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;Bob@b.test",
            "RCPT TO:<eve@b.test>",
            "DATA");
        for (var i = 0; i < 4; i++)
            Assert.Contains((await client.ReadReplyAsync())[0], "23");
        await client.AskAsync("Subject: x\r\n\r\n.");

        var message = server.Messages[0];
        Assert.Equal("\"a b>\"@a.test", message.ReversePath);
        Assert.Equal(
            "BODY=8BITMIME ENVID=QQ+2B1 RET=HDRS size=10 SMTPUTF8=",
            string.Join(' ', message.SenderParameters.OrderBy(given => given.Key, StringComparer.OrdinalIgnoreCase)
                .Select(given => $"{given.Key}={given.Value}")));
        Assert.Equal("10", message.SenderParameters["SIZE"]);
        Assert.Equal("SUCCESS,DELAY", message.RecipientParameters[0]["notify"]);
        Assert.Equal("rfc822;Bob@b.test", message.RecipientParameters[0]["ORCPT"]);
        Assert.Empty(message.RecipientParameters[1]);
        Assert.NotNull(message.Sender);
        Assert.Equal(2, message.Recipients.Count);
    }

    [Fact]
    public async Task Smtputf8_addresses_arrive_as_they_are()
    {
        await using var server = await MockMailServer.StartAsync();
        await using var client = MockClient.InMemory(server);
        await client.HelloAsync();

        await client.AskAsync("MAIL FROM:<grün@bücher.test> SMTPUTF8");
        await client.AskAsync("RCPT TO:<用户@例子.test>");
        await client.AskAsync("DATA");
        await client.AskAsync("Subject: ünïcödé\r\n\r\n.");

        Assert.Equal("grün@bücher.test", server.Messages[0].ReversePath);
        Assert.Equal(["用户@例子.test"], server.Messages[0].ForwardPaths);
        Assert.Equal("ünïcödé", server.Messages[0].Subject);
    }

    [Fact]
    public async Task The_null_reverse_path_is_empty_and_can_be_matched()
    {
        await using var server = await MockMailServer.StartAsync(options =>
            options.When(MockMoment.Mail, "").Reply(550, "5.7.1 No bounces"));
        await using var client = MockClient.InMemory(server);
        await client.HelloAsync();

        Assert.Equal("550 5.7.1 No bounces", await client.AskAsync("MAIL FROM:<>"));
        Assert.Equal("250 2.0.0 Kept as 1", await client.MailAsync("a@a.test", "b@b.test"));
        server.Forget();
        Assert.Equal("250 2.0.0 Kept as 2", await client.MailAsync("", "b@b.test"));
        Assert.Equal("", server.Messages[1].ReversePath);
    }

    [Fact]
    public async Task A_message_by_bdat_is_the_same_as_one_by_data()
    {
        await using var server = await MockMailServer.StartAsync();
        await using var client = MockClient.InMemory(server);
        await client.HelloAsync();

        await client.SendAsync(
            "MAIL FROM:<a@a.test>\r\nRCPT TO:<b@b.test>\r\nBDAT 14\r\nSubject: x\r\n\r\nBDAT 4 LAST\r\n.\r\nx");
        var replies = new List<string>();
        for (var i = 0; i < 4; i++)
            replies.Add(await client.ReadReplyAsync());

        Assert.Equal("250 2.0.0 Kept as 1", replies[^1]);
        Assert.Equal("Subject: x\r\n\r\n.\r\nx", server.Messages[0].Text);
    }

    [Fact]
    public async Task The_transcript_is_timed_hides_secrets_and_is_whole_at_the_end()
    {
        await using var server = await MockMailServer.StartAsync(options =>
            options.Authentication = MockAuthentication.AnyPassword);
        await using (var client = MockClient.InMemory(server))
        {
            await client.HelloAsync();
            Assert.StartsWith("235", await client.PlainAsync("ann", "secret"), StringComparison.Ordinal);
            await client.MailAsync("a@a.test", "b@b.test");
            await client.AskAsync("QUIT");
        }

        var session = server.Sessions[0];
        await session.WaitForEndAsync(cancellationToken: TestContext.Current.CancellationToken);
        var text = session.Transcript.ToString();
        Assert.Matches(@"(?m)^# \d+\.\d\d\d s$", text);
        Assert.Contains("C: AUTH PLAIN ***", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String("\0ann\0secret"u8), text, StringComparison.Ordinal);
        Assert.EndsWith("S: 221 2.0.0 Bye\n", text, StringComparison.Ordinal);
        Assert.Equal(("ann", "PLAIN"), (server.Messages[0].Identity, server.Messages[0].Mechanism));
    }

    [Fact]
    public async Task Messages_can_be_looked_at_when_the_server_is_gone()
    {
        var server = await MockMailServer.StartAsync();
        await using var client = MockClient.InMemory(server);
        await client.HelloAsync();
        await client.MailAsync("a@a.test", "b@b.test");

        await server.DisposeAsync();

        Assert.Equal("421 4.3.2 Shutting down", await client.ReadReplyAsync());
        Assert.Null(await client.ReadLineAsync());
        Assert.Equal("x", Assert.Single(server.Messages).Subject);
        Assert.Equal(1,
            (await server.WaitForMessageAsync(cancellationToken: TestContext.Current.CancellationToken)).Number);
        Assert.Contains("421 4.3.2", server.Sessions[0].Transcript.ToString(), StringComparison.Ordinal);
        var none = await Assert.ThrowsAsync<MockWaitException>(() => server.WaitForMessagesAsync(2));
        Assert.StartsWith("2 messages did not come before the server was stopped. One message is there:", none.Message,
            StringComparison.Ordinal);
        Assert.Throws<ObjectDisposedException>(() => server.ConnectInMemory());
        await server.DisposeAsync();
    }

    [Fact]
    public async Task At_its_limits_the_mock_keeps_and_one_past_them_it_refuses()
    {
        await using var server = await MockMailServer.StartAsync(options =>
            options.Keeps = new MockLimits { Messages = 2, ContentBytes = 45 });
        await using var client = MockClient.InMemory(server);
        await client.HelloAsync();
        const string nineteen = "Subject: x\r\n\r\n567\r\n";

        Assert.StartsWith("250", await client.MailAsync("a@a.test", "b@b.test", nineteen), StringComparison.Ordinal);
        Assert.StartsWith("250", await client.MailAsync("a@a.test", "b@b.test", nineteen), StringComparison.Ordinal);
        Assert.Equal(
            "452 4.3.1 The mock keeps 2 messages; purge some",
                await client.MailAsync("a@a.test", "b@b.test", nineteen));
        server.MessagesAndPurge();
        Assert.Equal("250 2.0.0 Kept as 3",
            await client.MailAsync("a@a.test", "b@b.test", nineteen + "26 octets: now 45 it is.\r\n"));
        Assert.Equal(
            "452 4.3.1 The mock keeps 45 octets; purge some", await client.MailAsync("a@a.test", "b@b.test", "\r\n"));
    }

    [Fact]
    public async Task Of_the_sessions_the_oldest_that_have_ended_are_forgotten()
    {
        await using var server = await MockMailServer.StartAsync(options =>
            options.Keeps = new MockLimits { Sessions = 2 });
        await using var open = MockClient.InMemory(server);
        await open.HelloAsync();
        for (var i = 0; i < 3; i++)
        {
            await using var client = MockClient.InMemory(server);
            await client.HelloAsync();
            await client.AskAsync("QUIT");
            await server.Sessions[^1].WaitForEndAsync(cancellationToken: TestContext.Current.CancellationToken);
        }

        Assert.Equal([1, 4], server.Sessions.Select(session => session.Number));
    }

    [Fact]
    public async Task A_transcript_that_is_too_long_says_so_and_is_no_script()
    {
        await using var server = await MockMailServer.StartAsync(options =>
            options.Keeps = new MockLimits { TranscriptBytes = 1024 });
        await using var client = MockClient.InMemory(server);
        await client.HelloAsync();
        await client.MailAsync("a@a.test", "b@b.test", string.Concat(Enumerable.Repeat("0123456789\r\n", 200)));

        var transcript = server.Sessions[0].Transcript;
        Assert.Contains("! truncated at 1024 octets", transcript.ToString(), StringComparison.Ordinal);
        var error = await Assert.ThrowsAsync<MockScriptException>(() =>
            MockMailServer.StartAsync(options => options.Conversation = transcript));
        Assert.Contains("the recording was cut short", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Messages is 0; it must be at least 1.")]
    [InlineData("Sessions is 0; it must be at least 1.")]
    [InlineData("ContentBytes is 0; it must be at least 1.")]
    [InlineData("TranscriptBytes is 1023; it must be at least 1024.")]
    [InlineData("Port is 65536; it must be 0 to 65535.")]
    [InlineData("Farewell is -00:00:01; it must not be negative.")]
    [InlineData("RequiresAuthentication needs Authentication.")]
    public async Task A_setting_that_makes_no_sense_is_named(string message)
    {
        var error = await Assert.ThrowsAnyAsync<ArgumentException>(() => MockMailServer.StartAsync(options => _ =
            message[..message.IndexOf(' ', StringComparison.Ordinal)] switch
            {
                "Messages" => options.Keeps = new MockLimits { Messages = 0 },
                "Sessions" => options.Keeps = new MockLimits { Sessions = 0 },
                "ContentBytes" => options.Keeps = new MockLimits { ContentBytes = 0 },
                "TranscriptBytes" => options.Keeps = new MockLimits { TranscriptBytes = 1023 },
                "Port" => options.Port = 65536,
                "Farewell" => options.Farewell = TimeSpan.FromSeconds(-1),
                _ => (object)(options.RequiresAuthentication = true),
            }));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        await using var server = await MockMailServer.StartAsync();

        var error = await Assert.ThrowsAsync<IOException>(() =>
            MockMailServer.StartAsync(options => options.Port = server.Port));

        Assert.StartsWith($"Cannot listen on 127.0.0.1:{server.Port}: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_listens_on_loopback_and_relays_nothing()
    {
        await using var server = await MockMailServer.StartAsync();
        await using var client = await MockClient.ConnectAsync(server);
        await client.HelloAsync();

        Assert.Equal(IPAddress.Loopback, server.EndPoint.Address);
        Assert.StartsWith("250", await client.MailAsync("a@a.test", "b@elsewhere.example"), StringComparison.Ordinal);
        Assert.Single(server.Messages); // It is kept here, and there is no client in the project that could send it on.
        Assert.DoesNotContain(
            typeof(MockMailServer).Assembly.GetTypes(), type => type.Name.Contains("Client", StringComparison.Ordinal));
    }
}
