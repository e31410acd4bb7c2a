using System.Text;

namespace Rockdove.Daemon.Tests;

public sealed class PassingHeaderTests
{
    [Theory]
    [InlineData("From: a\r\nSubject: x\r\nSender: b\r\n", "from: a\r\nsender: b\r\n")]
    [InlineData("From: a\r\n b\r\n\tc\r\nTo: d\r\n e\r\n", "from: a\r\n b\r\n\tc\r\n")]
    [InlineData("From \t : a\r\n", "from: a\r\n")]
    [InlineData("From\r\n : a\r\n", "")]
    [InlineData("Fromm: a\r\nFro: b\r\nXFrom: c\r\n From: d\r\n", "")]
    [InlineData("garbage\r\nFrom: a\r\n", "from: a\r\n")]
    [InlineData("From: a\r\n\r\nFrom: b\r\n", "from: a\r\n")]
    [InlineData("From: a\n\nFrom: b\n", "from: a\n")]
    [InlineData("From: a\r\n \r\n b\r\nFrom: c\r\n", "from: a\r\n \r\n b\r\nfrom: c\r\n")]
    [InlineData("\r\r\nFrom: a\r\n", "from: a\r\n")]
    [InlineData("From:", "from:")]
    [InlineData("\r\nFrom: a\r\n", "")]
    public void Originators_are_kept_however_they_come(string message, string kept)
    {
        var octets = Encoding.Latin1.GetBytes(message);
        for (var slice = 1; slice <= octets.Length; slice++)
        {
            var header = new PassingHeader();
            for (var i = 0; i < octets.Length; i += slice)
                header.Write(octets.AsSpan(i, Math.Min(slice, octets.Length - i)));
            Assert.Equal(kept, Encoding.Latin1.GetString(header.Originators.Span));
            Assert.False(header.IsTooLong);
        }
    }

    [Fact]
    public void Received_fields_are_counted_to_the_end_of_the_header()
    {
        var header = new PassingHeader();
        header.Write("Received: a\r\nreceived : b\r\n Received: folded\r\nX-Received: c\r\n\r\nReceived: d\r\n"u8);
        Assert.Equal(2, header.Received);
        Assert.True(header.Originators.IsEmpty);
    }
}
