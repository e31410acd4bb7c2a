using System.Buffers;
using System.Text;
using Rockdove.Testing;

namespace Rockdove.Wire.Tests;

public sealed class LineReaderTests
{
    [Fact]
    public void Every_split_of_every_short_text_gives_the_same_lines()
    {
        for (var number = 0; number < 3 * 3 * 3 * 3 * 3 * 3 * 3; number++)
        {
            var text = new byte[7];
            for (int i = 0, rest = number; i < text.Length; i++, rest /= 3)
                text[i] = "\r\na"u8[rest % 3];
            var expected = Expect(text, limitBytes: 3, discardBytes: 2);
            for (var cuts = 0; cuts < 1 << (text.Length - 1); cuts++)
                Same(text, expected, Read(Split(text, cuts), limitBytes: 3, discardBytes: 2));
        }
    }

    [Fact]
    public void Random_texts_give_the_lines_that_a_split_at_line_feeds_gives() => SeededRandom.Rounds(300, random =>
    {
        var text = new byte[random.Next(300)];
        for (var i = 0; i < text.Length; i++)
            text[i] = "\r\n\0aaaaaaaaa"u8[random.Next(12)];
        var (limit, discard) = (1 + random.Next(12), random.Next(12));
        Same(text, Expect(text, limit, discard), Read(ByteCutter.Random(text, random), limit, discard));
    });

    [Theory]
    [InlineData(10, "Line 12345678")]
    [InlineData(9, "TooLong 12345678\r")]
    public void The_limit_counts_the_end_of_the_line(int limitBytes, string expected) =>
        Assert.Equal([expected], Read([Octets("12345678\r\n")], limitBytes, discardBytes: 100));

    [Theory]
    [InlineData(6, "TooLong 1234")]
    [InlineData(5, "Endless")]
    public void So_does_the_limit_of_what_is_thrown_away(int discardBytes, string expected) =>
        Assert.Equal([expected], Read([Octets("12345678\r\n")], limitBytes: 4, discardBytes));

    [Fact]
    public void A_line_that_has_no_end_is_endless_as_soon_as_it_is_past_both_limits()
    {
        Assert.Empty(Read([Octets("123456789")], limitBytes: 4, discardBytes: 5));
        Assert.Equal(["Endless"], Read([Octets("1234567890")], limitBytes: 4, discardBytes: 5));
    }

    [Fact]
    public void After_a_line_that_is_too_long_the_next_one_is_read() =>
        Assert.Equal(
            ["TooLong much t", "Line NOOP", "BareLineFeed x"],
            Read([Octets("much too "), Octets("long\r\nNO"), Octets("OP\r\nx\n")], limitBytes: 6, discardBytes: 100));

    [Fact]
    public void Nothing_of_a_line_is_consumed_before_all_of_it_is_there()
    {
        var reader = new LineReader();
        var input = new SequenceReader<byte>(new ReadOnlySequence<byte>(Octets("NOOP\r")));
        Assert.Equal(LineStatus.NeedInput, reader.Read(ref input, 10, 10, out _));
        Assert.Equal(0, input.Consumed);
    }

    [Fact]
    public void A_line_that_is_too_long_is_not_held_while_its_end_is_awaited()
    {
        var reader = new LineReader();
        var input = new SequenceReader<byte>(new ReadOnlySequence<byte>(Octets("12345678901")));
        Assert.Equal(LineStatus.NeedInput, reader.Read(ref input, 10, 10, out _));
        Assert.Equal(11, input.Consumed);
    }

    [Fact]
    public void Sixteen_octets_of_a_line_that_is_too_long_are_kept() => SeededRandom.Rounds(50, random =>
        Assert.Equal(
            ["TooLong BDAT 5 LAST 7890", "Line NOOP"],
            Read(ByteCutter.Random(Octets("BDAT 5 LAST 7890123456\r\nNOOP\r\n"), random), 17, discardBytes: 9)));

    /// <summary>The same, worked out at once.</summary>
    private static List<string> Expect(byte[] text, int limitBytes, int discardBytes)
    {
        var lines = new List<string>();
        while (true)
        {
            var length = Array.IndexOf(text, (byte)'\n') + 1;
            if ((length > 0 ? length : text.Length) > limitBytes + discardBytes)
                return [.. lines, "Endless"];
            if (length == 0)
                return lines;
            var line = text[..length];
            text = text[length..];
            lines.Add(length > limitBytes ? $"TooLong {Encoding.Latin1.GetString(line[..Math.Min(16, limitBytes)])}"
                : line.AsSpan().EndsWith("\r\n"u8) ? $"Line {Encoding.Latin1.GetString(line[..^2])}"
                : $"BareLineFeed {Encoding.Latin1.GetString(line[..^1])}");
        }
    }

    /// <summary>Reads as a connection does: pieces come one by one, and what was not consumed stays.</summary>
    private static List<string> Read(IEnumerable<ReadOnlyMemory<byte>> pieces, int limitBytes, int discardBytes)
    {
        var reader = new LineReader();
        var lines = new List<string>();
        var unread = new List<ReadOnlyMemory<byte>>();
        foreach (var piece in pieces)
        {
            unread.Add(piece);
            var sequence = SequenceBuilder.From(unread);
            var input = new SequenceReader<byte>(sequence);
            while (true)
            {
                var status = reader.Read(ref input, limitBytes, discardBytes, out var line);
                if (status == LineStatus.NeedInput)
                    break;
                if (status == LineStatus.Endless)
                    return [.. lines, "Endless"];
                lines.Add($"{status} {Encoding.Latin1.GetString(line)}");
            }

            unread = [];
            foreach (var left in sequence.Slice(input.Position))
                unread.Add(left);
        }

        return lines;
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Split(byte[] text, int cuts)
    {
        var from = 0;
        for (var i = 1; i <= text.Length; i++)
        {
            if (i < text.Length && (cuts & (1 << (i - 1))) == 0)
                continue;
            yield return text.AsMemory(from, i - from);
            from = i;
        }
    }

    private static void Same(byte[] text, List<string> expected, List<string> actual)
    {
        if (!expected.SequenceEqual(actual))
        {
            var (wanted, got) = (string.Join(" | ", expected), string.Join(" | ", actual));
            Assert.Fail($"'{Encoding.Latin1.GetString(text)}': {wanted}, not {got}");
        }
    }

    private static byte[] Octets(string text) => Encoding.ASCII.GetBytes(text);
}
