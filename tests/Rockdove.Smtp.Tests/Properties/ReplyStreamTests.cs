using System.Text;
using Rockdove.Testing;

namespace Rockdove.Smtp.Tests;

/// <summary>The check of replies finds what is no reply.</summary>
public class ReplyStreamTests
{
    [Theory]
    [InlineData("250 Ok\n")]
    [InlineData("25 Ok\r\n")]
    [InlineData("650 Ok\r\n")]
    [InlineData("250_Ok\r\n")]
    [InlineData("250-a\r\n251 b\r\n")]
    [InlineData("250 a\rb\r\n")]
    [InlineData("\r\n")]
    public void A_line_that_is_no_reply_is_found(string line) =>
        Assert.Throws<InvariantBrokenException>(() => new ReplyStream().Append(Encoding.ASCII.GetBytes(line)));

    [Theory]
    [InlineData(512, true)]
    [InlineData(513, false)]
    public void A_line_may_have_512_octets(int octets, bool isGood)
    {
        var line = Encoding.ASCII.GetBytes("250 " + new string('x', octets - 6) + "\r\n");

        Assert.Equal(isGood, Record.Exception(() => new ReplyStream().Append(line)) is null);
    }

    [Fact]
    public void A_reply_of_many_lines_counts_once()
    {
        var replies = new ReplyStream();

        replies.Append("220 hi\r\n250-a\r\n2"u8);
        Assert.Equal((1, false), (replies.Count, replies.IsWhole));
        replies.Append("50 b\r\n"u8);

        Assert.Equal((2, 250, true), (replies.Count, replies.LastCode, replies.IsWhole));
    }
}
