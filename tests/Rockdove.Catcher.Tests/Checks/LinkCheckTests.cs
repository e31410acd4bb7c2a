using System.Net;
using System.Text.Json;
using Rockdove.Web;

namespace Rockdove.Catcher.Tests;

/// <summary>Where the links of a mail lead, with the network and without.</summary>
public class LinkCheckTests
{
    [Theory]
    [InlineData("<a href=''>x</a>", "empty")]
    [InlineData("<a href='#'>x</a>", "empty")]
    [InlineData("<a href='#here'>x</a>", "anchor")]
    [InlineData("<a href='#here'>x</a><p id=here>", "")]
    [InlineData("<a href='#here'>x</a><a name=here>", "")]
    [InlineData("<a href='https://a.org/{{ user.id }}'>x</a>", "placeholder")]
    [InlineData("<a href='https://a.org/${id}'>x</a>", "placeholder")]
    [InlineData("<a href='https://a.org/*|UNIQID|*'>x</a>", "placeholder")]
    [InlineData("<a href='https://a.org/<%= id %>'>x</a>", "placeholder")]
    [InlineData("<a href='https://a.org/%7B%7D%20{}'>x</a>", "")]
    [InlineData("<a href='/orders'>x</a>", "relative")]
    [InlineData("<base href='https://a.org/'><a href='/orders'>x</a>", "")]
    [InlineData("<a href='orders.html'>x</a>", "relative")]
    [InlineData("<a href='https://'>x</a>", "malformed")]
    [InlineData("<a href='https://a.org/x'>x</a>", "")]
    [InlineData("<a href='http://a.org/x'>x</a>", "clear-text")]
    [InlineData("<a href='https://a.org/a b'>x</a>", "space")]
    [InlineData("<a href='https://ann@a.org/'>x</a>", "user")]
    [InlineData("<a href='https://8.8.8.8/'>x</a>", "address")]
    [InlineData("<a href='https://127.0.0.1/'>x</a>", "address")]
    [InlineData("<a href='https://localhost/'>x</a>", "local")]
    [InlineData("<a href='https://build.internal/'>x</a>", "local")]
    [InlineData("<a href='https://xn--bcher-kva.de/'>x</a>", "international")]
    [InlineData("<a href='https://bücher.de/'>x</a>", "international")]
    [InlineData("<a href='https://evil.org/'>https://bank.org/</a>", "deceptive")]
    [InlineData("<a href='https://evil.org/'>www.bank.org</a>", "deceptive")]
    [InlineData("<a href='https://links.bank.org/'>www.bank.org</a>", "")]
    [InlineData("<a href='mailto:ann@a.org?subject=x'>x</a>", "")]
    [InlineData("<a href='mailto:ann'>x</a>", "recipient")]
    [InlineData("<a href='tel:+4940123'>x</a>", "")]
    [InlineData("<a href='javascript:go()'>x</a>", "scheme")]
    [InlineData("<a href='file:///C:/x'>x</a>", "scheme")]
    [InlineData("<a href='data:text/html,x'>x</a>", "scheme")]
    [InlineData("<img src='data:image/png;base64,AA=='>", "")]
    [InlineData("<img src='cid:nothing'>", "part")]
    [InlineData("<img src='http://a.org/x.png'>", "clear-text")]
    [InlineData("<form action='http://a.org/'>", "clear-text")]
    public async Task A_link_is_judged_without_asking_anybody(string html, string code)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await SendAsync(catcher, html);
        var check = await catcher.GetAsync("messages/latest/checks/links");
        Assert.False(check.GetProperty("asked").GetBoolean());
        var link = check.GetProperty("links").EnumerateArray().First();
        Assert.Equal(code, string.Join(' ', link.Texts("faults", "code")));
        Assert.Equal(JsonValueKind.Null, link.GetProperty("status").ValueKind);
    }

    [Fact]
    public async Task Links_are_asked_about_where_that_is_switched_on()
    {
        await using var catcher = await StartAsync(new FetchOptions { AllowsPrivateNetworks = true });
        var site = $"http://{catcher.HttpAddress}";
        await SendAsync(
            catcher,
            $"<a href='{site}/livez'>x</a><img src='{site}/nothing'><a href='{site}/view/latest'>x</a>"
            + $"<a href='{site}/livez'>again</a><a href='mailto:a@a.org'>x</a>");
        var check = await catcher.GetAsync("messages/latest/checks/links");
        Assert.True(check.GetProperty("asked").GetBoolean());
        Assert.Equal(4, check.GetProperty("count").GetInt32());
        Assert.Equal([200, 404, 302, null], Statuses(check));
        var followed = await catcher.GetAsync("messages/latest/checks/links?follow=true");
        Assert.Equal([200, 404, 200, null], Statuses(followed));
        var final = followed.GetProperty("links")[2].GetProperty("finalUrl").GetString();
        Assert.Contains("/#/mail/", final, StringComparison.Ordinal);

        var theirs = await catcher.GetJsonAsync("api/v1/message/latest/link-check?follow=true");
        Assert.Equal(1, theirs.GetProperty("Errors").GetInt32());
        Assert.Equal(
            [$"{site}/livez 200 OK", $"{site}/nothing 404 Not Found", $"{site}/view/latest 200 OK"],
            theirs.GetProperty("Links").EnumerateArray().Select(
                link => $"{link.GetProperty("URL")} {link.GetProperty("StatusCode")} {link.GetProperty("Status")}"));
    }

    [Fact]
    public async Task A_mail_cannot_have_us_ask_inside_without_the_leniency()
    {
        await using var catcher = await StartAsync(new FetchOptions());
        await SendAsync(catcher, $"<a href='http://{catcher.HttpAddress}/livez'>x</a>");
        var link = (await catcher.GetAsync("messages/latest/checks/links")).GetProperty("links")[0];
        Assert.StartsWith("not asked: 127.0.0.1", link.GetProperty("problem").GetString(), StringComparison.Ordinal);
        var theirs = await catcher.GetJsonAsync("api/v1/message/latest/link-check");
        Assert.Equal(1, theirs.GetProperty("Errors").GetInt32());
        Assert.Equal(0, theirs.GetProperty("Links")[0].GetProperty("StatusCode").GetInt32());
    }

    [Fact]
    public async Task Without_the_network_mailpits_check_lists_links_and_asks_nobody()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync("Subject: x\r\n\r\nSee http://a.org/1 and <https://b.org/2>.\r\n");
        var check = await catcher.GetJsonAsync("api/v1/message/latest/link-check");
        Assert.Equal(0, check.GetProperty("Errors").GetInt32());
        Assert.Equal(
            ["http://a.org/1 0 not asked: see --allow-network", "https://b.org/2 0 not asked: see --allow-network"],
            check.GetProperty("Links").EnumerateArray().Select(
                link => $"{link.GetProperty("URL")} {link.GetProperty("StatusCode")} {link.GetProperty("Status")}"));
        Assert.Equal(
            HttpStatusCode.NotFound, (await catcher.CallAsync("GET", "api/v1/message/nothing/link-check")).Status);
    }

    [Fact]
    public async Task A_thousand_links_are_looked_at_and_no_more()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        foreach (var count in (int[])[1000, 1001])
        {
            await SendAsync(catcher, string.Concat(
                Enumerable.Range(0, count).Select(i => $"<a href=https://a.org/{i}>x</a>\r\n")));
            var check = await catcher.GetAsync("messages/latest/checks/links");
            Assert.Equal(1000, check.GetProperty("count").GetInt32());
            Assert.Equal(count > 1000, check.GetProperty("isCut").GetBoolean());
        }
    }

    [Fact]
    public async Task A_hundred_links_are_asked_about_and_no_more()
    {
        await using var catcher = await StartAsync(new FetchOptions { AllowsPrivateNetworks = true });
        await SendAsync(catcher, string.Concat(Enumerable.Range(0, 101).Select(
            i => $"<a href=http://{catcher.HttpAddress}/livez?{i}>x</a>\r\n")));
        var check = await catcher.GetAsync("messages/latest/checks/links");
        Assert.Equal(100, Statuses(check).Count(status => status == 200));
        Assert.True(check.GetProperty("isCut").GetBoolean());
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await SendAsync(catcher, "x");
        await catcher.GetAsync("messages/latest/checks/links?follow=1", HttpStatusCode.BadRequest);
        await catcher.GetAsync("messages/nothing/checks/links", HttpStatusCode.NotFound);
        await catcher.GetAsync("inboxes/nothing/messages/latest/checks/links", HttpStatusCode.NotFound);
    }

    private static IEnumerable<int?> Statuses(JsonElement check) =>
        check.GetProperty("links").EnumerateArray().Select(link => link.GetProperty("status")).Select(
            status => status.ValueKind == JsonValueKind.Null ? (int?)null : status.GetInt32());

    private static Task<RunningCatcher> StartAsync(FetchOptions network) =>
        RunningCatcher.StartAsync(web: new CatcherWebOptions { Checks = new() { Network = network } });

    private static Task<string> SendAsync(RunningCatcher catcher, string html) =>
        catcher.SendAsync($"Subject: x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n");
}
