using System.Text;

namespace Rockdove.Mime.Tests;

/// <summary>
/// Each limit at its value and one past it, and bombs in bounded time: that of the CPU, so no other test runs beside.
/// </summary>
[Collection(nameof(LinearTimeTests))]
public sealed class LimitTests
{
    [Fact]
    public void Depth_is_followed_up_to_its_limit()
    {
        static string Nested(int depth) => string.Concat(Enumerable.Repeat("Content-Type: "
            + "message/rfc822\n\n", depth)) + "\nx";
        var limits = new MimeLimits { Depth = 3 };
        var atLimit = Mail.Read(Nested(3), limits);
        Assert.Equal("1 1.1 1.1.1 1.1.1.1", Mail.Ids(atLimit.Parts));
        Assert.Empty(atLimit.Defects);
        var pastLimit = Mail.Read(Nested(4), limits);
        Assert.Equal(4, pastLimit.Parts.Count);
        Assert.True(pastLimit.Parts[3].IsOpaque);
        Assert.Equal([MimeDefectKind.TooDeep], pastLimit.Defects.Kinds());
    }

    [Fact]
    public void Parts_are_taken_apart_up_to_their_limit()
    {
        static string With(int parts) => "Content-Type: multipart/mixed; boundary=b\n\n"
            + string.Concat(Enumerable.Repeat("--b\n\nx\n", parts)) + "--b--\n";
        var limits = new MimeLimits { Parts = 4 };
        var atLimit = Mail.Read(With(3), limits);
        Assert.Equal(4, atLimit.Parts.Count);
        Assert.Empty(atLimit.Defects);
        var pastLimit = Mail.Read(With(4), limits);
        Assert.Equal(4, pastLimit.Parts.Count);
        Assert.Equal([MimeDefectKind.TooManyParts], pastLimit.Defects.Kinds());
        Assert.Equal("--b\n\nx\n--b--\n", pastLimit.At(pastLimit.Root.EpilogueRange));
    }

    [Fact]
    public void A_header_block_is_indexed_up_to_its_limit()
    {
        const string text = "A: 1\nB: 2\n\nbody";
        var atLimit = Mail.Read(text, new() { HeaderBlockBytes = 12 });
        Assert.Equal(2, atLimit.Headers.Count);
        Assert.Empty(atLimit.Defects);
        var pastLimit = Mail.Read(text, new() { HeaderBlockBytes = 11 });
        Assert.Equal("A", Assert.Single(pastLimit.Headers).Name);
        Assert.Equal([MimeDefectKind.HeaderBlockTooLarge], pastLimit.Defects.Kinds());
        Assert.Equal("body", pastLimit.At(pastLimit.Root.BodyRange));
        var folded = Mail.Read("A: 1\n 2\nB: 3\n\nbody", new() { HeaderBlockBytes = 9 });
        Assert.Empty(folded.Headers);
        Assert.Equal("body", folded.At(folded.Root.BodyRange));
    }

    [Fact]
    public void Header_fields_are_indexed_up_to_their_limits()
    {
        const string text = "A: 1\nB: 2\n 3\n\nbody";
        Assert.Empty(Mail.Read(text, new() { HeaderFields = 2 }).Defects);
        foreach (var limits in new MimeLimits[] { new() { HeaderFields = 1 }, new() { HeaderFieldsInMessage = 1 } })
        {
            var pastLimit = Mail.Read(text, limits);
            Assert.Equal("A: 1", Assert.Single(pastLimit.Headers).ToString());
            Assert.Equal([MimeDefectKind.TooManyHeaderFields], pastLimit.Defects.Kinds());
            Assert.Equal("body", pastLimit.At(pastLimit.Root.BodyRange));
        }
    }

    [Fact]
    public void A_boundary_is_used_up_to_its_limit()
    {
        const string text = "Content-Type: multipart/mixed; boundary=abc\n\n--abc\n\nx\n--abc--\n";
        Assert.Equal(2, Mail.Read(text, new() { BoundaryBytes = 3 }).Parts.Count);
        var pastLimit = Mail.Read(text, new() { BoundaryBytes = 2 });
        Assert.Single(pastLimit.Parts);
        Assert.Equal([MimeDefectKind.BoundaryTooLong], pastLimit.Defects.Kinds());
    }

    [Fact]
    public void Defects_are_recorded_up_to_their_limit()
    {
        const string text = "A : 1\nB : 2\nC : 3\n\n";
        Assert.Equal(3, Mail.Read(text, new() { Defects = 4 }).Defects.Count);
        Assert.Equal(
            [MimeDefectKind.HeaderSpaceBeforeColon, MimeDefectKind.TooManyDefects],
            Mail.Read(text, new() { Defects = 2 }).Defects.Kinds());
        Assert.Equal(2, Mail.Read(text, new() { Defects = 2 }).Examine().Count);
    }

    [Fact]
    public void Header_octets_of_a_message_are_indexed_up_to_their_limit()
    {
        const string text = "Content-Type: message/rfc822\n\nA: 1\nB: 2\n\nbody";
        var atLimit = Mail.Read(text, new() { HeaderBytesInMessage = 42 });
        Assert.Equal(2, atLimit.Parts[1].Headers.Count);
        Assert.Empty(atLimit.Defects);
        var pastLimit = Mail.Read(text, new() { HeaderBytesInMessage = 41 });
        Assert.Equal("A", Assert.Single(pastLimit.Parts[1].Headers).Name);
        Assert.Equal([MimeDefectKind.HeaderBlockTooLarge], pastLimit.Defects.Kinds());
        Assert.Equal("body", pastLimit.At(pastLimit.Parts[1].BodyRange));
    }

    [Fact]
    public void A_delimiter_line_may_be_as_long_as_its_limit()
    {
        const string text = "Content-Type: multipart/mixed; boundary=b\n\n--b     \n\nx\n--b--\n";
        Assert.Equal(2, Mail.Read(text, new() { DelimiterLineBytes = 10 }).Parts.Count);
        var pastLimit = Mail.Read(text, new() { DelimiterLineBytes = 9 });
        Assert.Single(pastLimit.Parts);
        Assert.Equal("--b     \n\nx", pastLimit.At(pastLimit.Root.PreambleRange));
    }

    [Fact]
    public void A_message_is_looked_at_up_to_its_limit()
    {
        Assert.Empty(Mail.Read("A: b\n\nxyz", new() { MessageBytes = 11 }).Defects);
        var pastLimit = Mail.Read("A: b\n\nxyz", new() { MessageBytes = 10 });
        Assert.Equal("xy", pastLimit.At(pastLimit.Root.BodyRange));
        Assert.Equal([MimeDefectKind.MessageTooLarge], pastLimit.Defects.Kinds());
    }

    [Theory]
    [MemberData(nameof(BombNames))]
    public void A_bomb_is_read_in_bounded_time(string name)
    {
        var octets = Bombs[name]();
        var before = Environment.CpuUsage.TotalTime;
        var message = MimeMessage.Read(octets);
        _ = (message.From.Count, message.To.Count, message.Subject, message.References.Count, message.Snippet());
        _ = (message.Text, message.Html, message.FindPart("1.1.1"), message.Root.FileName);
        _ = message.Examine();
        var took = Environment.CpuUsage.TotalTime - before;
        TestContext.Current.SendDiagnosticMessage($"{name}: {octets.Length:N0} octets, {took.TotalMilliseconds} ms");
        Assert.InRange(message.Parts.Count, 1, MimeLimits.Default.Parts);
        Assert.InRange(message.Headers.Count, 0, MimeLimits.Default.HeaderFields);
        Assert.True(took < TimeSpan.FromSeconds(20), $"{name} took {took}"); // Quadratic time would be minutes.
    }

    /// <summary>
    /// What is kept of a message that passes by, in the worst case: the header blocks, and what the parts cost.
    /// </summary>
    [Theory]
    [InlineData("nested multiparts", 60)]
    [InlineData("headers", 20)]
    [InlineData("parts", 20)]
    [InlineData("candidate lines", 20)]
    public void A_bomb_that_passes_by_is_kept_in_bounded_memory(string name, int mebibytes)
    {
        var octets = Bombs[name]();
        MessageScanner scanner = new();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var at = 0; at < octets.Length; at += 4096)
            scanner.Write(octets.AsSpan(at, Math.Min(4096, octets.Length - at)));
        scanner.Complete();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {octets.Length:N0} octets, {allocated:N0} allocated");
        Assert.InRange(allocated, 0, mebibytes * 1024L * 1024);
    }

    /// <summary>A line of 1 GiB, as header, as text of a multipart, and as what could become a delimiter.</summary>
    [Theory]
    [InlineData("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n", 'x')]
    [InlineData("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b", ' ')]
    [InlineData("Content-Type: multipart/mixed; boundary=b\r\n\r\n", '-')]
    [InlineData("Subject: ", 'x')]
    [InlineData("", 'x')]
    [InlineData("", ':')]
    public void A_line_of_a_gibibyte_passes_by(string start, char filler)
    {
        const int gibibyte = 1024 * 1024 * 1024;
        var slice = new byte[64 * 1024];
        Array.Fill(slice, (byte)filler);
        MessageScanner scanner = new();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var cpuBefore = Environment.CpuUsage.TotalTime;
        scanner.Write(Encoding.ASCII.GetBytes(start));
        for (var written = 0; written < gibibyte; written += slice.Length)
            scanner.Write(slice);
        scanner.Write("\r\n"u8);
        var structure = scanner.Complete();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var took = Environment.CpuUsage.TotalTime - cpuBefore;
        TestContext.Current.TestOutputHelper?.WriteLine($"{took}, {allocated:N0} octets allocated");
        Assert.Equal(gibibyte + start.Length + 2, structure.Length);
        Assert.InRange(allocated, 0, 8L * 1024 * 1024);
        Assert.True(took < TimeSpan.FromSeconds(20), $"it took {took}");
    }

    public static TheoryData<string> BombNames => [.. Bombs.Keys];

    private static readonly Dictionary<string, Func<byte[]>> Bombs = new()
    {
        ["nested multiparts"] = () => Many(100_000, i => $"Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n"
            + $"--b{i}\r\n"),
        ["nested multiparts, one boundary"] = () => Many(
            100_000, _ => "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"),
        ["nested messages"] = () => Many(100_000, _ => "Content-Type: message/rfc822\r\n\r\n"),
        ["headers"] = () => Many(1_000_000, i => $"X-{i}: y\r\n"),
        ["short headers of parts"] = () => Many(
            200_000, i => i == 0 ? Multipart : "--b\r\na:b\r\nc:d\r\ne:f\r\n\r\nx\r\n"),
        ["parts"] = () => Many(1_000_000, i => i == 0 ? Multipart : "--b\r\n"),
        ["candidate lines"] = () => Many(800_000, i => i < 99 ? Deep(i, "x" + (char)(33 + i)) : "--y\r\n"),
        ["long boundary prefixes"] = () => Many(
            10_000, i => i < 99 ? Deep(i, new string('p', 900) + (char)(35 + i)) : $"--{new string('p', 901)}\r\n"),
        ["unclosed parts closed by the outermost"] = () => Many(
            20_000, i => i == 0 ? Multipart : $"--b\r\nContent-Type: multipart/mixed; boundary=c{i}\r\n\r\n"
                + $"--c{i}\r\n\r\n"),
        ["addresses"] = () => Many(1_000_000, i => i == 0 ? "To: a@b" : ",\r\n a@b"),
        ["address openers"] = () => One("To: ", "<", 1_000_000),
        ["address commas and colons"] = () => One("To: ", "a:,", 300_000),
        ["address at signs"] = () => One("To: ", "a@b<", 250_000),
        ["address words"] = () => One("To: ", "a ", 500_000),
        ["comments"] = () => One("To: ", "(", 1_000_000),
        ["comment pairs"] = () => One("To: ", "()", 500_000),
        ["quotes"] = () => One("To: ", "\"", 1_000_000),
        ["encoded word openers"] = () => One("Subject: ", "=?a?Q?", 170_000),
        ["encoded words in an address"] = () => One("To: ", "=?a?Q?", 170_000),
        ["encoded words"] = () => One("Subject: ", "=?x?q?=E9?= ", 80_000),
        ["references"] = () => One("References: ", "<", 1_000_000),
        ["references, all whole"] = () => One("References: ", "<a@b> ", 170_000),
        ["parameters"] = () => One("Content-Type: text/plain; ", "a*1=b;", 170_000),
        ["parameter sections"] = () => Many(
            80_000, i => i == 0 ? "Content-Disposition: attachment" : $";\r\n filename*{i}=x"),
        ["one line"] = () => One("\r\n", "a", 20_000_000),
        ["spaces in quoted-printable"] = () => One("Content-Transfer-Encoding: quoted-printable\r\n\r\n", "=   "
            + " ", 400_000),
        ["broken base64"] = () => One("Content-Transfer-Encoding: base64\r\n\r\n", "A=!", 1_000_000),
        ["html openers"] = () => One("Content-Type: text/html\r\n\r\n", "<a b='", 1_000_000),
        ["html entities"] = () => One("Content-Type: text/html\r\n\r\n", "&#x", 1_000_000),
        ["html styles"] = () => One("Content-Type: text/html\r\n\r\n", "<style>", 1_000_000),
    };

    private static byte[] One(string start, string piece, int count) =>
        Encoding.ASCII.GetBytes(new StringBuilder(start).Insert(start.Length, piece, count).ToString());

    private static byte[] Many(int count, Func<int, string> piece)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
            text.Append(piece(i));
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static string Deep(int level, string boundary) =>
        $"Content-Type: multipart/mixed; boundary=\"{boundary.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)}\"\r\nX-Level: {level}\r\n\r\n--{boundary}\r\n";

    private const string Multipart = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
}
