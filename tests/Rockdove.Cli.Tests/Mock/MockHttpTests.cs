using System.Net;
using System.Text;
using Rockdove.Mock;

namespace Rockdove.Cli.Tests;

/// <summary>The HTTP API of a mock.</summary>
public class MockHttpTests
{
    [Fact]
    public async Task A_message_is_there_with_all_that_was_said_about_it()
    {
        await using var mock = await RunningMock.StartAsync();
        await mock.SendAsync("a@b.test", "c@d.test", "Subject: hi\r\n\r\n..x \u00e4\r\n");

        var (_, list) = await mock.GetAsync("/api/v1/messages");
        Assert.Equal(1, list.GetProperty("total").GetInt32());
        var summary = list.GetProperty("messages")[0];
        Assert.Equal("hi", summary.GetProperty("subject").GetString());
        Assert.False(summary.TryGetProperty("raw", out _));

        var (status, message) = await mock.GetAsync("/api/v1/messages/1");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("a@b.test", message.GetProperty("reversePath").GetString());
        Assert.Equal("c@d.test", message.GetProperty("forwardPaths")[0].GetString());
        Assert.Equal("100", message.GetProperty("senderParameters").GetProperty("SIZE").GetString());
        Assert.Equal("NEVER", message.GetProperty("recipientParameters")[0].GetProperty("NOTIFY").GetString());
        Assert.Equal("client.test", message.GetProperty("hello").GetString());
        Assert.Equal("Subject: hi\r\n\r\n.x ä\r\n", message.GetProperty("text").GetString());
        Assert.Equal("Subject: hi\r\n\r\n.x ä\r\n",
            Encoding.UTF8.GetString(message.GetProperty("raw").GetBytesFromBase64()));
        Assert.Equal("Subject: hi\r\n\r\n.x ä\r\n",
            Encoding.UTF8.GetString(
                await mock.Http.GetByteArrayAsync("/api/v1/messages/1/raw", RockdoveProcess.Patience)));
        foreach (var name in (string[])["client", "tls", "identity", "mechanism"])
            Assert.Null(message.GetProperty(name).GetString());
    }

    [Theory]
    [InlineData("/api/v1/messages/1")]
    [InlineData("/api/v1/messages/1/raw")]
    [InlineData("/api/v1/sessions/1")]
    [InlineData("/api/v1/sessions/1/transcript")]
    public async Task What_is_not_there_is_404_with_a_reason(string path)
    {
        await using var mock = await RunningMock.StartAsync();
        var (status, problem) = await mock.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains(" 1, or not any more", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(404, problem.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task A_wait_ends_with_the_mail_that_it_is_for()
    {
        await using var mock = await RunningMock.StartAsync();
        await mock.SendAsync("a@b.test", "another@d.test", "Subject: no\r\n\r\n");
        var waiting = mock.GetAsync("/api/v1/messages/wait?to=ANN@d.test&from=a@b.test&subject=code&timeoutSeconds=60");
        await mock.SendAsync("a@b.test", "ann@d.test", "Subject: Your code\r\n\r\n");

        var (status, found) = await waiting;

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(1, found.GetProperty("total").GetInt32());
        Assert.Equal("Your code", found.GetProperty("messages")[0].GetProperty("subject").GetString());
    }

    [Fact]
    public async Task A_wait_that_is_in_vain_says_what_did_come()
    {
        await using var mock = await RunningMock.StartAsync();
        await mock.SendAsync("a@b.test", "c@d.test", "Subject: one\r\n\r\n");

        var (status, problem) = await mock.GetAsync("/api/v1/messages/wait?count=2&timeoutSeconds=0");

        Assert.Equal(HttpStatusCode.GatewayTimeout, status);
        Assert.Equal("one", problem.GetProperty("arrived")[0].GetProperty("subject").GetString());
        Assert.StartsWith("2 messages did not come", problem.GetProperty("detail").GetString(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("count=0", "count is a number from 1")]
    [InlineData("count=100001", "count is a number from 1 to 100000")]
    [InlineData("count=x", "count is a number")]
    [InlineData("timeoutSeconds=3601", "from 0 to 3600")]
    [InlineData("timeoutSeconds=-1", "from 0 to 3600")]
    [InlineData("recipient=x", "no parameter 'recipient'; there are count, to")]
    public async Task A_query_that_makes_no_sense_is_told_so(string query, string said)
    {
        await using var mock = await RunningMock.StartAsync();
        var (status, problem) = await mock.GetAsync($"/api/v1/messages/wait?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(said, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_is_purged_or_taken()
    {
        await using var mock = await RunningMock.StartAsync();
        await mock.SendAsync("a@b.test", "c@d.test", "Subject: one\r\n\r\n");
        var (_, taken) = await mock.AskAsync(HttpMethod.Post, "/api/v1/messages/take");
        await mock.SendAsync("a@b.test", "c@d.test", "Subject: two\r\n\r\n");
        var (_, purged) = await mock.AskAsync(HttpMethod.Delete, "/api/v1/messages");

        Assert.Equal("one", taken.GetProperty("messages")[0].GetProperty("subject").GetString());
        Assert.Equal(1, purged.GetProperty("purged").GetInt32());
        Assert.Empty(mock.Server.Messages);
    }

    [Fact]
    public async Task No_message_is_lost_or_given_twice_while_others_take()
    {
        await using var mock = await RunningMock.StartAsync();
        var numbers = new List<int>();
        var sending = Task.WhenAll(Enumerable.Range(0, 40)
            .Select(i => mock.SendAsync("a@b.test", "c@d.test", $"Subject: {i}\r\n\r\n")));
        bool isLast;
        do
        {
            isLast = sending.IsCompleted;
            var (_, taken) = await mock.AskAsync(HttpMethod.Post, "/api/v1/messages/take");
            foreach (var message in taken.GetProperty("messages").EnumerateArray())
                numbers.Add(message.GetProperty("number").GetInt32());
        }
        while (!isLast);
        await sending;

        Assert.Equal(Enumerable.Range(1, 40), numbers.Order());
    }

    [Fact]
    public async Task Sessions_are_there_with_their_transcripts()
    {
        await using var mock = await RunningMock.StartAsync();
        await mock.SendAsync("a@b.test", "c@d.test", "Subject: one\r\n\r\n");

        var (_, list) = await mock.GetAsync("/api/v1/sessions");
        var (_, one) = await mock.GetAsync("/api/v1/sessions/1");
        var text = await mock.Http.GetStringAsync("/api/v1/sessions/1/transcript", RockdoveProcess.Patience);

        Assert.Equal(1, list.GetProperty("total").GetInt32());
        Assert.Equal(1, one.GetProperty("messages")[0].GetInt32());
        Assert.Contains("C: MAIL FROM:<a@b.test> SIZE=100", text, StringComparison.Ordinal);
        Assert.Contains("C: MAIL FROM:<a@b.test>", one.GetProperty("transcript").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_is_replaced_and_taken_away()
    {
        await using var mock = await RunningMock.StartAsync();
        var (status, answer) = await mock.AskAsync(
            HttpMethod.Put, "/api/v1/script", "! on message\nS: 451 4.3.0 Later\n");
        Assert.Equal((HttpStatusCode.OK, 1), (status, answer.GetProperty("rules").GetInt32()));
        Assert.Equal("451 4.3.0 Later", await mock.SendAsync("a@b.test", "c@d.test", "x\r\n"));

        (status, answer) = await mock.AskAsync(HttpMethod.Put, "/api/v1/script", "");
        Assert.Equal((HttpStatusCode.OK, 0), (status, answer.GetProperty("rules").GetInt32()));
        Assert.StartsWith("250 ", await mock.SendAsync("a@b.test", "c@d.test", "x\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("! on nowhere\n! on noop nth=x\n", "script:1: 'nowhere' is no moment", "script:2: ")]
    [InlineData("nonsense\n! on\n", "script:1: ")]
    [InlineData("C: EHLO a\nS: 250 a\n", "script: a conversation is no rule; start a server with it.")]
    [InlineData("! on auth\nS: 535 No\n", "script:1: nobody ever authenticates")]
    public async Task A_script_that_cannot_work_is_refused_with_every_fault(string script, params string[] faults)
    {
        await using var mock = await RunningMock.StartAsync(options => options.When(MockMoment.Noop).Reply("299 Old"));
        var (status, problem) = await mock.AskAsync(HttpMethod.Put, "/api/v1/script", script);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        var errors = problem.GetProperty("errors").EnumerateArray().Select(error => error.GetString()!).ToList();
        foreach (var (error, fault) in errors.Zip(faults))
            Assert.StartsWith(fault, error, StringComparison.Ordinal);
        Assert.True(errors.Count >= faults.Length);
    }

    [Theory]
    [InlineData(1024 * 1024, HttpStatusCode.OK)]
    [InlineData((1024 * 1024) + 1, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_script_has_a_limit(int octets, HttpStatusCode expected)
    {
        await using var mock = await RunningMock.StartAsync();
        var (status, _) = await mock.AskAsync(HttpMethod.Put, "/api/v1/script", "#" + new string(' ', octets - 2)
            + "x");
        Assert.Equal(expected, status);
    }

    [Fact]
    public async Task The_authority_can_be_trusted_and_the_mock_lives()
    {
        await using var mock = await RunningMock.StartAsync();
        Assert.Equal(
            mock.Server.Authority.RootPem,
            await mock.Http.GetStringAsync("/api/v1/authority", RockdoveProcess.Patience));
        Assert.Equal("ok", await mock.Http.GetStringAsync("/livez", RockdoveProcess.Patience));
    }

    [Theory]
    [InlineData("evil.example", null, HttpStatusCode.Forbidden)]
    [InlineData("localhost", null, HttpStatusCode.OK)]
    [InlineData("localhost", "https://evil.example", HttpStatusCode.Forbidden)]
    public async Task Other_peoples_pages_are_kept_away(string host, string? origin, HttpStatusCode expected)
    {
        await using var mock = await RunningMock.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/api/v1/messages");
        request.Headers.Host = host;
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        using var response = await mock.Http.SendAsync(request, RockdoveProcess.Patience);
        Assert.Equal(expected, response.StatusCode);
    }
}
