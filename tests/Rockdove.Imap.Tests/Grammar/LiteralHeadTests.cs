using System.Text;

namespace Rockdove.Imap.Tests;

public class LiteralHeadTests
{
    [Theory]
    [InlineData("a {5}", 5, true, false, true)]
    [InlineData("a {5+}", 5, false, false, true)]
    [InlineData("a ~{5}", 5, true, true, true)]
    [InlineData("a ~{0+}", 0, false, true, true)]
    [InlineData("{05+}", 5, false, false, false)]
    [InlineData("{99999999999999999999+}", long.MaxValue, false, false, false)]
    [InlineData("a\"{7+}", 7, false, false, true)]
    public void A_line_may_end_in_one(string line, long octets, bool isSynchronizing, bool isBinary, bool isWellFormed)
    {
        Assert.True(LiteralHead.TryFindAtEnd(Encoding.ASCII.GetBytes(line), out var head));

        Assert.Equal(new LiteralHead(octets, isSynchronizing, isBinary, isWellFormed), head);
    }

    [Theory]
    [InlineData("")]
    [InlineData("}")]
    [InlineData("+}")]
    [InlineData("{}")]
    [InlineData("{+}")]
    [InlineData("{5 }")]
    [InlineData("{-5}")]
    [InlineData("{5}x")]
    [InlineData("{5++}")]
    [InlineData("5}")]
    public void Or_in_something_that_looks_like_one(string line) =>
        Assert.False(LiteralHead.TryFindAtEnd(Encoding.ASCII.GetBytes(line), out _));

    [Fact]
    public void So_many_digits_that_their_beginning_is_not_seen_are_no_line_without_a_literal()
    {
        var line = Encoding.ASCII.GetBytes(new string('0', LiteralHead.TailBytes - 3) + "5+}");

        Assert.True(LiteralHead.TryFindAtEnd(line.AsSpan()[^LiteralHead.TailBytes..], out var head));
        Assert.Equal(long.MaxValue, head.Octets);
    }
}
