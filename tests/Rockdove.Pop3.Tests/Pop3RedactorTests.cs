using System.Text;

namespace Rockdove.Pop3.Tests;

public class Pop3RedactorTests
{
    [Theory]
    [InlineData("USER ann", "USER ann")]
    [InlineData("PASS secret", "PASS ")]
    [InlineData("pass secret word", "pass ")]
    [InlineData(" PASS secret", " PASS ")]
    [InlineData("PASS\tsecret", "PASS\t")]
    [InlineData("PASSWORD", "PASSWORD")]
    [InlineData("APOP ann c4c9334bac560ecc979e58001b3e22fb", "APOP ")]
    [InlineData("AUTH PLAIN AGFubgBzZWNyZXQ=", "AUTH PLAIN ")]
    [InlineData("auth plain", "auth plain")]
    [InlineData("AUTH secret", "AUTH ")]
    [InlineData("NOOP\nPASS secret", "NOOP\nPASS ")]
    [InlineData("RETR 1", "RETR 1")]
    public void Shows_no_secret(string line, string visible) =>
        Assert.Equal(visible, line[..new Pop3Redactor().VisibleOctets(Encoding.UTF8.GetBytes(line))]);

    [Fact]
    public void An_exchange_is_hidden_up_to_its_reply()
    {
        var redactor = new Pop3Redactor();
        Assert.Equal(10, redactor.VisibleOctets("AUTH LOGIN"u8));
        redactor.OnServerLine("+ VXNlcm5hbWU6"u8);
        Assert.Equal(0, redactor.VisibleOctets("YW5u"u8));
        redactor.OnServerLine("+ UGFzc3dvcmQ6"u8);
        Assert.Equal(0, redactor.VisibleOctets("c2VjcmV0"u8));
        redactor.OnServerLine("+OK 0 messages (0 octets)"u8);
        Assert.Equal(4, redactor.VisibleOctets("STAT"u8));
    }

    [Fact]
    public void What_follows_the_piece_that_it_sees_is_hidden() =>
        Assert.True(new Pop3Redactor().VisibleOctets(new byte[1 << 20]) < 1 << 20);
}
