namespace Rockdove.Hosting.Tests;

/// <summary>How many writes answers take (RFC 2920 section 3.2).</summary>
public class BatchTests
{
    [Fact]
    public async Task S45_a_pipelined_envelope_is_answered_in_two_writes_at_most()
    {
        await using var server = PipedServer.Start(new KeepingHandler());
        await server.SayAsync("EHLO c.test\r\n");
        var before = server.Writes;

        var replies = await server.SayAsync(
            "RSET\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<u@b.test>\r\nRCPT TO:<bad\r\nRCPT TO:<v@b.test>\r\nDATA\r\n");

        Assert.Equal(
            "250 2.0.0 Ok\r\n250 2.1.0 Ok\r\n250 2.1.5 Ok\r\n501 5.1.3 Bad forward-path, want <user@domain>\r\n"
            + "250 2.1.5 Ok\r\n354 End data with <CR><LF>.<CR><LF>\r\n",
            replies);
        Assert.InRange(server.Writes - before, 1, 2);
    }

    [Fact]
    public async Task S45_two_whole_messages_in_one_segment_are_answered_in_one_write()
    {
        await using var server = PipedServer.Start(new KeepingHandler());
        await server.SayAsync("EHLO c.test\r\n");
        var before = server.Writes;
        const string message = "MAIL FROM:<a@b.test>\r\nRCPT TO:<u@b.test>\r\nDATA\r\nhello\r\n.\r\n";

        var replies = await server.SayAsync(message + message);

        Assert.Equal(2, replies.Split("250 2.0.0 Kept\r\n").Length - 1);
        Assert.Equal(1, server.Writes - before);
    }

    [Theory]
    [InlineData("EHLO c.test\r\n")]
    [InlineData("NOOP\r\n")]
    [InlineData("VRFY u\r\n")]
    [InlineData("WHAT\r\n")]
    [InlineData("QUIT\r\n")]
    public async Task S48_a_reply_does_not_wait_for_company(string command)
    {
        await using var server = PipedServer.Start(new KeepingHandler());
        var before = server.Writes;

        Assert.NotEqual("", await server.SayAsync(command));
        Assert.Equal(1, server.Writes - before);
    }

    [Fact]
    public async Task S48_a_reply_does_not_wait_for_the_end_of_a_command_that_has_begun()
    {
        await using var server = PipedServer.Start(new KeepingHandler());

        Assert.Equal("250 2.0.0 Ok\r\n", await server.SayAsync("NOOP\r\nNO"));
        Assert.Equal("250 2.0.0 Ok\r\n", await server.SayAsync("OP\r\n"));
    }
}
