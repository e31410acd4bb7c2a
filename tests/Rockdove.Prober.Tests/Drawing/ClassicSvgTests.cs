using System.Xml.Linq;

namespace Rockdove.Prober.Tests;

/// <summary>gensvg's layout, by the numbers of its source.</summary>
public sealed class ClassicSvgTests
{
    [Fact]
    public void The_canvas_grows_with_the_accounts_and_has_no_view_box()
    {
        var drawn = DrawnMatrix.Classic(Picture((0, 1, 5), (0, 2, 5)));

        Assert.Equal("340", drawn.Root.Attribute("width")!.Value);
        Assert.Equal("370", drawn.Root.Attribute("height")!.Value);
        Assert.Null(drawn.Root.Attribute("viewBox"));
        Assert.StartsWith("<?xml version=\"1.0\"?>\n", drawn.Text, StringComparison.Ordinal);
        Assert.Equal(
            ["100,100-100,250", "150,100-150,250", "200,100-200,250", "250,100-250,250", "100,100-250,100",
                "100,150-250,150", "100,200-250,200", "100,250-250,250", "90,70-60,100", "90,70-70,80", "90,70-80,90"],
            drawn.All("line").Select(line => $"{A(line, "x1")},{A(line, "y1")}-{A(line, "x2")},{A(line, "y2")}"));
    }

    [Theory]
    [InlineData(-1, "#FF0000", "ERR")]
    [InlineData(0, "#00FF00", "<1")]
    [InlineData(1, "#00FF00", "1")]
    [InlineData(30, "#00FF00", "30")]
    [InlineData(31, "#FFFF00", "31")]
    public void A_cell_has_gensvgs_colour_and_text(int seconds, string colour, string text)
    {
        var drawn = DrawnMatrix.Classic(Picture((0, 1, seconds)));

        var box = Assert.Single(drawn.All("rect"), rect => A(rect, "x") == "150" && A(rect, "y") == "100");
        Assert.Equal($"fill:{colour}", A(box, "style"));
        var label = Assert.Single(drawn.All("text"), label => A(label, "x") == "172" && A(label, "y") == "130");
        Assert.Equal(text, label.Value);
    }

    [Fact]
    public void The_way_back_is_mirrored()
    {
        var drawn = DrawnMatrix.Classic(Picture((0, 1, 5), (1, 0, 7)));

        Assert.Equal("7", drawn.All("text").Single(text => A(text, "x") == "122" && A(text, "y") == "180").Value);
    }

    [Fact]
    public void The_diagonal_is_grey_and_numbered()
    {
        var drawn = DrawnMatrix.Classic(Picture((0, 1, 5)));

        var grey = drawn.All("rect").Where(rect => A(rect, "style") == "fill:#ABABAB");
        Assert.Equal(["150", "100"], grey.Select(box => A(box, "x")));
        var texts = drawn.All("text").Select(text => $"{A(text, "x")},{A(text, "y")} {text.Value}").ToList();
        Assert.Contains("70,130 1", texts);
        Assert.Contains("70,180 2", texts);
        Assert.Contains("120,80 1", texts);
        Assert.Contains("170,80 2", texts);
    }

    [Fact]
    public void The_moment_is_told_as_gensvg_does()
    {
        Assert.Equal("26 Nov 26, 09:30 (+01)", DrawnMatrix.Classic(Picture((0, 1, 5))).All("text").First().Value);
        var utc = Picture((0, 1, 5)) with { At = new DateTimeOffset(2015, 4, 2, 18, 40, 0, TimeSpan.Zero) };
        Assert.Equal("2 Apr 15, 18:40 (UTC)", DrawnMatrix.Classic(utc).All("text").First().Value);
    }

    [Theory]
    [InlineData("imap.gmail.com", "(gmail.com)")]
    [InlineData("mail.example.co.uk", "(example.co.uk)")] // gensvg: example.co
    [InlineData("example.org", "(example.org)")]
    [InlineData("127.0.0.1", "(127.0.0.1)")] // gensvg: 0.0
    [InlineData("a.b&c.d", "(b&c.d)")] // gensvg: no XML
    public void The_key_names_domain_and_hoster(string host, string hoster)
    {
        var picture = Picture((0, 1, 5));
        var first = picture.Accounts[0] with { ReceiveHost = host };
        picture = picture with { Accounts = [first, .. picture.Accounts.Skip(1)] };

        var drawn = DrawnMatrix.Classic(picture);

        var key = drawn.All("tspan").First();
        Assert.Equal($"1: x.example {hoster}", key.Value);
        Assert.Equal(("100", "15"), (A(key, "x"), A(key, "dy")));
        Assert.Equal("250", A(key.Parent!, "y"));
    }

    [Fact]
    public void An_address_without_a_domain_is_told_whole()
    {
        var picture = Picture((0, 1, 5));
        var first = new MatrixAccount("a0", "root", null, null);
        picture = picture with { Accounts = [first, .. picture.Accounts.Skip(1)] };

        Assert.Equal("1: root", DrawnMatrix.Classic(picture).All("tspan").First().Value);
    }

    [Fact]
    public void A_clock_that_is_wrong_is_no_error()
    {
        var picture = Picture((0, 1, 5));
        var early = picture.Cells[0] with { ClassicSeconds = -3, Delivery = TimeSpan.FromSeconds(2.9) };
        picture = picture with { Cells = [early] };

        Assert.Equal("2", DrawnMatrix.Classic(picture).All("text").Single(text => A(text, "x") == "172").Value);
    }

    [Fact]
    public void What_is_under_way_is_not_there_yet()
    {
        var picture = Picture((0, 1, 5));
        picture = picture with { Cells = [picture.Cells[0] with { State = ProbeState.Sent, Outcome = null }] };

        var drawn = DrawnMatrix.Classic(picture);

        Assert.Empty(drawn.All("rect"));
        Assert.Equal("190", drawn.Root.Attribute("width")!.Value);
    }

    private static MatrixPicture Picture(params (int From, int To, int Seconds)[] cells) => new()
    {
        Accounts = [.. Enumerable.Range(0, 4).Select(i => SamplePictures.Account($"a{i}", "x.example", null))],
        Cells = [.. cells.Select(cell => new MatrixCell(
            new ProbePair($"a{cell.From}", $"a{cell.To}"),
            ProbeState.Resolved,
            cell.Seconds < 0 ? ProbeOutcome.Lost : ProbeOutcome.Delivered,
            cell.Seconds < 0 ? null : TimeSpan.FromSeconds(cell.Seconds),
            null) { ClassicSeconds = cell.Seconds < 0 ? null : cell.Seconds })],
        At = SamplePictures.Moment,
    };

    private static string? A(XElement element, string name) => element.Attribute(name)?.Value;
}
