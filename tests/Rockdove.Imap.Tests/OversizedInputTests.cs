using System.Text;

namespace Rockdove.Imap.Tests;

/// <summary>What is too big to be written down as a transcript.</summary>
public class OversizedInputTests
{
    [Fact]
    public void A_set_of_8192_octets_is_taken()
    {
        var session = Selected();
        var set = string.Join(',', Enumerable.Range(0, 8192 / 2 - 20).Select(_ => "1"));

        Assert.Equal("* 1 FETCH (UID 3)\r\na OK Completed\r\n", session.Say($"a UID FETCH 3,{set} UID\r\n"));
    }

    [Fact]
    public void A_line_of_70_kB_is_bad_and_the_next_is_a_command()
    {
        var session = Selected();

        var said = session.Say($"a FETCH {new string('1', 70_000)} UID\r\n");

        Assert.Equal("a BAD [TOOBIG] The command is too long\r\n", said);
        Assert.Equal("b OK Completed\r\n", session.Say("b NOOP\r\n"));
    }

    [Fact]
    public void A_line_without_an_end_is_not_kept()
    {
        var session = Selected();
        var piece = Encoding.ASCII.GetBytes(new string('x', 4096));
        var said = "";
        for (var i = 0; i < 300 && !session.IsOver; i++)
            said += session.Say(piece);

        Assert.Equal("* BYE [TOOBIG] The command does not end\r\n", said);
        Assert.InRange(session.MostUnread, 1, new ImapLimits().CommandBytes);
    }

    private static Session Selected()
    {
        var inbox = new FakeMailbox("INBOX");
        inbox.Add(FakeMessage.Plain(3));
        var session = new Session(new() { ["INBOX"] = inbox }, Session.Options);
        session.Say("s SELECT INBOX\r\n");
        return session;
    }
}
