using System.Net;
using System.Text;
using System.Text.Json;

namespace Rockdove.Catcher.Tests;

/// <summary>Faults in our own API: for all mail, and for one inbox.</summary>
public class FaultTests
{
    [Fact]
    public async Task Faults_are_set_shown_and_dropped()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        Assert.Equal("""{"script":"","rules":[]}""", (await catcher.GetAsync("faults")).GetRawText());
        const string script = "! on rcpt *@x.test times=1\nS: 451 4.7.1 Later\n! on mail b@*\nS: 550 5.1.8 No\n";

        var set = await SetAsync(catcher, "faults", script);
        Assert.Equal(script, set.GetProperty("script").GetString());
        await using var talk = await catcher.ConnectAsync();
        await talk.HelloAsync();
        Assert.Equal("550 5.1.8 No", await talk.SayAsync("MAIL FROM:<b@example.org>", 550));
        await talk.SayAsync("MAIL FROM:<a@example.org>", 250);
        Assert.Equal("451 4.7.1 Later", await talk.SayAsync("RCPT TO:<c@x.test>", 451));
        await talk.SayAsync("RCPT TO:<c@x.test>", 250);
        Assert.Equal(
            """[{"rule":"rcpt '*@x.test' (faults:1)","met":2,"acted":1},"""
            + """{"rule":"mail 'b@*' (faults:3)","met":1,"acted":1}]""",
            Unescaped((await catcher.GetAsync("faults")).GetProperty("rules")));
        await catcher.AskAsync(HttpMethod.Delete, "faults", HttpStatusCode.NoContent);
        await talk.SayAsync("RSET", 250);
        await talk.SayAsync("MAIL FROM:<b@example.org>", 250);
    }

    [Theory]
    [InlineData("! on connect\nS: 421 4.3.2 Not now\n", "", 421)]
    [InlineData("! on ehlo\nS: 502 No\n", "EHLO a", 502)]
    [InlineData("! on command \"NOOP x\"\nS: 500 No\n", "NOOP x", 500)]
    [InlineData("! on vrfy\nS: 550 No\n", "VRFY a", 550)]
    public async Task Any_phase_can_fail(string script, string line, int code)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await SetAsync(catcher, "faults", script);
        await using var talk = await catcher.ConnectAsync();
        await talk.ReadAsync(line.Length == 0 ? code : 220);
        if (line.Length > 0)
            await talk.SayAsync(line, code);
    }

    [Fact]
    public async Task A_message_is_refused_by_its_subject_dropped_or_kept_unsaid()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await SetAsync(
            catcher, "faults", "! on message spam*\nS: 554 5.7.1 Spam\n! on message lost\n! close\n! keep\n"
            + "! on content drop@* bytes=8\n! close\n");
        await using var talk = await catcher.ConnectAsync();
        await talk.HelloAsync();
        await TransferAsync(talk, "a@example.org", "Subject: Spam today", 554);
        await TransferAsync(talk, "a@example.org", "Subject: ham", 250);
        await Assert.ThrowsAsync<EndOfStreamException>(
            () => TransferAsync(talk, "a@example.org", "Subject: lost", 250));
        await using var other = await catcher.ConnectAsync();
        await other.HelloAsync();
        await Assert.ThrowsAnyAsync<IOException>(
            () => TransferAsync(other, "drop@example.org", "Subject: dropped", 250));

        Assert.Equal(["lost", "ham"], await catcher.SubjectsAsync());
    }

    [Fact]
    public async Task A_handshake_is_spoilt()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await SetAsync(catcher, "faults", "! on tls times=1\n! fault abort\n");
        await using var talk = await catcher.ConnectAsync();
        await talk.HelloAsync();
        await talk.SayAsync("STARTTLS", 220);
        await Assert.ThrowsAnyAsync<Exception>(talk.StartTlsAsync);

        await using var again = await catcher.ConnectAsync();
        await again.HelloAsync();
        await again.SayAsync("STARTTLS", 220);
        await again.StartTlsAsync();
        await again.SayAsync("EHLO a", 250);
    }

    [Fact]
    public async Task Two_inboxes_never_see_each_others_faults()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.CreateInboxAsync("""{"name":"a","users":["ann"],"tags":["a"],"domains":["a.test"]}""");
        await catcher.CreateInboxAsync("""{"name":"b","users":["bea"],"tags":["b"],"domains":["b.test"]}""");
        await SetAsync(
            catcher, "inboxes/a/faults",
            "! on rcpt times=1\nS: 451 4.2.1 A\n! on data every=2\nS: 452 4.3.1 A\n! on message\nS: 554 5.6.0 A\n"
            + "! on mail\nS: 550 5.1.8 A\n! on auth times=1\nS: 454 4.7.0 A\n! on noop\nS: 500 A\n");
        Assert.Empty((await catcher.GetAsync("inboxes/b/faults")).GetProperty("rules").EnumerateArray());
        Assert.Empty((await catcher.GetAsync("faults")).GetProperty("rules").EnumerateArray());

        // By recipient: nobody but those of a, and nothing but what comes behind them.
        await using var talk = await catcher.ConnectAsync();
        await talk.HelloAsync();
        await TransferAsync(talk, "x@example.org", "Subject: b1", 250, "x+b@example.org");
        await talk.SayAsync("NOOP", 250);
        await talk.SayAsync("MAIL FROM:<x@example.org>", 250);
        await talk.SayAsync("RCPT TO:<x@b.test>", 250);
        await talk.SayAsync("RCPT TO:<x@a.test>", 451);
        await talk.SayAsync("RCPT TO:<x@a.test>", 250);
        await talk.SayAsync("NOOP", 250);
        await talk.SendAsync("DATA\r\nSubject: both\r\n\r\n.\r\n");
        await talk.ReadAsync(354);
        await talk.ReadAsync(250); // It is for b too.
        await TransferAsync(talk, "x@example.org", "Subject: a1", 554, "x+A@example.org");
        await talk.SayAsync("MAIL FROM:<x@example.org>", 250);
        await talk.SayAsync("RCPT TO:<x@a.test>", 250);
        await talk.SayAsync("DATA", 452);
        await talk.SayAsync("RSET", 250);

        // By user: all of the session from AUTH on.
        await using var ann = await catcher.ConnectAsync();
        await ann.HelloAsync();
        await ann.SayAsync("NOOP", 250);
        await ann.SayAsync($"AUTH PLAIN {Credentials("ann")}", 454);
        await ann.SayAsync($"AUTH PLAIN {Credentials("ann")}", 235);
        await ann.SayAsync("NOOP", 500);
        await ann.SayAsync("MAIL FROM:<x@example.org>", 550);
        await using var bea = await catcher.ConnectAsync();
        await bea.HelloAsync();
        await bea.SayAsync($"AUTH PLAIN {Credentials("bea")}", 235);
        await TransferAsync(bea, "x@example.org", "Subject: b2", 250, "x@b.test");

        Assert.Equal("b2 both b1", await catcher.SubjectsOfAsync("inboxes/b/messages"));
        Assert.Equal("both", await catcher.SubjectsOfAsync("inboxes/a/messages"));
        Assert.Empty((await catcher.GetAsync("inboxes/b/faults")).GetProperty("rules").EnumerateArray());
    }

    [Fact]
    public async Task All_of_a_session_on_an_inboxs_port_is_its_own_from_the_greeting_on()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var a = await InboxPortTests.OpenAsync(catcher, """{"name":"a","tags":["a"],"port":0}""");
        var b = await InboxPortTests.OpenAsync(catcher, """{"name":"b","tags":["b"],"users":["bea"],"port":0}""");
        await SetAsync(
            catcher, "inboxes/a/faults",
            "! on connect times=1\nS: 421 4.3.2 A\n! on ehlo every=2\nS: 502 A\n! on tls times=1\n! fault abort\n"
            + "! on rcpt x+a@* times=1\nS: 451 A\n");
        await SetAsync(
            catcher, "inboxes/b/faults", "! on rcpt\nS: 551 B\n! on message\nS: 554 B\n! on auth\nS: 454 B\n");

        await using (var refused = await InboxPortTests.ConnectAsync(a))
            Assert.Equal("421 4.3.2 A", await refused.ReadAsync(421));
        await using var own = await InboxPortTests.ConnectAsync(a);
        await own.HelloAsync();
        await own.SayAsync("EHLO a", 502);
        await own.SayAsync($"AUTH PLAIN {Credentials("bea")}", 235); // On the port of a, b's rules are none.
        await InboxPortTests.TransferAsync(own, "1", "x+b@example.org");
        await own.SayAsync("STARTTLS", 220);
        await Assert.ThrowsAnyAsync<Exception>(own.StartTlsAsync);

        await using var other = await InboxPortTests.ConnectAsync(b);
        await other.HelloAsync();
        await other.SayAsync("EHLO b", 250);
        await other.SayAsync("MAIL FROM:<x@example.org>", 250);
        await other.SayAsync("RCPT TO:<x+a@example.org>", 551);
        await using var main = await catcher.ConnectAsync();
        await main.HelloAsync();
        await main.SayAsync("EHLO c", 250);
        await main.SayAsync("MAIL FROM:<x@example.org>", 250);
        await main.SayAsync("RCPT TO:<x+a@example.org>", 451); // What else binds it is as before.
        await main.SayAsync("RCPT TO:<x+a@example.org>", 250);

        Assert.Equal(
            [(2, 1), (2, 1), (1, 1), (2, 1)],
            (await catcher.GetAsync("inboxes/a/faults")).GetProperty("rules").EnumerateArray()
                .Select(rule => (rule.GetProperty("met").GetInt32(), rule.GetProperty("acted").GetInt32())));
    }

    [Fact]
    public async Task An_inboxs_rules_come_before_those_for_all_and_end_with_it()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.CreateInboxAsync("""{"name":"a"}""");
        await SetAsync(catcher, "faults", "! on rcpt x*\nS: 550 All\n");
        await SetAsync(catcher, "inboxes/a/faults", "! on rcpt *\nS: 551 Inbox\n");
        await using var talk = await catcher.ConnectAsync();
        await talk.HelloAsync();
        await talk.SayAsync("MAIL FROM:<x@example.org>", 250);
        await talk.SayAsync("RCPT TO:<x+a@example.org>", 551);
        await talk.SayAsync("RCPT TO:<x+b@example.org>", 550);
        await talk.SayAsync("RCPT TO:<y+b@example.org>", 250);

        await catcher.AskAsync(HttpMethod.Delete, "inboxes/a", HttpStatusCode.NoContent);
        await talk.SayAsync("RCPT TO:<x+a@example.org>", 550);
        await catcher.GetAsync("inboxes/a/faults", HttpStatusCode.NotFound);
        await catcher.CreateInboxAsync("""{"name":"a"}""");
        Assert.Equal("", (await catcher.GetAsync("inboxes/a/faults")).GetProperty("script").GetString());
        await talk.SayAsync("RCPT TO:<x+a@example.org>", 550);
        Assert.Equal(3, (await catcher.GetAsync("faults")).GetProperty("rules")[0].GetProperty("acted").GetInt32());
    }

    [Fact]
    public async Task Each_fault_is_in_the_transcript_of_the_session()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await SetAsync(
            catcher, "faults",
            "! on rcpt bea@* times=1\nS: 451 4.7.1 Later\n! on content bytes=2\n! delay 1ms\n");
        await using var talk = await catcher.ConnectAsync();
        await talk.HelloAsync();
        await talk.SayAsync("MAIL FROM:<x@example.org>", 250);
        await talk.SayAsync("RCPT TO:<bea@example.org>", 451);
        await talk.SayAsync("RCPT TO:<bea@example.org>", 250);
        await talk.SendAsync("DATA\r\nSubject: x\r\n\r\n.\r\n");
        await talk.ReadAsync(354);
        await talk.ReadAsync(250);

        var transcript = await catcher.Http.GetStringAsync(
            $"{InboxCalls.Root}/messages/latest/transcript", Limit.Token);
        var lines = transcript.Split('\n');
        var at = Array.IndexOf(lines, "# fault: rcpt 'bea@*' (faults:1)");
        Assert.True(at > 0, transcript);
        Assert.Equal("C: RCPT TO:<bea@example.org>", lines[at - 1]);
        Assert.Contains("S: 451 4.7.1 Later", lines[(at + 1)..(at + 3)]);
        Assert.Contains("# fault: content '*' (faults:3)", lines);
    }

    [Theory]
    [InlineData("faults", "")]
    [InlineData("faults", "# nothing\n")]
    [InlineData("faults", "C: EHLO a\nS: 250 a\n")]
    [InlineData("faults", "! on nothing\nS: 550 No\n")]
    [InlineData("faults", "! on rcpt\n")]
    [InlineData("faults", "! on rcpt\nS: 550 No\n! on rcpt a@*\nS: 551 No\n")]
    [InlineData("faults", "! on rcpt\n! delay 121s\n")]
    [InlineData("faults", "\u0001 no transcript")]
    [InlineData("inboxes/a/faults", "! on connect\nS: 421 No\n")]
    [InlineData("inboxes/a/faults", "! on hello\nS: 550 No\n")]
    [InlineData("inboxes/a/faults", "! on tls\n! fault abort\n")]
    public async Task What_cannot_work_is_refused_and_changes_nothing(string path, string script)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.CreateInboxAsync("""{"name":"a"}""");
        await SetAsync(catcher, path, "! on rcpt\n! delay 120s\n");
        var before = (await catcher.GetAsync(path)).GetRawText();

        await catcher.AskAsync(HttpMethod.Put, path, HttpStatusCode.BadRequest, script);
        Assert.Equal(before, (await catcher.GetAsync(path)).GetRawText());
    }

    [Fact]
    public async Task A_script_has_a_hundred_rules_and_64_KiB_at_most()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var hundred = string.Concat(Enumerable.Range(0, 100).Select(i => $"! on rcpt a{i}@*\nS: 550 No\n"));
        var room = new string('#', 64 * 1024 - hundred.Length - 1) + "\n";

        await SetAsync(catcher, "faults", hundred + room);
        await catcher.AskAsync(
            HttpMethod.Put, "faults", HttpStatusCode.RequestEntityTooLarge, hundred + "#" + room);
        await catcher.AskAsync(
            HttpMethod.Put, "faults", HttpStatusCode.BadRequest, hundred + "! on rcpt more@*\nS: 550 No\n");
        await catcher.AskAsync(HttpMethod.Delete, "faults", HttpStatusCode.BadRequest, "x");
        Assert.Equal(100, (await catcher.GetAsync("faults")).GetProperty("rules").GetArrayLength());
    }

    [Fact]
    public async Task An_inbox_that_is_not_there_has_no_faults()
    {
        await using var catcher = await RunningCatcher.StartAsync();

        await catcher.GetAsync("inboxes/none/faults", HttpStatusCode.NotFound);
        await catcher.AskAsync(
            HttpMethod.Put, "inboxes/none/faults", HttpStatusCode.NotFound, "! on rcpt\nS: 550 No\n");
        await catcher.AskAsync(HttpMethod.Delete, "inboxes/none/faults", HttpStatusCode.NotFound);
    }

    private static Task<JsonElement> SetAsync(RunningCatcher catcher, string path, string script) =>
        catcher.AskAsync(HttpMethod.Put, path, HttpStatusCode.OK, script);

    private static async Task TransferAsync(
        SmtpTalk talk, string from, string header, int code, string to = "b@example.org")
    {
        await talk.SayAsync($"MAIL FROM:<{from}>", 250);
        await talk.SayAsync($"RCPT TO:<{to}>", 250);
        await talk.SayAsync("DATA", 354);
        await talk.SayAsync($"{header}\r\n\r\nText\r\n.", code);
    }

    private static string Credentials(string user) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{user}\0x"));

    private static string Unescaped(JsonElement json) => json.GetRawText().Replace("\\u0027", "'", default);
}
