using System.Net;
using System.Text;
using Rockdove.Mock;
using Rockdove.Outbox;

namespace Rockdove.Catcher.Tests;

/// <summary>Releasing through our own API.</summary>
public class ReleaseTests
{
    [Fact]
    public async Task A_message_goes_to_whom_somebody_names()
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Limit.Token);
        await using var catcher = await RunningCatcher.StartAsync(leaving: OutCalls.OutTo(server));
        var id = await catcher.SendAsync("Message-ID: <m@x.test>\r\nSubject: Out\r\n\r\nBody\r\n");

        var item = await catcher.PostAsync(
            $"messages/{id}/release", """{"to":["ann@example.net","bea@example.net"]}""", HttpStatusCode.Accepted);

        Assert.Equal(("mail", "up", "Out"), (
            item.GetProperty("kind").GetString(), item.GetProperty("place").GetString(),
            item.GetProperty("subject").GetString()));
        Assert.Equal(id, item.GetProperty("messageId").GetString());
        var end = await catcher.EndOfAsync(item);
        Assert.Equal("delivered", end.GetProperty("state").GetString());
        Assert.Equal("ann@example.net:delivered bea@example.net:delivered", end.Outcomes());
        var received = Assert.Single(server.Messages);
        Assert.Equal("a@example.org", received.ReversePath);
        Assert.EndsWith(
            "\r\nMessage-ID: <m@x.test>\r\nSubject: Out\r\n\r\nBody\r\n",
            Encoding.ASCII.GetString(received.Content.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_goes_to_the_port_of_an_inbox()
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Limit.Token);
        await using var catcher = await RunningCatcher.StartAsync(leaving: OutCalls.OutTo(server));
        catcher.Mail.NamedInboxes.Ports = new FakePorts();
        await catcher.CreateInboxAsync($$"""{"port":{{server.Port}}}""");
        var id = await catcher.SendAsync("Subject: Out\r\n\r\n");

        var item = await catcher.PostAsync(
            $"messages/{id}/release", """{"to":["ann@example.net"]}""", HttpStatusCode.Accepted);

        Assert.Equal("ann@example.net:failed", (await catcher.EndOfAsync(item)).Outcomes());
        Assert.Empty(server.Sessions);
    }

    [Fact]
    public async Task Without_names_it_goes_to_those_of_its_envelope()
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Limit.Token);
        await using var catcher = await RunningCatcher.StartAsync(leaving: OutCalls.OutTo(server));
        await catcher.SendAsync("To: x@x.test\r\n\r\n", to: ["c@example.org", "d@example.org"]);

        await catcher.EndOfAsync(
            await catcher.PostAsync("messages/latest/release", null, HttpStatusCode.Accepted));

        Assert.Equal(["c@example.org", "d@example.org"], Assert.Single(server.Messages).ForwardPaths);
    }

    [Fact]
    public async Task A_route_is_taken_by_its_name_and_no_other_place_can_be_named()
    {
        await using var first = await MockMailServer.StartAsync(cancellationToken: Limit.Token);
        await using var second = await MockMailServer.StartAsync(cancellationToken: Limit.Token);
        await using var catcher = await RunningCatcher.StartAsync(leaving: new()
        {
            Routes = [OutCalls.RouteTo(first), OutCalls.RouteTo(second, "other")],
        });
        await catcher.SendAsync("Subject: x\r\n\r\n");

        await catcher.EndOfAsync(await catcher.PostAsync(
            "messages/latest/release", """{"route":"other"}""", HttpStatusCode.Accepted));

        Assert.Empty(first.Messages);
        Assert.Single(second.Messages);
        var refusal = await catcher.PostAsync(
            "messages/latest/release", """{"route":"third"}""", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("up, other", refusal.GetProperty("detail").GetString(), StringComparison.Ordinal);
        foreach (var body in (string[])
        [
            """{"host":"127.0.0.1","port":25}""", """{"to":"a@x.test"}""", """{"to":[null]}""", "null", "[", "1",
        ])
            await catcher.PostAsync("messages/latest/release", body, HttpStatusCode.BadRequest);
        Assert.Equal(1, (await catcher.GetAsync("outbox")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Who_may_get_nothing_keeps_it_from_nobody_else()
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Limit.Token);
        await using var catcher = await RunningCatcher.StartAsync(leaving: OutCalls.OutTo(server) with
        {
            Rules = new([RecipientPattern.Parse("example.net")], [RecipientPattern.Parse("boss@example.net")]),
        });
        await catcher.SendAsync("Subject: x\r\n\r\n");

        var item = await catcher.PostAsync(
            "messages/latest/release",
            """{"to":["ann@example.net","boss@example.net","eve@example.com","no address","ann@example.net"]}""",
            HttpStatusCode.Accepted);

        Assert.Equal(
            "ann@example.net:delivered boss@example.net:failed eve@example.com:failed no address:failed",
            (await catcher.EndOfAsync(item)).Outcomes());
        Assert.Equal(["ann@example.net"], Assert.Single(server.Messages).ForwardPaths);
        var refusal = await catcher.PostAsync(
            "messages/latest/release", """{"to":["boss@example.net"]}""", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("block list", refusal.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await catcher.PostAsync("messages/latest/release", """{"to":[]}""", HttpStatusCode.UnprocessableEntity);
    }

    [Theory]
    [InlineData(MailOut.MostRecipients, HttpStatusCode.Accepted)]
    [InlineData(MailOut.MostRecipients + 1, HttpStatusCode.UnprocessableEntity)]
    public async Task It_goes_to_so_many_and_not_one_more(int count, HttpStatusCode status)
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Limit.Token);
        await using var catcher = await RunningCatcher.StartAsync(leaving: OutCalls.OutTo(server));
        await catcher.SendAsync("Subject: x\r\n\r\n");
        var to = string.Join(',', Enumerable.Range(0, count).Select(number => $"\"a{number}@x.test\""));
        await catcher.PostAsync("messages/latest/release", $$"""{"to":[{{to}}]}""", status);
    }

    [Fact]
    public async Task Nothing_leaves_unless_a_route_is_there()
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Limit.Token);
        foreach (var leaving in (MailOutOptions?[])[null, new()])
        {
            await using var catcher = await RunningCatcher.StartAsync(leaving: leaving);
            var id = await catcher.SendAsync("Subject: x\r\n\r\n");
            await catcher.PostAsync($"messages/{id}/release", "{}", HttpStatusCode.Conflict);
            Assert.Equal(0, (await catcher.GetAsync("outbox")).GetProperty("total").GetInt32());
        }
    }

    [Fact]
    public async Task A_message_that_is_not_in_the_inbox_is_not_released_from_there()
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Limit.Token);
        await using var catcher = await RunningCatcher.StartAsync(leaving: OutCalls.OutTo(server));
        await catcher.CreateInboxAsync("""{"name":"mine"}""");
        var other = await catcher.SendAsync("Subject: x\r\n\r\n");
        var mine = await catcher.SendAsync("Subject: y\r\n\r\n", to: ["x+mine@x.test"]);

        await catcher.PostAsync($"inboxes/mine/messages/{other}/release", null, HttpStatusCode.NotFound);
        await catcher.PostAsync("inboxes/none/messages/latest/release", null, HttpStatusCode.NotFound);
        await catcher.EndOfAsync(
            await catcher.PostAsync($"inboxes/mine/messages/{mine}/release", null, HttpStatusCode.Accepted));

        Assert.Equal("y", Assert.Single(server.Messages).Subject);
    }

    [Fact]
    public async Task Another_catcher_may_be_a_route()
    {
        await using var other = await RunningCatcher.StartAsync();
        await using var catcher = await RunningCatcher.StartAsync(leaving: new()
        {
            Routes = [new() { Name = "up", Host = "::1", Port = 1 }, RouteTo(other)],
        });
        await catcher.SendAsync("Subject: on its way\r\n\r\n");

        await catcher.EndOfAsync(await catcher.PostAsync(
            "messages/latest/release", """{"route":"other"}""", HttpStatusCode.Accepted));

        Assert.Equal(["on its way"], await other.SubjectsAsync());
    }

    private static SmtpRoute RouteTo(RunningCatcher catcher) => new()
    {
        Name = "other", Host = "127.0.0.1", Port = catcher.AddressOf(CatcherEndpoint.Smtp).Port,
    };
}
