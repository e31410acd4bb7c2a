using System.Net;

namespace Rockdove.Catcher.Tests;

/// <summary>Messages and parts as files.</summary>
public class MailHogDownloadTests
{
    [Fact]
    public async Task A_message_is_a_file_with_the_octets_that_came()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        byte[] octets = [.. "B: 1\r\nA: 2\r\nB: 3\r\n\r\n"u8, 0, 255, .. "\r\n\r\n"u8];
        var id = await catcher.SendAsync(octets);

        using var answer = await catcher.Http.GetAsync($"api/v1/messages/{id}/download", Limit.Token);
        Assert.Equal("message/rfc822", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(
            $"attachment; filename=\"{id}.eml\"; filename*=UTF-8''{id}.eml",
            $"{answer.Content.Headers.ContentDisposition}");
        Assert.Equal(octets, await answer.Content.ReadAsByteArrayAsync(Limit.Token));
    }

    [Fact]
    public async Task A_part_is_a_file_that_was_decoded()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var id = await catcher.SendAsync(
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n"
            + "Set-Cookie: stolen=1\r\nContent-Disposition: inline\r\nContent-Transfer-Encoding: quoted-printable\r\n"
            + "\r\n<script>=3D</script>\r\n--b\r\nContent-Type: image/png; name=\"../d/a b.png\"\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\niVBO\r\n--b--\r\n");

        using var page = await catcher.Http.GetAsync($"api/v1/messages/{id}/mime/part/0/download", Limit.Token);
        Assert.Equal("<script>=</script>", await page.Content.ReadAsStringAsync(Limit.Token));
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Equal(
            $"attachment; filename=\"{id}-part-0\"; filename*=UTF-8''{id}-part-0",
            $"{page.Content.Headers.ContentDisposition}");
        Assert.Equal("sandbox; default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single());
        Assert.False(page.Headers.Contains("Set-Cookie"));
        using var picture = await catcher.Http.GetAsync($"api/v1/messages/{id}/mime/part/1/download", Limit.Token);
        Assert.Equal([0x89, (byte)'P', (byte)'N'], await picture.Content.ReadAsByteArrayAsync(Limit.Token));
        Assert.Equal(
            "attachment; filename=\"a b.png\"; filename*=UTF-8''a%20b.png",
            $"{picture.Content.Headers.ContentDisposition}");
        await catcher.RefuseAsync(HttpStatusCode.NotFound, "GET", $"api/v1/messages/{id}/mime/part/2/download");
        await catcher.RefuseAsync(HttpStatusCode.NotFound, "GET", $"api/v1/messages/{id}/mime/part/-1/download");
    }

    [Fact]
    public async Task A_message_of_one_part_has_none()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var id = await catcher.SendAsync("Subject: 1\r\n\r\n");

        await catcher.RefuseAsync(HttpStatusCode.NotFound, "GET", $"api/v1/messages/{id}/mime/part/0/download");
    }
}
