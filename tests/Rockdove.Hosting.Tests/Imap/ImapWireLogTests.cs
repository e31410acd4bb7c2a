using System.Text;
using Rockdove.Wire;

namespace Rockdove.Hosting.Tests;

/// <summary>What is said in an IMAP session, as a log shows it: no secrets, and no octets of literals.</summary>
public class ImapWireLogTests
{
    public static TheoryData<string> Logins =>
    [
        $"a LOGIN ann {Password}\n",
        $"a LOGIN \"ann\" \"{Password}\"\n",
        $"a LOGIN {{3}}\nann {{{Password.Length}}}\n{Password}\n",
        $"a LOGIN {{3+}}\nann {{{Password.Length}+}}\n{Password}\n",
        $"a LOGIN ann {{{Password.Length}+}}\n{Password}\nb NOOP\n",
        $"a NOOP {{9}}\nb LOGIN ann {Password}\n",
        $"a AUTHENTICATE PLAIN {Base64("\0ann\0" + Password)}\n",
        $"a AUTHENTICATE PLAIN\n{Base64("\0ann\0" + Password)}\n",
    ];

    [Theory, MemberData(nameof(Logins))]
    public async Task Nothing_secret_is_written_down(string session)
    {
        var lines = session.Replace("\n", "\r\n", StringComparison.Ordinal) + "z NOOP\r\n";
        foreach (var pieces in new[] { [lines], lines.Select(symbol => symbol.ToString()) })
        {
            await using var server = Start();
            foreach (var piece in pieces)
                await server.SayAsync(piece);
            server.HangUp();
            await server.EndAsync();
            var written = string.Join('\n', server.Log.Entries.Select(entry => entry.Text));
            Assert.Contains("c1 C: a ", written, StringComparison.Ordinal);
            Assert.DoesNotContain(Password, written, StringComparison.Ordinal);
            Assert.DoesNotContain(Base64("\0ann\0" + Password), written, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Literals_are_passed_over()
    {
        await using var server = Start();
        await server.SayAsync("a LOGIN ann secret\r\nb SELECT INBOX\r\n");
        await server.SayAsync("c APPEND INBOX {12}\r\n");
        await server.SayAsync("x\r\ny LOGIN 1\r\n");
        await server.SayAsync("d FETCH 1 BODY.PEEK[]\r\n");
        Assert.Equal(
            [
                "c1 C: c APPEND INBOX {12}", "c1 S: + Ready", "c1 C: ", "c1 S: c OK [APPENDUID 7 9] Kept",
                "c1 C: d FETCH 1 BODY.PEEK[]", "c1 S: * 1 FETCH (BODY[] {10}", "c1 S: )", "c1 S: d OK Completed",
            ],
            server.Log.Entries.Select(entry => entry.Text)
                .SkipWhile(text => !text.Contains("c APPEND", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_message_that_came_uninvited_does_not_shift_what_is_seen()
    {
        await using var server = Start();
        await server.SayAsync("a LOGIN ann secret\r\n");
        await server.SayAsync("c APPEND INBOX {5}\r\nhello\r\nd NOOP\r\n");
        await server.SayAsync("e NOOP\r\n");
        Assert.Contains(server.Log.Entries, entry => entry.Text == "c1 C: e NOOP");
    }

    [Fact]
    public async Task A_client_cannot_write_lines_of_its_own_into_the_log()
    {
        await using var server = Start();
        await server.SayAsync("a NOOP \x1b[31m\nforged\r\n");
        Assert.All(server.Log.Entries, entry => Assert.DoesNotContain(entry.Text, char.IsControl));
        Assert.Contains(server.Log.Entries, entry => entry.Text == "c1 C: a NOOP \\x1B[31m\\x0Aforged");
    }

    private static PipedServer Start() => PipedServer.StartImap(
        imap => imap.Handle(new ScriptedMailbox()).Configure(options => options.Mechanisms = [new PlainMechanism()]),
        logsWire: true);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private const string Password = "xyzzy-plugh";
}
