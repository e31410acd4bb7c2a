using System.Net;
using System.Net.Http.Headers;

namespace Rockdove.Catcher.Tests;

/// <summary>Parts of a message as browsers get them.</summary>
public class PartAnswerTests
{
    [Theory]
    [InlineData("image/png", true)]
    [InlineData("image/x-anything", true)]
    [InlineData("text/plain; charset=utf-7", true)]
    [InlineData("audio/ogg", true)]
    [InlineData("video/mp4", true)]
    [InlineData("text/html; charset=utf-7", false)]
    [InlineData("image/svg+xml", false)]
    [InlineData("image/svg", false)]
    [InlineData("text/xml", false)]
    [InlineData("application/xhtml+xml", false)]
    [InlineData("application/mathml+xml", false)]
    [InlineData("text/javascript", false)]
    [InlineData("text/css", false)]
    [InlineData("text/calendar", false)]
    [InlineData("application/pdf", false)]
    [InlineData("application/x-shockwave-flash", false)]
    [InlineData("message/rfc822", false)]
    [InlineData("multipart/x-mixed-replace; boundary=x", false)]
    [InlineData("text/x<y", false)]
    public async Task What_can_be_a_page_is_a_download_and_nothing_may_do_anything(string type, bool isShown)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var id = await catcher.SendAsync(
            "Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\n\r\n--m\r\n"
            + $"Content-Type: {type}\r\nContent-Disposition: attachment; filename=a.b\r\n\r\n<p>x\r\n--m--\r\n");
        foreach (var path in (string[])
            [$"{InboxCalls.Root}/messages/{id}/parts/2", $"api/v1/message/{id}/part/2"])
        {
            using var answer = await catcher.Http.GetAsync(path, Limit.Token);
            Assert.Equal("<p>x"u8.ToArray(), await answer.Content.ReadAsByteArrayAsync(Limit.Token));
            var disposition = answer.Content.Headers.ContentDisposition!;
            Assert.Equal(isShown ? "inline" : "attachment", disposition.DispositionType);
            Assert.Equal("a.b", disposition.FileNameStar);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
            var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy")).Split("; ");
            Assert.Equal("sandbox", policy[0]);
            Assert.Contains("default-src 'none'", policy);
            var isPlayed = type.StartsWith("audio", StringComparison.Ordinal)
                || type.StartsWith("video", StringComparison.Ordinal);
            Assert.Equal(isPlayed, policy.Contains("media-src 'self'"));
        }
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd", "passwd")]
    [InlineData("C:\\\\Windows\\\\a.exe", "a.exe", "a.exe")]
    [InlineData("a\u202egpj.exe", "agpj.exe", "agpj.exe")]
    [InlineData("\u2066a\u2069\u200f.txt", "a.txt", "a.txt")]
    [InlineData("caf\u00e9.txt", "caf_.txt", "caf\u00e9.txt")]
    [InlineData("<img src=x>.html", "_img src_x_.html", "<img src=x>.html")]
    [InlineData("a;b%22=c.txt", "a_b_22_c.txt", "a;b%22=c.txt")]
    public async Task A_hostile_name_becomes_one_that_ends_as_it_seems_to(string name, string plain, string whole)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync(
            $"Content-Type: application/x\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n\r\nx");

        using var answer = await catcher.Http.GetAsync($"{InboxCalls.Root}/messages/latest/parts/1", Limit.Token);

        var disposition = ContentDispositionHeaderValue.Parse(
            Assert.Single(answer.Content.Headers.GetValues("Content-Disposition")));
        Assert.Equal(plain, disposition.FileName!.Trim('"'));
        Assert.Equal(whole, disposition.FileNameStar);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("0")]
    [InlineData("1.1")]
    [InlineData("x")]
    [InlineData("1.")]
    public async Task A_part_that_is_not_there_is_told(string part)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync("Subject: x\r\n\r\nx");

        var problem = await catcher.GetAsync($"messages/latest/parts/{part}", HttpStatusCode.NotFound);

        Assert.Equal("No such part", problem.GetProperty("title").GetString());
    }
}
