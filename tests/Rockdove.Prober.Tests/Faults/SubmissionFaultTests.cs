using Rockdove.Mock;
using Rockdove.Wire;

namespace Rockdove.Prober.Tests;

/// <summary>
/// What goes wrong where mails are handed in: each fault through the whole prober, by its outcome and by who is at
/// fault. a1 is the account whose server has the fault.
/// </summary>
public sealed class SubmissionFaultTests
{
    [Theory]
    [InlineData("4.7.1")]
    [InlineData("4.2.0")]
    public async Task Greylisting_of_a_first_contact_is_a_delivery(string enhanced)
    {
        await using var world = await FaultWorld.StartAsync(world => world["a1"].Submission = options =>
        {
            foreach (var to in (string[])["a0@*", "a2@*", "a3@*"])
                options.When(MockMoment.Recipient, to).Times(1).Reply(451, enhanced, "Greylisted, come back later");
        });
        await world.ProbeAllAsync();
        world.Named(ProbeOutcome.Delivered, "", static _ => true);
        using var reader = world.Journal.OpenReader();
        Assert.All(
            world.Results(),
            result => Assert.Equal(result.From == "a1" ? 1 : 0, reader.Probe(result.Id)!.Deferrals));
        await world.CleanAsync();
    }

    [Fact]
    public async Task A_451_that_stays_is_a_failure_to_send()
    {
        await using var world = await FaultWorld.StartAsync(world => world["a1"].Submission = options =>
            options.When(MockMoment.Recipient).Reply(451, "4.3.0", "Not now"));
        await world.ProbeAllAsync();
        world.Named(ProbeOutcome.SendFailed, "sender a1", IsFromA1);
        Assert.Equal(("rcpt", (int?)451), Where(world));
    }

    [Theory]
    [InlineData(MockMoment.Mail, "mail")]
    [InlineData(MockMoment.Message, "final")]
    public async Task Over_the_limit_of_a_day_one_is_rejected_and_the_others_are_not_sent(
        MockMoment moment, string stage)
    {
        await using var world = await FaultWorld.StartAsync(world => world["a1"].Submission = options =>
            options.When(moment).Reply(550, "5.4.5", "Daily sending quota exceeded"));
        await world.ProbeAllAsync();
        Assert.Equal(["rejected", "skipped_budget", "skipped_budget"], OutcomesOf(world, "a1"));
        var tried = world.Results().Single(result => result.Outcome == "rejected");
        Assert.Equal((stage, (int?)550), (tried.Stage, tried.Code));
        Assert.All(
            world.Results().Where(result => result.From == "a1"),
            result => Assert.Contains("Daily sending quota", result.Error, StringComparison.Ordinal));
        Assert.Equal($"a1 -> {tried.To}", world.Blame()); // One was tried: that is all that is known of the row.
    }

    /// <summary>The reply comes while the mail is being sent, and is read behind its end.</summary>
    [Fact]
    public async Task A_421_in_the_midst_of_the_mail_ends_the_row()
    {
        await using var world = await FaultWorld.StartAsync(world => world["a1"].Submission = options =>
            options.When(MockMoment.Message).Reply(421, "4.3.2", "Shutting down").Close());
        await world.ProbeAllAsync();
        Assert.Equal(["send_failed", "skipped_budget", "skipped_budget"], OutcomesOf(world, "a1"));
        var tried = world.Results().Single(result => result.Outcome == "send_failed");
        Assert.Equal(("final", (int?)421), (tried.Stage, tried.Code));
        Assert.Equal($"a1 -> {tried.To}", world.Blame());
    }

    [Fact]
    public async Task A_session_that_breaks_in_the_midst_of_the_mail_is_a_failure_to_send()
    {
        await using var world = await FaultWorld.StartAsync(world => world["a1"].Submission = options =>
            options.When(MockMoment.Content).AfterBytes(200).Close());
        await world.ProbeAllAsync();
        world.Named(ProbeOutcome.SendFailed, "sender a1", IsFromA1);
        Assert.Equal("final", Where(world).Stage);
        await world.CleanAsync();
    }

    /// <summary>RFC 1047: the server has it, and the answer is lost. It is not sent twice.</summary>
    [Fact]
    public async Task A_mail_whose_250_is_lost_is_a_delivery()
    {
        await using var world = await FaultWorld.StartAsync(world => world["a1"].Submission = options =>
            options.When(MockMoment.Message).Keep().Close());
        await world.ProbeAllAsync();
        world.Named(ProbeOutcome.Delivered, "", static _ => true);
        await world.CleanAsync();
    }

    [Theory]
    [InlineData(MockMoment.Connect, "send_failed", "banner")]
    [InlineData(MockMoment.Hello, "send_failed", "ehlo")]
    [InlineData(MockMoment.StartTls, "tls_failed", "tls")]
    [InlineData(MockMoment.Auth, "send_failed", "auth")]
    [InlineData(MockMoment.Mail, "send_failed", "mail")]
    [InlineData(MockMoment.Recipient, "send_failed", "rcpt")]
    [InlineData(MockMoment.Data, "send_failed", "data")]
    [InlineData(MockMoment.Message, "send_failed", "final")]
    public async Task A_server_that_stalls_is_given_up(MockMoment moment, string outcome, string stage)
    {
        await using var world = await FaultWorld.StartAsync(world =>
        {
            world["a1"].StallSending(moment);
            Secure(world["a1"], believes: true);
        });
        await world.PlaceAllAsync();
        await world.EndStalledAsync(world["a1"]);
        Assert.Equal(3, world["a1"].Mock.Sessions.Count);
        world.Named(ProbeNames.Outcome(outcome)!.Value, "sender a1", IsFromA1);
        Assert.All(
            world.Results().Where(result => result.From == "a1"), result => Assert.Equal(stage, result.Stage));
    }

    [Theory]
    [InlineData(TlsFault.None)] // Nobody has signed it.
    [InlineData(TlsFault.Expired)]
    [InlineData(TlsFault.SelfSigned)]
    [InlineData(TlsFault.Garbage)]
    public async Task A_bad_certificate_is_a_failure_of_TLS(TlsFault fault)
    {
        await using var world = await FaultWorld.StartAsync(world =>
        {
            Secure(world["a1"], believes: fault == TlsFault.Garbage);
            if (fault != TlsFault.None)
                world["a1"].Submission = options => options.When(MockMoment.Tls).Fault(fault);
        });
        await world.ProbeAllAsync();
        world.Named(ProbeOutcome.TlsFailed, "sender a1", IsFromA1);
        Assert.Equal("tls", Where(world).Stage);
        DemandNothingSaid(world);
    }

    [Fact]
    public async Task STARTTLS_that_somebody_took_away_is_a_failure_of_TLS()
    {
        await using var world = await FaultWorld.StartAsync(world =>
        {
            Secure(world["a1"], believes: true);
            world["a1"].Submission = options => options.When(MockMoment.Hello).Withhold("STARTTLS");
        });
        await world.ProbeAllAsync();
        world.Named(ProbeOutcome.TlsFailed, "sender a1", IsFromA1);
        DemandNothingSaid(world);
    }

    /// <summary>CVE-2011-0411: what stands behind the reply was not said by the server that TLS is made with.</summary>
    [Fact]
    public async Task A_line_that_was_put_behind_STARTTLS_is_a_failure_of_TLS()
    {
        await using var world = await FaultWorld.StartAsync(world =>
        {
            Secure(world["a1"], believes: true);
            world["a1"].Submission = options => options.When(MockMoment.StartTls)
                .Say("220 2.0.0 Go ahead\r\n250 2.0.0 Believe me\r\n"u8);
        });
        await world.ProbeAllAsync();
        world.Named(ProbeOutcome.TlsFailed, "sender a1", IsFromA1);
        Assert.Equal("tls", Where(world).Stage);
        DemandNothingSaid(world);
    }

    [Fact]
    public async Task A_refused_login_is_tried_twice_and_then_not_for_an_hour()
    {
        await using var world = await FaultWorld.StartAsync(world => world["a1"].Submission = options =>
            options.When(MockMoment.Auth).Reply(535, "5.7.8", "Not you"));
        await world.ProbeAllAsync();
        world.Named(ProbeOutcome.AuthenticationFailed, "sender a1", IsFromA1);
        Assert.Equal(2, world["a1"].Mock.Sessions.Count);
    }

    [Fact]
    public async Task A_recipient_that_is_refused_is_the_pairs_fault()
    {
        await using var world = await FaultWorld.StartAsync(world => world["a1"].Submission = options =>
            options.When(MockMoment.Recipient, "a2@*").Reply(550, "5.1.1", "No such user"));
        await world.ProbeAllAsync();
        world.Named(ProbeOutcome.Rejected, "a1 -> a2", static pair => pair is { From: "a1", To: "a2" });
    }

    [Fact]
    public async Task A_port_where_nobody_is_is_a_failure_to_send()
    {
        await using var world = await FaultWorld.StartAsync(world => world["a1"].Change = account =>
            account with { Send = account.Send! with { Port = 1 } });
        await world.ProbeAllAsync();
        world.Named(ProbeOutcome.SendFailed, "sender a1", IsFromA1);
        Assert.Equal("connect", Where(world).Stage);
    }

    [Fact]
    public async Task When_nobody_is_reached_it_is_the_prober()
    {
        await using var world = await FaultWorld.StartAsync(world =>
        {
            foreach (var house in world.Houses)
                house.Change = static account => account with { Send = account.Send! with { Port = 1 } };
        });
        await world.ProbeAllAsync();
        world.Named(ProbeOutcome.SendFailed, "prober", static _ => true);
        Assert.Equal(
            RunFlags.ProberOffline,
            await world.Desk.EndRunAsync(world.Run, TestContext.Current.CancellationToken));
    }

    /// <summary>Neither a login nor a mail was begun.</summary>
    private static void DemandNothingSaid(FaultWorld world)
    {
        var sessions = world["a1"].Mock.Sessions;
        Assert.Equal(3, sessions.Count);
        Assert.All(sessions, session => Assert.DoesNotContain(
            session.Transcript.Lines,
            static line => line.Kind == TranscriptLineKind.Client
                && (line.Text.StartsWith("AUTH", StringComparison.Ordinal)
                    || line.Text.StartsWith("MAIL", StringComparison.Ordinal))));
    }

    private static bool IsFromA1(ProbePair pair) => pair.From == "a1";

    private static (string? Stage, int? Code) Where(FaultWorld world)
    {
        var result = world.Result("a1", "a0");
        return (result.Stage, result.Code);
    }

    private static IEnumerable<string?> OutcomesOf(FaultWorld world, string from) =>
        world.Results().Where(result => result.From == from).Select(result => result.Outcome).Order();

    private static void Secure(FaultHouse house, bool believes) => house.Change = account => account with
    {
        Send = account.Send! with
        {
            Security = MailSecurity.StartTls,
            TlsName = "localhost",
            AcceptsAnyCertificate = believes,
        },
    };
}
