namespace Rockdove.Mime.Tests;

/// <summary>format=flowed, uuencode, and what HTML says.</summary>
public sealed class FlowedAndOldTextTests
{
    [Theory]
    [InlineData("one \ntwo\nthree\n", "one two\nthree\n")]
    [InlineData("one \n two\n", "one two\n")]
    [InlineData("> quoted \n> more\n>> deeper\n", "> quoted more\n>> deeper\n")]
    [InlineData("> quoted \nnot\n", "> quoted \nnot\n")]
    [InlineData("text \n-- \nname\n", "text \n-- \nname\n")]
    [InlineData(" >stuffed\n From x\n", ">stuffed\nFrom x\n")]
    [InlineData("", "")]
    [InlineData("no end", "no end")]
    [InlineData(">", "> \n")]
    public void Flowed_text_is_joined(string text, string expected) =>
        Assert.Equal(expected, Read("text/plain; format=Flowed", text));

    [Fact]
    public void The_space_of_a_soft_break_goes_where_delsp_says_so() =>
        Assert.Equal("日本\n", Read("text/plain; charset=utf-8; format=flowed; delsp=YES", "日 \n本\n"));

    [Fact]
    public void Other_text_is_left_alone() => Assert.Equal("one \ntwo\n", Read("text/plain", "one \ntwo\n"));

    [Theory]
    [InlineData("<p>one <b>two</b></p><p>three</p>", "one two\n\nthree")]
    [InlineData("<ul><li>a<li>b</ul>", "a\nb")]
    [InlineData("a<br>b&amp;c<style>x</style><!-- y -->", "a\nb&c")]
    [InlineData("  ", "")]
    public void Html_says_its_words(string html, string expected) =>
        Assert.Equal(expected, Read("text/html", html));

    [Fact]
    public void What_is_no_text_says_nothing() => Assert.Equal("", Read("application/pdf", "x"));

    [Theory]
    [InlineData("begin 644 f\n#0V%T\n`\nend\n", "Cat", null)]
    [InlineData("intro\nbegin 644 f\n$0V%T<P``\n \nend\n", "Cats", null)]
    [InlineData("begin 644 f\n#0V%T\n", "Cat", MimeDefectKind.UuEncodeMalformed)]
    [InlineData("begin 644 f\n#0\nend\n", "@\0\0", null)]
    [InlineData("begin 644 f\n#\nend\n", "", MimeDefectKind.UuEncodeMalformed)]
    [InlineData("begin 644 f\n#0V~T\nend\n", null, MimeDefectKind.UuEncodeMalformed)]
    [InlineData("nothing\n", "", MimeDefectKind.UuEncodeMalformed)]
    [InlineData("begin 644 f", "", MimeDefectKind.UuEncodeMalformed)]
    [InlineData("", "", null)]
    public void Uuencode_is_decoded(string body, string? expected, MimeDefectKind? kind)
    {
        var message = Mail.Read("Content-Type: image/gif\nContent-Transfer-Encoding: X-UUencode\n\n" + body);
        Assert.Equal(TransferEncoding.UuEncode, message.Root.TransferEncoding);
        if (expected is not null)
            Assert.Equal(expected, message.Root.Body());
        Assert.Equal(kind is { } one ? [one] : [], message.Examine().Kinds());
    }

    private static string Read(string type, string body) =>
        Mail.Read($"Content-Type: {type}\n\n{body}").Root.ReadText().ReplaceLineEndings("\n");
}
