using System.Text;

namespace Rockdove.Prober.Tests;

/// <summary>What a watch sees by IMAP, and what it leaves alone.</summary>
public sealed class ImapWatchTests : IAsyncLifetime
{
    private readonly FakeImap _server = new();
    private readonly CursorJournal _journal = new();

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_mail_is_told_when_the_server_tells_and_deleted_when_it_is_wanted()
    {
        _server.Deliver(ProbeMails.Foreign());
        await using var running = Run();
        var ready = await running.NextAsync<MailboxReady>();
        Assert.Equal(
            [ProbeStage.Connect, ProbeStage.Banner, ProbeStage.Ehlo, ProbeStage.Authentication, ProbeStage.Select],
            ready.Phases.Select(phase => phase.Stage));

        var mark = ProbeMails.Mark();
        var before = TimeProvider.System.GetTimestamp();
        var uid = _server.Deliver(ProbeMails.Ours(mark));
        var arrived = await running.NextAsync<ProbeArrived>();
        Assert.Equal(mark, arrived.Mark);
        Assert.Equal(new MailPlace("INBOX", FolderRole.Inbox, 1, $"{uid}"), arrived.Place);
        Assert.Equal(_server.Lying()[1].Header(), arrived.Header.ToArray());
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1)), arrived.StoredAt);
        Assert.Equal(ProbeMails.Ours(mark).Length, arrived.Bytes);
        Assert.True(arrived.Timestamp >= before);
        Assert.True(arrived.LookedBefore <= arrived.Timestamp);

        running.Watch.Delete(arrived.Place);
        var deleted = await running.NextAsync<MailDeleted>();
        Assert.Equal(arrived.Place, deleted.Place);
        Assert.True(deleted.IsExpunged);
        Assert.Single(_server.Lying());
        Assert.Equal(0, _server.CountOf("SEARCH") + _server.CountOf("UID SEARCH"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_thousand_mails_of_others_that_are_marked_as_deleted_survive(bool hasUidPlus)
    {
        if (!hasUidPlus)
            _server.Capabilities = "IMAP4rev1 IDLE";
        for (var i = 0; i < 500; i++)
            _server.Deliver(ProbeMails.Foreign(), null, "\\Deleted");
        await using (var running = Run())
        {
            await running.NextAsync<MailboxReady>();
            for (var i = 0; i < 500; i++)
                _server.Deliver(ProbeMails.Foreign(), null, "\\Deleted");
            var arrived = await running.AfterAsync(mail => _server.Deliver(mail));
            running.Watch.Delete(arrived.Place);
            running.Watch.Delete(arrived.Place with { Uid = "1" }); // Somebody is wrong: that one is not ours.
            Assert.Equal(hasUidPlus, (await running.NextAsync<MailDeleted>()).IsExpunged);
            await running.AfterAsync(mail => _server.Deliver(mail));
        }

        var lying = _server.Lying();
        Assert.Equal(1000, lying.Count(mail => mail.Octets.SequenceEqual(ProbeMails.Foreign())));
        Assert.Equal(hasUidPlus ? 1001 : 1002, lying.Count);
        Assert.Equal(0, _server.CountOf("EXPUNGE") + _server.CountOf("CLOSE"));
        Assert.Equal(1, _server.CountOf("UID STORE"));
    }

    [Fact]
    public async Task Nothing_is_changed_while_nothing_is_deleted()
    {
        _server.Deliver(ProbeMails.Foreign());
        await using var running = Run();
        await running.NextAsync<MailboxReady>();
        await running.AfterAsync(mail => _server.Deliver(mail));
        Assert.Equal(0, _server.CountOf("SELECT") + _server.CountOf("UID STORE"));
        Assert.All(_server.Lying(), mail => Assert.Empty(mail.Flags));
    }

    [Theory]
    [InlineData("no IDLE")]
    [InlineData("refuses IDLE")]
    [InlineData("deaf in IDLE")]
    [InlineData("hides until NOOP")]
    [InlineData("no UIDNEXT")]
    public async Task A_mail_is_found_where_the_server_is_of_little_use(string fault)
    {
        switch (fault)
        {
            case "no IDLE":
                _server.Capabilities = "IMAP4rev1 UIDPLUS";
                break;
            case "refuses IDLE":
                _server.Instead = line => line == "IDLE" ? "TAG BAD what\r\n" : null;
                break;
            case "deaf in IDLE":
                _server.IsDeafInIdle = true;
                break;
            case "hides until NOOP":
                _server.HidesUntilNoop = true;
                break;
            case "no UIDNEXT":
                _server.Inbox.TellsUidNext = false;
                break;
        }

        _server.Deliver(ProbeMails.Ours(ProbeMails.Mark())); // Before the watch began.
        await using var running = Run();
        await running.NextAsync<MailboxReady>();
        for (var i = 0; i < 5; i++)
        {
            var mark = ProbeMails.Mark();
            running.Watch.Expect(mark.Token);
            _server.Deliver(ProbeMails.Foreign());
            _server.Deliver(ProbeMails.Ours(mark));
            Assert.Equal(mark, (await running.NextAsync<ProbeArrived>()).Mark);
        }
    }

    [Fact]
    public async Task A_server_that_tells_nothing_at_all_is_opened_again()
    {
        // Neither EXISTS nor NOOP: only who opens the mailbox sees what is new.
        _server.IsDeafInIdle = true;
        _server.Instead = line => line == "NOOP" ? "TAG OK nothing\r\n" : null;
        await using var running = Run(RunningWatch.Quick with { OpenAgainAfter = TimeSpan.FromMilliseconds(50) });
        await running.NextAsync<MailboxReady>();
        var mark = ProbeMails.Mark();
        running.Watch.Expect(mark.Token);
        _server.Deliver(ProbeMails.Ours(mark));
        var arrived = await running.NextAsync<ProbeArrived>();
        Assert.Equal(mark, arrived.Mark);
        Assert.NotNull(arrived.LookedBefore);
    }

    [Fact]
    public async Task A_mail_that_comes_right_before_the_reaper_opens_the_mailbox_is_told()
    {
        // Only who opens the mailbox hears of it, and the reaper does so first.
        _server.IsDeafInIdle = true;
        _server.Instead = line => line == "NOOP" ? "TAG OK nothing\r\n" : null;
        await using var running = Run();
        await running.NextAsync<MailboxReady>();
        var mark = ProbeMails.Mark();
        _server.Deliver(ProbeMails.Ours(mark));

        var reaping = running.Watch.ReapAsync(TimeSpan.FromDays(36500), TestContext.Current.CancellationToken);

        await running.NextAsync<FolderCounted>();
        Assert.Equal(mark, (await running.NextAsync<ProbeArrived>()).Mark);
        await reaping;
    }

    [Fact]
    public async Task A_mail_is_told_though_the_session_ended_while_its_header_was_read()
    {
        var refusals = 1;
        await using var running = Run();
        await running.NextAsync<MailboxReady>();
        _server.Instead = line =>
        {
            if (!line.Contains("[HEADER]", StringComparison.Ordinal) || Interlocked.Decrement(ref refusals) < 0)
                return null;
            _server.HangUp();
            return "";
        };
        var mark = ProbeMails.Mark();

        _server.Deliver(ProbeMails.Ours(mark));

        await running.NextAsync<MailboxFailed>();
        Assert.Equal(mark, (await running.NextAsync<ProbeArrived>()).Mark);
    }

    [Fact]
    public async Task A_mail_that_could_not_be_read_at_first_is_found_when_the_mailbox_is_opened_again()
    {
        await using var running = Run(RunningWatch.Quick with { OpenAgainAfter = TimeSpan.FromMilliseconds(50) });
        await running.NextAsync<MailboxReady>();
        var (mark, late) = (ProbeMails.Mark(), ProbeMails.Mark());
        running.Watch.Expect(mark.Token);
        running.Watch.Expect(late.Token);
        _server.UnreadableHeaders = 1;
        _server.Deliver(ProbeMails.Ours(late));
        _server.Deliver(ProbeMails.Ours(mark));

        ProbeArrived[] arrived =
            [await running.NextAsync<ProbeArrived>(), await running.NextAsync<ProbeArrived>()];

        // Each is told once, and nobody knows since when the one that could not be read has lain there.
        Assert.Equal(
            [late.Token, mark.Token], arrived.Select(one => one.Mark.Token).OrderBy(token => token != late.Token));
        Assert.Null(arrived.Single(one => one.Mark == late).LookedBefore);
        running.Watch.Forget(mark.Token);
        running.Watch.Forget(late.Token);
        await running.AfterAsync(mail => _server.Deliver(mail));
    }

    [Theory]
    [InlineData("Whatever", "\\Junk")]
    [InlineData("spam", "")]
    [InlineData("INBOX/Junk", "\\HasNoChildren")]
    public async Task A_mail_among_the_spam_is_found(string name, string attributes)
    {
        var junk = _server.AddFolder(name, attributes);
        _server.AddFolder("[Gmail]", "\\Noselect");
        await using var running = Run();
        await running.NextAsync<MailboxReady>();
        var mark = ProbeMails.Mark();
        var uid = _server.Deliver(ProbeMails.Ours(mark), junk);
        var arrived = await running.NextAsync<ProbeArrived>();
        Assert.Equal(mark, arrived.Mark);
        Assert.Equal(new MailPlace(name, FolderRole.Junk, 1, $"{uid}"), arrived.Place);
        Assert.NotNull(arrived.LookedBefore);
        await running.AfterAsync(mail => _server.Deliver(mail)); // INBOX is watched as before.

        running.Watch.Delete(arrived.Place);
        Assert.Equal(arrived.Place, (await running.NextAsync<MailDeleted>()).Place);
        Assert.Empty(_server.Lying(junk));
    }

    [Fact]
    public async Task A_mail_that_is_delivered_twice_is_told_twice()
    {
        await using var running = Run();
        await running.NextAsync<MailboxReady>();
        var mark = ProbeMails.Mark();
        _server.Deliver(ProbeMails.Ours(mark));
        _server.Deliver(ProbeMails.Ours(mark));
        var first = await running.NextAsync<ProbeArrived>();
        var second = await running.NextAsync<ProbeArrived>();
        Assert.Equal((mark, mark), (first.Mark, second.Mark));
        Assert.NotEqual(first.Place, second.Place);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_report_of_a_mail_of_ours_is_told_and_can_be_deleted(bool headerOnly)
    {
        await using var running = Run();
        await running.NextAsync<MailboxReady>();
        var stranger = ProbeMails.Mark(ProbeMails.FromAnn);
        var mark = ProbeMails.Mark(ProbeMails.FromAnn);
        var somebody = Encoding.Latin1.GetString(ProbeMails.Bounce(stranger))
            .Replace("X-Rockdove-Probe", "X-Another-Header", StringComparison.Ordinal);
        _server.Deliver(ProbeMails.Octets(somebody));
        var uid = _server.Deliver(ProbeMails.Bounce(mark, headerOnly: headerOnly));

        var bounce = await running.NextAsync<BounceArrived>();
        Assert.Equal(mark, bounce.Mark);
        Assert.Equal("5.1.1", bounce.Status);
        Assert.Equal("failed", bounce.Action);
        Assert.Equal("550 5.1.1 No such user", bounce.Diagnostic);
        Assert.Equal("mx.example.org", bounce.RemoteServer);
        Assert.Equal($"{uid}", bounce.Place.Uid);
        Assert.Equal(ProbeMails.Bounce(mark, headerOnly: headerOnly), bounce.Message.ToArray());

        running.Watch.Delete(bounce.Place);
        await running.NextAsync<MailDeleted>();
        Assert.Equal(ProbeMails.Octets(somebody), Assert.Single(_server.Lying()).Octets);
    }

    [Fact]
    public async Task What_only_looks_like_ours_is_not_told_and_not_deleted()
    {
        await using var running = Run();
        await running.NextAsync<MailboxReady>();
        var mark = ProbeMails.Mark();
        var field = $"{ProbeMark.FieldName}: {mark.ToFieldValue(ProbeMails.Key)}";
        byte[][] mails =
        [
            ProbeMails.Ours(mark, key: "another prober's key"u8.ToArray()),
            ProbeMails.Ours(ProbeMails.Mark(new ProbePair("bob", "carol"))),
            ProbeMails.Ours(ProbeMails.Mark(ProbeMails.FromAnn)), // A copy of what was sent is no arrival.
            ProbeMails.Octets($"Subject: quoted\r\n\r\n{field}\r\n"),
            ProbeMails.Octets($"Subject: attached\r\nContent-Type: message/rfc822\r\n\r\n{field}\r\n\r\nx\r\n"),
            ProbeMails.Octets($"{ProbeMark.FieldName}: v=1; t=; at=; s=\r\n\r\n\r\n"),
            ProbeMails.Octets($"{ProbeMark.FieldName}: {new string(';', 3000)}\r\n\r\n\r\n"),
            ProbeMails.Octets($"{ProbeMark.FieldName}: {new string('a', 100_000)}\r\n\r\n\r\n"),
            ProbeMails.Octets("\u0000\u00ff: garbage\r\n\u0001\r\nno field\r\n\r\n\r\n"),
            ProbeMails.Octets("Content-Type: multipart/report; boundary=\"\r\n\r\n--\r\n"),
        ];
        var uids = mails.Select(mail => _server.Deliver(mail)).ToArray();
        await running.AfterAsync(mail => _server.Deliver(mail));
        foreach (var uid in uids)
            running.Watch.Delete(new MailPlace("INBOX", FolderRole.Inbox, 1, $"{uid}"));
        var own = await running.NextAsync<MailDeleted>(); // Only the copy of what was sent is ours.
        Assert.Equal($"{uids[2]}", own.Place.Uid);
        await running.AfterAsync(mail => _server.Deliver(mail));
        Assert.Equal(mails.Length - 1 + 2, _server.Lying().Count);
    }

    [Fact]
    public async Task New_uids_do_not_make_a_mail_new()
    {
        await using var running = Run();
        await running.NextAsync<MailboxReady>();
        _server.Deliver(ProbeMails.Foreign());
        var first = await running.AfterAsync(mail => _server.Deliver(mail));
        _server.ChangeUidValidity(_server.Inbox, gone: 1);
        var mark = ProbeMails.Mark();
        _server.Deliver(ProbeMails.Foreign());
        _server.Deliver(ProbeMails.Ours(mark));
        _server.HangUp();

        Assert.Equal(ProbeStage.Poll, (await running.NextAsync<MailboxFailed>()).Failure.Stage);
        var second = await running.NextAsync<ProbeArrived>();
        Assert.Equal(mark, second.Mark);
        Assert.Equal(2u, second.Place.UidValidity);
        Assert.Equal("2", first.Place.Uid);
        running.Watch.Delete(first.Place); // Its UID is somebody else's now: it goes by the one that it has.
        Assert.Equal(first.Place, (await running.NextAsync<MailDeleted>()).Place);
        running.Watch.Delete(first.Place); // And now there is none.
        running.Watch.Delete(second.Place);
        Assert.Equal(first.Place, (await running.NextAsync<MailDeleted>()).Place);
        Assert.Equal(second.Place, (await running.NextAsync<MailDeleted>()).Place);
        Assert.DoesNotContain(_server.Lying(), FaultWorld.IsOurs);
        Assert.Single(_server.Lying());
    }

    [Fact]
    public async Task What_came_while_nobody_watched_is_told()
    {
        var away = ProbeMails.Mark();
        var told = ProbeMails.Mark();
        await using (var running = Run())
        {
            await running.NextAsync<MailboxReady>();
            var gone = await running.AfterAsync(mail => _server.Deliver(mail));
            running.Watch.Delete(gone.Place);
            await running.NextAsync<MailDeleted>();
            _server.Deliver(ProbeMails.Ours(told));
            await running.NextAsync<ProbeArrived>();
            await running.AfterAsync(mail => _server.Deliver(mail));
        }

        _server.Deliver(ProbeMails.Ours(away));
        await using var again = Run();

        // Nobody knows what became of those who were told: what is not deleted is told again.
        Assert.Equal(told, (await again.NextAsync<ProbeArrived>()).Mark);
        await again.NextAsync<ProbeArrived>();
        Assert.Equal(away, (await again.NextAsync<ProbeArrived>()).Mark);
        await again.AfterAsync(mail => _server.Deliver(mail));
    }

    [Fact]
    public async Task A_folder_that_was_put_back_from_a_copy_is_watched_from_where_it_is()
    {
        _journal.Cursors["ann INBOX"] = new FolderCursor(1, 100);
        await using var running = Run();
        await running.NextAsync<MailboxReady>();
        await running.AfterAsync(mail => _server.Deliver(mail));
        await running.AfterAsync(mail => _server.Deliver(mail));
        Assert.Equal(1u, _journal.Cursors["ann INBOX"].NextUid); // The first is told, and not deleted.
    }

    [Fact]
    public async Task A_mailbox_of_a_hundred_thousand_messages_is_not_read()
    {
        var foreign = ProbeMails.Foreign();
        for (var i = 0; i < 100_000; i++)
            _server.Deliver(foreign);
        await using (var running = Run())
        {
            await running.NextAsync<MailboxReady>();
            Assert.Equal(0, _server.CountOf("UID FETCH") + _server.CountOf("FETCH"));
            await running.AfterAsync(mail => _server.Deliver(mail));
        }

        // A month later: the newest of what came are looked at.
        for (var i = 0; i < 3000; i++)
            _server.Deliver(foreign);
        var mark = ProbeMails.Mark();
        _server.Deliver(ProbeMails.Ours(mark));
        var before = _server.CountOf("UID FETCH");
        await using var later = Run(RunningWatch.Quick with { MissedMessages = 1000, BatchMessages = 100 });
        Assert.Equal(mark, (await later.NextAsync<ProbeArrived>()).Mark);
        await later.NextAsync<MailboxReady>();
        Assert.InRange(_server.CountOf("UID FETCH") - before, 10, 13);
    }

    [Theory]
    [InlineData(10, 1)]
    [InlineData(9, 0)]
    public async Task After_a_change_of_uids_so_many_are_looked_at(int limit, int told)
    {
        _server.Deliver(ProbeMails.Ours(ProbeMails.Mark()));
        for (var i = 0; i < 9; i++)
            _server.Deliver(ProbeMails.Foreign());
        _journal.Cursors["ann INBOX"] = new FolderCursor(7, 100);
        await using var running = Run(RunningWatch.Quick with { UnknownMessages = limit, BatchMessages = 3 });
        for (var i = 0; i < told; i++)
            await running.NextAsync<ProbeArrived>();
        await running.NextAsync<MailboxReady>();
        await running.AfterAsync(mail => _server.Deliver(mail));
    }

    private RunningWatch Run(WatchOptions? options = null) =>
        new(_server.Port, journal: _journal, options: options);
}
