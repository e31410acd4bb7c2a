using System.Net;
using System.Text;
using Rockdove.Mock;
using Rockdove.Outbox;
using Rockdove.Wire;

namespace Rockdove.Catcher.Tests;

public class SmtpCourierTests
{
    [Fact]
    public async Task A_message_goes_out_as_it_is_behind_a_trace_field()
    {
        await using var server = await StartAsync();
        var message = "Message-ID: <1@x.test>\r\nReturn-Path: <z@x.test>\r\nSubject: Grüße\r\n\r\n.dot\r\n";

        var result = Assert.Single(await SendAsync(server, message, "ann@example.org"));

        Assert.Equal((OutboxOutcome.Delivered, "ann@example.org"), (result.Outcome, result.Address));
        var received = await server.WaitForMessageAsync(cancellationToken: Limit.Token);
        Assert.Equal("a@example.org", received.ReversePath);
        var text = Encoding.UTF8.GetString(received.Content.Span);
        Assert.StartsWith("Received: by localhost (Rockdove outbox) id 1;\r\n\t", text, StringComparison.Ordinal);
        Assert.EndsWith($"\r\n{message}", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_bad_recipient_does_not_keep_it_from_the_others()
    {
        await using var server = await StartAsync(options =>
        {
            options.When(MockMoment.Recipient, "bad@*").Reply(550, "5.1.1 Nobody");
            options.When(MockMoment.Recipient, "busy@*").Reply(451, "4.3.0 Later");
        });

        var results = await SendAsync(
            server, "Subject: x\r\n\r\n", "bad@example.org", "good@example.org", "busy@example.org", "b d@example.org");

        Assert.Equal(OutboxOutcome.Failed, results.Single(one => one.Address == "bad@example.org").Outcome);
        Assert.StartsWith(
            "550 5.1.1 Nobody", results.Single(one => one.Address == "bad@example.org").Answer,
            StringComparison.Ordinal);
        Assert.Equal(OutboxOutcome.Waiting, results.Single(one => one.Address == "busy@example.org").Outcome);
        Assert.Equal(OutboxOutcome.Failed, results.Single(one => one.Address == "b d@example.org").Outcome);
        Assert.Equal(OutboxOutcome.Delivered, results.Single(one => one.Address == "good@example.org").Outcome);
        Assert.Equal(["good@example.org"], Assert.Single(server.Messages).ForwardPaths);
    }

    [Fact]
    public async Task Who_is_not_allowed_is_not_asked_for_even_if_he_is_queued()
    {
        await using var server = await StartAsync();
        var rules = new RecipientRules([RecipientPattern.Parse("example.org")], []);

        var results = await CourierTo(server, rules: rules).DeliverAsync(
            Item("up", "ann@example.org", "eve@example.net"), "Subject: x\r\n\r\n"u8.ToArray(), Limit.Token);

        Assert.Equal(OutboxOutcome.Failed, results.Single(one => one.Address == "eve@example.net").Outcome);
        Assert.Equal(["ann@example.org"], Assert.Single(server.Messages).ForwardPaths);
    }

    [Fact]
    public async Task A_route_that_is_not_there_may_come_back()
    {
        var courier = new SmtpCourier(new SmtpCourierOptions(), new OwnListeners(), TimeProvider.System);
        var results = await courier.DeliverAsync(Item("up", "a@x.test"), "\r\n"u8.ToArray(), Limit.Token);
        Assert.Equal(
            (OutboxOutcome.Waiting, "There is no route 'up' now."),
            (results[0].Outcome, results[0].Answer));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_tried_again()
    {
        int port;
        await using (var server = await StartAsync())
            port = server.Port;
        var courier = new SmtpCourier(
            new() { Routes = [RouteTo(port)] }, new OwnListeners(), TimeProvider.System);
        var results = await courier.DeliverAsync(Item("up", "a@x.test"), "\r\n"u8.ToArray(), Limit.Token);
        Assert.Equal(OutboxOutcome.Waiting, Assert.Single(results).Outcome);
    }

    [Theory]
    [InlineData(24, OutboxOutcome.Delivered)]
    [InlineData(25, OutboxOutcome.Failed)]
    public async Task What_has_gone_round_is_stopped(int received, OutboxOutcome outcome)
    {
        await using var server = await StartAsync();
        var header = string.Concat(Enumerable.Repeat("received: by x; Thu, 26 Nov 2026 10:00:00 +0000\r\n", received));
        var body = "\r\nReceived: in the body is none\r\n";

        var result = Assert.Single(await SendAsync(server, header + body, "a@x.test"));

        Assert.Equal(outcome, result.Outcome);
        Assert.Equal(outcome == OutboxOutcome.Delivered ? 1 : 0, server.Messages.Count);
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("127.0.0.1", "localhost")]
    [InlineData("0.0.0.0", "127.0.0.9")]
    [InlineData("::", "127.0.0.1")]
    public async Task What_would_come_back_is_not_sent(string listening, string host)
    {
        await using var server = await StartAsync();
        var own = new OwnListeners();
        own.Set(() => [new IPEndPoint(IPAddress.Parse(listening), server.Port)]);
        var courier = new SmtpCourier(
            new() { Routes = [RouteTo(server.Port) with { Host = host }] }, own, TimeProvider.System);

        var result = Assert.Single(
            await courier.DeliverAsync(Item("up", "a@x.test"), "\r\n"u8.ToArray(), Limit.Token));

        Assert.Equal(OutboxOutcome.Failed, result.Outcome);
        Assert.Contains("leads back", result.Answer, StringComparison.Ordinal);
        Assert.Empty(server.Sessions);
    }

    [Fact]
    public async Task Starttls_is_used_where_it_is_offered()
    {
        await using var server = await StartAsync();
        var courier = CourierTo(server, RouteTo(server.Port) with { Security = RouteSecurity.StartTlsIfOffered });
        await courier.DeliverAsync(Item("up", "a@x.test"), "\r\n"u8.ToArray(), Limit.Token);
        Assert.NotNull(Assert.Single(server.Messages).Tls);
    }

    [Fact]
    public async Task A_reverse_path_of_the_route_takes_the_place_of_the_messages_own()
    {
        await using var server = await StartAsync();
        var courier = CourierTo(server, RouteTo(server.Port) with { ReversePath = "bounces@example.net" });
        await courier.DeliverAsync(Item("up", "a@x.test"), "\r\n"u8.ToArray(), Limit.Token);
        Assert.Equal("bounces@example.net", Assert.Single(server.Messages).ReversePath);
    }

    [Fact]
    public async Task Tls_that_is_demanded_and_not_offered_sends_nothing()
    {
        await using var server = await MockMailServer.StartAsync(
            options => options.Tls = MockTls.Off, Limit.Token);
        var courier = CourierTo(server, RouteTo(server.Port) with { Security = RouteSecurity.StartTls });
        var result = Assert.Single(
            await courier.DeliverAsync(Item("up", "a@x.test"), "\r\n"u8.ToArray(), Limit.Token));
        Assert.Equal(OutboxOutcome.Waiting, result.Outcome);
        Assert.Empty(server.Messages);
    }

    [Fact]
    public async Task A_password_is_not_said_where_anyone_may_read_it_unless_the_route_says_so()
    {
        await using var server = await StartAsync(options =>
            options.Authentication = MockAuthentication.Only(("ann", "hunter2")).By(new PlainMechanism()));
        var route = RouteTo(server.Port) with
        {
            Security = RouteSecurity.None,
            Login = new SaslLogin { UserName = "ann", Password = new Secret("hunter2") },
            Mechanisms = ["PLAIN"],
        };

        var refused = await CourierTo(server, route).DeliverAsync(
            Item("up", "a@x.test"), "\r\n"u8.ToArray(), Limit.Token);
        var sent = await CourierTo(server, route with { LogsInInClear = true }).DeliverAsync(
            Item("up", "a@x.test"), "\r\n"u8.ToArray(), Limit.Token);

        Assert.Equal(OutboxOutcome.Waiting, refused[0].Outcome);
        Assert.Equal(OutboxOutcome.Delivered, sent[0].Outcome);
        Assert.DoesNotContain("hunter2", refused[0].Answer, StringComparison.Ordinal);
    }

    private static Task<MockMailServer> StartAsync(Action<MockMailOptions>? configure = null) =>
        MockMailServer.StartAsync(configure, Limit.Token);

    private static async Task<IReadOnlyList<CourierResult>> SendAsync(
        MockMailServer server, string message, params string[] to) =>
        await CourierTo(server).DeliverAsync(Item("up", to), Encoding.UTF8.GetBytes(message), Limit.Token);

    private static SmtpCourier CourierTo(
        MockMailServer server, SmtpRoute? route = null, RecipientRules? rules = null) =>
        new(
            new() { Routes = [route ?? RouteTo(server.Port)], Rules = rules ?? RecipientRules.Anybody },
            new OwnListeners(),
            TimeProvider.System);

    private static SmtpRoute RouteTo(int port) =>
        new() { Name = "up", Host = "127.0.0.1", Port = port, Security = RouteSecurity.None };

    private static OutboxItem Item(string route, params string[] to) => new()
    {
        Id = 1, Kind = OutboxKind.Mail, Place = route, ReversePath = "a@example.org", Bytes = 0,
        Recipients = [.. to.Select(address => new OutboxRecipient(address))],
        QueuedAt = DateTimeOffset.UnixEpoch, ExpiresAt = DateTimeOffset.MaxValue,
    };
}
