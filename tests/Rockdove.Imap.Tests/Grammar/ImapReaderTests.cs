using System.Text;

namespace Rockdove.Imap.Tests;

public class ImapReaderTests
{
    [Theory]
    [InlineData("abc def", "abc")]
    [InlineData("a]b", "a]b")]
    [InlineData("\"a b\"", "a b")]
    [InlineData("\"\"", "")]
    [InlineData("\"a\\\\b\\\"c\"", "a\\b\"c")]
    [InlineData("{3}\r\na\"\\ tail", "a\"\\")]
    [InlineData("{0+}\r\n", "")]
    public void An_astring_has_three_forms(string text, string value)
    {
        var reader = new ImapReader(Encoding.ASCII.GetBytes(text));

        Assert.True(reader.TryAString(out var read));

        Assert.Equal(value, Encoding.ASCII.GetString(read.ToOctets()));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" a")]
    [InlineData("(")]
    [InlineData("\"a")]
    [InlineData("\"a\\n\"")]
    [InlineData("\"a\\")]
    [InlineData("\"a\r\"")]
    [InlineData("{3}\r\nab")]
    [InlineData("{2}\r\na\0")]
    [InlineData("{3}abc")]
    [InlineData("{18446744073709551617}\r\na")]
    public void What_is_no_astring_is_not_stepped_over(string text)
    {
        var reader = new ImapReader(Encoding.ASCII.GetBytes(text));

        Assert.False(reader.TryAString(out _));

        Assert.Equal(text.Length, reader.Rest.Length);
    }

    [Fact]
    public void Quoted_text_beyond_ascii_needs_to_be_enabled()
    {
        var octets = Encoding.UTF8.GetBytes("\"é\"");
        var before = new ImapReader(octets);
        var after = new ImapReader(octets, allowsUtf8: true);
        var broken = new ImapReader([(byte)'"', 0xFF, (byte)'"'], allowsUtf8: true);

        Assert.False(before.TryAString(out _));
        Assert.True(after.TryAString(out var text) && text.TryGetText(out var value) && value == "é");
        Assert.False(broken.TryAString(out _));
    }

    [Theory]
    [InlineData("0", true, 0)]
    [InlineData("4294967295", true, uint.MaxValue)]
    [InlineData("4294967296", false, 0)]
    [InlineData("x", false, 0)]
    public void A_number_has_32_bits(string text, bool isNumber, uint value)
    {
        var reader = new ImapReader(Encoding.ASCII.GetBytes(text));

        Assert.Equal((isNumber, value), (reader.TryNumber(out var number), number));
    }

    [Theory]
    [InlineData("9223372036854775807", true)]
    [InlineData("9223372036854775808", false)]
    public void A_long_number_has_63_bits(string text, bool isNumber)
    {
        var reader = new ImapReader(Encoding.ASCII.GetBytes(text));

        Assert.Equal(isNumber, reader.TryLongNumber(out _));
    }

    [Theory]
    [InlineData("\"01-Feb-2024 10:20:30 +0100\"", "2024-02-01T10:20:30+01:00")]
    [InlineData("\" 1-feb-2024 10:20:30 -0930\"", "2024-02-01T10:20:30-09:30")]
    [InlineData("\"29-Feb-2024 23:59:59 +0000\"", "2024-02-29T23:59:59+00:00")]
    public void A_date_and_time(string text, string time)
    {
        var reader = new ImapReader(Encoding.ASCII.GetBytes(text));

        Assert.True(ImapDates.TryReadDateTime(ref reader, out var read));

        Assert.Equal(DateTimeOffset.Parse(time, null), read);
        Assert.True(reader.AtEnd);
    }

    [Theory]
    [InlineData("\"29-Feb-2023 10:20:30 +0100\"")]
    [InlineData("\"1-Feb-2024 10:20:30 +0100\"")]
    [InlineData("\"01-Feb-2024 24:00:00 +0100\"")]
    [InlineData("\"01-Feb-2024 10:20:30 +01:0\"")]
    [InlineData("\"01-Feb-2024 10:20:30 +0160\"")]
    [InlineData("\"01-Feb-2024 10:20:30 +9900\"")]
    [InlineData("\"01-Feb-2024 10:20:30 00100\"")]
    [InlineData("\"01-Foo-2024 10:20:30 +0100\"")]
    [InlineData("\"01-Feb-2024 10:20:30 +0100")]
    [InlineData("01-Feb-2024")]
    [InlineData("\"\"")]
    public void What_is_no_date_and_time(string text)
    {
        var reader = new ImapReader(Encoding.ASCII.GetBytes(text));

        Assert.False(ImapDates.TryReadDateTime(ref reader, out _));
    }
}
