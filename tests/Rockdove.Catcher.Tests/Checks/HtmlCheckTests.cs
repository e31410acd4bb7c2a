using System.Net;
using System.Text.Json;
using Rockdove.Web;

namespace Rockdove.Catcher.Tests;

/// <summary>What mail clients do not support of a page.</summary>
public class HtmlCheckTests
{
    [Theory]
    [InlineData("<p style='border-radius: 4px'>", "css-border-radius 1")]
    [InlineData("<p style='BORDER-RADIUS:4px'>", "css-border-radius 1")]
    [InlineData("<p style='-webkit-border-radius:4px'>", "css-border-radius 1")]
    [InlineData("<style>p { border-radius: 4px } b { border-top-left-radius: 1px }</style>", "css-border-radius 2")]
    [InlineData("<p title='border-radius: 4px'>border-radius: 4px", "css-border-radius 0")]
    [InlineData("<style>/* border-radius: 4px; */</style>", "css-border-radius 0")]
    [InlineData("<style>p::after { content: 'border-radius: 4px' }</style>", "css-border-radius 0")]
    [InlineData("<p style='display:flex'>", "css-display-flex 1")]
    [InlineData("<p style='display:block'>", "css-display-flex 0")]
    [InlineData("<p style='background: url(data:image/png;base64,display:flex)'>", "css-display-flex 0")]
    [InlineData("<p style='width: calc(1px + 2vw) !important'>", "css-unit-calc 1")]
    [InlineData("<p style='width: calc(1px + 2vw) !important'>", "css-unit-vw 1")]
    [InlineData("<p style='width: calc(1px + 2vw) !important'>", "css-important 1")]
    [InlineData("<p style='color: #1234ch'>", "css-unit-ch 0")]
    [InlineData("<p style='--a: 1; color: var(--a)'>", "css-variables 2")]
    [InlineData("<style>@media (prefers-color-scheme: dark) { a { color: red } }</style>", "css-at-media 1")]
    [InlineData(
        "<style>@media (prefers-color-scheme: dark) { a { color: red } }</style>",
        "css-at-media-prefers-color-scheme 1")]
    [InlineData("<style>@import 'x.css'; @font-face { src: x }</style>", "css-at-import 1")]
    [InlineData("<style>@import 'x.css'; @font-face { src: x }</style>", "css-at-font-face 1")]
    [InlineData("<style>@keyframes x { from { top: 0 } 50% { top: 1px } }</style>", "css-selector-type 0")]
    [InlineData("<style>a:hover, p:nth-child(2) {}</style>", "css-pseudo-class-hover 1")]
    [InlineData("<style>a:hover, p:nth-child(2) {}</style>", "css-pseudo-class-nth-child 1")]
    [InlineData("<style>p::before {}</style>", "css-pseudo-element-before 1")]
    [InlineData("<style>a > b {}</style>", "css-selector-child 1")]
    [InlineData("<style>a > b {}</style>", "css-selector-descendant 0")]
    [InlineData("<style>a b {}</style>", "css-selector-descendant 1")]
    [InlineData("<style>a + b ~ c {}</style>", "css-selector-adjacent-sibling 1")]
    [InlineData("<style>a[x='b>c'] {}</style>", "css-selector-child 0")]
    [InlineData("<style>.a.b {}</style>", "css-selector-chaining 1")]
    [InlineData("<style>a { b & { top: 0 } }</style>", "css-nesting 1")]
    [InlineData("<video src=x.mp4></video>", "html-video 1")]
    [InlineData("<section><nav></nav></section>", "html-semantics 2")]
    [InlineData("<a href='#x'>x</a>", "html-anchor-links 1")]
    [InlineData("<input type=Checkbox>", "html-input-checkbox 1")]
    [InlineData("<td background=x.png>", "html-background 1")]
    [InlineData("<svg></svg>", "html-svg 1")]
    [InlineData("<img src='https://a.org/x.WEBP?y=1'>", "image-webp 1")]
    [InlineData("<img src='data:image/png;base64,AA=='>", "image-base64 1")]
    [InlineData("<img src='x.svg' srcset='y.svg 2x'>", "html-srcset 1")]
    [InlineData("<p inert>", "css-inert-attribute 1")]
    public void A_feature_is_found_where_it_is_used(string html, string found)
    {
        var words = found.Split(' ');
        var warning = HtmlCheck.Run(html).Warnings.SingleOrDefault(one => one.Slug == words[0]);
        Assert.Equal(int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture), warning?.Found ?? 0);
    }

    [Fact]
    public void Nearly_every_feature_can_be_found()
    {
        var unseen = ClientSupport.Current.Features
            .Where(feature => FeatureRules.Count(feature.Line, PageUse.Read("")) is null)
            .Select(feature => feature.Line.Slug);
        Assert.Equal(["amp", "bimi"], unseen.Order(StringComparer.Ordinal));
        Assert.Equal(307, ClientSupport.Current.Features.Count);
    }

    [Fact]
    public void Percents_are_those_of_the_table()
    {
        Assert.All(ClientSupport.Current.Features, feature =>
        {
            Assert.NotEmpty(feature.Clients);
            Assert.Equal(100, feature.Supported + feature.Partial + feature.Unsupported, 6);
        });
        Assert.Contains("Gmail", ClientSupport.Current.Platforms["desktop-webmail"]);
    }

    [Fact]
    public async Task Both_apis_tell_it()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync(
            "Content-Type: text/html\r\n\r\n<html><body><p style='display:grid'>x</p><p>y</p></body></html>\r\n");
        var ours = await catcher.GetAsync("messages/latest/checks/html");
        Assert.Equal(3, ours.GetProperty("nodes").GetInt32());
        var warning = ours.GetProperty("warnings").EnumerateArray()
            .Single(one => one.GetProperty("slug").GetString() == "css-display-grid");
        Assert.Equal("https://www.caniemail.com/features/css-display-grid/", warning.GetProperty("url").GetString());
        Assert.Contains(warning.GetProperty("clients").EnumerateArray(), client =>
            client.GetProperty("family").GetString() == "outlook" && client.GetProperty("support").GetString() == "no");

        var theirs = await catcher.GetJsonAsync("api/v1/message/latest/html-check");
        Assert.Equal(["Warnings", "Platforms", "Total"], Names(theirs));
        Assert.Equal(["Tests", "Nodes", "Supported", "Partial", "Unsupported"], Names(theirs.GetProperty("Total")));
        var same = theirs.GetProperty("Warnings").EnumerateArray()
            .Single(one => one.GetProperty("Slug").GetString() == "css-display-grid");
        Assert.Equal(
            [
                "Slug", "Title", "Description", "URL", "Category", "Tags", "Keywords", "Results", "NotesByNumber",
                "Score",
            ],
            Names(same));
        Assert.Equal(["Found", "Supported", "Partial", "Unsupported"], Names(same.GetProperty("Score")));
        Assert.Equal(
            ["Name", "Platform", "Family", "Version", "Support", "NoteNumber"], Names(same.GetProperty("Results")[0]));
        var total = theirs.GetProperty("Total");
        Assert.Equal(
            100,
            total.GetProperty("Supported").GetDouble() + total.GetProperty("Partial").GetDouble()
            + total.GetProperty("Unsupported").GetDouble(),
            1);
    }

    [Fact]
    public async Task Without_html_there_is_nothing_to_check()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync("Subject: x\r\n\r\ntext\r\n");
        await catcher.GetAsync("messages/latest/checks/html", HttpStatusCode.NotFound);
        Assert.Equal(
            (HttpStatusCode.BadRequest, "message does not contain HTML"),
            await catcher.CallAsync("GET", "api/v1/message/latest/html-check"));
        Assert.Equal(
            HttpStatusCode.NotFound, (await catcher.CallAsync("GET", "api/v1/message/nothing/html-check")).Status);
    }

    [Theory]
    [InlineData("<b id=a{0}>", "<p>x", 2000)]
    [InlineData("<div>", "</x>", 100_000)]
    [InlineData("<table><tr><td>", "<p>", 20_000)]
    [InlineData("<style>a{{", "b{{", 100_000)]
    [InlineData("<style>/*", "/*", 100_000)]
    [InlineData("<style>", ":a", 100_000)]
    [InlineData("<p style='", "a:(", 100_000)]
    [InlineData("<p style=\"", "a:1px;", 100_000)]
    [InlineData("<style>", "@media", 100_000)]
    [InlineData("<!--", "<!--", 100_000)]
    [InlineData("<", "a ", 100_000)]
    [InlineData("<style>", "a{{x:url(", 100_000)]
    public void Hostile_pages_are_read_in_one_pass(string first, string then, int times)
    {
        var html = string.Concat(
            Enumerable.Range(0, Math.Min(times, 2000)).Select(
                i => string.Format(System.Globalization.CultureInfo.InvariantCulture, first, i)))
            + string.Concat(Enumerable.Repeat(
                string.Format(System.Globalization.CultureInfo.InvariantCulture, then), times));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var check = HtmlCheck.Run(html);
        // Not a time, which a loaded machine spoils: work that grows with the square allocates so, too.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200L * html.Length + (50 << 20));
        Assert.InRange(check.Nodes, 0, HtmlElements.MostElements);
    }

    [Fact]
    public void A_page_is_read_as_far_as_its_limits()
    {
        Assert.Equal(20_000, HtmlCheck.Run(string.Concat(Enumerable.Repeat("<p>", 20_001))).Nodes);
        var text = new string('x', HtmlElements.MostCharacters - "<video>".Length);
        Assert.Equal(1, HtmlCheck.Run($"{text}<video>").Nodes);
        Assert.DoesNotContain(HtmlCheck.Run($"{text}.......<video>").Warnings, one => one.Slug == "html-video");
    }

    private static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(one => one.Name);
}
