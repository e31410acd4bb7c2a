using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Rockdove.Storage;
using Rockdove.Testing;

namespace Rockdove.Catcher.Tests;

/// <summary>Inboxes with a port of their own: what comes there, and when nobody listens any more.</summary>
public class InboxPortTests
{
    [Fact]
    public async Task What_comes_by_its_port_is_in_an_inbox_and_in_all_mail_and_in_no_other()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var a = await OpenAsync(catcher, """{"name":"a","port":0}""");
        var b = await OpenAsync(catcher, """{"name":"b","port":0}""");
        await catcher.CreateInboxAsync("""{"name":"c"}""");
        Assert.NotEqual(a, b);

        await SendAsync(a, "1", "whoever@example.org");
        await SendAsync(b, "2", "whoever@example.org");
        await SendAsync(a, "3", "ann+c@example.org");
        await catcher.SendAsync("Subject: 4\r\n\r\n", to: ["ann+a@example.org"]);

        Assert.Equal("3 1", await catcher.SubjectsOfAsync("inboxes/a/messages"));
        Assert.Equal("2", await catcher.SubjectsOfAsync("inboxes/b/messages"));
        Assert.Equal("3", await catcher.SubjectsOfAsync("inboxes/c/messages"));
        Assert.Equal("4 3 2 1", await catcher.SubjectsOfAsync("messages"));
    }

    [Fact]
    public async Task A_port_is_one_binding_beside_others()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var port = await OpenAsync(catcher, """{"name":"a","tags":["x"],"port":0}""");

        await SendAsync(port, "port", "whoever@example.org");
        await catcher.SendAsync("Subject: tag\r\n\r\n", to: ["ann+x@example.org"]);
        await catcher.SendAsync("Subject: name\r\n\r\n", to: ["ann+a@example.org"]);

        Assert.Equal("tag port", await catcher.SubjectsOfAsync("inboxes/a/messages"));
    }

    [Fact]
    public async Task The_port_is_told_as_it_is_bound()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var port = await OpenAsync(catcher, """{"name":"a","port":0}""");
        var other = await catcher.CreateInboxAsync("""{"name":"b"}""");

        Assert.InRange(port, 1, 65535);
        Assert.Equal(port, (await catcher.GetAsync("inboxes/a")).GetProperty("port").GetInt32());
        Assert.Equal(JsonValueKind.Null, other.GetProperty("port").ValueKind);
        var listed = (await catcher.GetAsync("inboxes")).GetProperty("inboxes").EnumerateArray().ToList();
        Assert.Equal(port, listed[0].GetProperty("port").GetInt32());
        Assert.Equal(JsonValueKind.Null, listed[1].GetProperty("port").ValueKind);
    }

    [Fact]
    public async Task Its_port_speaks_as_that_of_all_does()
    {
        await using var catcher = await RunningCatcher.StartAsync(new CatcherOptions { MessageBytes = 12345 });
        var port = await OpenAsync(catcher, """{"name":"a","port":0}""");
        await using var main = await catcher.ConnectAsync();
        await using var own = await ConnectAsync(port);

        Assert.Equal(await main.HelloAsync(), await own.HelloAsync());
        await own.SayAsync("STARTTLS", 220);
        await own.StartTlsAsync();
        await own.SayAsync("EHLO client.test", 250);
        await own.SayAsync($"AUTH PLAIN {Convert.ToBase64String("\0ann\0x"u8)}", 235);
        await own.SayAsync("MAIL FROM:<a@example.org> SIZE=12346", 552);
        await TransferAsync(own, "secret", "b@example.org");
        Assert.Contains(
            "C: STARTTLS",
            await catcher.Http.GetStringAsync($"{InboxCalls.Root}/inboxes/a/messages/latest/transcript", Limit.Token),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_listens_for_an_inbox_that_was_deleted_and_the_port_is_free_at_once()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var port = await OpenAsync(catcher, """{"name":"a","port":0}""");
        await SendAsync(port, "old", "b@example.org");

        await catcher.AskAsync(HttpMethod.Delete, "inboxes/a", HttpStatusCode.NoContent);
        await RefusesAsync(port);
        Assert.Equal(port, await OpenAsync(catcher, $$"""{"name":"a","port":{{port}}}"""));
        await SendAsync(port, "new", "b@example.org");

        Assert.Equal("new", await catcher.SubjectsOfAsync("inboxes/a/messages"));
        Assert.Equal("new old", await catcher.SubjectsOfAsync("messages"));
    }

    [Fact]
    public async Task Nobody_listens_for_an_inbox_that_has_expired()
    {
        var time = new ManualTimeProvider();
        await using var catcher = await RunningCatcher.StartAsync(time: time);
        var port = await OpenAsync(catcher, """{"name":"a","port":0,"unusedSeconds":10}""");
        await using (var talk = await ConnectAsync(port))
        {
            await talk.HelloAsync();
            time.Advance(TimeSpan.FromSeconds(30)); // Somebody is there: that is use.
            await TransferAsync(talk, "late", "b@example.org");
            await talk.SayAsync("QUIT", 221);
            await talk.ReadToEndAsync();
        }

        Assert.Equal("late", await catcher.SubjectsOfAsync("inboxes/a/messages"));
        time.Advance(TimeSpan.FromSeconds(10));

        // The timer's work is not waited for by anybody; a request for the port is, and does it too.
        Assert.Equal(port, await OpenAsync(catcher, $$"""{"name":"b","port":{{port}}}"""));
        await catcher.GetAsync("inboxes/a", HttpStatusCode.NotFound);
        await catcher.AskAsync(HttpMethod.Delete, "inboxes/b", HttpStatusCode.NoContent);
        await RefusesAsync(port);
    }

    [Fact]
    public async Task Time_closes_the_port_without_any_request()
    {
        var time = new ManualTimeProvider();
        await using var catcher = await MailCatcher.CreateAsync(
            new CatcherOptions(), time, cancellationToken: Limit.Token);
        var ports = new FakePorts();
        catcher.Mail.NamedInboxes.Ports = ports;
        await catcher.Mail.NamedInboxes.CreateAsync(
            new() { Port = 2525, KeptUnused = TimeSpan.FromSeconds(10) }, Limit.Token);
        var port = Assert.Single(ports.All);

        time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(port.Closed.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        await port.Closed.WaitAsync(Limit.Token);
    }

    [Fact]
    public async Task A_message_under_way_when_the_port_closes_is_kept()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var port = await OpenAsync(catcher, """{"name":"a","port":0}""");
        await using var talk = await ConnectAsync(port);
        await talk.HelloAsync();
        await talk.SayAsync("MAIL FROM:<a@example.org>", 250);
        await talk.SayAsync("RCPT TO:<b@example.org>", 250);
        await talk.SayAsync("DATA", 354);

        await catcher.AskAsync(HttpMethod.Delete, "inboxes/a", HttpStatusCode.NoContent);
        await OpenAsync(catcher, $$"""{"name":"a","port":{{port}}}""");
        await talk.SendAsync("Subject: under way\r\n\r\n.\r\n");
        await talk.ReadAsync(250);
        await talk.ReadAsync(421);

        Assert.Equal("", await catcher.SubjectsOfAsync("inboxes/a/messages"));
        Assert.Equal("under way", (await catcher.GetAsync("messages")).Texts("messages", "subject").Single());
    }

    [Fact]
    public async Task A_session_of_an_inbox_that_has_ended_brings_nothing_to_the_next_one_on_that_port()
    {
        await using var catcher = await MailCatcher.CreateAsync(
            new CatcherOptions(), cancellationToken: Limit.Token);
        var inboxes = catcher.Mail.NamedInboxes;
        inboxes.Ports = new FakePorts();
        var first = (await inboxes.CreateAsync(new() { Port = 2525 }, Limit.Token))!;
        await inboxes.DeleteAsync(first, Limit.Token);
        var second = (await inboxes.CreateAsync(new() { Port = 2525 }, Limit.Token))!;
        var envelope = new DeliveryEnvelope
        {
            ReceivedAt = DateTimeOffset.UnixEpoch, ReversePath = "", ForwardPaths = ["b@example.org"],
        };

        Assert.Empty(inboxes.Taking(envelope, first));
        Assert.Equal([second.Mailbox], inboxes.Taking(envelope, second));
        Assert.Empty(inboxes.Taking(envelope, ofPort: null));
    }

    [Fact]
    public async Task No_port_is_left_when_the_catcher_ends()
    {
        var catcher = await RunningCatcher.StartAsync();
        var port = await OpenAsync(catcher, """{"port":0}""");
        await using var talk = await ConnectAsync(port);
        await talk.HelloAsync();

        await catcher.DisposeAsync();

        await RefusesAsync(port);
        await talk.ReadAsync(421);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_refused_and_nothing_is_left_behind()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = ((IPEndPoint)other.LocalEndpoint).Port;
        var wanted = $$"""{"name":"a","port":{{taken}}}""";

        var refusal = await catcher.PostAsync("inboxes", wanted, HttpStatusCode.Conflict);
        Assert.Contains($"127.0.0.1:{taken}", refusal.GetProperty("detail").GetString()!, StringComparison.Ordinal);
        Assert.Equal(0, (await catcher.GetAsync("inboxes")).GetProperty("total").GetInt32());
        other.Stop();
        await catcher.CreateInboxAsync(wanted);

        refusal = await catcher.PostAsync("inboxes", $$"""{"port":{{taken}}}""", HttpStatusCode.Conflict);
        Assert.Contains("the inbox 'a'", refusal.GetProperty("detail").GetString()!, StringComparison.Ordinal);
        await SendAsync(taken, "still", "b@example.org");
        Assert.Equal("still", await catcher.SubjectsOfAsync("inboxes/a/messages"));
    }

    [Fact]
    public async Task The_systems_reason_is_told_where_it_gives_no_port()
    {
        await using var app = RunningCatcher.CreateBuilder().Build();
        await using var catcher = await MailCatcher.CreateAsync(
            new CatcherOptions(), cancellationToken: Limit.Token);
        catcher.AllowInboxPorts(IPAddress.Parse("192.0.2.1"), app.Services); // RFC 5737: nobody's.

        var refused = await Assert.ThrowsAsync<InboxPortException>(
            async () => await catcher.Mail.NamedInboxes.CreateAsync(new() { Port = 0 }, Limit.Token));

        Assert.IsType<SocketException>(refused.InnerException);
        Assert.Contains(refused.InnerException.Message, refused.Message, StringComparison.Ordinal);
        Assert.Empty(catcher.Mail.NamedInboxes.All);
        Assert.Throws<InvalidOperationException>(() => catcher.AllowInboxPorts(IPAddress.Loopback, app.Services));
    }

    [Fact]
    public async Task A_catcher_that_allows_no_ports_says_so()
    {
        await using var catcher = await MailCatcher.CreateAsync(
            new CatcherOptions(), cancellationToken: Limit.Token);
        var refused = await Assert.ThrowsAsync<InboxPortException>(
            async () => await catcher.Mail.NamedInboxes.CreateAsync(new() { Port = 0 }, Limit.Token));
        Assert.Contains("opens no ports", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_is_closed_again_where_the_store_makes_no_mailbox()
    {
        var store = new MemoryMailStore(new() { Mailboxes = 1 }, TimeProvider.System, null);
        await using var catcher = await MailCatcher.CreateAsync(
            new CatcherOptions(), store: store, cancellationToken: Limit.Token);
        var ports = new FakePorts();
        catcher.Mail.NamedInboxes.Ports = ports;

        await Assert.ThrowsAsync<StoreFullException>(
            async () => await catcher.Mail.NamedInboxes.CreateAsync(new() { Port = 0 }, Limit.Token));

        Assert.True(Assert.Single(ports.All).Closed.IsCompleted);
    }

    [Fact]
    public async Task There_are_as_many_ports_as_may_be_and_no_more()
    {
        var time = new ManualTimeProvider();
        await using var catcher = await RunningCatcher.StartAsync(time: time);
        for (var i = 1; i < NamedInboxes.MostPorts; i++)
            await catcher.Mail.NamedInboxes.CreateAsync(new() { Port = 0 }, Limit.Token);
        await catcher.CreateInboxAsync("""{"name":"last","unusedSeconds":1,"port":0}""");

        await catcher.PostAsync("inboxes", """{"port":0}""", HttpStatusCode.ServiceUnavailable);
        await catcher.CreateInboxAsync("{}");
        time.Advance(TimeSpan.FromSeconds(1));
        await catcher.CreateInboxAsync("""{"port":0}""");
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(65535, true)]
    [InlineData(65536, false)]
    public void A_port_is_a_number_that_ports_have(int port, bool isOne)
    {
        var error = Record.Exception(new NewInbox { Port = port }.Validate);
        Assert.Equal(isOne, error is null);
        if (error is not null)
            Assert.Contains("65535", Assert.IsType<ArgumentException>(error).Message, StringComparison.Ordinal);
    }

    internal static async Task<int> OpenAsync(RunningCatcher catcher, string body) =>
        (await catcher.CreateInboxAsync(body)).GetProperty("port").GetInt32();

    internal static Task<SmtpTalk> ConnectAsync(int port) =>
        SmtpTalk.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));

    internal static async Task TransferAsync(SmtpTalk talk, string subject, string to)
    {
        await talk.SayAsync("MAIL FROM:<a@example.org>", 250);
        await talk.SayAsync($"RCPT TO:<{to}>", 250);
        await talk.SayAsync("DATA", 354);
        await talk.SayAsync($"Subject: {subject}\r\n\r\nText\r\n.", 250);
    }

    private static async Task SendAsync(int port, string subject, string to)
    {
        await using var talk = await ConnectAsync(port);
        await talk.HelloAsync();
        await TransferAsync(talk, subject, to);
        await talk.SayAsync("QUIT", 221);
    }

    private static async Task RefusesAsync(int port)
    {
        var refused = await Assert.ThrowsAsync<SocketException>(() => ConnectAsync(port));
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
    }
}
