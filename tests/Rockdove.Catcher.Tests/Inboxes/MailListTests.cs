using System.Net;
using System.Text.Json;

namespace Rockdove.Catcher.Tests;

/// <summary>The list as the pages read it: what is typed, marks, and what a message is made of.</summary>
public class MailListTests
{
    [Fact]
    public async Task What_is_typed_narrows_the_list()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync("From: Ann <ann@x.test>\r\nSubject: one\r\n\r\nHello\r\n");
        await catcher.SendAsync("From: ben@x.test\r\nSubject: two\r\n\r\n");
        await catcher.SendAsync("From: ann@x.test\r\nSubject: three\r\n\r\n");

        var list = await catcher.GetAsync("messages?q=from:ann&limit=1&start=1");

        Assert.Equal(2, list.GetProperty("total").GetInt32());
        Assert.Equal(3, list.GetProperty("unread").GetInt32());
        var one = Assert.Single(list.GetProperty("messages").EnumerateArray());
        Assert.Equal("one", one.GetProperty("subject").GetString());
        Assert.Equal("Ann", one.GetProperty("fromName").GetString());
        Assert.Equal("Hello", one.GetProperty("snippet").GetString());
        Assert.Equal("two", await catcher.SubjectsOfAsync("messages?q=-from:ann"));
        Assert.Equal("three", await catcher.SubjectsOfAsync("messages?q=from:ann&subject=three"));
        Assert.Equal("three two one", await catcher.SubjectsOfAsync("messages?q="));
    }

    [Fact]
    public async Task What_is_typed_wrongly_is_told()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync("Subject: one\r\n\r\n");

        var list = await catcher.GetAsync("messages?q=one%20before:nonsense");
        Assert.Equal("before:nonsense", Assert.Single(list.GetProperty("ignored").EnumerateArray()).GetString());
        Assert.Equal(1, list.GetProperty("total").GetInt32());
        var refusal = await catcher.GetAsync($"messages?q={new string('x', 4001)}", HttpStatusCode.BadRequest);
        Assert.Contains("4000", refusal.GetProperty("detail").GetString(), StringComparison.Ordinal);
        var pattern = await catcher.GetAsync("messages?q=subject:/%5B/", HttpStatusCode.BadRequest);
        Assert.Equal(
            "The search cannot be read: Invalid pattern '[' at offset 1. Unterminated [] set.",
            pattern.GetProperty("detail").GetString());
        await catcher.GetAsync("messages?q=one&tz=Nowhere", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Pages_of_the_list_follow_each_other()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        foreach (var number in Enumerable.Range(1, 5))
            await catcher.SendAsync($"Subject: {number}\r\n\r\n");

        Assert.Equal("5 4", await catcher.SubjectsOfAsync("messages?limit=2"));
        Assert.Equal("3 2", await catcher.SubjectsOfAsync("messages?limit=2&start=2"));
        Assert.Equal("1", await catcher.SubjectsOfAsync("messages?limit=2&start=4"));
        Assert.Equal("", await catcher.SubjectsOfAsync("messages?limit=2&start=5"));
        Assert.Equal("", await catcher.SubjectsOfAsync("messages?limit=0"));
    }

    [Fact]
    public async Task Marks_in_an_inbox_are_its_own()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.CreateInboxAsync("""{"name":"a","recipients":["x@x.test"]}""");
        var id = await catcher.SendAsync("Subject: 1\r\n\r\n", to: ["x@x.test"]);
        await catcher.SendAsync("Subject: 2\r\n\r\n", to: ["x@x.test"]);

        var changed = await ChangeAsync(
            catcher, "inboxes/a/messages", $$"""{"ids":["{{id}}"],"isRead":true,"addTags":["two words","x"]}""");

        Assert.Equal(1, changed.GetProperty("changed").GetInt32());
        var one = (await catcher.GetAsync("inboxes/a/messages")).GetProperty("messages")[1];
        Assert.True(one.GetProperty("isRead").GetBoolean());
        Assert.Equal("""["two words","x"]""", one.GetProperty("tags").GetRawText());
        Assert.Equal("""{"tags":["two words","x"]}""", (await catcher.GetAsync("inboxes/a/tags")).GetRawText());
        Assert.Equal(2, (await catcher.GetAsync("messages")).GetProperty("unread").GetInt32());
        Assert.Equal("""{"tags":[]}""", (await catcher.GetAsync("tags")).GetRawText());
        await ChangeAsync(catcher, "inboxes/a/messages", """{"all":true,"isRead":false,"removeTags":["x"]}""");
        Assert.Equal(2, (await catcher.GetAsync("inboxes/a/messages")).GetProperty("unread").GetInt32());
        Assert.Equal("""{"tags":["two words"]}""", (await catcher.GetAsync("inboxes/a/tags")).GetRawText());
    }

    [Fact]
    public async Task Many_are_deleted_at_once()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.CreateInboxAsync("""{"name":"a"}""");
        var first = await catcher.SendAsync("Subject: 1\r\n\r\n", to: ["x+a@x.test"]);
        await catcher.SendAsync("Subject: 2\r\n\r\n", to: ["x+a@x.test"]);
        await catcher.SendAsync("Subject: 3\r\n\r\n");

        Assert.Equal(1, await DeleteAsync(catcher, "inboxes/a/messages/delete", $$"""{"ids":["{{first}}"]}"""));
        Assert.Equal("2", await catcher.SubjectsOfAsync("inboxes/a/messages"));
        Assert.Equal("3 2 1", await catcher.SubjectsOfAsync("messages"));
        Assert.Equal(1, await DeleteAsync(catcher, "messages/delete", """{"q":"subject:2"}"""));
        Assert.Equal("3 1", await catcher.SubjectsOfAsync("messages"));
        Assert.Equal("", await catcher.SubjectsOfAsync("inboxes/a/messages"));
        Assert.Equal(1, await DeleteAsync(catcher, "messages/delete", $$"""{"ids":["{{first}}","{{first}}"]}"""));
        Assert.Equal(1, await DeleteAsync(catcher, "messages/delete", """{"all":true}"""));
        Assert.Equal("", await catcher.SubjectsOfAsync("messages"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"all":false}""")]
    [InlineData("""{"ids":null}""")]
    [InlineData("""{"ids":[],"all":true}""")]
    [InlineData("""{"ids":["x"]}""")]
    [InlineData("""{"ids":[null]}""")]
    [InlineData("""{"q":""}""")]
    [InlineData("""{"q":"before:nonsense"}""")]
    [InlineData("""{"q":"keep OR before:nonsense"}""")]
    [InlineData("""{"q":"keep","tz":"Nowhere"}""")]
    [InlineData("""{"al":true}""")]
    [InlineData("""{"all":true""")]
    public async Task What_cannot_be_read_changes_nothing(string body)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync("Subject: keep\r\n\r\n");

        await catcher.PostAsync("messages/delete", body, HttpStatusCode.BadRequest);
        var changing = body.StartsWith('{') ? body.Replace("{", """{"isRead":true,""", StringComparison.Ordinal) : body;
        changing = changing.Replace(",}", "}", StringComparison.Ordinal);
        await catcher.AskAsync(HttpMethod.Patch, "messages", HttpStatusCode.BadRequest, changing);

        var list = await catcher.GetAsync("messages");
        Assert.Equal(1, list.GetProperty("total").GetInt32());
        Assert.Equal(1, list.GetProperty("unread").GetInt32());
    }

    [Fact]
    public async Task A_change_has_limits()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var id = await catcher.SendAsync("Subject: keep\r\n\r\n");

        await RefuseAsync("""{"all":true}""");
        await RefuseAsync("""{"all":true,"addTags":["é"]}""");
        await RefuseAsync($$"""{"all":true,"addTags":{{Json(Enumerable.Range(0, 51).Select(n => $"t{n}"))}}}""");
        await RefuseAsync($$"""{"ids":{{Json(Enumerable.Repeat(id, 1001))}},"isRead":true}""");
        Assert.Equal(1, (await catcher.GetAsync("messages")).GetProperty("unread").GetInt32());
        await ChangeAsync(
            catcher, "messages", $$"""{"ids":{{Json(Enumerable.Repeat(id, 1000))}},"isRead":true,"addTags":["a"]}""");
        await ChangeAsync(
            catcher, "messages", $$"""{"all":true,"addTags":{{Json(Enumerable.Range(0, 50).Select(n => $"t{n}"))}}}""");
        Assert.Equal(51, (await catcher.GetAsync("messages/latest")).GetProperty("tags").GetArrayLength());

        Task RefuseAsync(string body) =>
            catcher.AskAsync(HttpMethod.Patch, "messages", HttpStatusCode.BadRequest, body);
    }

    [Fact]
    public async Task A_message_is_a_tree_of_parts()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync(
            "Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\n"
            + "Content-Type: multipart/alternative; boundary=a\r\n\r\n"
            + "--a\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nx\r\n--a\r\nContent-Type: text/html\r\n"
            + "Content-Transfer-Encoding: quoted-printable\r\n\r\n=41=42\r\n--a--\r\n"
            + "--m\r\nContent-Type: image/png\r\nContent-ID: <i@x>\r\n"
            + "Content-Disposition: attachment; filename=\"../p.png\"\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\nAQID\r\n--m--\r\n");

        var root = await catcher.GetAsync("messages/latest/structure");

        Assert.Equal("multipart/mixed", root.GetProperty("contentType").GetString());
        var bodies = root.GetProperty("parts")[0];
        Assert.Equal(["text/plain", "text/html"], bodies.Texts("parts", "contentType"));
        Assert.Equal(["utf-8", null], bodies.Texts("parts", "charset"));
        Assert.Equal(["7bit", "quoted-printable"], bodies.Texts("parts", "encoding"));
        Assert.Equal(2, bodies.GetProperty("parts")[1].GetProperty("size").GetInt32());
        var picture = root.GetProperty("parts")[1];
        Assert.Equal("p.png", picture.GetProperty("fileName").GetString());
        Assert.Equal("attachment", picture.GetProperty("disposition").GetString());
        Assert.Equal("i@x", picture.GetProperty("contentId").GetString());
        Assert.Equal(3, picture.GetProperty("size").GetInt32());
    }

    [Fact]
    public async Task A_catcher_tells_what_it_is()
    {
        await using var catcher = await RunningCatcher.StartAsync(
            new CatcherOptions { KeptMessages = 7 },
            new()
            {
                Database = "here",
                Listeners = () => [new("smtp", new IPEndPoint(IPAddress.Loopback, 1025))],
            });

        var about = await catcher.GetAsync("about");

        Assert.Equal(7, about.GetProperty("keptMessages").GetInt32());
        Assert.Equal("here", about.GetProperty("database").GetString());
        Assert.Equal(
            """[{"name":"smtp","host":"127.0.0.1","port":1025}]""", about.GetProperty("listeners").GetRawText());
        var calls = about.GetProperty("calls").EnumerateArray().Select(one => one.GetString()).ToList();
        Assert.Contains("PATCH /messages", calls);
        Assert.DoesNotContain("GET /inboxes/{inbox}/messages", calls);
    }

    private static string Json(IEnumerable<string> texts) =>
        $"[{string.Join(',', texts.Select(text => $"\"{text}\""))}]";

    private static Task<JsonElement> ChangeAsync(RunningCatcher catcher, string path, string body) =>
        catcher.AskAsync(HttpMethod.Patch, path, HttpStatusCode.OK, body);

    private static async Task<int> DeleteAsync(RunningCatcher catcher, string path, string body) =>
        (await catcher.PostAsync(path, body)).GetProperty("deleted").GetInt32();
}
