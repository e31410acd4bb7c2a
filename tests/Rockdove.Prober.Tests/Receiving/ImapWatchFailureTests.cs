using System.Text;
using Rockdove.Testing;

namespace Rockdove.Prober.Tests;

/// <summary>What a watch makes of servers that refuse, stall or leave.</summary>
public sealed class ImapWatchFailureTests : IAsyncLifetime
{
    private readonly FakeImap _server = new();
    private readonly ManualTimeProvider _time = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task After_two_refused_logins_an_hour_goes_by()
    {
        var login = new FixedLogin();
        _server.Instead = line => line.StartsWith("LOGIN", StringComparison.Ordinal)
            ? "TAG NO [AUTHENTICATIONFAILED] no\r\n" : null;
        await using var running = new RunningWatch(
            _server.Port, account => account with { Login = login }, time: _time, options: new WatchOptions());
        foreach (var pause in new[] { TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), TimeSpan.FromHours(1) })
        {
            var failed = await running.NextAsync<MailboxFailed>();
            Assert.Equal(ProbeStage.Authentication, failed.Failure.Stage);
            Assert.Equal("The server refused the login. It said: no", failed.Failure.Text);
            Assert.Equal(pause, failed.RetryAfter);
            await PassAsync(pause);
        }

        await running.NextAsync<MailboxFailed>();
        Assert.Equal([false, true, true, true], login.AskedAfterRefusal);
        _server.Instead = _ => null;
        await PassAsync(TimeSpan.FromHours(1));
        await running.NextAsync<MailboxReady>();
    }

    [Fact]
    public async Task A_server_that_cannot_judge_a_login_has_not_refused_it()
    {
        _server.Instead = line => line.StartsWith("LOGIN", StringComparison.Ordinal)
            ? "TAG NO [UNAVAILABLE] database\r\n" : null;
        await using var running = new RunningWatch(_server.Port, time: _time, options: new WatchOptions());
        foreach (var seconds in new[] { 1, 2, 5, 10, 30, 60, 120, 300, 300 })
        {
            Assert.Equal(seconds, (await running.NextAsync<MailboxFailed>()).RetryAfter.TotalSeconds);
            await PassAsync(TimeSpan.FromSeconds(seconds));
        }
    }

    [Fact]
    public async Task A_secret_that_cannot_be_had_is_a_failure_of_the_login()
    {
        await using var running = new RunningWatch(
            _server.Port, account => account with { Login = new NoLogin() });
        var failed = await running.NextAsync<MailboxFailed>();
        Assert.Equal(new ProbeFailure(ProbeStage.Authentication, "The file is gone."), failed.Failure);
        Assert.Null(failed.Transcript);
        Assert.Empty(_server.Said);
    }

    [Theory]
    [InlineData(ReceiveProtocol.Imap, "of two\0parts")]
    [InlineData(ReceiveProtocol.Pop3, "of two\r\nlines")]
    public async Task A_password_that_cannot_be_sent_is_a_failure_of_the_login(
        ReceiveProtocol protocol, string password)
    {
        await using var running = new RunningWatch(_server.Port, account => account with
        {
            Protocol = protocol,
            Login = new FixedLogin { Password = password },
        });
        var failed = await running.NextAsync<MailboxFailed>();
        Assert.Equal(ProbeStage.Authentication, failed.Failure.Stage);
        Assert.StartsWith("A name or password with", failed.Failure.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", failed.Failure.Text, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromHours(1), (await running.NextAsync<MailboxFailed>()).RetryAfter);
    }

    [Fact]
    public async Task Nobody_there_is_a_failure_to_connect_and_the_watch_tries_again()
    {
        int port;
        await using (var gone = new FakeImap())
            port = gone.Port;
        await using var running = new RunningWatch(port);
        Assert.Equal(ProbeStage.Connect, (await running.NextAsync<MailboxFailed>()).Failure.Stage);
        Assert.Equal(ProbeStage.Connect, (await running.NextAsync<MailboxFailed>()).Failure.Stage);
    }

    [Fact]
    public async Task A_name_that_is_not_known_is_a_failure_of_the_dns()
    {
        await using var running = new RunningWatch(_server.Port, account => account with
        {
            Receive = account.Receive! with { Host = "mail.invalid" },
        });
        Assert.Equal(ProbeStage.Dns, (await running.NextAsync<MailboxFailed>()).Failure.Stage);
    }

    [Theory]
    [InlineData("* BYE full\r\n", ProbeStage.Banner)]
    [InlineData("* OK [CAPABILITY IMAP4rev1] no STARTTLS\r\n", ProbeStage.Tls)]
    public async Task Where_a_session_is_refused_is_told(string greeting, ProbeStage stage)
    {
        _server.Greeting = greeting;
        await using var running = new RunningWatch(_server.Port, account => account with
        {
            Receive = account.Receive! with { Security = MailSecurity.StartTls },
        });
        Assert.Equal(stage, (await running.NextAsync<MailboxFailed>()).Failure.Stage);
        Assert.Equal(0, _server.CountOf("LOGIN"));
    }

    [Fact]
    public async Task A_password_is_not_said_in_the_clear_unless_that_is_allowed()
    {
        await using var running = new RunningWatch(_server.Port, account => account with
        {
            Receive = account.Receive! with { AllowsPlaintextLogin = false },
        });
        var failed = await running.NextAsync<MailboxFailed>();
        Assert.Equal(ProbeStage.Authentication, failed.Failure.Stage);
        Assert.Equal(0, _server.CountOf("LOGIN"));
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_given_up()
    {
        _server.Greeting = null;
        await using var running = new RunningWatch(
            _server.Port, time: _time, options: new WatchOptions { ConnectPatience = TimeSpan.FromDays(20) });
        var failing = running.NextAsync<MailboxFailed>();
        while (!failing.IsCompleted)
        {
            await _time.WaitForTimersAsync(1, Cancelled);
            _time.Advance(TimeSpan.FromSeconds(20));
            await Task.Yield();
        }

        Assert.Equal(ProbeStage.Banner, (await failing).Failure.Stage);
    }

    [Theory]
    [InlineData("IDLE", ProbeStage.Poll)]
    [InlineData("UID FETCH", ProbeStage.Fetch)]
    [InlineData("EXAMINE", ProbeStage.Select)]
    public async Task A_server_that_leaves_is_connected_again_and_nothing_is_missed(string at, ProbeStage stage)
    {
        var leaves = true;
        await using var running = new RunningWatch(_server.Port);
        await running.NextAsync<MailboxReady>();
        await running.AfterAsync(mail => _server.Deliver(mail));
        _server.Instead = line =>
        {
            var isNow = leaves && line.StartsWith(at, StringComparison.Ordinal);
            leaves &= !isNow;
            return isNow ? "* BYE restart\r\n" : null;
        };
        var mark = ProbeMails.Mark();
        running.Watch.Expect(mark.Token);
        if (at == "EXAMINE")
            running.Watch.Delete(new MailPlace("INBOX", FolderRole.Inbox, 1, "77"));
        _server.Deliver(ProbeMails.Ours(mark));

        MailboxEvent? failed = null;
        ProbeArrived? arrived = null;
        while (failed is null || arrived?.Mark != mark)
        {
            var told = await running.Watch.Events.ReadAsync(Cancelled);
            failed = told as MailboxFailed ?? failed;
            arrived = told as ProbeArrived ?? arrived;
        }

        var failure = (MailboxFailed)failed;
        Assert.Equal(stage, failure.Failure.Stage);
        var transcript = Encoding.UTF8.GetString(failure.Transcript!.Value.Span);
        Assert.Contains("S: * BYE restart\n", transcript, StringComparison.Ordinal);
        Assert.DoesNotContain("wonderland", transcript, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transcript_shows_nothing_of_the_mail_of_others()
    {
        await using var running = new RunningWatch(_server.Port);
        await running.NextAsync<MailboxReady>();
        _server.Deliver(ProbeMails.Foreign("From: secret@example.org\r\n"));
        await running.AfterAsync(mail => _server.Deliver(mail));
        _server.HangUp();
        var transcript = Encoding.UTF8.GetString((await running.NextAsync<MailboxFailed>()).Transcript!.Value.Span);
        Assert.Contains("UID FETCH", transcript, StringComparison.Ordinal);
        Assert.DoesNotContain("private", transcript, StringComparison.Ordinal);
        Assert.DoesNotContain("secret@", transcript, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody's business", transcript, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UID STORE", "TAG NO [OVERQUOTA] full\r\n")]
    [InlineData("UID EXPUNGE", "TAG NO not now\r\n")]
    [InlineData("SELECT", "TAG NO [INUSE] locked\r\n")]
    public async Task A_mail_that_cannot_be_deleted_is_tried_again(string command, string refusal)
    {
        var refusals = 2;
        await using var running = new RunningWatch(_server.Port);
        await running.NextAsync<MailboxReady>();
        _server.Instead = line =>
            line.StartsWith(command, StringComparison.Ordinal) && refusals-- > 0 ? refusal : null;
        var arrived = await running.AfterAsync(mail => _server.Deliver(mail));
        running.Watch.Delete(arrived.Place);
        var kept = await running.NextAsync<MailKept>();
        Assert.Equal(arrived.Place, kept.Place);
        Assert.Equal(ProbeStage.Cleanup, kept.Failure.Stage);
        Assert.Contains(refusal.Split(' ', 3)[2].Trim().Split("] ")[^1], kept.Failure.Text, StringComparison.Ordinal);
        await running.NextAsync<MailKept>();
        await running.NextAsync<MailDeleted>();
        Assert.Empty(_server.Lying());
    }

    [Fact]
    public async Task An_inbox_that_cannot_be_opened_is_a_failure()
    {
        _server.Instead = line => line.StartsWith("EXAMINE", StringComparison.Ordinal) ? "TAG NO locked\r\n" : null;
        await using var running = new RunningWatch(_server.Port);
        var failed = await running.NextAsync<MailboxFailed>();
        Assert.Equal(
            new ProbeFailure(ProbeStage.Select, "INBOX cannot be opened. It said: locked"), failed.Failure);
    }

    [Fact]
    public async Task A_watch_that_is_cancelled_ends_its_events()
    {
        var running = new RunningWatch(_server.Port);
        await running.NextAsync<MailboxReady>();
        var reaping = running.Watch.ReapAsync(TimeSpan.Zero, Cancelled);
        await running.DisposeAsync();
        await running.Watch.Events.Completion.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
        Assert.Same(reaping, await Task.WhenAny(reaping).WaitAsync(TimeSpan.FromSeconds(30), Cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => running.Watch.ReapAsync(TimeSpan.Zero, Cancelled));
    }

    /// <summary>Waits until the watch waits, and lets so much time go by.</summary>
    private async Task PassAsync(TimeSpan time)
    {
        await _time.WaitForTimersAsync(1, Cancelled);
        _time.Advance(time);
    }

    private sealed class NoLogin : ILoginSource
    {
        public ValueTask<Wire.SaslLogin> LoginAsync(bool afterRefusal, CancellationToken cancellationToken) =>
            throw new LoginUnavailableException("The file is gone.");
    }
}
