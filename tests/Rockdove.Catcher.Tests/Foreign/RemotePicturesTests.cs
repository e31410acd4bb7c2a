using Rockdove.Web;

namespace Rockdove.Catcher.Tests;

/// <summary>Pictures of other servers in a page that fetches nothing.</summary>
public class RemotePicturesTests
{
    [Theory]
    [InlineData("<img src=\"http://a.test/x\">", "<img src=\"PIC\">")]
    [InlineData("<img src=http://a.test/x>", "<img src=PIC>")]
    [InlineData("<IMG SRC = ' HTTP://a.test/x?a=1&amp;b=2 '>", "<IMG SRC = ' PIC '>")]
    [InlineData("<img src=http://a.test/x alt=//a.test/y>", "<img src=PIC alt=//a.test/y>")]
    [InlineData("<td background='http://a.test/x'>", "<td background='PIC'>")]
    [InlineData("<p style=\"background:url( 'http://a.test/x' )\">", "<p style=\"background:url( 'PIC' )\">")]
    [InlineData("<style>p{background:URL(http://a.test/x)}</style>", "<style>p{background:URL(PIC)}</style>")]
    [InlineData("<a href=http://a.test/x>", "<a href=http://a.test/x>")]
    [InlineData("<img data-src=http://a.test/x>", "<img data-src=http://a.test/x>")]
    [InlineData("<img src=http://a.test/missing>", "<img src=http://a.test/missing>")]
    [InlineData("<img src=http://a.test/page>", "<img src=http://a.test/page>")]
    [InlineData("<img src=http://a.test/odd>", "<img src=http://a.test/odd>")]
    [InlineData("<img src=http://10.0.0.1/x>", "<img src=http://10.0.0.1/x>")]
    [InlineData("<img src=http://>//", "<img src=http://>//")]
    public async Task What_is_a_picture_is_put_in(string html, string shown)
    {
        using var fetcher = Network().Fetcher();

        var page = await RemotePictures.PutInAsync(html, fetcher, Limit.Token);

        Assert.Equal(shown.Replace("PIC", "data:image/png;base64,AQID", StringComparison.Ordinal), page);
    }

    /// <summary>A mail came from nowhere, so an address without a scheme is one of HTTPS.</summary>
    [Fact]
    public async Task What_names_no_scheme_is_asked_for_by_https()
    {
        var network = new FakeNetwork().Name("a.test", "8.8.8.8"); // Where nobody listens.
        using var fetcher = network.Fetcher();

        await RemotePictures.PutInAsync("<img src=//a.test/x alt=//a.test/y>", fetcher, Limit.Token);

        Assert.Equal("8.8.8.8:443", Assert.Single(network.ConnectedTo).ToString());
    }

    [Fact]
    public async Task A_hundred_are_fetched_each_once_and_no_more()
    {
        var network = Network();
        using var fetcher = network.Fetcher();
        var html = string.Concat(Enumerable.Range(0, RemotePictures.MostPictures + 1).Select(
            i => $"<img src=http://a.test/{i}><img src=http://a.test/{i}>"));

        var page = await RemotePictures.PutInAsync(html, fetcher, Limit.Token);

        Assert.Equal(RemotePictures.MostPictures, network.Connected.Count());
        Assert.Equal(2 * RemotePictures.MostPictures, page.Split("data:").Length - 1);
        Assert.EndsWith("<img src=http://a.test/100><img src=http://a.test/100>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RemotePictures.PictureBytes, true)]
    [InlineData(RemotePictures.PictureBytes + 1, false)]
    public async Task A_picture_has_four_mebibytes_at_most(int octets, bool isShown)
    {
        using var fetcher = new FakeNetwork().Name("a.test", "8.8.8.8").Server(
            "8.8.8.8", _ => Answer("200 OK", "image/png", new string('x', octets))).Fetcher();

        var page = await RemotePictures.PutInAsync("<img src=http://a.test/x>", fetcher, Limit.Token);

        Assert.Equal(isShown, page.Contains("data:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pictures_that_are_too_much_together_are_left_out()
    {
        using var fetcher = new FakeNetwork().Name("a.test", "8.8.8.8").Server(
            "8.8.8.8", _ => Answer("200 OK", "image/png", new string('x', 3 * 1024 * 1024))).Fetcher();
        var html = string.Concat(Enumerable.Range(0, 12).Select(i => $"<img src=http://a.test/{i}>"));

        var page = await RemotePictures.PutInAsync(html, fetcher, Limit.Token);

        Assert.InRange(page.Length, 20 * 1024 * 1024, 32 * 1024 * 1024);
    }

    [Fact]
    public async Task Where_the_network_is_open_it_is_told_and_they_are_shown()
    {
        await using var catcher = await RunningCatcher.StartAsync(
            web: new() { Checks = new() { Network = new() { AllowsPrivateNetworks = true } } });
        await using var other = await RunningCatcher.StartAsync();
        var picture = await other.SendAsync("Content-Type: image/png\r\n\r\nxyz");
        await catcher.SendAsync($"Content-Type: text/html\r\n\r\n<img src=http://{other.HttpAddress}/api/v1/message/"
            + $"{picture}/part/1>");

        Assert.True((await catcher.GetAsync("about")).GetProperty("hasNetwork").GetBoolean());
        using var answer = await catcher.Http.GetAsync(
            $"{InboxCalls.Root}/messages/latest/html?remote=true", Limit.Token);
        Assert.Equal("<img src=data:image/png;base64,eHl6>", await answer.Content.ReadAsStringAsync(Limit.Token));
        Assert.Contains("img-src data:;", answer.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "<img src=http:",
            await catcher.Http.GetStringAsync($"{InboxCalls.Root}/messages/latest/html", Limit.Token),
            StringComparison.Ordinal);
        Assert.False((await other.GetAsync("about")).GetProperty("hasNetwork").GetBoolean());
    }

    private static FakeNetwork Network() => new FakeNetwork().Name("a.test", "8.8.8.8").Server(
        "8.8.8.8",
        request => request.Contains("/missing", StringComparison.Ordinal) ? Answer("404 No", "image/png", "x")
            : request.Contains("/page", StringComparison.Ordinal) ? Answer("200 OK", "text/html", "x")
            : request.Contains("/odd", StringComparison.Ordinal) ? Answer("200 OK", "image/x,y\"z", "x")
            : Answer("200 OK", "image/png", "\u0001\u0002\u0003"));

    private static string Answer(string status, string type, string body) =>
        $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n{body}";
}
