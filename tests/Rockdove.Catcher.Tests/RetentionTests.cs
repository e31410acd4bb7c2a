using Rockdove.Storage;
using Rockdove.Testing;

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
    public async Task The_oldest_messages_go_when_there_are_too_many_octets()
    {
        await using var catcher = await RunningCatcher.StartAsync(new CatcherOptions { KeptBytes = 5000 });
        await catcher.SendAsync(Message("1", 2500));
        await catcher.SendAsync(Message("2", 2500));
        Assert.Equal(["2", "1"], await catcher.SubjectsAsync());

        await catcher.SendAsync(Message("3", 1));

        Assert.Equal(["3", "2"], await catcher.SubjectsAsync());
    }

    [Fact]
    public async Task Messages_go_when_they_are_old_although_nothing_comes()
    {
        var time = new ManualTimeProvider();
        var options = new CatcherOptions { KeptFor = TimeSpan.FromHours(10) };
        await using var mail = await CaughtMail.CreateAsync(options, time, null, Limit.Token);
        using var watch = mail.Store.Changes.Watch(mail.Mailbox);
        await DepositAsync(mail, time);
        time.Advance(TimeSpan.FromHours(4));
        await DepositAsync(mail, time);

        time.Advance(TimeSpan.FromHours(6) - TimeSpan.FromTicks(1));
        Assert.Equal(2, (await mail.ListAsync(0, 10, Limit.Token)).Total);

        time.Advance(TimeSpan.FromHours(1)); // The next look, of which there are ten in an age.
        while ((await mail.ListAsync(0, 10, Limit.Token)).Total == 2)
            await watch.NextAsync(Limit.Token);
        Assert.Equal(1, (await mail.ListAsync(0, 10, Limit.Token)).Total);
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

    private static async Task DepositAsync(CaughtMail mail, TimeProvider time)
    {
        await using var staged = await mail.Store.StageAsync(0, Limit.Token);
        await mail.Store.CommitAsync(staged, Envelope(time), [new(mail.Mailbox, time.GetUtcNow())], Limit.Token);
    }

    private static DeliveryEnvelope Envelope(TimeProvider time) =>
        new() { ReceivedAt = time.GetUtcNow(), ReversePath = "", ForwardPaths = [] };

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
