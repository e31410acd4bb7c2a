using System.Buffers;
using System.Text;

namespace Rockdove.Wire.Tests;

public sealed class DotEncoderTests
{
    [Theory]
    [InlineData("", ".\r\n")]
    [InlineData("a\r\n", "a\r\n.\r\n")]
    [InlineData("a", "a\r\n.\r\n")]
    [InlineData("a\r\nb", "a\r\nb\r\n.\r\n")]
    [InlineData(".", "..\r\n.\r\n")]
    [InlineData(".\r\n", "..\r\n.\r\n")]
    [InlineData("..a\r\n.b.\r\n", "...a\r\n..b.\r\n.\r\n")]
    [InlineData("a.\r\n\r\n.\r\n\r\n", "a.\r\n\r\n..\r\n\r\n.\r\n")]
    [InlineData("QUIT\r\n.\r\nQUIT\r\n", "QUIT\r\n..\r\nQUIT\r\n.\r\n")]
    [InlineData("\0\u00FF.\r\n", "\0\u00FF.\r\n.\r\n")]
    public void Dots_that_begin_lines_are_doubled_and_the_end_is_written(string content, string expected)
    {
        Assert.Equal(expected, EncodeEveryWay(content, BareNewlines.Refuse));
        Assert.Equal(expected, EncodeEveryWay(content, BareNewlines.Normalize));
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    [InlineData("a\r\n.\rb")]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("a\r")]
    [InlineData("\r\r\n")]
    [InlineData("\n.\n")]
    [InlineData("\r\n.\n")]
    [InlineData("\n.\r\n")]
    [InlineData("\r.\r")]
    [InlineData("\r\n.\r\r\n")]
    [InlineData("\r\n\0.\r\n\n")]
    public void Bare_newlines_are_refused_and_the_end_is_not_written(string content) =>
        Assert.Null(EncodeEveryWay(content, BareNewlines.Refuse));

    [Theory]
    [InlineData("a\nb", "a\r\nb\r\n.\r\n")]
    [InlineData("a\rb", "a\r\nb\r\n.\r\n")]
    [InlineData("a\r", "a\r\n.\r\n")]
    [InlineData("\r\r\n", "\r\n\r\n.\r\n")]
    [InlineData("\n\n", "\r\n\r\n.\r\n")]
    [InlineData("\r\r", "\r\n\r\n.\r\n")]
    [InlineData("\n.\n", "\r\n..\r\n.\r\n")]
    [InlineData("a\r.\rb", "a\r\n..\r\nb\r\n.\r\n")]
    [InlineData("\n\r\n\r", "\r\n\r\n\r\n.\r\n")]
    public void Bare_newlines_become_lines_whose_dots_are_doubled(string content, string expected) =>
        Assert.Equal(expected, EncodeEveryWay(content, BareNewlines.Normalize));

    [Theory]
    [InlineData("", "")]
    [InlineData(".", ".")]
    [InlineData("a\r\n.\r\nb", "a\r\n.\r\nb")]
    [InlineData("a\n.\rb\r", "a\r\n.\r\nb\r\n")]
    public void Counted_content_gets_neither_dots_nor_an_end(string content, string expected) =>
        Assert.Equal(expected, EncodeEveryWay(content, BareNewlines.Normalize, isCounted: true));

    [Fact]
    public void Counted_content_refuses_bare_newlines_too()
    {
        Assert.Null(EncodeEveryWay("a\nb", BareNewlines.Refuse, isCounted: true));
        Assert.Null(EncodeEveryWay("a\r", BareNewlines.Refuse, isCounted: true));
        Assert.Equal("a\r\n", EncodeEveryWay("a\r\n", BareNewlines.Refuse, isCounted: true));
    }

    [Theory]
    [InlineData(BareNewlines.Keep)]
    [InlineData(BareNewlines.EndLine)]
    [InlineData(BareNewlines.Binary)]
    public void Nothing_but_refusing_and_normalising_can_be_asked_for(BareNewlines bareNewlines) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new DotEncoder(bareNewlines));

    [Fact]
    public void An_encoder_can_be_used_for_the_next_message()
    {
        var output = new ArrayBufferWriter<byte>();
        var encoder = new DotEncoder(BareNewlines.Refuse);
        encoder.Encode("a"u8, output);
        encoder.Finish(output);
        encoder.Encode(".b"u8, output);
        encoder.Finish(output);
        Assert.Equal("a\r\n.\r\n..b\r\n.\r\n", Encoding.Latin1.GetString(output.WrittenSpan));
    }

    [Fact]
    public void A_refusal_is_for_good()
    {
        var output = new ArrayBufferWriter<byte>();
        var encoder = new DotEncoder(BareNewlines.Refuse);
        Assert.False(encoder.Encode("\n"u8, output));
        Assert.True(encoder.Refused);
        Assert.False(encoder.Encode("good\r\n"u8, output));
        Assert.False(encoder.Finish(output));
        Assert.Equal(0, output.WrittenCount);
    }

    [Fact]
    public void Whatever_goes_in_what_comes_out_ends_once_and_decodes_to_what_went_in()
    {
        var random = new Random(20240229);
        for (var round = 0; round < 2000; round++)
        {
            var bits = Enumerable.Range(0, random.Next(12)).Select(_ => Bits[random.Next(Bits.Length)]);
            var content = string.Concat(bits);
            var encoded = EncodeEveryWay(content, BareNewlines.Normalize)!;
            var firstEnd = encoded == ".\r\n" ? 0 : encoded.IndexOf("\r\n.\r\n", StringComparison.Ordinal) + 2;
            Assert.Equal(encoded.Length - 3, firstEnd);

            var lines = encoded[..^3];
            var decoded = lines.StartsWith('.') ? lines[1..] : lines;
            decoded = decoded.Replace("\r\n.", "\r\n", StringComparison.Ordinal);
            var canonical = content.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
            if (canonical.Length > 0 && !canonical.EndsWith('\n'))
                canonical += "\n";
            Assert.Equal(canonical.Replace("\n", "\r\n", StringComparison.Ordinal), decoded);
        }
    }

    /// <summary>
    /// Encodes whole, by single octets and at random cuts, and demands the same of all; null for refused.
    /// </summary>
    private static string? EncodeEveryWay(string content, BareNewlines bareNewlines, bool isCounted = false)
    {
        var octets = Encoding.Latin1.GetBytes(content);
        var random = new Random(content.Length);
        var whole = Encode(octets, octets.Length, bareNewlines, isCounted);
        Assert.Equal(whole, Encode(octets, 1, bareNewlines, isCounted));
        for (var i = 0; i < 5; i++)
            Assert.Equal(whole, Encode(octets, random.Next(1, 4), bareNewlines, isCounted));
        return whole;
    }

    private static string? Encode(byte[] octets, int pieceLength, BareNewlines bareNewlines, bool isCounted)
    {
        var output = new ArrayBufferWriter<byte>();
        var encoder = isCounted ? DotEncoder.Counted(bareNewlines) : new DotEncoder(bareNewlines);
        var isGood = true;
        for (var at = 0; at < octets.Length; at += pieceLength)
            isGood &= encoder.Encode(octets.AsSpan(at, Math.Min(pieceLength, octets.Length - at)), output);
        isGood &= encoder.Finish(output);
        Assert.Equal(!isGood, encoder.Refused);
        var text = Encoding.Latin1.GetString(output.WrittenSpan);
        Assert.DoesNotContain(text.Replace("\r\n", "", StringComparison.Ordinal), c => c is '\r' or '\n');
        if (isGood)
            return text;
        Assert.DoesNotContain("\r\n.\r\n", "\r\n" + text, StringComparison.Ordinal);
        return null;
    }

    private static readonly string[] Bits = ["\r\n", "\r", "\n", ".", "..", "a", "\r\n.\r\n", "\0"];
}
