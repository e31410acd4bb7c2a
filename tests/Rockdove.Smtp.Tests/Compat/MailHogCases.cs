namespace Rockdove.Smtp.Tests;

/// <summary>
/// What the tests of mailhog/smtp ask of a session, asked of ours with its profile. docs/compat/mailhog-smtp.md has all
/// of them, with those where we mean to differ.
/// </summary>
public class MailHogCases
{
    [Fact]
    public void TestProtocol_a_new_one_is_not_started_and_has_no_message()
    {
        var machine = new SmtpStateMachine(new SmtpStateMachineOptions(SmtpProfiles.MailHog));

        Assert.Equal(SmtpMachineState.NotStarted, machine.State);
        var message = machine.Message;
        Assert.Equal(("", null, 0, 0), (message.Helo, message.From, message.To.Count, message.Data.Length));
        Assert.Equal("220 localhost ESMTP MailHog", new MailHogMachine().Greeting);
    }

    [Fact]
    public void TestProtocol_the_log_is_told_state_and_step()
    {
        List<(SmtpMachineState State, string Text)> log = [];
        var options = new SmtpStateMachineOptions(SmtpProfiles.MailHog)
        {
            Log = (state, text) => log.Add((state, text)),
        };

        new MailHogMachine(options).After("HELO c");

        Assert.Equal(
            [
                (SmtpMachineState.Connected, "S: 220 localhost ESMTP MailHog"),
                (SmtpMachineState.Connected, "C: HELO c"),
                (SmtpMachineState.Mail, "S: 250 Hello c"),
            ],
            log);
    }

    [Fact]
    public void TestProtocol_start_greets()
    {
        var machine = new MailHogMachine(new(SmtpProfiles.MailHog) { HostName = "mailhog.example" });

        Assert.Equal("220 mailhog.example ESMTP MailHog", machine.Greeting);
        Assert.Equal(SmtpMachineState.Connected, machine.State);
    }

    [Fact]
    public void TestProtocol_another_ident_shows() =>
        Assert.Equal("220 localhost Oink", new MailHogMachine(new(SmtpProfiles.MailHog) { Ident = "Oink" }).Greeting);

    [Fact]
    public void TestProtocol_another_host_name_shows() => Assert.Equal(
        "220 oink.example ESMTP MailHog",
        new MailHogMachine(new(SmtpProfiles.MailHog) { HostName = "oink.example" }).Greeting);

    [Fact]
    public void TestProcessCommand_before_start_is_our_callers_mistake()
    {
        var unstarted = new SmtpStateMachine(new SmtpStateMachineOptions(SmtpProfiles.MailHog));
        Assert.Throws<InvalidOperationException>(() => unstarted.ProcessCommand("OINK"));
        Assert.Equal(SmtpMachineState.NotStarted, unstarted.State);

        var machine = new MailHogMachine();
        Assert.Equal("250 Hello localhost", machine.Say("HELO localhost"));
        Assert.Equal(SmtpMachineState.Mail, machine.State);
        Assert.Equal("500 Unrecognised command", machine.Say("OINK"));
        Assert.Equal(SmtpMachineState.Mail, machine.State);
    }

    [Fact]
    public void TestParse_whole_lines_are_taken_and_the_rest_comes_back()
    {
        var machine = new SmtpStateMachine(new SmtpStateMachineOptions(SmtpProfiles.MailHog));
        machine.Start();

        var (rest, replies) = machine.Parse("HELO localhost");
        Assert.Equal(("HELO localhost", 0), (rest, replies.Count));
        (rest, replies) = machine.Parse("HELO localhost\r\nMAIL FROM:<a@b>\r\nRCPT");

        Assert.Equal(("RCPT", 2), (rest, replies.Count)); // Theirs takes one line a call.
        Assert.Equal(SmtpMachineState.Recipients, machine.State);
    }

    [Fact]
    public void TestParse_lines_of_a_message_are_gathered_until_the_dot()
    {
        var options = new SmtpStateMachineOptions(SmtpProfiles.MailHog)
        {
            MessageReceived = _ => SmtpMessageVerdict.Kept("abc"),
        };
        var machine = new SmtpStateMachine(options);
        machine.Start();
        machine.Parse("HELO c\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n");

        Assert.Empty(machine.Parse("Hi\r\n").Replies);
        Assert.Equal("Hi\r\n", machine.Message.DataText);
        Assert.Empty(machine.Parse("there\r\n").Replies);
        Assert.Equal("Hi\r\nthere\r\n", machine.Message.DataText);
        Assert.Single(machine.Parse(".\r\n").Replies);
        Assert.Equal(SmtpMachineState.Mail, machine.State);
        Assert.Equal("", machine.Message.DataText);
    }

    [Theory]
    [InlineData(SmtpMachineState.Connected)]
    [InlineData(SmtpMachineState.Mail, "HELO c")]
    [InlineData(SmtpMachineState.Recipients, "HELO c", "MAIL FROM:<a@b>")]
    public void TestUnknownCommands_are_500_and_change_nothing(SmtpMachineState state, params string[] before)
    {
        var machine = new MailHogMachine().After(before);

        Assert.Equal("500 Unrecognised command", machine.Say("OINK"));

        Assert.Equal(state, machine.State);
    }

    [Theory]
    [InlineData("EHLO c", "250-Hello c|250 PIPELINING")]
    [InlineData("HELO c", "250 Hello c")]
    [InlineData("RSET", "250 Ok")]
    [InlineData("NOOP", "250 Ok")]
    [InlineData("QUIT", "221 Bye")]
    [InlineData("MAIL FROM:<a@b>", "500 Unrecognised command")]
    [InlineData("RCPT TO:<a@b>", "500 Unrecognised command")]
    [InlineData("DATA", "500 Unrecognised command")]
    public void TestESTABLISHCommands_have_their_replies(string line, string reply) =>
        Assert.Equal(reply, new MailHogMachine().Say(line));

    [Theory]
    [InlineData("EHLO", "250-Hello c|250 PIPELINING")]
    [InlineData("EHLO", "250-Hello c|250 PIPELINING", "EHLO d")]
    [InlineData("EHLO", "250-Hello c|250 PIPELINING", "EHLO d", "MAIL FROM:<a@b>")]
    [InlineData("HELO", "250 Hello c")]
    [InlineData("HELO", "250 Hello c", "HELO d")]
    [InlineData("HELO", "250 Hello c", "HELO d", "MAIL FROM:<a@b>")]
    public void TestEHLO_and_TestHELO_keep_the_name_and_wait_for_mail(string verb, string reply, params string[] before)
    {
        var machine = new MailHogMachine().After(before);

        Assert.Equal(reply, machine.Say($"{verb} c"));

        Assert.Equal((SmtpMachineState.Mail, "c"), (machine.State, machine.Message.Helo));
    }

    [Fact]
    public void TestDATA_a_message_is_gathered_and_handed_over()
    {
        SmtpMachineMessage? received = null;
        var machine = InData(message =>
        {
            received = message;
            return SmtpMessageVerdict.Kept("abc");
        });

        Assert.Equal("", machine.Say("Hi"));
        Assert.Equal("Hi\r\n", machine.Message.DataText);
        Assert.Equal("250 Ok: queued as abc", machine.Say("."));

        Assert.Equal(("a@b", "Hi\r\n"), (received!.From, received.DataText)); // The last CRLF belongs to it.
        Assert.Equal(["c@d"], received.To);
    }

    [Fact]
    public void TestDATA_without_a_hook_nobody_keeps_it()
    {
        var machine = InData(null);
        Assert.Equal("", machine.Say("Hi"));
        Assert.Equal("452 No storage backend", machine.Say("."));
    }

    [Fact]
    public void TestDATA_a_hook_that_fails_is_452()
    {
        var machine = InData(_ => SmtpMessageVerdict.Failed());
        Assert.Equal("", machine.Say("Hi"));
        Assert.Equal("452 Unable to store message", machine.Say("."));
    }

    [Fact]
    public void TestRSET_drops_the_envelope()
    {
        var machine = new MailHogMachine().After("HELO c", "MAIL FROM:<a@b>", "RCPT TO:<c@d>");
        Assert.Equal(("a@b", 1), (machine.Message.From, machine.Message.To.Count));

        Assert.Equal("250 Ok", machine.Say("RSET"));

        Assert.Equal(SmtpMachineState.Mail, machine.State);
        Assert.Equal((null, 0), (machine.Message.From, machine.Message.To.Count));
    }

    [Fact]
    public void TestNOOP_changes_nothing()
    {
        var machine = new MailHogMachine().After("HELO c", "MAIL FROM:<a@b>", "RCPT TO:<c@d>");

        Assert.Equal("250 Ok", machine.Say("NOOP"));

        Assert.Equal(SmtpMachineState.Recipients, machine.State);
        Assert.Equal(("a@b", 1), (machine.Message.From, machine.Message.To.Count));
    }

    [Fact]
    public void TestQUIT_ends()
    {
        var machine = new MailHogMachine();
        Assert.Equal("221 Bye", machine.Say("QUIT"));
        Assert.Equal(SmtpMachineState.Closed, machine.State);
    }

    private static MailHogMachine InData(Func<SmtpMachineMessage, SmtpMessageVerdict>? received)
    {
        var machine = new MailHogMachine(new(SmtpProfiles.MailHog) { MessageReceived = received });
        machine.After("HELO c", "MAIL FROM:<a@b>", "RCPT TO:<c@d>");
        Assert.Equal("354 End data with <CR><LF>.<CR><LF>", machine.Say("DATA"));
        return machine;
    }
}
