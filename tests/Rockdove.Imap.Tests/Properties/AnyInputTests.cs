using System.Text;
using Rockdove.Testing;
using Rockdove.Wire;

namespace Rockdove.Imap.Tests;

/// <summary>What is true of the engine whatever a client sends.</summary>
public class AnyInputTests
{
    [Theory]
    [TranscriptFiles("imap")]
    public void The_neighbours_of_a_transcript_are_answered_the_same_for_every_cut(string file)
    {
        var octets = ClientOctets(TranscriptFilesAttribute.Read(file));
        SeededRandom.Rounds(20, random => Check(Spoil(octets, random), random));
    }

    [Fact]
    public void Words_in_any_order_are_answered_the_same_for_every_cut() => SeededRandom.Rounds(1000, random =>
    {
        var text = new StringBuilder();
        for (var i = random.Next(60); i > 0; i--)
            text.Append(Words[random.Next(Words.Length)]);
        Check(Encoding.Latin1.GetBytes(text.ToString()), random);
    });

    private static void Check(byte[] octets, SeededRandom random)
    {
        var seed = random.Next();
        var whole = Start(seed);
        var said = whole.Say(octets);
        var cut = Start(seed);
        var pieces = new StringBuilder();
        foreach (var piece in ByteCutter.Random(octets, random))
            pieces.Append(cut.Say(piece.Span));

        Assert.Equal(said, pieces.ToString());
        Assert.Equal(whole.IsOver, cut.IsOver);
        var bound = Limits.CommandWithLiteralsBytes + 2 * LiteralHead.TailBytes;
        Assert.True(cut.IsOver || cut.MostUnread <= bound + octets.Length / 2, $"{cut.MostUnread} octets are held");
        if (said.Length > 0)
            Assert.True(said.EndsWith("\r\n", StringComparison.Ordinal), "A response has no end.");
    }

    private static Session Start(int seed)
    {
        var inbox = new FakeMailbox("INBOX");
        for (uint uid = 2; uid < 7; uid++)
            inbox.Add(FakeMessage.Plain(uid));
        var options = Session.Options with { Limits = Limits };
        if (seed % 3 > 0)
            options = options with { Extensions = [.. options.Extensions, .. ImapExtensions.ForHandlers] };
        var session = new Session(new() { ["INBOX"] = inbox, ["a"] = new("a") }, options, seed % 4 > 0);
        if (seed % 4 > 1)
            session.Say("s SELECT INBOX\r\n");
        return session;
    }

    private static byte[] ClientOctets(Transcript transcript)
    {
        List<byte> octets = [];
        foreach (var line in transcript.Lines.Where(line => line.Kind == TranscriptLineKind.Client))
        {
            octets.AddRange(line.Octets.Span);
            if (line.EndsLine)
                octets.AddRange("\r\n"u8);
        }

        return [.. octets];
    }

    /// <summary>Takes out, doubles, changes or puts in a few octets or words.</summary>
    private static byte[] Spoil(byte[] octets, Random random)
    {
        List<byte> spoilt = [.. octets];
        for (var i = random.Next(6); i > 0 && spoilt.Count > 0; i--)
        {
            var at = random.Next(spoilt.Count);
            var length = Math.Min(random.Next(12), spoilt.Count - at);
            switch (random.Next(4))
            {
                case 0:
                    spoilt.RemoveRange(at, length);
                    break;
                case 1:
                    spoilt.InsertRange(random.Next(spoilt.Count), spoilt.GetRange(at, length));
                    break;
                case 2:
                    spoilt[at] = (byte)random.Next(256);
                    break;
                default:
                    spoilt.InsertRange(at, Encoding.Latin1.GetBytes(Words[random.Next(Words.Length)]));
                    break;
            }
        }

        return [.. spoilt];
    }

    private static readonly ImapLimits Limits = new()
    {
        CommandBytes = 300,
        CommandWithLiteralsBytes = 400,
        LiteralBytes = 40,
        DiscardedBytes = 200,
        SaslLineBytes = 64,
        TagBytes = 16,
        MistakesBeforeLogin = 1000,
        Mistakes = 1000,
        MessageBytes = 100,
    };

    private static readonly string[] Words =
    [
        "a ", "b ", "\r\n", "\r\n", "\r\n", "\n", "\r", "\0", " ", "(", ")", "\"", "\\", "*", "%", "{", "}", "+", "~",
        "$",
        "{3}\r\n", "{3+}\r\n", "~{3+}\r\n", "{0}\r\n", "{41+}\r\n", "{5000+}\r\n", "{201}\r\n", "abc", "é", "\u00ff",
        "NOOP", "LOGIN ", "SELECT INBOX", "EXAMINE INBOX", "CLOSE", "LOGOUT", "APPEND INBOX ", "(\\Seen) ",
        "FETCH 1:* ",
        "UID ", "BODY[TEXT]<1.3>", "FLAGS", "STORE 1 +FLAGS \\Deleted", "EXPUNGE", "SEARCH ", "OR SEEN NOT DELETED",
        "SUBJECT ", "RETURN (ALL)", "COPY 1 a", "MOVE 2 a", "LIST \"\" ", "STATUS a (MESSAGES)", "CREATE ", "RENAME ",
        "IDLE\r\n", "DONE\r\n", "AUTHENTICATE PLAIN\r\n", "AGFubgBzZWNyZXQ=\r\n", "ENABLE CONDSTORE IMAP4rev2",
        "a NOOP\r\n", "b CAPABILITY\r\n", "c SELECT INBOX\r\n", "d UID FETCH 1:* (FLAGS BODY.PEEK[])\r\n",
        "e APPEND INBOX {3+}\r\nabc\r\n", "ID NIL", " {3+}\r\nabc", "REPLACE 1 INBOX ", "UTF8 (~{3+}\r\nabc)",
        "f ENABLE UTF8=ACCEPT\r\n", "SORT (DATE) UTF-8 ALL", "RETURN (PARTIAL 1:2)", "THREAD REFERENCES UTF-8 ",
        "GETQUOTAROOT INBOX", "GETQUOTA user", "SETMETADATA INBOX (/private/a ", "GETMETADATA INBOX /private/a",
        "EMAILID", "PREVIEW (LAZY)", "SAVEDATE", "SAVEDON 1-Feb-2024",
        "g NOTIFY SET STATUS (SELECTED (MessageNew (UID) MessageExpunge)) (personal (MailboxName))\r\n", "NOTIFY NONE",
        "(PARTIAL -1:-2)", "1", "2:*", "4294967295",
    ];
}
