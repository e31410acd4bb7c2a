using System.Text;
using Rockdove.Testing;

namespace Rockdove.Wire.Tests;

public sealed class ContentDecoderTests
{
    [Theory]
    [MemberData(nameof(DottedPolicies))]
    public void Every_short_text_is_decoded_as_the_naive_decoder_does(BareNewlines newlines)
    {
        foreach (var text in EveryText(6))
        {
            SameAsNaive(text, [text], newlines, LimitBytes);
            SameAsNaive(text, ByteCutter.Each(text), newlines, LimitBytes);
        }
    }

    [Theory]
    [MemberData(nameof(DottedPolicies))]
    public void Every_split_of_every_short_text_gives_the_same(BareNewlines newlines)
    {
        foreach (var text in EveryText(4))
        {
            byte[] whole = [.. text, .. "\r\n.\r\n"u8];
            for (var cuts = 0; cuts < 1 << (whole.Length - 1); cuts++)
                SameAsNaive(whole, Split(whole, cuts), newlines, LimitBytes);
        }
    }

    [Theory]
    [MemberData(nameof(DottedPolicies))]
    public void Long_random_texts_are_decoded_as_the_naive_decoder_does(BareNewlines newlines) =>
        SeededRandom.Rounds(300, random =>
        {
            var text = RandomText(random, random.Next(400));
            SameAsNaive(text, ByteCutter.Random(text, random), newlines, 1 + random.Next(12));
        });

    [Theory]
    [MemberData(nameof(CountedPolicies))]
    public void Chunks_may_cut_counted_content_anywhere(BareNewlines newlines)
    {
        foreach (var text in EveryText(5))
        {
            var expected = NaiveDecoder.Counted(text, newlines, LimitBytes);
            for (var cuts = 0; cuts < 1 << Math.Max(0, text.Length - 1); cuts++)
            {
                var decoder = ContentDecoder.Counted(newlines, LimitBytes);
                var content = new List<byte>();
                foreach (var chunk in Split(text, cuts))
                {
                    decoder.BeginChunk(chunk.Length);
                    var (taken, isEnd) = Feed(ref decoder, chunk, content);
                    isEnd |= Feed(ref decoder, default, content).IsEnd;
                    Assert.True(isEnd && taken == chunk.Length, $"A chunk of {Show(text)} does not end.");
                }

                content.AddRange(decoder.Finish().Span);
                Same(text, expected, [.. content], decoder.Flaws);
            }
        }
    }

    [Fact]
    public void A_chunk_takes_no_octet_that_is_not_its_own()
    {
        var decoder = ContentDecoder.Counted(BareNewlines.Refuse, 1000);
        var content = new List<byte>();
        decoder.BeginChunk(3);
        Assert.Equal((3, true), Feed(ref decoder, "abcQUIT\r\n"u8.ToArray(), content));
        Assert.Equal("abc", Encoding.ASCII.GetString([.. content]));
    }

    [Theory]
    [InlineData("\n.\n")]
    [InlineData("\n.\r\n")]
    [InlineData("\r\n.\n")]
    [InlineData("\r.\r")]
    [InlineData("\r.\n")]
    [InlineData("\r.\r\n")]
    [InlineData("\r\n.\r")]
    [InlineData("\n.\r")]
    [InlineData("\r\n.\r\r\n")]
    [InlineData("\r\n\0.\r\n")]
    [InlineData("\r\n.\0\r\n")]
    public void What_looks_like_the_end_is_a_flaw_and_not_the_end(string ending)
    {
        foreach (var newlines in new[] { BareNewlines.Refuse, BareNewlines.Normalize, BareNewlines.Keep })
        {
            var decoder = ContentDecoder.Dotted(newlines, 1000);
            var text = Encoding.ASCII.GetBytes($"text{ending}MAIL FROM:<evil@example.org>\r\n");
            Assert.Equal((text.Length, false), Feed(ref decoder, text, []));
            Assert.Equal(ContentFlaws.BareNewline, decoder.Flaws & ContentFlaws.BareNewline);
            Assert.Equal((3, true), Feed(ref decoder, ".\r\n"u8.ToArray(), []));
        }
    }

    [Theory]
    [InlineData("", 998, false)]
    [InlineData("", 999, true)]
    [InlineData("..", 997, false)]
    [InlineData("..", 998, true)]
    public void A_line_is_measured_with_its_end_and_without_an_added_dot(string dots, int letters, bool isLong)
    {
        var decoder = ContentDecoder.Dotted(BareNewlines.Refuse, 1000);
        var text = Encoding.ASCII.GetBytes($"{dots}{new string('x', letters)}\r\n.\r\n");
        Assert.True(Feed(ref decoder, text, []).IsEnd);
        Assert.Equal(isLong ? ContentFlaws.LongLine : ContentFlaws.None, decoder.Flaws);
    }

    [Fact]
    public void Slices_are_the_inputs_own_memory()
    {
        var input = "one\r\ntwo\r\n"u8.ToArray().AsMemory();
        var decoder = ContentDecoder.Dotted(BareNewlines.Refuse, 1000);
        Assert.Equal(ContentStatus.Slice, decoder.Decode(input, out var content, out _));
        Assert.True(content.Span == input.Span);
    }

    public static TheoryData<BareNewlines> DottedPolicies => new(
        BareNewlines.Refuse, BareNewlines.Normalize, BareNewlines.Keep, BareNewlines.EndLine);

    public static TheoryData<BareNewlines> CountedPolicies => new(
        BareNewlines.Refuse, BareNewlines.Normalize, BareNewlines.Keep, BareNewlines.EndLine, BareNewlines.Binary);

    private static void SameAsNaive(
        byte[] text, IEnumerable<ReadOnlyMemory<byte>> pieces, BareNewlines newlines, int limitBytes)
    {
        var expected = NaiveDecoder.Dotted(text, newlines, limitBytes);
        var decoder = ContentDecoder.Dotted(newlines, limitBytes);
        var content = new List<byte>();
        var consumed = 0;
        var isEnd = false;
        foreach (var piece in pieces)
        {
            (var taken, isEnd) = Feed(ref decoder, piece, content);
            consumed += taken;
            if (isEnd)
                break;
        }

        if (isEnd != expected.EndsAt is not null || consumed != (expected.EndsAt ?? text.Length))
            Assert.Fail($"{Show(text)} should end at {expected.EndsAt}; {(isEnd ? "ends" : "goes on")} at {consumed}.");
        Same(text, expected, [.. content], decoder.Flaws);
    }

    private static void Same(byte[] text, NaiveDecoder expected, byte[] content, ContentFlaws flaws)
    {
        if (!expected.Content.AsSpan().SequenceEqual(content))
            Assert.Fail($"{Show(text)} should be {Show(expected.Content)}, and is {Show(content)}.");
        if (expected.Flaws != flaws)
            Assert.Fail($"{Show(text)} should have {expected.Flaws}, and has {flaws}.");
    }

    /// <summary>Decodes all of a piece, or up to the end.</summary>
    private static (int Taken, bool IsEnd) Feed(
        ref ContentDecoder decoder, ReadOnlyMemory<byte> piece, List<byte> content)
    {
        var taken = 0;
        for (var calls = 0; calls <= 3 * piece.Length + 3; calls++)
        {
            var status = decoder.Decode(piece[taken..], out var slice, out var consumed);
            taken += consumed;
            content.AddRange(slice.Span);
            if (status == ContentStatus.End)
                return (taken, true);
            if (status == ContentStatus.NeedInput)
            {
                Assert.Equal(piece.Length, taken);
                return (taken, false);
            }
        }

        Assert.Fail("The decoder makes no way.");
        return default;
    }

    /// <summary>All texts of these octets that are no longer than this.</summary>
    private static IEnumerable<byte[]> EveryText(int longest)
    {
        for (var length = 0; length <= longest; length++)
        {
            var count = (int)Math.Pow(Alphabet.Length, length);
            for (var number = 0; number < count; number++)
            {
                var text = new byte[length];
                for (int i = 0, rest = number; i < length; i++, rest /= Alphabet.Length)
                    text[i] = Alphabet[rest % Alphabet.Length];
                yield return text;
            }
        }
    }

    /// <summary>Cut after octet i when bit i is set.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Split(byte[] text, int cuts)
    {
        var from = 0;
        for (var i = 1; i < text.Length; i++)
        {
            if ((cuts & (1 << (i - 1))) == 0)
                continue;
            yield return text.AsMemory(from, i - from);
            from = i;
        }

        if (from < text.Length)
            yield return text.AsMemory(from);
    }

    private static byte[] RandomText(SeededRandom random, int length)
    {
        var text = new byte[length];
        for (var i = 0; i < length; i++)
            text[i] = random.Next(3) == 0 ? (byte)'a' : Alphabet[random.Next(Alphabet.Length)];
        return text;
    }

    private static string Show(byte[] text) =>
        TranscriptLine.Literal(TranscriptLineKind.Content, text, endsLine: false).ToString();

    private const int LimitBytes = 4;

    private static readonly byte[] Alphabet = "\r\n.\0a"u8.ToArray();
}
