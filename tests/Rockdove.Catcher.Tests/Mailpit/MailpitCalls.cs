using System.Net;
using System.Text;
using System.Text.Json;

namespace Rockdove.Catcher.Tests;

/// <summary>Calls of Mailpit's API that have a body or may fail.</summary>
internal static class MailpitCalls
{
    /// <summary>The status and the text of the answer.</summary>
    public static async Task<(HttpStatusCode Status, string Text)> CallAsync(
        this RunningCatcher catcher, string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path)
        {
            Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
        };
        using var answer = await catcher.Http.SendAsync(request, Limit.Token);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Limit.Token));
    }

    public static async Task CallOkAsync(
        this RunningCatcher catcher, string method, string path, string? body = null) =>
        Assert.Equal((HttpStatusCode.OK, "ok"), await catcher.CallAsync(method, path, body));

    /// <summary>The call is refused, and nothing is other than before.</summary>
    public static async Task<string> CallInVainAsync(
        this RunningCatcher catcher, string method, string path, string? body = null)
    {
        var before = await catcher.Http.GetStringAsync("api/v1/messages", Limit.Token);
        var (status, text) = await catcher.CallAsync(method, path, body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.NotEmpty(text);
        Assert.Equal(before, await catcher.Http.GetStringAsync("api/v1/messages", Limit.Token));
        return text;
    }

    public static async Task<IReadOnlyList<string>> FindAsync(
        this RunningCatcher catcher, string query, string more = "") =>
        Subjects(await catcher.GetJsonAsync($"api/v1/search?query={Uri.EscapeDataString(query)}{more}"));

    public static IReadOnlyList<string> Subjects(JsonElement list) =>
        [.. list.GetProperty("messages").EnumerateArray().Select(item => item.GetProperty("Subject").GetString()!)];

    /// <summary>The subjects of what is unread.</summary>
    public static async Task<IReadOnlyList<string>> UnreadAsync(this RunningCatcher catcher) =>
    [
        .. (await catcher.GetJsonAsync("api/v1/messages")).GetProperty("messages").EnumerateArray()
            .Where(message => !message.GetProperty("Read").GetBoolean())
            .Select(message => message.GetProperty("Subject").GetString()!),
    ];

    /// <summary>Three messages, and their ids: 1 from ann, 2 from bea, 3 from ann.</summary>
    public static async Task<string[]> SendThreeAsync(this RunningCatcher catcher) =>
    [
        await catcher.SendAsync("From: ann@example.org\r\nSubject: 1\r\n\r\n"),
        await catcher.SendAsync("From: bea@example.org\r\nSubject: 2\r\n\r\n"),
        await catcher.SendAsync("From: ann@example.org\r\nSubject: 3\r\n\r\n"),
    ];
}
