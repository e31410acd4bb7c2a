using System.Buffers;
using System.Text;

namespace Rockdove.Imap.Tests;

/// <summary>An extension that is not of this library: it has a verb, a question, and lines of its own.</summary>
public class ForeignExtensionTests
{
    [Fact]
    public void Says_its_own_lines_before_the_reply()
    {
        var session = new Session(new() { ["INBOX"] = new("INBOX") }, Options);
        Assert.Equal(
            "* XDATE first \"a \\\"b\\\"\" NIL (1 (2) ()) INBOX Gr&APw- {2}\r\n\r\n\r\na OK Completed\r\n",
            session.Say("a XDATE\r\n"));
        Assert.Equal("b OK Completed\r\n", session.Say("b NOOP\r\n"));
        Assert.Contains(" XDATE", session.Say("c CAPABILITY\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Cannot_bring_a_line_out_of_step()
    {
        var engine = new ImapServerEngine(new ImapProtocol(Options), new ImapSession());
        var output = new ArrayBufferWriter<byte>();
        engine.Start(output);
        var data = engine.Data(output);

        Assert.Throws<ArgumentException>(() => data.BeginLine("a b"));
        Assert.Throws<ArgumentException>(() => data.BeginLine(""));
        Assert.Equal(0, output.WrittenCount);
        var line = data.BeginLine("X");
        Assert.Throws<InvalidOperationException>(() => data.BeginLine("Y"));
        Assert.Throws<InvalidOperationException>(() => data.Notice(ImapReplies.Completed));
        Assert.Throws<InvalidOperationException>(() => line.CloseList());
        Assert.Throws<ArgumentException>(() => line.Atom("a\r\nb"));
        Assert.Throws<ArgumentException>(() => line.Atom("(a)"));
        line.OpenList();
        Assert.Throws<InvalidOperationException>(line.End);
        line.CloseList().End();
        Assert.Throws<InvalidOperationException>(line.End);
        Assert.Throws<InvalidOperationException>(() => line.Number(1));
        Assert.Equal("* X ()\r\n"u8, output.WrittenSpan);
    }

    [Fact]
    public void Octets_are_quoted_where_they_can_be()
    {
        var engine = new ImapServerEngine(new ImapProtocol(Options), new ImapSession());
        var output = new ArrayBufferWriter<byte>();
        engine.Start(output);
        engine.Data(output).BeginLine("X").Octets("a b"u8.ToArray()).Octets("\""u8.ToArray()).Octets(null)
            .Octets(new byte[] { 0 }).Octets(ReadOnlyMemory<byte>.Empty).End();
        Assert.Equal(
            "* X \"a b\" {1}\r\n\" NIL ~{1}\r\n\0 \"\"\r\n", Encoding.ASCII.GetString(output.WrittenSpan));
    }

    private static ImapProtocolOptions Options { get; } =
        Session.Options with { Extensions = [.. ImapExtensions.Standard, new XDate()] };

    private sealed class XDate() : ImapExtension("XDATE")
    {
        public override IReadOnlyList<ImapVerb> Verbs { get; } = [new Verb()];

        private sealed class Verb() : ImapVerb("XDATE", ImapPhase.LoggedIn)
        {
            public override void Run(ImapServerEngine engine, ref ImapReader arguments)
            {
                engine.Tell("XDATE").Atom("first").String("a \"b\"").String(null)
                    .OpenList().Number(1).OpenList().Number(2).CloseList().OpenList().CloseList().CloseList()
                    .Mailbox("INBOX").Mailbox("Grü").String("\r\n").End();
                engine.Reply(ImapReplies.Completed);
            }
        }
    }
}
