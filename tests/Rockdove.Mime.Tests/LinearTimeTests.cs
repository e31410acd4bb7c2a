using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Rockdove.Mime.Tests;

/// <summary>
/// Sixteen times as long takes some sixteen times as long. Quadratic time would be 256 times; the bound lies between.
/// It is time of the CPU, the best of up to five attempts, and no other test runs beside: a busy machine only makes
/// it take longer. Limits are out of the way: but for those of depth and parts they are not what makes time linear.
/// </summary>
[CollectionDefinition(nameof(LinearTimeTests), DisableParallelization = true)]
[Collection(nameof(LinearTimeTests))]
public sealed class LinearTimeTests
{
    [Theory]
    [MemberData(nameof(ShapeNames))]
    public void Time_grows_with_length(string shape)
    {
        List<string> ratios = [];
        // Longer ones are read only when shorter ones seem to grow too fast: what begins at some length, as large
        // objects and full caches do, happens once; what is quadratic is so at every length.
        var isLinear = Lengths.Any(length =>
        {
            var few = Octets(shape, length);
            var many = Octets(shape, length * Times);
            var (ratio, attempts) = Ratio(() => ReadAll(few), () => ReadAll(many));
            ratios.Add($"from {length} octets {ratio:0.0} times as long after {attempts} attempts");
            return ratio < Bound;
        });
        var said = $"{shape}, {Times} times as many octets: {string.Join("; ", ratios)}";
        TestContext.Current.TestOutputHelper?.WriteLine(said);
        Assert.True(isLinear, said);
    }

    [Fact]
    public void Quadratic_time_is_told()
    {
        var (ratio, _) = Ratio(() => Quadratic(800), () => Quadratic(800 * Times));
        Assert.True(ratio > Bound, $"{ratio:0}");
    }

    public static TheoryData<string> ShapeNames => [.. Shapes.Keys];

    private static (double Ratio, int Attempts) Ratio(Action few, Action many)
    {
        double fewTook = double.MaxValue, manyTook = double.MaxValue;
        for (var attempt = 1; ; attempt++)
        {
            for (var i = 0; i < 4; i++) // The shorter run is the one that something else can lengthen much.
                fewTook = Math.Min(fewTook, Milliseconds(few, times: 4));
            manyTook = Math.Min(manyTook, Milliseconds(many, times: 1));
            if (manyTook / fewTook < Bound || attempt == Attempts)
                return (manyTook / fewTook, attempt);
        }
    }

    private static double Milliseconds(Action work, int times)
    {
        GC.Collect(); // What others left is not our work.
        var before = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < times; i++)
            work();
        var took = Environment.CpuUsage.TotalTime - before;
        return Math.Max(took.TotalMilliseconds, 0.001) / times;
    }

    private static void ReadAll(byte[] octets)
    {
        var message = MimeMessage.Read(octets, NoLimits);
        _ = (message.From.Count, message.To.Count, message.Subject, message.References.Count, message.Date);
        _ = (message.Text, message.Html, message.Snippet(), message.Root.FileName, message.Attachments.Count);
        _ = message.Examine();
        foreach (var part in message.Parts)
            _ = (part.FileName, part.ContentId, part.ReadText());
        Assert.True(MessageStructure.TryRead(MessageStructure.Of(message).ToArray(), out _));
        MessageScanner scanner = new(NoLimits);
        for (var at = 0; at < octets.Length; at += SliceOctets)
            scanner.Write(octets.AsSpan(at, Math.Min(SliceOctets, octets.Length - at)));
        Assert.Equal(octets.Length, scanner.Complete().Length);
    }

    [MethodImpl(MethodImplOptions.NoOptimization)] // Or the longer run would be compiled better than the shorter one.
    private static void Quadratic(int count)
    {
        var sum = 0L;
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
                sum += i ^ j;
        }

        Assert.NotEqual(0, sum);
    }

    // The start once, then the piece as often as it fits. # is the number of the piece.
    private static byte[] Octets(string shape, int length)
    {
        var (start, piece) = Shapes[shape];
        var text = new StringBuilder(start, length + piece.Length);
        for (var i = 0; text.Length < length; i++)
            text.Append(piece.Replace("#", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    private static readonly Dictionary<string, (string Start, string Piece)> Shapes = new()
    {
        ["header fields"] = ("", "X-#: y\r\n"),
        ["header fields of one name"] = ("", "To: a@b\r\n"),
        ["a folded field"] = ("Subject: x", "\r\n y"),
        ["no field"] = ("", "x\r\n"),
        ["one line"] = ("\r\n", "x"),
        ["one line of a header"] = ("Subject: ", "x"),
        ["short lines"] = ("\r\n", "x\r\n"),
        ["parts"] = (Multipart, "--b\r\n\r\nx\r\n"),
        ["parts with fields"] = (Multipart, "--b\r\nContent-Type: text/html; charset=x\r\nC: d\r\n\r\n<p>\r\n"),
        ["parts without an end"] = (Multipart, "--b\r\n"),
        ["nested multiparts"] = ("", "Content-Type: multipart/mixed; boundary=b#\r\n\r\n--b#\r\n"),
        ["nested messages"] = ("", "Content-Type: message/rfc822\r\n\r\n"),
        ["lines like delimiters"] = (Multipart, "--c\r\n"),
        ["hyphens"] = (Multipart, "\r\n-"),
        ["addresses"] = ("To: a@b", ",\r\n a@b"),
        ["names and addresses"] = ("From: ", "\"A\" (c) <a@b>, "),
        ["address openers"] = ("To: ", "<"),
        ["words of an address"] = ("To: ", "a "),
        ["at signs"] = ("To: ", "a@b<"),
        ["groups"] = ("To: ", "g:a@b;, "),
        ["group openers"] = ("To: ", "a:,"),
        ["comments in comments"] = ("To: ", "("),
        ["comments"] = ("To: ", "()"),
        ["comments in a date"] = ("Date: ", "(x)"),
        ["quotes"] = ("To: ", "\""),
        ["backslashes"] = ("To: \"", "\\"),
        ["encoded words"] = ("Subject: ", "=?utf-8?q?=C3=A9?= "),
        ["encoded words of many charsets"] = ("Subject: ", "=?utf-8?q?=C3?= =?koi8-r?b?4Q==?= "),
        ["starts of encoded words"] = ("Subject: ", "=?a?Q?"),
        ["encoded words in an address"] = ("To: ", "=?utf-8?q?x?= "),
        ["references"] = ("References: ", "<a@b> "),
        ["starts of references"] = ("References: ", "<"),
        ["parameters"] = ("Content-Type: text/plain", "; p#=x"),
        ["parameters of one name"] = ("Content-Type: text/plain", "; p=x"),
        ["pieces of a parameter"] = ("Content-Disposition: attachment", "; filename*#=x"),
        ["parameter of spaces"] = ("Content-Type: text/plain; p=", " "),
        ["base64"] = ("Content-Transfer-Encoding: base64\r\n\r\n", "QUJD\r\n"),
        ["broken base64"] = ("Content-Transfer-Encoding: base64\r\n\r\n", "A=!"),
        ["quoted-printable"] = ("Content-Transfer-Encoding: quoted-printable\r\n\r\n", "=41="),
        ["spaces in quoted-printable"] = ("Content-Transfer-Encoding: quoted-printable\r\n\r\n", " "),
        ["uuencode"] = ("Content-Transfer-Encoding: x-uuencode\r\n\r\n", "begin 644 x\r\n#0V%T\r\n"),
        ["flowed text"] = ("Content-Type: text/plain; format=flowed\r\n\r\n", "> x \r\n"),
        ["tags"] = ("Content-Type: text/html\r\n\r\n", "<a b='"),
        ["entities"] = ("Content-Type: text/html\r\n\r\n", "&#x"),
        ["styles"] = ("Content-Type: text/html\r\n\r\n", "<style>"),
        ["comments in HTML"] = ("Content-Type: text/html\r\n\r\n", "<!--"),
    };

    private static readonly int[] Lengths = [8 * 1024, 32 * 1024, 128 * 1024];

    private static readonly MimeLimits NoLimits = new()
    {
        HeaderBlockBytes = int.MaxValue - 1,
        HeaderFields = int.MaxValue,
        HeaderFieldsInMessage = int.MaxValue,
        HeaderBytesInMessage = int.MaxValue,
        AddressesInField = int.MaxValue,
        Parameters = int.MaxValue,
        MessageIdsInField = int.MaxValue,
        Defects = int.MaxValue,
    };

    private const string Multipart = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
    private const int Times = 16;
    private const double Bound = 6.0 * Times;
    private const int Attempts = 5;
    private const int SliceOctets = 1024;
}
