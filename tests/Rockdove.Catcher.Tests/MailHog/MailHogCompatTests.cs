using System.Net;
using System.Text.Json;

namespace Rockdove.Catcher.Tests;

/// <summary>What is other where the catcher was told that MailHog's clients come.</summary>
public class MailHogCompatTests
{
    [Fact]
    public async Task The_list_of_version_1_is_bare()
    {
        await using var catcher = await MailHogCalls.StartAsMailHogAsync();
        Assert.Equal((HttpStatusCode.OK, "[]"), await catcher.CallAsync("GET", "api/v1/messages"));
        await catcher.SendThreeAsync();

        var list = await catcher.GetJsonAsync("api/v1/messages");
        Assert.Equal(["3", "2", "1"], list.EnumerateArray().Select(MailHogCalls.SubjectOf));
    }

    [Fact]
    public async Task All_are_deleted_without_a_word_and_none_by_a_body()
    {
        await using var catcher = await MailHogCalls.StartAsMailHogAsync();
        await catcher.SendThreeAsync();

        await catcher.RefuseAsync(HttpStatusCode.BadRequest, "DELETE", "api/v1/messages", """{"IDs":["x"]}""");
        Assert.Equal(3, (await catcher.GetJsonAsync("api/v2/messages")).GetProperty("total").GetInt32());
        Assert.Equal((HttpStatusCode.OK, ""), await catcher.CallAsync("DELETE", "api/v1/messages"));
        Assert.Equal(0, (await catcher.GetJsonAsync("api/v2/messages")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Headers_are_shown_as_mailhog_writes_them_and_the_octets_as_they_came()
    {
        await using var catcher = await MailHogCalls.StartAsMailHogAsync();
        var id = await catcher.SendAsync("received: by a\r\nSubject: 1\r\n\r\n", "ann@example.org");

        var message = await catcher.GetJsonAsync($"api/v1/messages/{id}");
        var headers = message.GetProperty("Content").GetProperty("Headers");
        Assert.Equal(id, headers.GetProperty("Message-ID")[0].GetString());
        Assert.Equal("<ann@example.org>", headers.GetProperty("Return-Path")[0].GetString());
        Assert.Equal("by a", headers.GetProperty("received")[0].GetString());
        Assert.StartsWith("from client.test by ", headers.GetProperty("received")[1].GetString(), default);
        Assert.False(headers.TryGetProperty("Received", out _));
        Assert.Equal(
            "received: by a\r\nSubject: 1\r\n\r\n",
            await catcher.Http.GetStringAsync($"api/v1/messages/{id}/download", Limit.Token));
        id = await catcher.SendAsync("message-id: <1@x>\r\n\r\n");
        message = await catcher.GetJsonAsync($"api/v1/messages/{id}");
        Assert.False(message.GetProperty("Content").GetProperty("Headers").TryGetProperty("Message-ID", out _));
    }

    [Fact]
    public async Task A_message_that_is_not_there_is_null_and_still_cannot_be_deleted()
    {
        await using var catcher = await MailHogCalls.StartAsMailHogAsync();

        Assert.Equal((HttpStatusCode.OK, "null"), await catcher.CallAsync("GET", "api/v1/messages/x"));
        await catcher.RefuseAsync(HttpStatusCode.NotFound, "DELETE", "api/v1/messages/x");
    }

    [Fact]
    public async Task All_else_of_mailpits_is_there_too()
    {
        await using var catcher = await MailHogCalls.StartAsMailHogAsync();
        var ids = await catcher.SendThreeAsync();

        await catcher.CallOkAsync("PUT", "api/v1/messages", """{"Read":true}""");
        Assert.Equal(["2"], await catcher.FindAsync("subject:2"));
        var message = await catcher.GetJsonAsync($"api/v1/message/{ids[0]}");
        Assert.Equal(JsonValueKind.Object, message.ValueKind);
    }
}
