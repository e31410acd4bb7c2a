namespace Rockdove.Catcher.Tests;

public class RetentionTests
{
    [Fact]
    public async Task The_oldest_message_goes_when_there_is_one_too_many()
    {
        await using var catcher = await RunningCatcher.StartAsync(new CatcherOptions { KeptMessages = 3 });
        for (var i = 1; i <= 3; i++)
            await catcher.SendAsync($"Subject: {i}\r\n\r\n");
        Assert.Equal(["3", "2", "1"], await catcher.SubjectsAsync());

        await catcher.SendAsync("Subject: 4\r\n\r\n");

        Assert.Equal(["4", "3", "2"], await catcher.SubjectsAsync());
        Assert.Equal(3, (await catcher.Mail.Store.UsageAsync(Limit.Token)).Messages);
    }

    [Fact]
    public async Task The_oldest_messages_go_when_half_of_the_memory_is_full()
    {
        await using var catcher = await RunningCatcher.StartAsync(new CatcherOptions { MemoryBytes = 10_000 });
        await catcher.SendAsync(Message("1", 2500));
        await catcher.SendAsync(Message("2", 2500));
        Assert.Equal(["2", "1"], await catcher.SubjectsAsync());

        await catcher.SendAsync(Message("3", 1));
        Assert.Equal(["3", "2"], await catcher.SubjectsAsync());

        await catcher.SendAsync(Message("4", 6000)); // By itself more than half: the newest stays.
        Assert.Equal(["4"], await catcher.SubjectsAsync());
    }

    [Fact]
    public async Task A_message_that_finds_no_room_is_refused_and_the_next_is_kept()
    {
        await using var catcher = await RunningCatcher.StartAsync(new CatcherOptions { MemoryBytes = 10_000 });
        await using var talk = await catcher.ConnectAsync();
        await talk.HelloAsync();
        await BeginAsync(talk, "");
        await talk.SayAsync("DATA", 354);
        await talk.SendAsync(Message("big", 20_000));
        Assert.Contains("4.3.1", await talk.SayAsync(".", 452), StringComparison.Ordinal);

        await BeginAsync(talk, " SIZE=20000");
        Assert.Contains("4.3.1", await talk.SayAsync("DATA", 452), StringComparison.Ordinal);
        await talk.SayAsync("RSET", 250);

        await BeginAsync(talk, "");
        await talk.SayAsync("DATA", 354);
        await talk.SendAsync(Message("small", 100));
        await talk.SayAsync(".", 250);
        await talk.SayAsync("QUIT", 221);
        Assert.Equal(["small"], await catcher.SubjectsAsync());
        var usage = await catcher.Mail.Store.UsageAsync(Limit.Token);
        Assert.Equal((0, 0), (usage.StagedMessages, usage.StagedBytes));
    }

    [Fact]
    public async Task In_lmtp_every_recipient_learns_that_there_is_no_room()
    {
        await using var catcher = await RunningCatcher.StartAsync(new CatcherOptions { MemoryBytes = 10_000 });
        await using var talk = await catcher.ConnectAsync(CatcherEndpoint.Lmtp);
        await talk.HelloAsync("LHLO");
        await BeginAsync(talk, "");
        await talk.SayAsync("RCPT TO:<c@example.org>", 250);
        await talk.SayAsync("DATA", 354);
        await talk.SendAsync(Message("big", 20_000));

        await talk.SayAsync(".", 452);
        await talk.ReadAsync(452);
        await talk.SayAsync("NOOP", 250);
    }

    [Theory]
    [InlineData(0, 1000, 1000)]
    [InlineData(1, 1, 1000)]
    [InlineData(1, 1000, 0)]
    public async Task Settings_that_make_no_sense_are_refused(int messages, long memoryBytes, long messageBytes)
    {
        var options = new CatcherOptions
        {
            KeptMessages = messages,
            MemoryBytes = memoryBytes,
            MessageBytes = messageBytes,
        };

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await MailCatcher.CreateAsync(options, cancellationToken: Limit.Token));
    }

    private static async Task BeginAsync(SmtpTalk talk, string parameters)
    {
        await talk.SayAsync($"MAIL FROM:<a@example.org>{parameters}", 250);
        await talk.SayAsync("RCPT TO:<b@example.org>", 250);
    }

    /// <summary>A message of so many octets, or the least that there can be of it.</summary>
    private static string Message(string subject, int bytes)
    {
        var message = $"Subject: {subject}\r\n\r\n";
        while (message.Length < bytes)
            message += new string('x', Math.Clamp(bytes - message.Length - 2, 0, 998)) + "\r\n";
        return message;
    }
}
