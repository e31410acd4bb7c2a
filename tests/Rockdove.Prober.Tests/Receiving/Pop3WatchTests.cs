using System.Text;
using Rockdove.Testing;

namespace Rockdove.Prober.Tests;

/// <summary>What a watch sees by POP3, and what it leaves alone.</summary>
public sealed class Pop3WatchTests : IAsyncLifetime
{
    private readonly FakePop3 _server = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task A_mail_is_told_once_and_deleted_when_it_is_wanted(bool hasUidl, bool hasTop)
    {
        (_server.HasUidl, _server.HasTop) = (hasUidl, hasTop);
        _server.Deliver(ProbeMails.Foreign());
        await using var running = Run();
        await running.NextAsync<MailboxReady>();
        var mark = ProbeMails.Mark();
        var before = TimeProvider.System.GetTimestamp();
        var uid = _server.Deliver(ProbeMails.Ours(mark));
        running.Watch.Expect(mark.Token);
        var arrived = await running.NextAsync<ProbeArrived>();
        Assert.Equal(mark, arrived.Mark);
        Assert.Equal(_server.Lying()[1].Header(), arrived.Header.ToArray());
        Assert.Equal(ProbeMails.Ours(mark).Length, arrived.Bytes);
        Assert.Equal(("INBOX", FolderRole.Inbox), (arrived.Place.Folder, arrived.Place.Role));
        if (hasUidl)
            Assert.Equal($"u{uid}", arrived.Place.Uid);
        Assert.True(arrived.Timestamp >= before);
        Assert.True(arrived.LookedBefore <= arrived.Timestamp);
        await running.AfterAsync(mail => _server.Deliver(mail)); // The first one is not told again.

        running.Watch.Delete(arrived.Place);
        running.Watch.Delete(arrived.Place with { Uid = "u1" }); // Somebody is wrong: that one is not ours.
        var deleted = await running.NextAsync<MailDeleted>();
        Assert.Equal(arrived.Place, deleted.Place);
        Assert.True(deleted.IsExpunged);
        Assert.Equal(1, _server.CountOf("DELE"));
        Assert.Equal(2, _server.Lying().Count);
        Assert.Equal(ProbeMails.Foreign(), _server.Lying()[0].Octets);
    }

    /// <summary>A figure is right within the time between two looks: a session counts as part of that.</summary>
    [Theory]
    [InlineData(0, 1000)]
    [InlineData(300, 700)]
    [InlineData(500, 500)]
    [InlineData(5000, 500)]
    public async Task The_time_between_two_looks_is_from_one_to_the_next(int session, int rest)
    {
        var clock = new ManualTimeProvider();
        _server.Instead = line =>
        {
            if (line == "QUIT")
                clock.Advance(TimeSpan.FromMilliseconds(session));
            return null;
        };
        await using var running = new RunningWatch(
            _server.Port,
            account => account with { Protocol = ReceiveProtocol.Pop3 },
            time: clock,
            options: new WatchOptions { RestPoll = TimeSpan.FromSeconds(1) });
        await running.NextAsync<MailboxReady>();
        while (!(clock.UntilNextTimer <= TimeSpan.FromSeconds(1))) // Patience with the server lasts longer.
            await Task.Yield();
        Assert.Equal(TimeSpan.FromMilliseconds(rest), clock.UntilNextTimer);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_mail_that_is_delivered_twice_is_told_twice(bool hasUidl)
    {
        _server.HasUidl = hasUidl;
        await using var running = Run();
        await running.NextAsync<MailboxReady>();
        var mark = ProbeMails.Mark();
        _server.Deliver(ProbeMails.Ours(mark));
        _server.Deliver(ProbeMails.Ours(mark));
        var first = await running.NextAsync<ProbeArrived>();
        var second = await running.NextAsync<ProbeArrived>();
        Assert.Equal((mark, mark), (first.Mark, second.Mark));
        Assert.NotEqual(first.Place, second.Place);
        running.Watch.Delete(first.Place);
        running.Watch.Delete(second.Place);
        await running.NextAsync<MailDeleted>();
        await running.NextAsync<MailDeleted>();
        Assert.Empty(_server.Lying());
    }

    [Fact]
    public async Task A_report_of_a_mail_of_ours_is_told_and_can_be_deleted()
    {
        await using var running = Run();
        await running.NextAsync<MailboxReady>();
        var mark = ProbeMails.Mark(ProbeMails.FromAnn);
        _server.Deliver(ProbeMails.Bounce(mark));
        var bounce = await running.NextAsync<BounceArrived>();
        Assert.Equal((mark, "5.1.1", "failed"), (bounce.Mark, bounce.Status, bounce.Action));
        running.Watch.Delete(bounce.Place);
        await running.NextAsync<MailDeleted>();
        Assert.Empty(_server.Lying());
    }

    [Fact]
    public async Task What_only_looks_like_ours_is_not_told_and_not_deleted()
    {
        await using var running = Run();
        await running.NextAsync<MailboxReady>();
        var mark = ProbeMails.Mark();
        byte[][] mails =
        [
            ProbeMails.Ours(mark, key: "another prober's key"u8.ToArray()),
            ProbeMails.Octets($"A: b\r\n\r\n{ProbeMark.FieldName}: {mark.ToFieldValue(ProbeMails.Key)}\r\n"),
            ProbeMails.Octets($"{ProbeMark.FieldName}: {new string('a', 900_000)}\r\n\r\n\r\n"),
            ProbeMails.Octets("\u0000\u00ff: garbage\r\n\u0001\r\nno field\r\n\r\n\r\n"),
        ];
        var uids = mails.Select(mail => _server.Deliver(mail)).ToArray();
        await running.AfterAsync(mail => _server.Deliver(mail));
        foreach (var uid in uids)
            running.Watch.Delete(new MailPlace("INBOX", FolderRole.Inbox, 0, $"u{uid}"));
        var ours = await running.AfterAsync(mail => _server.Deliver(mail));
        running.Watch.Delete(ours.Place);
        await running.NextAsync<MailDeleted>();
        Assert.Equal(mails.Length + 1, _server.Lying().Count);
    }

    [Theory]
    [InlineData(true, 100_000)]
    [InlineData(false, 2000)]
    public async Task A_maildrop_of_many_messages_is_read_in_bounds(bool hasUidl, int messages)
    {
        _server.HasUidl = hasUidl;
        for (var i = 0; i < messages; i++)
            _server.Deliver(ProbeMails.Foreign());
        await using var running = Run(RunningWatch.Quick with
        {
            DropMessages = 50,
            RestPoll = TimeSpan.FromMinutes(5),
        });
        await running.NextAsync<MailboxReady>();
        Assert.Equal(50, _server.CountOf("TOP"));
        var mark = ProbeMails.Mark();
        _server.Deliver(ProbeMails.Ours(mark));
        running.Watch.Expect(mark.Token);
        Assert.Equal(mark, (await running.NextAsync<ProbeArrived>()).Mark);
        var looks = _server.CountOf("PASS");
        Assert.InRange(_server.CountOf("TOP"), 51, hasUidl ? 51 : 50 * looks);
    }

    [Fact]
    public async Task A_big_message_is_not_retrieved_for_its_header()
    {
        _server.HasTop = false;
        await using var running = Run();
        await running.NextAsync<MailboxReady>();
        _server.Deliver(ProbeMails.Foreign(new string('x', 200_000) + ": y\r\n"));
        await running.AfterAsync(mail => _server.Deliver(mail));
        Assert.Equal(0, _server.CountOf("RETR 1"));
        Assert.True(_server.CountOf("RETR 2") > 0);
    }

    [Fact]
    public async Task A_mail_that_cannot_be_deleted_is_tried_again()
    {
        await using var running = Run();
        await running.NextAsync<MailboxReady>();
        _server.FailsAtQuit = true;
        var arrived = await running.AfterAsync(mail => _server.Deliver(mail));
        running.Watch.Delete(arrived.Place);
        var kept = await running.NextAsync<MailKept>();
        Assert.Equal(arrived.Place, kept.Place);
        Assert.Contains("some deleted messages not removed", kept.Failure.Text, StringComparison.Ordinal);
        _server.FailsAtQuit = false;
        while (_server.Lying().Count > 0)
        {
            if (await running.Watch.Events.ReadAsync(Cancelled) is MailDeleted deleted)
                Assert.Equal(arrived.Place, deleted.Place);
        }
    }

    [Theory]
    [InlineData("-ERR [IN-USE] locked\r\n", false)]
    [InlineData("-ERR [SYS/TEMP] later\r\n", false)]
    [InlineData("-ERR [AUTH] wrong\r\n", true)]
    [InlineData("-ERR wrong\r\n", true)]
    public async Task After_two_refused_logins_an_hour_goes_by(string refusal, bool isLong)
    {
        _server.Instead = line => line.StartsWith("PASS", StringComparison.Ordinal) ? refusal : null;
        await using var running = Run();
        await running.NextAsync<MailboxFailed>();
        var failed = await running.NextAsync<MailboxFailed>();
        Assert.Equal(ProbeStage.Authentication, failed.Failure.Stage);
        Assert.Equal(isLong, failed.RetryAfter == TimeSpan.FromHours(1));
        var transcript = Encoding.UTF8.GetString(failed.Transcript!.Value.Span);
        Assert.Contains("C: PASS ***\n", transcript, StringComparison.Ordinal);
        Assert.DoesNotContain("wonderland", transcript, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transcript_shows_nothing_of_the_mail_of_others()
    {
        _server.Deliver(ProbeMails.Foreign());
        _server.Instead = line => line == "QUIT" ? "hm\r\n" : null;
        await using var running = Run();
        await running.NextAsync<MailboxReady>();
        var transcript = Encoding.UTF8.GetString((await running.NextAsync<MailboxFailed>()).Transcript!.Value.Span);
        Assert.Contains("C: TOP 1 0\nS: +OK\n# and ", transcript, StringComparison.Ordinal);
        Assert.Contains(" more octets\nS: .\nC: QUIT\nS: hm\n", transcript, StringComparison.Ordinal);
        Assert.DoesNotContain("private", transcript, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Old_mails_of_ours_are_reaped_in_bounds()
    {
        var old = ProbeMails.Noon - TimeSpan.FromHours(2);
        _server.Deliver(ProbeMails.Ours(ProbeMails.Mark(sent: old)));
        for (var i = 0; i < 10; i++)
            _server.Deliver(ProbeMails.Foreign());
        _server.Deliver(ProbeMails.Bounce(ProbeMails.Mark(ProbeMails.FromAnn, old)));
        _server.Deliver(ProbeMails.Ours(ProbeMails.Mark(ProbeMails.FromAnn, old)));
        _server.Deliver(ProbeMails.Ours(ProbeMails.Mark(sent: ProbeMails.Noon)));
        await using var running = Run(RunningWatch.Quick with { DropMessages = 10 }, new ManualClock(ProbeMails.Noon));
        var first = await ReapAsync(running);
        Assert.Equal(new ReapReport(10, 2, 2, 0), first);
        var second = await ReapAsync(running);
        Assert.Equal(1, second.Removed);
        Assert.Equal(11, _server.Lying().Count);
    }

    private static Task<ReapReport> ReapAsync(RunningWatch running) =>
        running.Watch.ReapAsync(TimeSpan.FromHours(1), Cancelled).WaitAsync(TimeSpan.FromSeconds(30), Cancelled);

    private RunningWatch Run(WatchOptions? options = null, TimeProvider? time = null) => new(
        _server.Port,
        account => account with { Protocol = ReceiveProtocol.Pop3 },
        time: time,
        options: options);
}
