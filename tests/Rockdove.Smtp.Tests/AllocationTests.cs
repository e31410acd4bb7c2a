using System.Text;

namespace Rockdove.Smtp.Tests;

/// <summary>What the engine allocates by itself: what outlives the buffer, and nothing else.</summary>
public class AllocationTests(ITestOutputHelper console)
{
    [Theory]
    [InlineData("NOOP")]
    [InlineData("RSET")]
    [InlineData("XYZZY what is this")]
    [InlineData("HELP")]
    public void A_command_without_a_question_allocates_nothing(string command)
    {
        var bench = Greeted();
        var hundred = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(command + "\r\n", 100)));

        var bytes = Allocated(() => bench.Take(hundred), bench);

        Assert.Equal(100, bench.Output.Split('\n').Count(line => line.Length > 3 && line[3] == ' '));
        Assert.Equal(0, bytes);
    }

    [Fact]
    public void An_octet_of_content_allocates_nothing()
    {
        var bench = Greeted();
        var one = Transaction(1024 * 1024);
        var two = Transaction(2 * 1024 * 1024);

        var forOne = Allocated(() => bench.Take(one), bench);
        Assert.Equal(1024 * 1024, bench.ContentBytes);
        var forTwo = Allocated(() => bench.Take(two), bench);
        Assert.Equal(2 * 1024 * 1024, bench.ContentBytes);

        Assert.Equal(forOne, forTwo);
    }

    [Fact]
    public void A_whole_transaction_allocates_at_most_400_bytes()
    {
        var bench = Greeted();
        var octets = Transaction(1024);

        var bytes = Allocated(() => bench.Take(octets), bench);

        console.WriteLine($"one transaction: {bytes} bytes");
        Assert.EndsWith("250 2.0.0 Message accepted\r\n", bench.Output);
        Assert.InRange(bytes, 1, 400);
    }

    private static EngineBench Greeted()
    {
        var bench = EngineBench.Started(new SmtpProtocolOptions
        {
            HostName = "mx.test",
            Limits = new SmtpLimits { Mistakes = int.MaxValue, MistakesBeforeDelay = int.MaxValue },
        });
        bench.Take("EHLO client.test\r\n"u8);
        return bench;
    }

    private static byte[] Transaction(int contentBytes)
    {
        var line = new string('x', 62) + "\r\n";
        return Encoding.ASCII.GetBytes(
            "MAIL FROM:<a@example.org>\r\nRCPT TO:<u@example.org>\r\nDATA\r\n"
            + string.Concat(Enumerable.Repeat(line, contentBytes / line.Length)) + ".\r\n");
    }

    /// <summary>
    /// The least of some rounds: by then all that is made once has been made, and a round in which the runtime put
    /// something of its own on this thread does not count.
    /// </summary>
    private static long Allocated(Action action, EngineBench bench)
    {
        var bytes = long.MaxValue;
        for (var round = 0; round < 8; round++)
        {
            bench.Clear();
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            bytes = Math.Min(bytes, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return bytes;
    }
}
