using System.Text;

namespace Rockdove.Mime.Tests;

public sealed class ContentTests
{
    [Theory]
    [InlineData("aGVsbG8=", "hello", false)]
    [InlineData("aGVs\nbG8=\n", "hello", false)]
    [InlineData("aGVsbG8", "hello", true)]
    [InlineData("aGVs!bG8=", "hello", true)]
    [InlineData("aGVsbG8=\naGVsbG8=\n", "hellohello", true)]
    [InlineData("=", "", true)]
    [InlineData("", "", false)]
    [InlineData("A", "", true)]
    public void Base64_is_decoded_through_damage(string body, string expected, bool isDamaged) =>
        Check("base64", body, expected, isDamaged, MimeDefectKind.Base64Malformed);

    [Theory]
    [InlineData("caf=C3=A9", "café", false)]
    [InlineData("caf=c3=a9", "café", false)]
    [InlineData("soft=\nbreak", "softbreak", false)]
    [InlineData("soft= \t\nbreak", "softbreak", false)]
    [InlineData("trailing  \nspace \t", "trailing\nspace", false)]
    [InlineData("kept=20\nspace", "kept \nspace", false)]
    [InlineData("a = b", "a = b", true)]
    [InlineData("=ZZ=4", "=ZZ=4", true)]
    [InlineData("end=", "end", false)]
    [InlineData("If you believe that truth=3Dbeauty, then =\nsurely=20=\nmathematics",
        "If you believe that truth=beauty, then surely mathematics", false)]
    public void Quoted_printable_is_decoded_through_damage(string body, string expected, bool isDamaged) =>
        Check("quoted-printable", body, expected, isDamaged, MimeDefectKind.QuotedPrintableMalformed);

    [Theory]
    [InlineData("7bit", TransferEncoding.SevenBit)]
    [InlineData("8BIT", TransferEncoding.EightBit)]
    [InlineData(" binary (c)", TransferEncoding.Binary)]
    [InlineData("Base64;", TransferEncoding.Base64)]
    [InlineData("quoted-printable", TransferEncoding.QuotedPrintable)]
    [InlineData("", TransferEncoding.SevenBit)]
    [InlineData("x-uuencode", TransferEncoding.UuEncode)]
    public void Transfer_encodings_have_these_names(string value, TransferEncoding expected)
    {
        var message = Mail.Read($"Content-Transfer-Encoding: {value}\n\nbody");
        Assert.Equal(expected, message.Root.TransferEncoding);
        Assert.Equal("body".Length, message.Root.RawBody.Length);
        Assert.Equal(expected == TransferEncoding.Unknown, message.Defects.Count == 1);
    }

    [Theory]
    [InlineData("utf-8", "C3A9", "é")]
    [InlineData("UTF8", "EFBBBFC3A9", "é")]
    [InlineData("iso-8859-1", "E9", "é")]
    [InlineData("latin1", "80", "\u0080")]
    [InlineData("windows-1252", "80", "€")]
    [InlineData("cp1252", "80", "€")]
    [InlineData("iso-8859-15", "A4", "€")]
    [InlineData("iso_8859-2", "B1", "ą")]
    [InlineData("koi8-r", "D0", "п")]
    [InlineData("shift_jis", "93FA", "日")]
    [InlineData("euc-jp", "C6FC", "日")]
    [InlineData("iso-2022-jp", "1B2442467C1B2842", "日")]
    [InlineData("gb18030", "C8D5", "日")]
    [InlineData("gbk", "C8D5", "日")]
    [InlineData("big5", "A4E9", "日")]
    [InlineData("euc-kr", "C7D1", "한")]
    [InlineData("utf-16", "FEFF00E9", "é")]
    [InlineData("utf-16le", "E900", "é")]
    [InlineData("\"ibm850\"", "82", "é")]
    public void Charsets_of_old_and_new_mail_are_known(string charset, string hex, string expected)
    {
        var message = WithBody($"Content-Type: text/plain; charset={charset}", Convert.FromHexString(hex));
        Assert.Equal(expected, message.Text);
        Assert.Empty(message.Examine());
    }

    [Theory]
    [InlineData("x-none", "E9", "é", MimeDefectKind.CharsetUnknown)]
    [InlineData("us-ascii", "C3A9", "é", MimeDefectKind.TextNotInCharset)]
    [InlineData("us-ascii", "E9", "é", MimeDefectKind.TextNotInCharset)]
    [InlineData("utf-8", "61E962", "a\uFFFDb", MimeDefectKind.TextNotInCharset)]
    [InlineData("gb18030", "61FF", "a\uFFFD", MimeDefectKind.TextNotInCharset)]
    [InlineData("shift_jis", "61FC", "a\uFFFD", MimeDefectKind.TextNotInCharset)]
    [InlineData("euc-jp", "618E", "a\uFFFD", MimeDefectKind.TextNotInCharset)]
    [InlineData("big5", "61A1", "a\uFFFD", MimeDefectKind.TextNotInCharset)]
    public void Text_that_is_not_in_its_charset_is_read_and_reported(
        string charset, string hex, string expected, MimeDefectKind kind)
    {
        var message = WithBody($"Content-Type: text/plain; charset={charset}", Convert.FromHexString(hex));
        Assert.Equal(expected, message.Text);
        Assert.Equal([kind], message.Examine().Kinds());
    }

    [Theory]
    [InlineData("one\n\n two\t three ", "one two three")]
    [InlineData("\u200Bzero\u00ADwidth", "zerowidth")]
    [InlineData("", "")]
    public void A_snippet_is_one_line(string body, string expected) =>
        Assert.Equal(expected, Mail.Read($"Content-Type: text/plain; charset=utf-8\n\n{body}").Snippet());

    [Fact]
    public void A_snippet_is_as_long_as_asked_for_and_cuts_no_character()
    {
        var message = Mail.Read("Content-Type: text/plain; charset=utf-8\n\naaa 😀bbb");
        Assert.Equal("aaa", message.Snippet(3));
        Assert.Equal("aaa", message.Snippet(5));
        Assert.Equal("aaa 😀", message.Snippet(6));
        Assert.Equal("", message.Snippet(0));
    }

    [Theory]
    [InlineData("<p>One<p>two<br>three", "One two three")]
    [InlineData("<title>t</title><style>p { }</style><script>if (a<b) x()</script>text", "text")]
    [InlineData("a<b>b</b>c", "abc")]
    [InlineData("<!-- <p>no</p> -->yes", "yes")]
    [InlineData("<!doctype html><td>a<td>b", "a b")]
    [InlineData("<a title='>'>link</a>", "link")]
    [InlineData("1 < 2 &amp; 3 &gt; 2 &eacute;&#233;", "1 < 2 & 3 > 2 éé")]
    [InlineData("open <b", "open")]
    [InlineData("open <!--", "open")]
    [InlineData("open <style>x", "open")]
    [InlineData("<", "<")]
    public void A_snippet_of_html_has_its_words_only(string html, string expected) =>
        Assert.Equal(expected, Mail.Read($"Content-Type: text/html; charset=utf-8\n\n{html}").Snippet());

    private static void Check(string encoding, string body, string expected, bool isDamaged, MimeDefectKind kind)
    {
        var message = Mail.Read(
            $"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\n{body}");
        Assert.Equal(expected, message.Root.Body());
        Assert.Equal(isDamaged ? [kind] : [], message.Examine().Kinds());
    }

    private static MimeMessage WithBody(string header, byte[] body) =>
        MimeMessage.Read(Encoding.ASCII.GetBytes(header + "\r\n\r\n").Concat(body).ToArray());
}
