using System.Buffers;
using System.Text;

namespace Rockdove.Pop3.Tests;

public class Pop3ReplyTests
{
    [Theory]
    [InlineData("+OK Welcome", true, null, "Welcome")]
    [InlineData("+OK", true, null, "")]
    [InlineData("+OK [AUTH] is no code here", true, null, "[AUTH] is no code here")]
    [InlineData("-ERR [SYS/TEMP] Later", false, "SYS/TEMP", "Later")]
    [InlineData("-ERR [no code] Later", false, null, "[no code] Later")]
    [InlineData("-ERR", false, null, "")]
    public void Reads_what_it_writes(string text, bool isPositive, string? code, string rest)
    {
        var reply = Pop3Reply.Parse(text);
        Assert.Equal((isPositive, code, rest), (reply.IsPositive, reply.Code, reply.Text));
        Assert.Equal(text, reply.ToString());
        Assert.Equal(text + "\r\n", Written(reply));
    }

    [Theory]
    [InlineData("OK")]
    [InlineData("+ok")]
    [InlineData("+ abc")]
    [InlineData("")]
    public void Refuses_what_is_no_reply(string text) =>
        Assert.Throws<FormatException>(() => Pop3Reply.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("A]B")]
    [InlineData("A B")]
    [InlineData("A\r\n")]
    public void Refuses_what_is_no_code(string code) =>
        Assert.Throws<ArgumentException>(() => Pop3Reply.Error("No", code));

    [Fact]
    public void Text_cannot_break_the_protocol() =>
        Assert.Equal("-ERR [AUTH] a??+OK b?\r\n", Written(Pop3Reply.Error("a\r\n+OK b\0", "AUTH")));

    [Theory]
    [InlineData("x", null)]
    [InlineData("x", "SYS/TEMP")]
    [InlineData("\u00e9", null)]
    [InlineData("\U0001F426", "IN-USE")]
    public void A_line_has_at_most_512_octets(string character, string? code)
    {
        var text = string.Concat(Enumerable.Repeat(character, 600));
        var line = Written(Pop3Reply.Error(text, code));
        Assert.InRange(Encoding.UTF8.GetByteCount(line), 509, 512);
        Assert.DoesNotContain('\uFFFD', line);
    }

    private static string Written(Pop3Reply reply)
    {
        var output = new ArrayBufferWriter<byte>();
        reply.WriteTo(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
