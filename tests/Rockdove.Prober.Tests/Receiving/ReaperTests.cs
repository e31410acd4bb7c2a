namespace Rockdove.Prober.Tests;

/// <summary>What lies in a mailbox from earlier, and is ours.</summary>
public sealed class ReaperTests : IAsyncLifetime
{
    private readonly FakeImap _server = new();
    private readonly ManualClock _time = new(ProbeMails.Noon);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Late_mails_reports_spam_and_copies_go_and_nothing_else(bool hasUidPlus)
    {
        if (!hasUidPlus)
            _server.Capabilities = "IMAP4rev1 IDLE SPECIAL-USE LIST-EXTENDED";
        var old = ProbeMails.Noon - TimeSpan.FromHours(2);
        var (junk, sent, trash) = (
            _server.AddFolder("Spam"), _server.AddFolder("Gone out", "\\Sent"), _server.AddFolder("Bin", "\\Trash"));
        var other = _server.AddFolder("Archive");
        foreach (var folder in new[] { _server.Inbox, junk, trash, other })
        {
            _server.Deliver(ProbeMails.Foreign(), folder, "\\Deleted");
            _server.Deliver(ProbeMails.Ours(ProbeMails.Mark(sent: old)), folder);
            _server.Deliver(ProbeMails.Ours(ProbeMails.Mark(sent: ProbeMails.Noon)), folder);
        }

        _server.Deliver(ProbeMails.Bounce(ProbeMails.Mark(ProbeMails.FromAnn, old)));
        _server.Deliver(ProbeMails.Bounce(ProbeMails.Mark(ProbeMails.FromAnn, ProbeMails.Noon)));
        _server.Deliver(ProbeMails.Ours(ProbeMails.Mark(ProbeMails.FromAnn, old)), sent);
        _server.Deliver(ProbeMails.Ours(ProbeMails.Mark(sent: old), key: "another prober's key"u8.ToArray()), sent);

        await using var running = new RunningWatch(_server.Port, time: _time);
        await running.NextAsync<MailboxReady>();
        var report = await running.Watch.ReapAsync(TimeSpan.FromHours(1), Cancelled);

        Assert.Equal(hasUidPlus ? new ReapReport(13, 5, 5, 0) : new ReapReport(13, 5, 0, 5), report);
        var gone = hasUidPlus ? 1 : 0;
        Assert.Equal(5 - 2 * gone, _server.Lying().Count);
        Assert.Equal(3 - gone, _server.Lying(junk).Count);
        Assert.Equal(3 - gone, _server.Lying(trash).Count);
        Assert.Equal(2 - gone, _server.Lying(sent).Count);
        Assert.Equal(3, _server.Lying(other).Count);
        Assert.Equal(0, _server.CountOf("EXPUNGE") + _server.CountOf("CLOSE"));

        var counted = new List<FolderCounted>();
        while (counted.Count < 4)
            counted.Add(await running.NextAsync<FolderCounted>());
        Assert.Equal(
            hasUidPlus
                ? [("INBOX", 3, 0), ("Spam", 2, 0), ("Gone out", 1, 0), ("Bin", 2, 0)]
                : [("INBOX", 5, 2), ("Spam", 3, 1), ("Gone out", 2, 1), ("Bin", 3, 1)],
            counted.Select(one => (one.Folder, (int)one.Messages, (int)one.Orphans)));

        // What is done is not done again, and another pass finds nothing.
        var again = await running.Watch.ReapAsync(TimeSpan.FromHours(1), Cancelled);
        Assert.Equal(0, again.Found);
    }

    [Fact]
    public async Task Each_pass_looks_at_so_many_and_the_next_goes_on()
    {
        var old = ProbeMails.Noon - TimeSpan.FromHours(2);
        _server.Deliver(ProbeMails.Ours(ProbeMails.Mark(sent: old)));
        for (var i = 0; i < 24; i++)
            _server.Deliver(ProbeMails.Foreign());
        _server.Deliver(ProbeMails.Ours(ProbeMails.Mark(sent: old)));
        await using var running = new RunningWatch(
            _server.Port,
            time: _time,
            options: RunningWatch.Quick with { ReapedMessages = 10, BatchMessages = 4 });
        await running.NextAsync<MailboxReady>();

        var found = new List<int>();
        var examined = 0;
        for (var pass = 0; pass < 3; pass++)
        {
            var report = await running.Watch.ReapAsync(TimeSpan.FromHours(1), Cancelled);
            Assert.InRange(report.Examined, 1, 10);
            examined += report.Examined;
            found.Add(report.Removed);
        }

        Assert.Equal([1, 0, 1], found);
        Assert.InRange(examined, 26, 30);
        Assert.Equal(24, _server.Lying().Count);
    }

    [Theory]
    [InlineData("QUOTA \"\" (STORAGE 10 512 MESSAGE 30 40)", 0.75)]
    [InlineData("QUOTA \"a\" (STORAGE 600 512)", 600.0 / 512)]
    public async Task How_full_a_mailbox_is_is_asked_where_the_server_tells(string line, double used)
    {
        _server.Capabilities += " QUOTA";
        _server.Quota = line;
        await using var running = new RunningWatch(_server.Port, time: _time);
        await running.NextAsync<MailboxReady>();
        await running.Watch.ReapAsync(TimeSpan.FromHours(1), Cancelled);
        while (await running.NextAsync<MailboxEvent>() is var told)
        {
            if (told is not QuotaTold quota)
                continue;
            Assert.Equal(used, quota.Used, 6);
            break;
        }
    }

    [Fact]
    public async Task What_gmail_expunges_goes_through_its_bin()
    {
        _server.Capabilities += " MOVE X-GM-EXT-1";
        var bin = _server.AddFolder("[Gmail]/Bin");
        _server.Deliver(ProbeMails.Foreign(), bin, "\\Deleted");
        await using var running = new RunningWatch(_server.Port);
        await running.NextAsync<MailboxReady>();
        var arrived = await running.AfterAsync(mail => _server.Deliver(mail));
        running.Watch.Delete(arrived.Place);
        Assert.True((await running.NextAsync<MailDeleted>()).IsExpunged);
        Assert.Equal(1, _server.CountOf("UID MOVE"));
        Assert.Empty(_server.Lying());
        Assert.Single(_server.Lying(bin));
    }
}

/// <summary>A clock that is right about everything but the day.</summary>
internal sealed class ManualClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
