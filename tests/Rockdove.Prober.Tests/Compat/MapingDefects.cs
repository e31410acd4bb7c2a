using System.Text;
using Rockdove.Configuration;
using Rockdove.Mime;
using Rockdove.Mock;
using Rockdove.Wire;

namespace Rockdove.Prober.Tests;

/// <summary>
/// maping's defects, by the numbers that docs/compat/maping.md gives them: each is shown not to be ours. Those of
/// mailboxes, the database and pictures are shown beside what they are about.
/// </summary>
public sealed class MapingDefects
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>1. maping's template misses its fields, so that a mail is the six octets "From: ".</summary>
    [Fact]
    public async Task D01_the_mail_that_is_sent_is_whole()
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Stop);
        await SendAsync(server);
        var mail = MimeMessage.Read(Assert.Single(server.Messages).Content);
        Assert.StartsWith("[maping]", mail.Subject, StringComparison.Ordinal);
        Assert.Equal(("ann@one.test", "bob@two.test"), (mail.From[0].Address, mail.To[0].Address));
        Assert.Equal("Hello", mail.Text!.Trim());
        Assert.NotNull(mail.Date);
    }

    /// <summary>2. A failure on the way back overwrites the result of the way there.</summary>
    [Fact]
    public async Task D02_a_failure_on_the_way_back_leaves_the_way_there_as_it_was()
    {
        await using var world = await new DeskWorld().StartAsync();
        world.Sender.Answer = (mail, _) => Task.FromResult(mail.From.Name == "a0"
            ? world.Sender.Accept()
            : world.Sender.Report(SendVerdict.Rejected, ProbeStage.Mail, 550));
        world.Sender.Taken = mail => world.Watches["a1"].Put(mail.Mark);
        var run = new SingleRun(world.Desk, ClassicPairs.Of(["a0", "a1"])) { ClassicWorkers = 1 };
        await foreach (var result in run.RunAsync(DeskWorld.Patience))
        {
            Assert.Equal(
                result.Pair.From == "a0" ? ProbeOutcome.Delivered : ProbeOutcome.Rejected, result.Outcome);
        }
    }

    /// <summary>3. Less than a second is a failure one way and none the other way.</summary>
    [Fact]
    public async Task D03_no_time_at_all_is_a_delivery_both_ways()
    {
        await using var world = await new DeskWorld().StartAsync();
        world.Sender.Taken = mail => world.Watches[mail.To.Name].Put(mail.Mark, header: Received(world, TimeSpan.Zero));
        foreach (var (from, to) in ((int, int)[])[(0, 1), (1, 0)])
        {
            var result = await (await world.PlaceAsync(from, to)).Outcome.Soon();
            Assert.Equal((ProbeOutcome.Delivered, (long?)0), (result.Outcome, result.Resolution!.ClassicSeconds));
        }
    }

    /// <summary>4. The end is another machine's clock, so that skew makes times negative and those failures.</summary>
    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public async Task D04_a_receiver_with_another_clock_changes_nothing(int skew)
    {
        await using var world = await new DeskWorld().StartAsync();
        var (ticket, mark) = await world.SendAsync();
        await world.PassAsync(TimeSpan.FromSeconds(2));
        world.Watches["a1"].Put(mark, header: Received(world, TimeSpan.FromSeconds(skew)));
        var result = await ticket.Outcome.Soon();
        Assert.Equal((ProbeOutcome.Delivered, TimeSpan.FromSeconds(2)), (result.Outcome, result.Resolution!.Delivery));
        Assert.True(result.Resolution.Flags.HasFlag(ProbeFlags.ClockOff));
        Assert.InRange(result.Resolution.ClassicSeconds!.Value, 0, 3602);
    }

    /// <summary>5. A Received that cannot be read is an error, and the mail stays in the mailbox.</summary>
    [Theory]
    [InlineData("Received: by x; gestern um drei\n\n")]
    [InlineData("Received: ((((\n\n")]
    [InlineData("Subject: no Received at all\n\n")]
    public async Task D05_a_mail_whose_Received_cannot_be_read_has_come_and_goes(string header)
    {
        await using var world = await new DeskWorld().StartAsync();
        var (ticket, mark) = await world.SendAsync();
        world.Watches["a1"].Put(mark, header: header);
        var result = await ticket.Outcome.Soon();
        Assert.Equal(ProbeOutcome.Delivered, result.Outcome);
        Assert.Null(result.Resolution!.ClassicSeconds);
        Assert.Single(world.Watches["a1"].Deleted);
    }

    /// <summary>6. The log is a global, so that those of workers mix.</summary>
    [Fact]
    public async Task D06_each_session_has_its_own_log()
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Stop);
        var reports = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            i => SendAsync(server, sender: $"s{i}@one.test")));
        for (var i = 0; i < reports.Length; i++)
        {
            var text = Text(reports[i]);
            Assert.Contains($"MAIL FROM:<s{i}@", text, StringComparison.Ordinal);
            Assert.Equal(2, text.Split("C: MAIL FROM").Length);
        }
    }

    /// <summary>7. What failed has no log.</summary>
    [Fact]
    public async Task D07_what_failed_has_its_log()
    {
        await using var world = await new DeskWorld().StartAsync();
        world.Sender.Answer = (_, _) => Task.FromResult(world.Sender.Report(SendVerdict.Failed, ProbeStage.Mail));
        await (await world.PlaceAsync()).Outcome.Soon();
        var kept = Assert.Single(world.Journal.Transcripts);
        Assert.True(kept.Transcript.IsFailure);
        Assert.Equal(1, kept.Probe);
        Assert.NotEqual(0, kept.Transcript.Text.Length);
    }

    /// <summary>8. The log lies below TLS, and is noise after STARTTLS.</summary>
    [Fact]
    public async Task D08_the_log_is_readable_after_STARTTLS()
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Stop);
        var text = Text(await SendAsync(server, MailSecurity.StartTls));
        Assert.Contains("! tls", text, StringComparison.Ordinal);
        Assert.Contains("C: RCPT TO:<bob@two.test>", text, StringComparison.Ordinal);
    }

    /// <summary>9. After a refused login other than 535 the rest of the log is hidden.</summary>
    [Theory]
    [InlineData(454)]
    [InlineData(501)]
    [InlineData(534)]
    [InlineData(535)]
    public async Task D09_a_refused_login_hides_the_login_and_nothing_else(int code)
    {
        await using var server = await MockMailServer.StartAsync(
            options =>
            {
                options.Authentication = MockAuthentication.AnyPassword;
                options.When(MockMoment.Auth).Reply(code, $"{code / 100}.7.0", "Not you");
            },
            Stop);
        var text = Text(await SendAsync(server, MailSecurity.StartTls, password: "geheim"));
        Assert.Contains($"S: {code} {code / 100}.7.0 Not you", text, StringComparison.Ordinal);
        Assert.Contains("C: QUIT", text, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String("\0ann\0geheim"u8), text, StringComparison.Ordinal);
    }

    /// <summary>10. With more than a hundred pairs and the workers it stops for ever.</summary>
    [Fact]
    public async Task D10_more_than_a_hundred_pairs_finish()
    {
        await using var world = await new DeskWorld(16).StartAsync();
        world.Sender.Taken = mail => world.Watches[mail.To.Name].Put(mail.Mark);
        var pairs = ClassicPairs.Of([.. world.Accounts.Select(account => account.Name)]);
        var run = new SingleRun(world.Desk, pairs) { ClassicWorkers = 5 };
        var passed = 0;
        await foreach (var result in run.RunAsync(DeskWorld.Patience))
            passed += result.IsPassed ? 1 : 0;
        Assert.Equal(240, passed);
    }

    /// <summary>11. A server that says nothing stops a worker for ever.</summary>
    [Fact]
    public async Task D11_a_silent_server_is_given_up()
    {
        var clock = new Rockdove.Testing.ManualTimeProvider();
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var from = From("ann@one.test", ((System.Net.IPEndPoint)silent.LocalEndpoint).Port, MailSecurity.None, null);
        var patience = new SendPatience { Connect = TimeSpan.FromDays(1) };
        var sending = new ProbeSender(patience, clock).SendAsync(from, To, Mail(from), Stop).AsTask();
        using var accepted = await silent.AcceptTcpClientAsync(Stop);
        // It is connected when it waits for less than for that: for the greeting.
        while (!sending.IsCompleted && !(clock.UntilNextTimer < patience.Connect))
            await Task.Yield();
        clock.Advance(clock.UntilNextTimer ?? TimeSpan.Zero);
        var report = await sending.WaitAsync(TimeSpan.FromSeconds(20), Stop);
        Assert.Equal((SendVerdict.Failed, ProbeStage.Banner), (report.Verdict, report.Failure!.Stage));
    }

    /// <summary>12. One mailbox in which nothing can be stored ends the whole run.</summary>
    [Fact]
    public async Task D12_a_mailbox_that_fails_costs_its_own_pairs()
    {
        await using var world = await new DeskWorld(3).StartAsync();
        world.Sender.Taken = mail =>
        {
            if (mail.To.Name == "a1")
                world.Watches["a1"].Fail(TimeSpan.FromHours(1));
            else
                world.Watches[mail.To.Name].Put(mail.Mark);
        };
        var broken = await world.PlaceAsync(0, 1);
        await world.UntilAsync(counts => counts.Sent == 1);
        Assert.True((await (await world.PlaceAsync(0, 2)).Outcome.Soon()).IsPassed);
        await world.PassAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(ProbeOutcome.ReceiveFailed, (await broken.Outcome.Soon()).Outcome);
    }

    /// <summary>14. Mails have no Message-ID and no MIME, and late ones stay.</summary>
    [Fact]
    public async Task D14_mails_have_a_Message_ID_and_MIME_and_late_ones_go()
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Stop);
        await SendAsync(server);
        var mail = MimeMessage.Read(Assert.Single(server.Messages).Content);
        Assert.EndsWith("@one.test", mail.MessageId, StringComparison.Ordinal);
        Assert.NotNull(mail.Headers.Find("MIME-Version"));

        await using var world = await new DeskWorld().StartAsync();
        var (ticket, mark) = await world.SendAsync();
        await world.PassAsync(TimeSpan.FromDays(5));
        Assert.Equal(ProbeOutcome.Lost, (await ticket.Outcome.Soon()).Outcome);
        world.Watches["a1"].Put(mark, FolderRole.Junk);
        await world.IdleAsync();
        await world.UntilAsync(_ => world.Watches["a1"].Deleted.Count == 1);
    }

    /// <summary>18. A mistake in the configuration is a stack trace; ports are fixed; there is no POP3.</summary>
    [Fact]
    public void D18_a_mistake_is_named_and_ports_and_POP3_are_a_matter_of_configuration()
    {
        var mistake = Assert.Throws<ConfigurationException>(() => Read("{ \"mailAccounts\": [ { \"user\": 7 } ] }"));
        Assert.StartsWith("config.json:1: mailAccounts:0:user is 7", mistake.Message, StringComparison.Ordinal);
        var account = Read("""
            { "accounts": { "a": { "address": "a@a.test",
                                   "receive": { "protocol": "pop3", "host": "h", "port": 1995 } },
                            "b": { "address": "b@b.test", "send": { "host": "h", "port": 2525 } } } }
            """).Accounts;
        Assert.Equal((ReceiveProtocol.Pop3, 1995, 2525),
            (account[0].Protocol, account[0].Receive!.Port, account[1].Send!.Port));
    }

    /// <summary>20. EHLO localhost is refused by many.</summary>
    [Fact]
    public async Task D20_EHLO_is_not_localhost()
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Stop);
        await SendAsync(server);
        Assert.DoesNotContain("localhost", server.Messages[0].HelloName!, StringComparison.Ordinal);
    }

    private static string Received(DeskWorld world, TimeSpan skew) =>
        $"Received: by a1.test with ESMTP; {MailDate.Format(world.Time.GetUtcNow() + skew)}\n"
        + $"Received: by a0.test with ESMTP; {MailDate.Format(world.Time.GetUtcNow())}\n\n";

    private static string Text(SendReport report) => Encoding.UTF8.GetString(report.Transcript.Span);

    private static ProberConfiguration Read(string text) => ProberConfiguration.Read(
        [ConfigurationSource.File(text, "config.json", Path.GetTempPath())], Path.GetTempPath());

    private static Task<SendReport> SendAsync(
        MockMailServer server, MailSecurity security = MailSecurity.None, string? password = null,
        string sender = "ann@one.test")
    {
        var from = From(sender, server.Port, security, password);
        return new ProbeSender(new SendPatience(), TimeProvider.System).SendAsync(from, To, Mail(from), Stop).AsTask();
    }

    private static ProbeAccount From(string address, int port, MailSecurity security, string? password) => new()
    {
        Name = "one",
        Address = address,
        Send = new ProbeServer("127.0.0.1", port, security) { AcceptsAnyCertificate = true },
        Login = password is null ? null : new StoredLogin("ann", new GivenSecret(new Secret(password)), isToken: false),
    };

    private static ProbeAccount To { get; } = new() { Name = "two", Address = "bob@two.test" };

    private static byte[] Mail(ProbeAccount from) => ProbeMail.Write(
        new ProbeMark(ProbeToken.New(), new("one", "two"), DateTimeOffset.UtcNow), from, To,
        ProbeMailStyle.Classic with { Body = "Hello" }, DeskWorld.Key);
}
