using System.Net;
using Rockdove.Mock;
using Rockdove.Outbox;

namespace Rockdove.Catcher.Tests;

/// <summary>Releasing as Mailpit's clients ask for it.</summary>
public class MailpitReleaseTests
{
    [Fact]
    public async Task A_message_is_released_to_those_who_are_named()
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Limit.Token);
        await using var catcher = await RunningCatcher.StartAsync(leaving: OutCalls.OutTo(server));
        var id = await catcher.SendAsync("Message-ID: <keep@x.test>\r\nSubject: x\r\n\r\n");

        await catcher.CallOkAsync("POST", $"api/v1/message/{id}/release", """{"To":["ann@example.net"]}""");

        var received = await server.WaitForMessageAsync(cancellationToken: Limit.Token);
        Assert.Equal(["ann@example.net"], received.ForwardPaths);
        Assert.Equal("keep@x.test", received.Mime.MessageId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"To":[]}""")]
    [InlineData("""{"To":[null]}""")]
    [InlineData("""{"To":"ann@example.net"}""")]
    [InlineData("""{"To":["no address"]}""")]
    [InlineData("""{"To":["blocked@example.net"]}""")]
    public async Task What_says_nobody_who_may_get_it_sends_nothing(string body)
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Limit.Token);
        await using var catcher = await RunningCatcher.StartAsync(leaving: OutCalls.OutTo(server) with
        {
            Rules = new([], [RecipientPattern.Parse("blocked@example.net")]),
        });
        var id = await catcher.SendAsync("Subject: x\r\n\r\n");

        await catcher.CallInVainAsync("POST", $"api/v1/message/{id}/release", body);

        Assert.Equal(0, catcher.Outbox.List(null, 0, 1).Total);
    }

    [Fact]
    public async Task A_message_that_is_not_there_is_not_found()
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Limit.Token);
        await using var catcher = await RunningCatcher.StartAsync(leaving: OutCalls.OutTo(server));
        var (status, _) = await catcher.CallAsync(
            "POST", "api/v1/message/nothing/release", """{"To":["ann@example.net"]}""");
        Assert.Equal(HttpStatusCode.NotFound, status);
    }

    [Fact]
    public async Task Without_a_route_it_is_refused_and_the_page_knows()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var id = await catcher.SendAsync("Subject: x\r\n\r\n");
        var (status, text) = await catcher.CallAsync(
            "POST", $"api/v1/message/{id}/release", """{"To":["ann@example.net"]}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("--route", text, StringComparison.Ordinal);
        var relay = (await catcher.GetJsonAsync("api/v1/webui")).GetProperty("MessageRelay");
        Assert.False(relay.GetProperty("Enabled").GetBoolean());
    }

    [Fact]
    public async Task With_a_route_mailpits_page_is_told_of_it()
    {
        await using var catcher = await RunningCatcher.StartAsync(leaving: new()
        {
            Routes = [new() { Name = "up", Host = "mail.x.test", Port = 587, ReversePath = "b@x.test" }],
            Rules = new([RecipientPattern.Parse("example.net")], [RecipientPattern.Parse("/^boss@/")]),
        });

        var relay = (await catcher.GetJsonAsync("api/v1/webui")).GetProperty("MessageRelay");

        Assert.True(relay.GetProperty("Enabled").GetBoolean());
        Assert.True(relay.GetProperty("PreserveMessageIDs").GetBoolean());
        Assert.Equal(
            "mail.x.test:587 b@x.test example.net /^boss@/",
            string.Join(' ', ((string[])["SMTPServer", "ReturnPath", "AllowedRecipients", "BlockedRecipients"]).Select(
                name => relay.GetProperty(name).GetString())));
    }
}
