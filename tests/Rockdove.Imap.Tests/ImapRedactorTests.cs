using System.Text;
using Rockdove.Wire;

namespace Rockdove.Imap.Tests;

public class ImapRedactorTests
{
    [Theory]
    [InlineData("a NOOP", "a NOOP")]
    [InlineData("a LOGIN ann secret", "a LOGIN")]
    [InlineData("a login {3}", "a login")]
    [InlineData("a  LOGIN ann secret", "a  LOGIN")]
    [InlineData("a LOGIN", "a LOGIN")]
    [InlineData("a AUTHENTICATE PLAIN AGFubgBzZWNyZXQ=", "a AUTHENTICATE PLAIN")]
    [InlineData("a authenticate plain", "a authenticate plain")]
    [InlineData("a AUTHENTICATE AGFubgBzZWNyZXQ=", "a AUTHENTICATE")]
    [InlineData("a NOOP\nb LOGIN ann secret", "a NOOP\nb LOGIN")]
    [InlineData("LOGIN ann secret", "LOGIN ann secret")] // "LOGIN" is the tag, and "ann" no command.
    [InlineData("a LOGINS ann", "a LOGINS ann")]
    public void Shows_a_command_up_to_its_secret(string line, string shown) =>
        Assert.Equal(shown, Shown(new ImapRedactor(), line));

    [Fact]
    public void Hides_everything_up_to_the_reply()
    {
        var redactor = new ImapRedactor();
        Shown(redactor, "a NOOP");
        Shown(redactor, "b LOGIN {3}");

        Server(redactor, "a OK Completed");
        Server(redactor, "* CAPABILITY IMAP4rev1");
        Server(redactor, "+ Ready");
        Assert.Equal("", Shown(redactor, "ann {6+}"));
        Server(redactor, "bb OK");
        Assert.Equal("", Shown(redactor, "secret"));
        Server(redactor, "b OK Logged in");

        Assert.Equal("c NOOP", Shown(redactor, "c NOOP"));
    }

    [Fact]
    public void A_tag_that_is_none_is_answered_without_it()
    {
        var redactor = new ImapRedactor();
        Shown(redactor, "+ LOGIN {6+}");
        Assert.Equal("", Shown(redactor, "secret"));
        Server(redactor, "* BAD A command begins with a tag");

        Assert.Equal("c NOOP", Shown(redactor, "c NOOP"));
    }

    [Fact]
    public void Of_a_line_that_is_not_seen_whole_the_end_is_hidden() => Assert.Equal(
        TranscriptRecorder.PieceBytes - 1,
        new ImapRedactor().VisibleOctets(Encoding.ASCII.GetBytes(new string('x', TranscriptRecorder.PieceBytes))));

    private static string Shown(ImapRedactor redactor, string line) =>
        line[..redactor.VisibleOctets(Encoding.ASCII.GetBytes(line))];

    private static void Server(ImapRedactor redactor, string line) =>
        redactor.OnServerLine(Encoding.ASCII.GetBytes(line));
}
