using System.Text;
using System.Text.RegularExpressions;

namespace Rockdove.Mock.Tests;

/// <summary>A recording of a session is a script that does the same again.</summary>
public partial class ReplayTests
{
    /// <summary>
    /// What the server is like, and what the client sends; <c>|</c> is where it waits for what was said.
    /// </summary>
    public static TheoryData<string, string, string> Talks => new()
    {
        { "data", "", "EHLO c.test|MAIL FROM:<a@a.test>|RCPT TO:<b@b.test>|DATA|Subject: x\n\n..dot\n.|QUIT" },
        { "pipelined", "",
            "EHLO c.test|MAIL FROM:<a@a.test>\nRCPT TO:<b@b.test>\nDATA|Subject: x\n\nhi\n.\nRSET\nQUIT" },
        { "chunks", "",
            "EHLO c.test|MAIL FROM:<a@a.test>\nRCPT TO:<b@b.test>\nBDAT 14\nSubject: x\n\nBDAT 3 LAST\n.\n!QUIT" },
        { "an empty last chunk", "",
            "EHLO c.test|MAIL FROM:<a@a.test>\nRCPT TO:<b@b.test>\nBDAT 14\nSubject: x\n\nBDAT 0 LAST|QUIT" },
        { "two mails and helo", "",
            "HELO c.test|MAIL FROM:<a@a.test>|RCPT TO:<b@b.test>|DATA|x\n.|"
            + "MAIL FROM:<>|RCPT TO:<c@b.test>|DATA|y\n.|QUIT" },
        { "refused recipients", "! on rcpt b@*\nS: 550 5.1.1 No",
            "EHLO c.test|MAIL FROM:<a@a.test>\nRCPT TO:<b@b.test>\nRCPT TO:<c@b.test>\nDATA|x\n.|QUIT" },
        { "refused data", "! on data\nS: 451 4.3.0 No",
            "EHLO c.test|MAIL FROM:<a@a.test>|RCPT TO:<b@b.test>|DATA|QUIT" },
        { "refused message", "! on message\nS: 554 5.6.0 No",
            "EHLO c.test|MAIL FROM:<a@a.test>|RCPT TO:<b@b.test>|DATA|x\n.|QUIT" },
        { "a refused chunk", "! on data\nS: 451 4.3.0 No",
            "EHLO c.test|MAIL FROM:<a@a.test>\nRCPT TO:<b@b.test>\nBDAT 3 LAST\nx\n!QUIT" },
        { "a close in place of a reply", "! on mail\n! close", "EHLO c.test|MAIL FROM:<a@a.test>" },
        { "a close behind a reply", "! on mail\nS: 250 2.1.0 Ok\n! close", "EHLO c.test|MAIL FROM:<a@a.test>" },
        { "half a reply", "! on mail\nS: 250-2.1\\\n! close", "EHLO c.test|MAIL FROM:<a@a.test>" },
        { "garbage", "! on noop\n! garbage 9 seed=4", "EHLO c.test|NOOP|RSET|QUIT" },
        { "two replies", "! on noop\nS: 250 one\nS: 250 two", "EHLO c.test|NOOP|QUIT" },
        { "many lines", "! on noop\nS: 250-one\nS: 250 two", "EHLO c.test\nNOOP\nNOOP\nQUIT" },
        { "a close in mid-message", "! on content bytes=40\n! close",
            "EHLO c.test|MAIL FROM:<a@a.test>|RCPT TO:<b@b.test>|DATA|"
            + "Subject: x\n\n0123456789\n0123456789\n0123456789\n" },
        { "turned away", "! on connect\nS: 554 5.7.1 No", "EHLO c.test|QUIT" },
        { "hung up on", "! on connect\n! close", "" },
        { "421", "! on rcpt\nS: 421 4.3.2 Going",
            "EHLO c.test|MAIL FROM:<a@a.test>\nRCPT TO:<b@b.test>\nRCPT TO:<c@b.test>" },
        { "a client that just goes", "", "EHLO c.test|MAIL FROM:<a@a.test>" },
        { "a client that says nothing", "", "" },
        { "mistakes", "", "MAIL FROM:<a@a.test>|WHAT|EHLO c.test\nDATA\n\nQUIT" },
        { "auth", "auth", "EHLO c.test|AUTH PLAIN AGFubgB4|MAIL FROM:<a@a.test>|QUIT" },
        { "auth in rounds", "auth", "EHLO c.test|AUTH LOGIN|YW5u|eA==|NOOP|QUIT" },
        { "lmtp", "lmtp", "LHLO c.test|MAIL FROM:<a@a.test>\nRCPT TO:<b@b.test>\nRCPT TO:<c@b.test>\nDATA|x\n.|MAIL "
            + "FROM:<a@a.test>\nRCPT TO:<b@b.test>\nRCPT TO:<c@b.test>\nBDAT 3 LAST\nx\n!QUIT" },
    };

    [Theory]
    [MemberData(nameof(Talks))]
    public async Task A_recorded_session_replays_unchanged_and_keeps_its_mail(string name, string like, string talk)
    {
        Assert.NotEmpty(name);
        await using var server = await StartAsync(like);
        var first = await TalkAsync(server, talk);
        var session = server.Sessions[0];
        var script = session.Transcript.ToString();

        await using var replay = await ReplayAsync(script);
        var again = await TalkAsync(replay, talk);
        Assert.Equal(first, again);
        Assert.Equal(Said(script), Said(replay.Sessions[0].Transcript.ToString()));
        Assert.Null(replay.Sessions[0].Mismatch);
        Assert.Equal(Kept(server), Kept(replay));

        // A client that does not pipeline where the recorded one did, and the other way round, hears the same.
        Assert.Equal(Octets(first), Octets(await TalkAsync(replay, SplitUp().Replace(talk, "$1|$2"))));
        Assert.Null(replay.Sessions[1].Mismatch);
        Assert.Equal(Kept(server).Count * 2, replay.Messages.Count);
    }

    [Fact]
    public async Task A_pipelined_recording_answers_a_client_that_waits()
    {
        await using var replay = await ReplayAsync(
            "S: 220 x\nC: EHLO c\nC: NOOP\nC: QUIT\nS: 250-x\nS: 250 SIZE\nS: 250 ok\nS: 221 bye\n");
        await using var client = MockClient.InMemory(replay);

        Assert.Equal("220 x", await client.ReadReplyAsync());
        Assert.Equal("250-x|250 SIZE", await client.AskAsync("EHLO c"));
        Assert.Equal("250 ok", await client.AskAsync("NOOP"));
        Assert.Equal("221 bye", await client.AskAsync("QUIT"));
        Assert.Null(await client.ReadLineAsync());
    }

    [Theory]
    [InlineData(MockTls.Offered)]
    [InlineData(MockTls.Implicit)]
    public async Task A_recording_with_tls_replays_with_tls(MockTls tls)
    {
        await using var server = await MockMailServer.StartAsync(options => options.Tls = tls);
        await SecureTalkAsync(server, tls);

        // Whether TLS comes first is told by the recording.
        await using var replay = await ReplayAsync(server.Sessions[0].Transcript.ToString());
        await SecureTalkAsync(replay, tls);

        Assert.Matches("^TLSv1", replay.Messages[0].Tls);
        Assert.Equal("c.test", replay.Messages[0].HelloName);
        Assert.Null(replay.Sessions[0].Mismatch);
        var error = await Assert.ThrowsAsync<MockScriptException>(() => MockMailServer.StartAsync(options =>
        {
            options.Tls = MockTls.Off;
            options.Conversation = server.Sessions[0].Transcript;
        }));
        Assert.Matches(@"^session-1\.smtp:\d+: the conversation has TLS, and this server has not\.$",
            Assert.Single(error.Errors));

        async Task SecureTalkAsync(MockMailServer with, MockTls how)
        {
            await using var client = await MockClient.ConnectAsync(with);
            if (how == MockTls.Offered)
            {
                await client.ReadReplyAsync();
                await client.AskAsync("EHLO c.test");
                Assert.StartsWith("220", await client.AskAsync("STARTTLS"), StringComparison.Ordinal);
            }

            await client.StartTlsAsync(with.Authority.Validate);
            if (how == MockTls.Implicit)
                await client.ReadReplyAsync();
            await client.AskAsync("EHLO c.test");
            Assert.StartsWith("250", await client.MailAsync("a@a.test", "b@b.test"), StringComparison.Ordinal);
            Assert.StartsWith("221", await client.AskAsync("QUIT"), StringComparison.Ordinal);
            Assert.Null(await client.ReadLineAsync());
            await with.Sessions[0].WaitForEndAsync(cancellationToken: TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [InlineData("NOOP\r\n", "talk.smtp:2: the client says 'NOOP'; the script wants 'C: EHLO *'")]
    [InlineData("EHLO c\r\nRSET\r\n", "talk.smtp:4: the client says 'RSET'; the script wants 'C: NOOP'")]
    [InlineData("EHLO c\r\nNOOP\r\nNOOP\r\n", "talk.smtp: the conversation is over, and the client goes on")]
    [InlineData("EHLO "
        + "c\n", "talk.smtp:2: the client's line is longer than 12288 octets, or ends with LF alone; the script "
            + "wants 'C: EHLO *'")]
    public async Task A_client_that_leaves_the_script_is_told_so_and_so_is_the_test(string said, string mismatch)
    {
        await using var replay = await ReplayAsync("S: 220 x\nC: EHLO *\nS: 250 x\nC: NOOP\nS: 250 ok\n");
        await using var client = MockClient.InMemory(replay);
        await client.SendAsync(said);

        string? line, last = null;
        while ((line = await client.ReadLineAsync()) is not null)
            last = line;

        Assert.Equal("554 5.5.1 The script has it otherwise", last);
        await replay.Sessions[0].WaitForEndAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(mismatch, replay.Sessions[0].Mismatch);
        var error = await Assert.ThrowsAsync<MockWaitException>(() =>
            replay.WaitForMessageAsync(timeout: TimeSpan.Zero));
        Assert.EndsWith("; " + mismatch, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_hangs_up_early_has_left_the_script()
    {
        await using var replay = await ReplayAsync("S: 220 x\nC: EHLO *\nS: 250 x\nC: NOOP\nS: 250 ok\n");
        await using (var client = MockClient.InMemory(replay))
            await client.AskAsync("EHLO c");

        await replay.Sessions[0].WaitForEndAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(
            "talk.smtp:4: the client hung up; the script wants 'C: NOOP'", replay.Sessions[0].Mismatch);
    }

    [Fact]
    public async Task Content_and_sizes_of_chunks_may_be_others_but_their_end_may_not()
    {
        await using var replay = await ReplayAsync(
            "S: 220 x\nC: MAIL *\nS: 250 x\nC: RCPT *\nS: 250 x\nC: BDAT 3\nC: a\nS: 250 x\nC: BDAT 3 LAST\nC: b\n"
            + "S: 250 done\n");
        await using var client = MockClient.InMemory(replay);
        await client.ReadReplyAsync();
        await client.AskAsync("MAIL FROM:<a@a.test> BODY=8BITMIME");
        await client.AskAsync("RCPT TO:<b@b.test> NOTIFY=NEVER");
        await client.SendAsync("BDAT 7\r\n1234567");
        Assert.Equal("250 x", await client.ReadReplyAsync());
        await client.SendAsync("BDAT 1 LAST\r\n8");
        Assert.Equal("250 done", await client.ReadReplyAsync());

        var message = Assert.Single(replay.Messages);
        Assert.Equal(("12345678", "a@a.test"), (message.Text, message.ReversePath));
        Assert.Equal("8BITMIME", message.SenderParameters["body"]);
        Assert.Equal("NEVER", message.RecipientParameters[0]["NOTIFY"]);

        await using var other = MockClient.InMemory(replay);
        await other.ReadReplyAsync();
        await other.AskAsync("MAIL FROM:<>");
        await other.AskAsync("RCPT TO:<b@b.test>");
        Assert.StartsWith("554 5.5.1", await other.AskAsync("BDAT 3 LAST"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_of_an_engine_is_a_script_too()
    {
        await using var replay = await ReplayAsync(
            "! extensions SIZE\n? connect\n= 220 x\nS: 220 x\nC: NOOP\n! expect pause 1s\nS: 250 ok\n! expect close\n");
        await using var client = MockClient.InMemory(replay);

        await client.ReadReplyAsync();
        Assert.Equal("250 ok", await client.AskAsync("NOOP"));
        Assert.Null(await client.ReadLineAsync());
    }

    [Fact]
    public async Task A_reset_in_the_recording_is_a_reset_again()
    {
        await using var server = await StartAsync("! on noop\nS: 250 ok\n! reset");
        await using (var client = await MockClient.ConnectAsync(server))
        {
            await client.ReadReplyAsync();
            await client.SayAsync("NOOP");
            await Assert.ThrowsAnyAsync<IOException>(async () =>
            {
                while (await client.ReadLineAsync() is not null)
                {
                }
            });
        }

        await server.Sessions[0].WaitForEndAsync(cancellationToken: TestContext.Current.CancellationToken);
        var script = server.Sessions[0].Transcript.ToString();
        Assert.EndsWith("S: 250 ok\n! expect abort\n", script, StringComparison.Ordinal);

        await using var replay = await ReplayAsync(script);
        await using var again = await MockClient.ConnectAsync(replay);
        await again.ReadReplyAsync();
        await again.SayAsync("NOOP");
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (await again.ReadLineAsync() is not null)
            {
            }
        });
    }

    [Theory]
    [InlineData("MAIL FROM:<a@b.test> SIZE=9 BODY=7BIT", null)]
    [InlineData("MAIL FROM:<a@b.test> SIZE=1234567 BODY=7BIT", null)]
    [InlineData("mail from:<a@b.test> size=9 body=7bit", "the client says 'mail from:<a@b.test> size=9 body=7bit'")]
    [InlineData("MAIL FROM:<a@b.test> SIZE=9", "the client says 'MAIL FROM:<a@b.test> SIZE=9'")]
    [InlineData("MAIL FROM:<a@b.test> BODY=7BIT", "the client says 'MAIL FROM:<a@b.test> BODY=7BIT'")]
    public async Task The_size_of_a_message_need_not_be_the_recorded_one(string line, string? mismatch)
    {
        var script = MockScript.Parse("s.smtp", """
            S: 220 mock.test
            C: MAIL FROM:<a@b.test> SIZE=100 BODY=7BIT
            S: 250 2.1.0 Ok
            C: QUIT
            S: 221 2.0.0 Bye

            """u8);
        await using var server = await MockMailServer.StartAsync(
            options => options.Follow(script), TestContext.Current.CancellationToken);
        await using var client = MockClient.InMemory(server);
        await client.ReadReplyAsync();

        await client.SayAsync(line, "QUIT");

        var session = server.Sessions[0];
        await session.WaitForEndAsync(cancellationToken: TestContext.Current.CancellationToken);
        if (mismatch is null)
            Assert.Null(session.Mismatch);
        else
            Assert.Contains(mismatch, session.Mismatch);
    }

    [Fact]
    public async Task A_script_without_a_server_is_refused()
    {
        var error = await Assert.ThrowsAsync<MockScriptException>(() => ReplayAsync("C: NOOP\n"));
        Assert.Equal(
            "talk.smtp: the server says nothing in this conversation; it needs S: lines, or rules that begin with '! "
                + "on'.",
            error.Message);
    }

    [Fact]
    public async Task Where_there_is_no_room_the_session_says_so()
    {
        await using var replay = await MockMailServer.StartAsync(options =>
        {
            options.Keeps = new MockLimits { Messages = 1 };
            options.Follow(MockScript.Parse(
                "talk.smtp",
                    "S: 220 x\nC: MAIL *\nS: 250 x\nC: RCPT *\nS: 250 x\nC: DATA\nS: 354 x\nC: .\nS: 250 x\n"u8));
        });
        for (var i = 0; i < 2; i++)
        {
            await using var client = MockClient.InMemory(replay);
            await client.ReadReplyAsync();
            Assert.Equal("250 x", await client.MailAsync("a@a.test", "b@b.test"));
        }

        await replay.Sessions[1].WaitForEndAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(
            "talk.smtp: a message was not kept: the mock keeps 1 messages.", replay.Sessions[1].Mismatch);
    }

    /// <summary>Talks, and gives what was heard at each wait, and at the end.</summary>
    private static async Task<List<string>> TalkAsync(MockMailServer server, string talk)
    {
        var heard = new List<string>();
        var number = server.Sessions.Count;
        await using (var client = MockClient.InMemory(server))
        {
            heard.Add(await client.ReadReplyAsync());
            foreach (var part in talk.Split('|', StringSplitOptions.RemoveEmptyEntries))
            {
                var text = part.Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n";
                await client.SendAsync(text.Replace("!", "", StringComparison.Ordinal));
                if (part == talk.Split('|')[^1])
                    break;
                for (var replies = CountReplies(part); replies > 0; replies--)
                    heard.Add(await client.ReadReplyAsync());
            }

            await client.EndSayingAsync();
            while (await client.ReadLineAsync() is { } rest)
                heard.Add(rest);
        }

        await server.Sessions[number].WaitForEndAsync(cancellationToken: TestContext.Current.CancellationToken);
        return heard;
    }

    /// <summary>What can be heard for sure before more is said: commands of the part, where it is no content.</summary>
    private static int CountReplies(string part) =>
        part.Contains("\n.", StringComparison.Ordinal) || part.Contains("BDAT", StringComparison.Ordinal)
            ? 0
            : part.Split('\n').Length;

    private static string Octets(List<string> heard) =>
        string.Concat(heard).Replace("|", "", StringComparison.Ordinal);

    private static List<string> Kept(MockMailServer server) =>
        [.. server.Messages.Select(message =>
            $"<{message.ReversePath}> {string.Join(',', message.ForwardPaths)} {message.Text}")];

    /// <summary>What the two sides said, each for itself: the order between them is the network's.</summary>
    private static string Said(string transcript) => string.Join('\n', transcript.Split('\n')
        .Where(line =>
            line.StartsWith("C:", StringComparison.Ordinal) || line.StartsWith("S:", StringComparison.Ordinal))
        .OrderBy(line => line[0]));

    private static Task<MockMailServer> StartAsync(string like) => MockMailServer.StartAsync(options =>
    {
        options.IsLmtp = like == "lmtp";
        options.Authentication = like == "auth" ? MockAuthentication.AnyPassword : null;
        if (like.StartsWith("! on", StringComparison.Ordinal))
            options.Follow(MockScript.Parse("lies.smtp", Encoding.UTF8.GetBytes(like)));
    });

    private static Task<MockMailServer> ReplayAsync(string script) => MockMailServer.StartAsync(options =>
        options.Follow(MockScript.Parse("talk.smtp", Encoding.UTF8.GetBytes(script))));

    [GeneratedRegex(@"\b(MAIL FROM:\S+|RCPT TO:\S+|NOOP)\n(RCPT|DATA|NOOP|QUIT)")]
    private static partial Regex SplitUp();
}
