using System.Text;
using Rockdove.Testing;

namespace Rockdove.Mock.Tests;

/// <summary>The same script gives the same octets, messages and counts for every cut of the input.</summary>
public class CutTests
{
    public static TheoryData<string, string, string> Scripts => new()
    {
        { "lies", Lies, Talk },
        { "a close in the batch", "! on noop\nS: 250 last\n! close", Talk },
        { "a close in mid-message", "! on content bytes=21\n! close", Talk },
        { "a reset command", "! on rset\n! close", Talk },
        { "a refusal of bdat", "! on data nth=2\nS: 451 4.3.0 No chunk", Talk },
        { "chance", "! on command chance=0.3 seed=5\nS: 450 4.0.0 By chance", Talk },
        { "honest conversation", Recording, Recorded },
        { "left conversation", Recording, "EHLO c.test\r\nWHAT\r\nNOOP\r\n" },
        { "conversation with another message", Recording,
            Recorded.Replace("hi\r\n", "..something else\r\n\r\n", StringComparison.Ordinal) },
    };

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task The_same_script_does_the_same_for_every_cut(string name, string script, string said)
    {
        Assert.NotEmpty(name);
        var octets = Encoding.ASCII.GetBytes(said);
        var expected = await PlayAsync(script, ByteCutter.Whole(octets));
        Assert.Contains("250", expected, StringComparison.Ordinal);

        Assert.Equal(expected, await PlayAsync(script, ByteCutter.Each(octets)));
        await SeededRandom.RoundsAsync(20, async random =>
            Assert.Equal(expected, await PlayAsync(script, ByteCutter.Random(octets, random))));
    }

    private static async Task<string> PlayAsync(string script, IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        await using var server = await MockMailServer.StartAsync(options =>
            options.Follow(MockScript.Parse("script.smtp", Encoding.ASCII.GetBytes(script))));
        var pipe = server.ConnectInMemory();
        var hearing = HearAsync(pipe.Input);
        foreach (var piece in pieces)
        {
            if ((await pipe.Output.WriteAsync(piece, TestContext.Current.CancellationToken)).IsCompleted)
                break;
            await Task.Yield(); // Lets the server see the cut, if it likes.
        }

        await pipe.Output.CompleteAsync();
        var heard = await hearing.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await server.Sessions[0].WaitForEndAsync(cancellationToken: TestContext.Current.CancellationToken);
        return heard + string.Concat(server.Messages.Select(message => $"\n{message}\n{message.Text}"))
            + server.Sessions[0].Mismatch;
    }

    private static async Task<string> HearAsync(System.IO.Pipelines.PipeReader input)
    {
        var heard = new StringBuilder();
        while (true)
        {
            var result = await input.ReadAsync(TestContext.Current.CancellationToken);
            heard.Append(Encoding.Latin1.GetString(result.Buffer));
            input.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
                return heard.ToString();
        }
    }

    private const string Lies =
        """
        ! on ehlo
        ! offer X-LIE
        ! withhold SIZE
        ! on mail nth=1
        S: 451 4.3.0 First
        ! on rcpt c@*
        S: 550-5.1.1 No
        S: 550 5.1.1 Never
        ! on data nth=1
        S: 354-go
        S: 354 on
        ! on message x nth=1
        S: 250 2.0.0 Lied
        ! on noop nth=1
        ! garbage 12 seed=2
        ! on vrfy
        S: 250 one
        S: 251 two
        ! on quit
        S: 221 by\
        """;

    private const string Talk =
        "EHLO c.test\r\nMAIL FROM:<a@a.test>\r\nMAIL FROM:<a@a.test>\r\nRCPT TO:<b@b.test>\r\nRCPT TO:<c@b.test>\r\n"
        + "DATA\r\nSubject: x\r\n\r\n..dot\r\n.\r\nNOOP\r\nVRFY q\r\nWHAT\r\nRSET\r\nMAIL FROM:<a@a.test>\r\n"
        + "RCPT TO:<b@b.test>\r\nBDAT 14\r\nSubject: x\r\n\r\nBDAT 5 LAST\r\n.\r\nhiMAIL FROM:<a@a.test>\r\n"
        + "RCPT TO:<b@b.test>\r\nBDAT 14 LAST\r\nSubject: z\r\n\r\nNOOP\r\nQUIT\r\nNOOP\r\n";

    private const string Recording =
        """
        S: 220 x
        C: EHLO *
        C: MAIL FROM:<a@a.test>
        C: RCPT TO:<b@b.test>
        S: 250-x
        S: 250 SIZE
        S: 250 x
        S: 250 x
        C: DATA
        S: 354 go
        C: hi
        C: .
        C: BDAT 3 LAST
        C: x
        C: QUIT
        S: 250 kept
        S: 503 no
        S: 221 bye
        """;

    private const string Recorded =
        "EHLO c.test\r\nMAIL FROM:<a@a.test>\r\nRCPT TO:<b@b.test>\r\nDATA\r\nhi\r\n.\r\nBDAT 5 LAST\r\n12345QUIT\r\n";
}
