using Rockdove.Hosting;

namespace Rockdove.Prober.Tests;

/// <summary>
/// What is wrong with mailboxes: each fault through the whole prober, by its outcome and by who is at fault. a2 is the
/// account whose mailbox has the fault.
/// </summary>
public sealed class MailboxFaultTests
{
    [Theory]
    [InlineData("no IDLE")]
    [InlineData("IDLE that tells nothing")]
    [InlineData("IDLE that is refused")]
    [InlineData("no UIDNEXT")]
    [InlineData("no data before NOOP")]
    [InlineData("SEARCH that finds all")]
    [InlineData("SEARCH that finds nothing")]
    public async Task A_mailbox_of_little_use_is_a_delivery(string fault)
    {
        await using var world = await FaultWorld.StartAsync(world =>
        {
            var imap = world["a2"].Imap;
            switch (fault)
            {
                case "no IDLE":
                    imap.Capabilities = "IMAP4rev1 UIDPLUS";
                    break;
                case "IDLE that tells nothing":
                    imap.IsDeafInIdle = true;
                    break;
                case "IDLE that is refused":
                    imap.Instead = command => command == "IDLE" ? "TAG BAD what\r\n" : null;
                    break;
                case "no UIDNEXT":
                    imap.Inbox.TellsUidNext = false;
                    break;
                case "no data before NOOP":
                    imap.HidesUntilNoop = true;
                    break;
                default:
                    var found = fault == "SEARCH that finds all" ? " 1 2 3 4 5 6 7 8 9" : "";
                    imap.Instead = command => command.Contains("SEARCH", StringComparison.Ordinal)
                        ? $"* SEARCH{found}\r\nTAG OK searched\r\n"
                        : null;
                    break;
            }
        });
        await world.ProbeAllAsync();
        world.Named(ProbeOutcome.Delivered, "", static _ => true);
        Assert.DoesNotContain(
            world["a2"].Imap.Said, command => command.Contains("SEARCH", StringComparison.Ordinal));
        await world.CleanAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_thousand_mails_of_others_that_are_marked_as_deleted_survive(bool hasUidPlus)
    {
        await using var world = await FaultWorld.StartAsync(world =>
        {
            var imap = world["a2"].Imap;
            if (!hasUidPlus)
                imap.Capabilities = "IMAP4rev1 IDLE";
            for (var i = 0; i < 1000; i++)
                imap.Deliver(ProbeMails.Foreign(), flags: "\\Deleted");
        });
        await world.ProbeAllAsync();
        world.Named(ProbeOutcome.Delivered, "", static _ => true);
        await world.DriveAsync(() => world["a2"].Lying().Where(FaultWorld.IsOurs)
            .All(mail => !hasUidPlus && mail.Flags.Contains("\\Deleted")));
        Assert.Equal(1000, world["a2"].Lying().Count(mail => !FaultWorld.IsOurs(mail)));
        Assert.Equal(hasUidPlus ? 0 : 3, world["a2"].Lying().Count(FaultWorld.IsOurs));
        Assert.DoesNotContain(world["a2"].Imap.Said, static command => command is "EXPUNGE" or "CLOSE");
    }

    [Fact]
    public async Task New_UIDs_lose_nothing_and_tell_nothing_twice()
    {
        var held = new List<FaultMail>();
        await using var world = await FaultWorld.StartAsync(world =>
        {
            world.Deadlines = world.Deadlines with { Settle = TimeSpan.FromSeconds(30) };
            world["a2"].Imap.Deliver(ProbeMails.Foreign());
            world.Carrying = mail =>
            {
                if (mail.Pair is { From: "a0", To: "a2" })
                    held.Add(mail);
                else
                    world.Deliver(mail);
            };
        });
        await world.PlaceAllAsync();
        await world.RestAsync();
        var imap = world["a2"].Imap;
        imap.ChangeUidValidity(imap.Inbox);
        held.ForEach(mail => world.Deliver(mail));
        imap.HangUp();
        await world.EndAsync();
        world.Named(ProbeOutcome.Delivered, "", static _ => true);
        await world.CleanAsync();
        Assert.Single(world["a2"].Lying());
    }

    /// <summary>What was told, and is not deleted when its UID changes, goes all the same.</summary>
    [Fact]
    public async Task New_UIDs_before_a_mail_was_deleted_do_not_leave_it_there()
    {
        await using var world = await FaultWorld.StartAsync();
        var imap = world["a2"].Imap;
        imap.Instead = static command => command.StartsWith("UID STORE", StringComparison.Ordinal)
            ? "TAG NO not now\r\n"
            : null;
        await world.ProbeAllAsync();
        await world.RestAsync();
        Assert.Equal(3, world["a2"].Lying().Count);
        imap.ChangeUidValidity(imap.Inbox);
        imap.Instead = static _ => null;
        imap.HangUp();
        await world.CleanAsync();
        world.Named(ProbeOutcome.Delivered, "", static _ => true);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_mailbox_whose_dates_are_an_hour_off_changes_no_time_and_is_told(int hours)
    {
        await using var world = await FaultWorld.StartAsync(world => { });
        world["a2"].Imap.Now = () => world.Clock.GetUtcNow() + TimeSpan.FromHours(hours);
        await world.ProbeAllAsync();
        world.Named(ProbeOutcome.Delivered, "", static _ => true);
        var result = world.Result("a0", "a2");
        Assert.Equal(0, result.DeliverySeconds);
        Assert.True(result.VisibilitySeconds is null or >= 0, $"{result}");
        Assert.Contains("clock_off", result.Flags);
        Assert.DoesNotContain("clock_off", world.Result("a2", "a0").Flags);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task A_maildrop_without_UIDL_or_TOP_is_a_delivery(bool hasUidl, bool hasTop)
    {
        await using var world = await FaultWorld.StartAsync(world =>
        {
            var drop = world["a2"].UsePop3();
            (drop.HasUidl, drop.HasTop) = (hasUidl, hasTop);
            drop.Deliver(ProbeMails.Foreign());
        });
        await world.ProbeAllAsync();
        world.Named(ProbeOutcome.Delivered, "", static _ => true);
        await world.CleanAsync();
        Assert.Single(world["a2"].Lying());
    }

    [Theory]
    [InlineData(null, "banner")]
    [InlineData("LOGIN", "auth")]
    [InlineData("LIST", "select")]
    [InlineData("EXAMINE", "select")]
    public async Task A_mailbox_that_stalls_is_given_up_and_no_mail_is_sent_there(string? command, string stage)
    {
        await using var world = await FaultWorld.StartAsync(world =>
        {
            var house = world["a2"];
            house.Patience = FaultWorld.StallPatience;
            if (command is null)
                house.Imap.Greeting = null;
            else
                house.Imap.Instead = line => line.StartsWith(command, StringComparison.Ordinal) ? "" : null;
        });
        await world.PlaceAllAsync();
        await world.EndStalledAsync(world["a2"]);
        world.Named(ProbeOutcome.ReceiveFailed, "receiver a2", IsToA2);
        Assert.Equal(stage, world.Result("a0", "a2").Stage);
        Assert.Null(world.Result("a0", "a2").Started);
    }

    [Theory]
    [InlineData("NOOP")]
    [InlineData("UID FETCH")]
    [InlineData("UID STORE")]
    public async Task A_mailbox_that_stalls_later_is_opened_again_and_nothing_is_missed(string command)
    {
        var hasStalled = false;
        await using var world = await FaultWorld.StartAsync(world =>
        {
            // Longer than the patience with a server, as it is outside tests.
            var days = TimeSpan.FromDays(2);
            world.Deadlines = world.Deadlines with { Soft = days, Mailbox = days };
            world["a2"].Patience = FaultWorld.StallPatience;
        });
        await world.RestAsync();
        world["a2"].Imap.Instead = line =>
        {
            if (hasStalled || !line.StartsWith(command, StringComparison.Ordinal))
                return null;
            hasStalled = true;
            return "";
        };
        await world.PlaceAllAsync();
        await world.DriveAsync(() => world["a2"].IsStalled);
        await world.GiveUpAsync(world["a2"]);
        await world.EndAsync();
        world.Named(ProbeOutcome.Delivered, "", static _ => true);
        await world.CleanAsync();
    }

    [Theory]
    [InlineData("bad certificate")]
    [InlineData("STARTTLS taken away")]
    [InlineData("line behind STARTTLS")]
    public async Task A_mailbox_without_TLS_is_not_looked_into(string fault)
    {
        var certificate = CertificateSource.Development("a2.test");
        await using var world = await FaultWorld.StartAsync(world =>
        {
            var house = world["a2"];
            var isImplicit = fault == "bad certificate";
            house.Change = account => account with
            {
                Receive = account.Receive! with { Security = isImplicit ? MailSecurity.Tls : MailSecurity.StartTls },
            };
            if (isImplicit)
                house.Imap.Certificate = certificate;
            if (fault != "line behind STARTTLS")
                return;
            house.Imap.Capabilities = "IMAP4rev1 IDLE UIDPLUS STARTTLS";
            house.Imap.Instead = command => command == "STARTTLS"
                ? "TAG OK go ahead\r\n* OK believe me\r\n"
                : null;
        });
        await world.ProbeAllAsync();
        world.Named(ProbeOutcome.ReceiveFailed, "receiver a2", IsToA2);
        Assert.Equal("tls", world.Result("a0", "a2").Stage);
        Assert.DoesNotContain("LOGIN", world["a2"].Imap.Said);
    }

    [Fact]
    public async Task A_mailbox_that_refuses_the_login_is_the_receivers_fault()
    {
        await using var world = await FaultWorld.StartAsync(world => world["a2"].Imap.Instead = static command =>
            command.StartsWith("LOGIN", StringComparison.Ordinal) ? "TAG NO [AUTHENTICATIONFAILED] who\r\n" : null);
        await world.ProbeAllAsync();
        world.Named(ProbeOutcome.ReceiveFailed, "receiver a2", IsToA2);
        Assert.Equal("auth", world.Result("a0", "a2").Stage);
        Assert.Equal(2, world["a2"].Imap.CountOf("LOGIN")); // A third one locks many accounts.
    }

    [Fact]
    public async Task A_mailbox_that_hangs_up_is_opened_again_and_nothing_is_missed()
    {
        await using var world = await FaultWorld.StartAsync(world => world.Carrying = mail =>
        {
            if (IsToA2(mail.Pair))
                world["a2"].Imap.HangUp();
            world.Deliver(mail);
        });
        await world.ProbeAllAsync();
        world.Named(ProbeOutcome.Delivered, "", static _ => true);
        await world.CleanAsync();
    }

    [Fact]
    public async Task A_mailbox_that_closes_for_good_lets_nobody_say_whether_a_mail_came()
    {
        await using var world = await FaultWorld.StartAsync();
        await world.RestAsync();
        world["a2"].Imap.Greeting = "* BYE out of order\r\n";
        world.Carrying = mail =>
        {
            if (IsToA2(mail.Pair))
                world["a2"].Imap.HangUp();
            else
                world.Deliver(mail);
        };
        await world.ProbeAllAsync();
        world.Named(ProbeOutcome.ReceiveFailed, "receiver a2", IsToA2);
    }

    [Fact]
    public async Task A_mailbox_that_deletes_nothing_is_a_delivery_and_is_tried_again()
    {
        var isFull = true;
        await using var world = await FaultWorld.StartAsync(world => world["a2"].Imap.Instead = command =>
            isFull && command.StartsWith("UID STORE", StringComparison.Ordinal) ? "TAG NO [OVERQUOTA] full\r\n" : null);
        await world.ProbeAllAsync();
        world.Named(ProbeOutcome.Delivered, "", static _ => true);
        isFull = false;
        await world.CleanAsync();
    }

    [Fact]
    public async Task An_account_that_can_neither_send_nor_receive_is_at_fault_itself()
    {
        await using var world = await FaultWorld.StartAsync(world => world["a2"].Change = account => account with
        {
            Send = account.Send! with { Port = 1 },
            Receive = account.Receive! with { Port = 1 },
        });
        await world.ProbeAllAsync();
        Assert.All(
            world.Results(),
            result => Assert.Equal(
                result.From == "a2" ? "send_failed" : result.To == "a2" ? "receive_failed" : "delivered",
                result.Outcome));
        Assert.Equal("account a2", world.Blame());
    }

    private static bool IsToA2(ProbePair pair) => pair.To == "a2";
}
