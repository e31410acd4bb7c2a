using System.Net;
using System.Text;
using System.Text.Json;

namespace Rockdove.Catcher.Tests;

/// <summary>Calls of our own API.</summary>
internal static class InboxCalls
{
    public const string Root = "api/rockdove/v1";

    /// <summary>Asks, expects a status, and returns the JSON of the answer; nothing if it has no body.</summary>
    public static async Task<JsonElement> AskAsync(
        this RunningCatcher catcher, HttpMethod method, string path, HttpStatusCode status, string? body = null)
    {
        using var request = new HttpRequestMessage(method, $"{Root}/{path}");
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await catcher.Http.SendAsync(request, Limit.Token);
        var text = await answer.Content.ReadAsStringAsync(Limit.Token);
        Assert.True(status == answer.StatusCode, $"{method} {path}: {answer.StatusCode} {text}");
        if (text.Length == 0)
            return default;
        using var document = JsonDocument.Parse(text);
        var json = document.RootElement.Clone();
        if ((int)status >= 400)
        {
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            Assert.Equal((int)status, json.GetProperty("status").GetInt32());
            Assert.NotEmpty(json.GetProperty("title").GetString()!);
            Assert.NotEmpty(json.GetProperty("detail").GetString()!);
        }

        return json;
    }

    public static Task<JsonElement> GetAsync(
        this RunningCatcher catcher, string path, HttpStatusCode status = HttpStatusCode.OK) =>
        catcher.AskAsync(HttpMethod.Get, path, status);

    public static Task<JsonElement> PostAsync(
        this RunningCatcher catcher, string path, string? body, HttpStatusCode status = HttpStatusCode.OK) =>
        catcher.AskAsync(HttpMethod.Post, path, status, body);

    public static Task<JsonElement> CreateInboxAsync(this RunningCatcher catcher, string? body) =>
        catcher.PostAsync("inboxes", body, HttpStatusCode.Created);

    /// <summary>The subjects of a list, the newest first.</summary>
    public static async Task<string> SubjectsOfAsync(this RunningCatcher catcher, string path)
    {
        var list = await catcher.GetAsync(path);
        return string.Join(' ', list.Texts("messages", "subject"));
    }

    public static IEnumerable<string?> Texts(this JsonElement json, string list, string property) =>
        json.GetProperty(list).EnumerateArray().Select(one => one.GetProperty(property).GetString());
}
