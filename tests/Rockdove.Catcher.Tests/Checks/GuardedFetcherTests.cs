using System.Net;
using System.Text;
using Rockdove.Web;

namespace Rockdove.Catcher.Tests;

/// <summary>What may be fetched, and what not: the matrix of server-side request forgery.</summary>
public class GuardedFetcherTests
{
    [Theory]
    // Addresses in every notation that something takes for one.
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://127.1/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f000001/")]
    [InlineData("http://0x7f.0.0.1/")]
    [InlineData("http://0177.0.0.1/")]
    [InlineData("http://017700000001/")]
    [InlineData("http://0/")]
    [InlineData("http://0.0.0.0/")]
    [InlineData("http://127.0.0.1./")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://2852039166/")]
    [InlineData("http://0xa9fea9fe/")]
    [InlineData("http://100.100.100.200/")]
    [InlineData("http://168.63.129.16/")]
    [InlineData("http://10.0.0.1/")]
    [InlineData("http://172.16.0.1/")]
    [InlineData("http://192.168.1.1/")]
    [InlineData("http://100.64.0.1/")]
    [InlineData("http://255.255.255.255/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::]/")]
    [InlineData("http://[0:0:0:0:0:0:0:1]/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://[::ffff:7f00:1]/")]
    [InlineData("http://[::ffff:8.8.8.8]/")]
    [InlineData("http://[::127.0.0.1]/")]
    [InlineData("http://[64:ff9b::7f00:1]/")]
    [InlineData("http://[64:ff9b::a9fe:a9fe]/")]
    [InlineData("http://[2002:7f00:1::]/")]
    [InlineData("http://[2001:0:1::7f00:1]/")]
    [InlineData("http://[fe80::1]/")]
    [InlineData("http://[fe80::1%251]/")]
    [InlineData("http://[fc00::1]/")]
    [InlineData("http://[fd00:ec2::254]/")]
    [InlineData("http://[ff02::1]/")]
    // Names that lead there.
    [InlineData("http://loopback.test/")]
    [InlineData("http://LOOPBACK.test/")]
    [InlineData("http://loopback.test./")]
    [InlineData("https://loopback.test/")]
    [InlineData("http://loopback.test:8080/")]
    [InlineData("http://private.test/")]
    [InlineData("http://metadata.test/")]
    [InlineData("http://shared.test/")]
    [InlineData("http://mapped.test/")]
    [InlineData("http://nat64.test/")]
    [InlineData("http://v6.test/")]
    [InlineData("http://linklocal.test/")]
    [InlineData("http://zone.test/")]
    [InlineData("http://both.test/")]
    [InlineData("http://second.test/")]
    // No web, or with something in it.
    [InlineData("ftp://public.test/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://public.test/")]
    [InlineData("ws://public.test/")]
    [InlineData("http://public.test:25/")]
    [InlineData("http://public.test:22/")]
    [InlineData("https://public.test:110/")]
    [InlineData("http://user@public.test/")]
    [InlineData("http://user:password@public.test/")]
    [InlineData("http://public.test@loopback.test/")]
    [InlineData("http://127.0.0.1:80@public.test/")]
    // Redirects of a public server.
    [InlineData("http://public.test/to?http://127.0.0.1/")]
    [InlineData("http://public.test/to?http://2130706433/")]
    [InlineData("http://public.test/to?//169.254.169.254/")]
    [InlineData("http://public.test/to?http://[::1]/")]
    [InlineData("http://public.test/to?http://loopback.test/")]
    [InlineData("http://public.test/to?http://both.test/")]
    [InlineData("http://public.test/to?file:///etc/passwd")]
    [InlineData("http://public.test/to?ftp://public.test/")]
    [InlineData("http://public.test/to?http://user@public.test/")]
    [InlineData("http://public.test/to?http://public.test:6/")]
    [InlineData("http://public.test/to?http://public.test/to?http://127.0.0.1/")]
    public async Task What_leads_inside_is_not_asked(string url)
    {
        var network = Network();
        using var fetcher = network.Fetcher();
        foreach (var answer in (FetchAnswer[])
        [
            await fetcher.LookAsync(new Uri(url), followsRedirects: true, Limit.Token),
            await fetcher.GetAsync(new Uri(url), 1000, Limit.Token),
        ])
        {
            Assert.True(answer.IsRefused, $"{answer.Status} {answer.Problem}");
            Assert.Equal(0, answer.Status);
            Assert.StartsWith("not asked: ", answer.Problem, StringComparison.Ordinal);
            Assert.True(answer.Body.IsEmpty);
        }

        Assert.All(network.Connected, address => Assert.Equal(Public, address));
    }

    [Fact]
    public async Task A_public_page_is_fetched_without_anything_of_ours()
    {
        var requests = new List<string>();
        var network = new FakeNetwork().Name("public.test", "1.1.1.1").Server("1.1.1.1", request =>
        {
            requests.Add(request);
            return Page("hello", "Set-Cookie: a=b\r\n");
        });
        using var fetcher = network.Fetcher();
        for (var i = 0; i < 2; i++)
        {
            var answer = await fetcher.GetAsync(new Uri("http://public.test/x?y#z"), 1000, Limit.Token);
            Assert.Equal(
                (200, "hello", false), (answer.Status, Encoding.ASCII.GetString(answer.Body.Span), answer.IsCut));
            Assert.Equal("text/plain", answer.ContentType);
        }

        Assert.All(requests, request => Assert.Equal(
            "GET /x?y HTTP/1.1\r\nHost: public.test\r\nUser-Agent: rockdove\r\nAccept: */*\r\n\r\n", request));
        Assert.Equal(2, network.Connected.Count()); // A connection is not kept: the name may lead elsewhere by now.
    }

    [Fact]
    public async Task A_name_that_changes_after_it_was_looked_at_changes_nothing()
    {
        var network = Network().Name("rebind.test", "1.1.1.1", "127.0.0.1");
        using var fetcher = network.Fetcher();
        Assert.Equal(200, (await fetcher.GetAsync(new Uri("http://rebind.test/"), 10, Limit.Token)).Status);
        Assert.True((await fetcher.GetAsync(new Uri("http://rebind.test/"), 10, Limit.Token)).IsRefused);
        Assert.Equal([Public], network.Connected);
    }

    [Fact]
    public async Task A_name_that_changes_between_redirects_is_looked_at_again()
    {
        var network = Network().Name("rebind.test", "1.1.1.1", "127.0.0.1");
        using var fetcher = network.Fetcher();
        var answer = await fetcher.GetAsync(new Uri("http://rebind.test/to?http://rebind.test/"), 10, Limit.Token);
        Assert.True(answer.IsRefused);
        Assert.Equal([Public], network.Connected);
    }

    [Fact]
    public async Task Five_redirects_are_followed_and_a_sixth_is_not()
    {
        using var fetcher = Network().Fetcher();
        Assert.Equal(200, (await fetcher.GetAsync(new Uri("http://public.test/count5"), 10, Limit.Token)).Status);
        var answer = await fetcher.GetAsync(new Uri("http://public.test/count6"), 10, Limit.Token);
        Assert.Equal((0, "more than 5 redirects"), (answer.Status, answer.Problem));
        var first = await fetcher.LookAsync(new Uri("http://public.test/count1"), followsRedirects: false, Limit.Token);
        Assert.Equal(302, first.Status);
    }

    [Theory]
    [InlineData(10, 10, false)]
    [InlineData(11, 10, true)]
    [InlineData(100_000, 10, true)]
    public async Task A_body_is_read_as_far_as_was_asked(int octets, int limit, bool isCut)
    {
        foreach (var head in (string[])[$"Content-Length: {octets}\r\n", ""])
        {
            var network = new FakeNetwork().Name("public.test", "1.1.1.1").Server(
                "1.1.1.1", _ => $"HTTP/1.1 200 OK\r\n{head}Connection: close\r\n\r\n{new string('x', octets)}");
            using var fetcher = network.Fetcher();
            var answer = await fetcher.GetAsync(new Uri("http://public.test/"), limit, Limit.Token);
            Assert.Equal((limit, isCut), (answer.Body.Length, answer.IsCut));
        }
    }

    [Fact]
    public async Task A_compressed_body_stays_as_it_came()
    {
        var network = new FakeNetwork().Name("public.test", "1.1.1.1").Server(
            "1.1.1.1", _ => Page("\u001f\u008b bomb", "Content-Encoding: gzip\r\n"));
        using var fetcher = network.Fetcher();
        var answer = await fetcher.GetAsync(new Uri("http://public.test/"), 100, Limit.Token);
        Assert.Equal("\u001f\u008b bomb", Encoding.Latin1.GetString(answer.Body.Span));
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_given_up_and_one_that_says_too_much_is_too()
    {
        var network = new FakeNetwork().Name("silent.test", "1.1.1.1").Server("1.1.1.1", _ => "")
            .Name("loud.test", "1.0.0.1")
            .Server("1.0.0.1", _ => $"HTTP/1.1 200 OK\r\nX: {new string('x', 100_000)}\r\n\r\n");
        using var fetcher = network.Fetcher(new FetchOptions { Patience = TimeSpan.FromSeconds(1) });
        var silent = await fetcher.GetAsync(new Uri("http://silent.test/"), 10, Limit.Token);
        Assert.Equal((0, "no answer within 1 s"), (silent.Status, silent.Problem));
        var loud = await fetcher.GetAsync(new Uri("http://loud.test/"), 10, Limit.Token);
        Assert.Equal(0, loud.Status);
        Assert.NotNull(loud.Problem);
    }

    [Fact]
    public async Task A_server_without_heads_is_asked_for_the_page()
    {
        var network = new FakeNetwork().Name("public.test", "1.1.1.1").Server(
            "1.1.1.1", request => request.StartsWith("HEAD", StringComparison.Ordinal)
                ? "HTTP/1.1 405 No\r\nConnection: close\r\n\r\n"
                : Page("x"));
        using var fetcher = network.Fetcher();
        Assert.Equal(200, (await fetcher.LookAsync(new Uri("http://public.test/"), false, Limit.Token)).Status);
    }

    [Fact]
    public async Task What_does_not_answer_is_told_as_what_it_is()
    {
        using var fetcher = Network().Name("dead.test", "1.0.0.1").Fetcher();
        Assert.Equal(
            "the name has no address",
            (await fetcher.GetAsync(new Uri("http://nowhere.test/"), 1, Limit.Token)).Problem);
        Assert.Equal(
            "nobody listens there", (await fetcher.GetAsync(new Uri("http://dead.test/"), 1, Limit.Token)).Problem);
    }

    [Fact]
    public async Task Private_networks_are_a_leniency_of_their_own()
    {
        var network = Network().Server("127.0.0.1", _ => Page("inside"));
        using var fetcher = network.Fetcher(new FetchOptions { AllowsPrivateNetworks = true });
        Assert.Equal(200, (await fetcher.GetAsync(new Uri("http://loopback.test/"), 10, Limit.Token)).Status);
        Assert.True((await fetcher.GetAsync(new Uri("http://metadata.test/"), 10, Limit.Token)).IsRefused);
        Assert.True((await fetcher.GetAsync(new Uri("http://mapped.test/"), 10, Limit.Token)).IsRefused);
    }

    [Fact]
    public void Patience_has_its_bounds()
    {
        Assert.Equal(60, new FetchOptions { Patience = TimeSpan.FromMinutes(1) }.Patience.TotalSeconds);
        Assert.Throws<ArgumentOutOfRangeException>(() => new FetchOptions { Patience = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new FetchOptions { Patience = TimeSpan.FromSeconds(60.1) });
    }

    private static FakeNetwork Network() => new FakeNetwork()
        .Name("public.test", "1.1.1.1")
        .Name("loopback.test", "127.0.0.1")
        .Name("loopback.test.", "127.0.0.1")
        .Name("private.test", "10.0.0.5")
        .Name("metadata.test", "169.254.169.254")
        .Name("shared.test", "100.64.3.3")
        .Name("mapped.test", "::ffff:127.0.0.1")
        .Name("nat64.test", "64:ff9b::7f00:1")
        .Name("v6.test", "::1")
        .Name("linklocal.test", "fe80::1")
        .Name("zone.test", "fe80::1%1")
        .Name("both.test", "1.1.1.1 127.0.0.1")
        .Name("second.test", "2606:4700::1 fd00::1")
        .Server("1.1.1.1", Answer);

    /// <summary>Redirects to what stands behind <c>/to?</c>, or counts down.</summary>
    private static string Answer(string request)
    {
        var path = request.Split(' ')[1];
        if (path.StartsWith("/to?", StringComparison.Ordinal))
            return Redirect(path["/to?".Length..]);
        if (path.StartsWith("/count", StringComparison.Ordinal) && path[^1] > '0')
            return Redirect($"/count{path[^1] - '1'}");
        return Page("x");
    }

    private static string Redirect(string to) =>
        $"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n";

    private static string Page(string body, string head = "") =>
        $"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n{head}Content-Length: {body.Length}\r\n\r\n{body}";

    private static readonly IPAddress Public = IPAddress.Parse("1.1.1.1");
}
