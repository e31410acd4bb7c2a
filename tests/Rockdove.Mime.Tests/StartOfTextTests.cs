using System.Text;

namespace Rockdove.Mime.Tests;

/// <summary>The start of a text that is too long to be read whole.</summary>
public sealed class StartOfTextTests
{
    [Theory]
    [InlineData(0, "")]
    [InlineData(4, "caf\u00E9")]
    [InlineData(5, "caf\u00E9!")]
    [InlineData(6, "caf\u00E9!")]
    [InlineData(int.MaxValue, "caf\u00E9!")]
    public void So_many_octets_of_the_body_are_read(int octets, string text)
    {
        var message = Encoding.Latin1.GetBytes("Content-Type: text/plain; charset=iso-8859-1\r\n\r\ncaf\u00E9!");
        Assert.Equal(text, MimeMessage.Read(message).Root.ReadText(octets));
    }

    [Theory]
    [InlineData("base64", "Y2Fmw6kh", 8, "caf\u00E9!")]
    [InlineData("base64", "Y2Fmw6kh", 4, "caf")]
    [InlineData("base64", "Y2Fmw6kh", 7, "caf\u00E9")]
    [InlineData("quoted-printable", "caf=C3=A9!", 10, "caf\u00E9!")]
    [InlineData("quoted-printable", "caf=C3=A9!", 9, "caf\u00E9")]
    [InlineData("quoted-printable", "caf=C3=A9!", 6, "caf\uFFFD")]
    public void Octets_are_counted_as_they_travel(string encoding, string body, int octets, string text)
    {
        var message = Encoding.ASCII.GetBytes(
            $"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{body}");
        Assert.Equal(text, MimeMessage.Read(message).Root.ReadText(octets));
    }

    [Fact]
    public void Less_than_nothing_cannot_be_read() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => MimeMessage.Read("\r\n"u8.ToArray()).Root.ReadText(-1));
}
