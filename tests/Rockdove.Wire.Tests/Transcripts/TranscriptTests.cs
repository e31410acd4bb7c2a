using System.Buffers;
using System.Text;
using Rockdove.Testing;

namespace Rockdove.Wire.Tests;

public sealed class TranscriptTests
{
    [Fact]
    public void Each_kind_of_line_is_read()
    {
        var transcript = Transcript.Parse(
            "kinds",
            """
            # RFC 5321

            ! extensions SIZE=1000 PIPELINING
            S: 220 mx.test ESMTP
            C: MAIL FROM:<a@example.org>
            ?  mail <a@example.org>
            =  250 2.1.0 Ok
            >  some content
            """);

        Assert.Equal(
            [
                (TranscriptLineKind.Comment, " RFC 5321"),
                (TranscriptLineKind.Blank, ""),
                (TranscriptLineKind.Directive, "SIZE=1000 PIPELINING"),
                (TranscriptLineKind.Server, "220 mx.test ESMTP"),
                (TranscriptLineKind.Client, "MAIL FROM:<a@example.org>"),
                (TranscriptLineKind.Question, "mail <a@example.org>"),
                (TranscriptLineKind.Answer, "250 2.1.0 Ok"),
                (TranscriptLineKind.Content, "some content"),
            ],
            transcript.Lines.Select(line => (line.Kind, line.Text)));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], transcript.Lines.Select(line => line.Number));
        Assert.Equal("extensions", transcript.Lines[2].Word);
        Assert.All(transcript.Lines, line => Assert.True(line.EndsLine));
    }

    [Theory]
    [InlineData(@"C: a\r\n\t\\b", "a\r\n\t\\b")]
    [InlineData(@"C: \x00\x7f\xFf", "\0\x7F\xFF")]
    [InlineData("C: \u00FC", "\xC3\xBC")]
    [InlineData("C:", "")]
    [InlineData("C: ", "")]
    [InlineData("C:  two", " two")]
    [InlineData("> one", "one")]
    [InlineData(">  two", "two")]
    [InlineData(">   three", " three")]
    [InlineData("C: carriage return\r", "carriage return")]
    [InlineData(@"C: a\x20", "a ")]
    [InlineData(@"> a*b\*c", "a*b*c")]
    public void Escapes_and_layout_are_resolved(string text, string octets) =>
        Assert.Equal(octets, Encoding.Latin1.GetString(Transcript.Parse("one", text).Lines[0].Octets.Span));

    [Theory]
    [InlineData(@"C: a\", "a", false)]
    [InlineData(@"S: \", "", false)]
    [InlineData(@"> a\\\", @"a\", false)]
    [InlineData(@"C: a\\", @"a\", true)]
    public void A_backslash_at_the_end_means_no_crlf(string text, string octets, bool endsLine)
    {
        var line = Transcript.Parse("one", text).Lines[0];
        Assert.Equal((octets, endsLine), (line.Text, line.EndsLine));
    }

    [Theory]
    [InlineData("X: a", "a line that begins with C: S: ? = > ! or #")]
    [InlineData(" C: a", "a line that begins with C: S: ? = > ! or #")]
    [InlineData("  ", "a line that begins with C: S: ? = > ! or #")]
    [InlineData("c: a", "a line that begins with C: S: ? = > ! or #")]
    [InlineData("C:a", "a space after the marker")]
    [InlineData("?a", "a space after the marker")]
    [InlineData("!tls", "a space after the marker")]
    [InlineData("! TLS", "a directive: a word of lower-case letters, digits and hyphens")]
    [InlineData("!", "a space after the marker")]
    [InlineData(@"C: \q", @"an escape: \xNN \r \n \t \\ or \*")]
    [InlineData(@"C: \x4", @"an escape: \xNN \r \n \t \\ or \*")]
    [InlineData(@"C: \x4g", @"an escape: \xNN \r \n \t \\ or \*")]
    [InlineData("C: a\tb", @"no control characters (write \t, \r, \n or \xNN)")]
    [InlineData("# a\tb", @"no control characters (write \t, \r, \n or \xNN)")]
    [InlineData("C: a\rb", @"no control characters (write \t, \r, \n or \xNN)")]
    [InlineData("C: a\x7F", @"no control characters (write \t, \r, \n or \xNN)")]
    [InlineData("C: a ", @"no invisible space at the end (write \x20)")]
    [InlineData("# a ", @"no invisible space at the end (write \x20)")]
    [InlineData("! tls ", @"no invisible space at the end (write \x20)")]
    [InlineData(@"? a\", @"no lone \ at the end: only C, S and > lines have a CRLF to leave out")]
    public void A_bad_line_says_what_was_expected(string text, string expected)
    {
        var exception = Assert.Throws<TranscriptException>(() => Transcript.Parse("bad.toy", text));

        Assert.Equal([new TranscriptError("bad.toy", 1, expected)], exception.Errors);
        Assert.Equal($"bad.toy:1: expected {expected}", exception.Message);
    }

    [Fact]
    public void All_bad_lines_are_told_at_once()
    {
        Assert.Null(Transcript.TryParse("bad", "C: a\n?b\n\nC: \\\\\\y\nC: \xC3"u8, out var errors));
        Assert.Equal([2, 4], errors.Select(error => error.Line));
    }

    [Fact]
    public void Octets_that_are_not_utf8_are_refused()
    {
        Assert.Null(Transcript.TryParse("bad", [(byte)'C', (byte)':', (byte)' ', 0xC3], out var errors));
        Assert.Equal(@"UTF-8 (write other octets as \xNN)", Assert.Single(errors).Expected);
    }

    [Theory]
    [InlineData("S: 250 *", "250 ", true)]
    [InlineData("S: 250 *", "250 2.0.0 Ok", true)]
    [InlineData("S: 250 *", "251 Ok", false)]
    [InlineData("S: 250 * kept", "250 was kept, was kept", true)]
    [InlineData("S: 250 * kept", "250 was kept, is lost", false)]
    [InlineData("S: *a*b*", "xxaxxbxx", true)]
    [InlineData("S: *a*b*", "xxbxxaxx", false)]
    [InlineData("S: *", "", true)]
    [InlineData("S:", "", true)]
    [InlineData("S:", "a", false)]
    [InlineData(@"S: 250 \*", "250 *", true)]
    [InlineData(@"S: 250 \*", "250 Ok", false)]
    [InlineData(@"S: 250 \x2A", "250 Ok", false)]
    [InlineData("S: * 3 EXISTS", "* 3 EXISTS", true)]
    [InlineData("S: * 3 EXISTS", "a 3 EXISTS", false)]
    [InlineData("S: * * EXISTS", "* 3 EXISTS", true)]
    [InlineData(@"S: *\x203 EXISTS", "a 3 EXISTS", true)]
    [InlineData("C: EHLO *", "EHLO client.test", true)]
    [InlineData("?  mail *", "mail <a@b>", true)]
    [InlineData(">  a*b", "axb", false)]
    [InlineData("=  a*b", "axb", false)]
    public void A_star_is_any_run_of_characters_where_lines_are_matched(string text, string octets, bool matches) =>
        Assert.Equal(matches, Transcript.Parse("one", text).Lines[0].Matches(Encoding.UTF8.GetBytes(octets)));

    [Fact]
    public void Many_stars_do_not_take_long()
    {
        var line = Transcript.Parse("one", "S: " + string.Concat(Enumerable.Repeat("*a", 200)) + "b").Lines[0];
        Assert.False(line.Matches(new byte[20_000].Select(_ => (byte)'a').ToArray()));
    }

    [Theory]
    [InlineData("S: a", "S: a")]
    [InlineData(@"S: a\r\nb*", "S: a|S: b*")]
    [InlineData(@"S: a\r\n", "S: a|S:")]
    [InlineData(@"S: a\r\n\", "S: a")]
    [InlineData(@"S: a\r\nb\", @"S: a|S: b\")]
    [InlineData(@"S: \", "")]
    public void A_line_with_an_escaped_crlf_stands_for_several(string text, string lines) =>
        Assert.Equal(lines, string.Join('|', Transcript.Parse("one", text).Lines[0].SplitAtCrlf()));

    [Theory]
    [InlineData("a\u202Eb\u00A0\u0085\uFEFF", @"a\xE2\x80\xAEb\xC2\xA0\xC2\x85\xEF\xBB\xBF")]
    [InlineData("\u00FC\u6F22\U0001F54A", "\u00FC\u6F22\U0001F54A")]
    [InlineData("\0\x1B[31m", @"\x00\x1B[31m")]
    public void What_does_not_print_is_escaped(string text, string written) =>
        Assert.Equal(
            "S: " + written,
            TranscriptLine.Literal(TranscriptLineKind.Server, Encoding.UTF8.GetBytes(text)).ToString());

    [Fact]
    public void Comments_never_break_a_line() =>
        Assert.Equal(
            "# a?b?c", TranscriptLine.Comment("a\nb\tc  ").ToString());

    [Fact]
    public void What_was_written_is_read_back_the_same() => SeededRandom.Rounds(3000, random =>
    {
        var lines = Enumerable.Range(0, random.Next(1, 8)).Select(_ => AnyLine(random)).ToArray();
        var transcript = new Transcript("written", lines);

        Assert.Equal(transcript, WrittenAndRead(transcript));
    });

    [Fact]
    public void Any_text_is_read_or_refused_and_what_is_read_can_be_written() => SeededRandom.Rounds(20_000, random =>
    {
        var text = new StringBuilder();
        for (var parts = random.Next(12); parts > 0; parts--)
            text.Append(Parts[random.Next(Parts.Length)]);

        if (Transcript.TryParse("any", Encoding.UTF8.GetBytes(text.ToString()), out var errors) is { } transcript)
            Assert.Equal(transcript, WrittenAndRead(transcript));
        else
            Assert.NotEmpty(errors);
    });

    private static Transcript WrittenAndRead(Transcript transcript)
    {
        var text = new ArrayBufferWriter<byte>();
        transcript.Write(text);
        return Transcript.Parse("read", text.WrittenSpan);
    }

    private static TranscriptLine AnyLine(SeededRandom random)
    {
        var octets = new byte[random.Next(12)];
        var interesting = random.Next(3) > 0;
        for (var i = 0; i < octets.Length; i++)
            octets[i] = interesting ? Interesting[random.Next(Interesting.Length)] : (byte)random.Next(256);
        return random.Next(9) switch
        {
            0 => TranscriptLine.Blank(),
            1 => TranscriptLine.Comment(Encoding.Latin1.GetString(octets)),
            2 => TranscriptLine.Directive("word-2", Encoding.Latin1.GetString(octets)),
            var kind => TranscriptLine.Literal(
                (TranscriptLineKind)Math.Min(kind, (int)TranscriptLineKind.Content), octets, random.Next(2) == 0),
        };
    }

    private static readonly byte[] Interesting = "* \\rnx2A\r\n\t.ab\u00FC"u8.ToArray();

    private static readonly string[] Parts =
    [
        "C: ", "S: ", "?  ", "=  ", ">  ", "! ", "# ", "\n", "\n", "\n", "*", " ", "\\", "\\x20", "\\x2A", "\\*", "a",
        "word", "\\r\\n", "\u00FC", "\u202E", "\r",
    ];
}
