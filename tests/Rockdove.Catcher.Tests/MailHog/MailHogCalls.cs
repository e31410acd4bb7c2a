using System.Net;
using System.Text.Json;
using Rockdove.Web;

namespace Rockdove.Catcher.Tests;

/// <summary>What the tests of MailHog's API have in common.</summary>
internal static class MailHogCalls
{
    /// <summary>Where GET and DELETE of /api/v1/messages are MailHog's.</summary>
    public static Task<RunningCatcher> StartAsMailHogAsync() =>
        RunningCatcher.StartAsync(web: new CatcherWebOptions { Compat = CatcherCompat.MailHog });

    public static async Task<IReadOnlyList<string>> SearchAsync(
        this RunningCatcher catcher, string kind, string query, string more = "") => Subjects(
        await catcher.GetJsonAsync($"api/v2/search?kind={kind}&query={Uri.EscapeDataString(query)}{more}"));

    public static IReadOnlyList<string> Subjects(JsonElement list) =>
        [.. list.GetProperty("items").EnumerateArray().Select(SubjectOf)];

    public static string SubjectOf(JsonElement message) => Header(message.GetProperty("Content"), "Subject");

    /// <summary>The first field of that name.</summary>
    public static string Header(JsonElement content, string name) =>
        content.GetProperty("Headers").GetProperty(name)[0].GetString()!;

    /// <summary>The call is refused without a word, since some clients read any word as JSON.</summary>
    public static async Task RefuseAsync(
        this RunningCatcher catcher, HttpStatusCode status, string method, string path, string? body = null) =>
        Assert.Equal((status, ""), await catcher.CallAsync(method, path, body));
}
