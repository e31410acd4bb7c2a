using System.Net;
using Rockdove.Mock;

namespace Rockdove.Catcher.Tests;

/// <summary>Releasing as MailHog's clients ask for it.</summary>
public class MailHogReleaseTests
{
    [Fact]
    public async Task A_message_is_released_by_a_route_that_is_named_or_the_first()
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Limit.Token);
        var leaving = OutCalls.OutTo(server);
        await using var catcher = await RunningCatcher.StartAsync(leaving: leaving);
        var id = await catcher.SendAsync("Message-ID: <keep@x.test>\r\nSubject: x\r\n\r\n");
        var path = $"api/v1/messages/{id}/release";

        await catcher.RefuseAsync(HttpStatusCode.OK, "POST", path, """{"Email":"ann@example.net","Save":true}""");
        await catcher.RefuseAsync(
            HttpStatusCode.OK, "POST", path, $$"""{"email":"bea@example.net","name":"{{leaving.Routes[0].Name}}"}""");

        var received = await server.WaitForMessagesAsync(2, cancellationToken: Limit.Token);
        Assert.Equal(
            ["ann@example.net", "bea@example.net"], received.SelectMany(one => one.ForwardPaths).Order());
        Assert.All(received, one => Assert.Equal("keep@x.test", one.Mime.MessageId));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no")]
    [InlineData("{}")]
    [InlineData("""{"Email":"no address"}""")]
    [InlineData("""{"Email":"ann@example.net","Name":"another"}""")]
    [InlineData("""{"Email":"ann@example.net","Host":"mail.example.net","Port":"25"}""")]
    [InlineData("""{"email":"ann@example.net","host":"169.254.169.254"}""")]
    [InlineData("""{"Email":"ann@example.net","Port":"25"}""")]
    public async Task Another_host_and_what_says_nobody_is_refused(string body)
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Limit.Token);
        await using var catcher = await RunningCatcher.StartAsync(leaving: OutCalls.OutTo(server));
        var id = await catcher.SendAsync("Subject: x\r\n\r\n");

        await catcher.RefuseAsync(HttpStatusCode.BadRequest, "POST", $"api/v1/messages/{id}/release", body);
        Assert.Equal(0, catcher.Outbox.List(null, 0, 1).Total);
    }

    [Fact]
    public async Task Without_a_route_or_a_message_there_is_nothing_to_release()
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Limit.Token);
        await using var catcher = await RunningCatcher.StartAsync(leaving: OutCalls.OutTo(server));
        await using var closed = await RunningCatcher.StartAsync();
        const string body = """{"Email":"ann@example.net"}""";
        var id = await closed.SendAsync("Subject: x\r\n\r\n");

        await catcher.RefuseAsync(HttpStatusCode.NotFound, "POST", "api/v1/messages/none/release", body);
        await closed.RefuseAsync(HttpStatusCode.BadRequest, "POST", $"api/v1/messages/{id}/release", body);
    }

    [Fact]
    public async Task Of_a_route_only_its_name_is_told()
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Limit.Token);
        var leaving = OutCalls.OutTo(server);
        await using var catcher = await RunningCatcher.StartAsync(leaving: leaving);
        var name = leaving.Routes[0].Name;

        Assert.Equal(
            $$$"""
            {"{{{name}}}":{"Name":"{{{name}}}","Save":false,"Email":"","Host":"","Port":"","Username":"",
            "Password":"","Mechanism":""}}
            """.ReplaceLineEndings(""),
            await catcher.Http.GetStringAsync("api/v2/outgoing-smtp", Limit.Token));
    }
}
