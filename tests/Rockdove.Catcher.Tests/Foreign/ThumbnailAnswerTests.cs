using System.Net;
using Rockdove.Web;
using SkiaSharp;

namespace Rockdove.Catcher.Tests;

/// <summary>Thumbnails over HTTP, in Mailpit's API and in ours.</summary>
public class ThumbnailAnswerTests
{
    [Fact]
    public async Task A_picture_has_a_thumbnail_that_can_do_nothing()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var file = TestPictures.Plain(600, 400, SKColors.Red);
        // It is one whatever the mail says of it.
        var id = await catcher.SendAsync(TestPictures.Mail(file, "application/octet-stream"));
        foreach (var path in (string[])
            [$"{InboxCalls.Root}/messages/{id}/parts/2/thumbnail", $"api/v1/message/{id}/part/2/thumb"])
        {
            using var answer = await catcher.Http.GetAsync(path, Limit.Token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("image/jpeg", answer.Content.Headers.ContentType!.ToString());
            Assert.Equal("inline", answer.Content.Headers.ContentDisposition!.ToString());
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
            Assert.Equal(PartAnswer.Policy, Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
            using var seen = TestPictures.Read(await answer.Content.ReadAsByteArrayAsync(Limit.Token));
            Assert.Equal((180, 120), (seen.Width, seen.Height));
            Assert.Equal("red", seen.ColorAt(90, 60));
        }
    }

    [Theory]
    [InlineData("", 180, 120)]
    [InlineData("?width=16&height=1024", 16, 1024)]
    [InlineData("?width=1024&height=16", 1024, 16)]
    [InlineData("?height=30", 180, 30)]
    public async Task A_size_may_be_asked_for(string query, int width, int height)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.CreateInboxAsync("""{"name":"a"}""");
        await catcher.SendAsync(TestPictures.Mail(TestPictures.Plain(600, 400, SKColors.Red)), to: ["x+a@x.test"]);
        var jpeg = await catcher.Http.GetByteArrayAsync(
            $"{InboxCalls.Root}/inboxes/a/messages/latest/parts/2/thumbnail{query}", Limit.Token);
        using var seen = TestPictures.Read(jpeg);
        Assert.Equal((width, height), (seen.Width, seen.Height));
    }

    [Theory]
    [InlineData("width=15")]
    [InlineData("height=15")]
    [InlineData("width=1025")]
    [InlineData("height=1025")]
    [InlineData("width=-1")]
    [InlineData("width=a")]
    [InlineData("size=9")]
    public async Task What_is_no_size_is_refused(string query)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync(TestPictures.Mail(TestPictures.Plain(600, 400, SKColors.Red)));
        await catcher.GetAsync($"messages/latest/parts/2/thumbnail?{query}", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Of_what_is_no_picture_ours_says_why_and_mailpits_is_white()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        foreach (var file in (byte[][])
            ["Hello"u8.ToArray(), "<svg/>"u8.ToArray(), "GIF89a"u8.ToArray(), TestPictures.BlackPng(754_717, 53)])
        {
            var id = await catcher.SendAsync(TestPictures.Mail(file));
            var refusal = await catcher.GetAsync($"messages/{id}/parts/2/thumbnail", HttpStatusCode.NotFound);
            Assert.Equal("No thumbnail", refusal.GetProperty("title").GetString());

            using var answer = await catcher.Http.GetAsync($"api/v1/message/{id}/part/2/thumb", Limit.Token);
            Assert.Equal("image/jpeg", answer.Content.Headers.ContentType!.ToString());
            using var seen = TestPictures.Read(await answer.Content.ReadAsByteArrayAsync(Limit.Token));
            Assert.Equal((180, 120), (seen.Width, seen.Height));
            Assert.Equal("white", seen.ColorAt(90, 60));
        }
    }

    [Fact]
    public async Task What_is_not_there_has_none()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var id = await catcher.SendAsync(TestPictures.Mail(TestPictures.Plain(600, 400, SKColors.Red)));
        foreach (var (message, part) in ((string, string)[])
            [(id, "3"), (id, "x"), (id, "2.1"), (id, "99999999999999999999"), ("nobody", "2"), (Other(id), "2")])
        {
            await catcher.GetAsync($"messages/{message}/parts/{part}/thumbnail", HttpStatusCode.NotFound);
            var (status, _) = await catcher.CallAsync("GET", $"api/v1/message/{message}/part/{part}/thumb");
            Assert.Equal(HttpStatusCode.NotFound, status);
        }
    }

    /// <summary>An id that no message has.</summary>
    private static string Other(string id) => id[..^1] + (id[^1] == '0' ? '1' : '0');
}
