namespace Rockdove.Smtp.Tests;

/// <summary>Whatever a client sends, a session keeps little of it.</summary>
public class MemoryTests
{
    [Fact]
    public void A_command_of_100_MB_without_a_newline_is_thrown_away_as_it_comes()
    {
        var limits = new SmtpLimits { DiscardedLineBytes = int.MaxValue };
        var bench = EngineBench.Started(new SmtpProtocolOptions { Limits = limits });
        bench.Clear();

        var bytes = Feed(bench);

        Assert.InRange(bytes, 0, 16 * 1024);
        Assert.InRange(bench.MostUnread, 0, limits.CommandLineBytes);
        Assert.Equal("", bench.Output);
        bench.Take("\r\nNOOP\r\n"u8);
        Assert.Equal("500 5.5.2 Line too long\r\n250 2.0.0 Ok\r\n", bench.Output);
    }

    [Fact]
    public void A_message_of_100_MB_without_a_newline_passes_through()
    {
        var limits = new SmtpLimits { MessageBytes = 0, ContentLineBytes = int.MaxValue };
        var bench = EngineBench.Started(new SmtpProtocolOptions { Limits = limits });
        bench.Take("EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<postmaster>\r\nDATA\r\n"u8);
        bench.Clear();

        var bytes = Feed(bench);

        Assert.InRange(bytes, 0, 16 * 1024);
        Assert.Equal(0, bench.MostUnread);
        Assert.Equal(HundredMegabytes, bench.ContentBytes);
        bench.Take("\r\n.\r\nNOOP\r\n"u8);
        Assert.Equal("250 2.0.0 Message accepted\r\n250 2.0.0 Ok\r\n", bench.Output);
    }

    [Fact]
    public void A_message_that_is_refused_is_thrown_away_as_it_comes()
    {
        var limits = new SmtpLimits { MessageBytes = 1, DiscardedMessageBytes = HundredMegabytes + 1 };
        var bench = EngineBench.Started(new SmtpProtocolOptions { Limits = limits });
        bench.Take("EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<postmaster>\r\nDATA\r\n"u8);
        bench.Clear();

        var bytes = Feed(bench);

        Assert.InRange(bytes, 0, 16 * 1024);
        bench.Take("\r\n.\r\nNOOP\r\n"u8);
        Assert.Equal("552 5.3.4 Message too big\r\n250 2.0.0 Ok\r\n", bench.Output);
    }

    [Fact]
    public void An_unwanted_chunk_of_100_MB_is_thrown_away_as_it_comes()
    {
        var bench = EngineBench.Started(new SmtpProtocolOptions());
        bench.Take("BDAT 104857600\r\n"u8);
        bench.Clear();

        var bytes = Feed(bench);

        Assert.InRange(bytes, 0, 16 * 1024);
        bench.Take("NOOP\r\n"u8);
        Assert.Equal("503 5.5.1 Say EHLO first\r\n250 2.0.0 Ok\r\n", bench.Output);
    }

    private static long Feed(EngineBench bench)
    {
        var block = new byte[64 * 1024];
        block.AsSpan().Fill((byte)'x');
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (long fed = 0; fed < HundredMegabytes; fed += block.Length)
            bench.Take(block);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private const long HundredMegabytes = 100 * 1024 * 1024;
}
