namespace Rockdove.Smtp.Tests;

/// <summary>Each hook of a state machine: set, refusing, and not set.</summary>
public class StateMachineHookTests
{
    [Fact]
    public void A_message_is_kept_under_an_id()
    {
        var machine = StateMachineTests.InData(new() { MessageReceived = _ => SmtpMessageVerdict.Kept("abc") });

        Assert.Contains("abc", Assert.Single(machine.ProcessData(".")).Text);
    }

    [Fact]
    public void A_message_that_is_not_kept_is_refused()
    {
        var busy = StateMachineTests.InData(new() { MessageReceived = _ => SmtpMessageVerdict.Failed() });
        var spam = StateMachineTests.InData(new()
        {
            MessageReceived = _ => SmtpMessageVerdict.Failed(new SmtpReply(554, "5.7.1", "Spam")),
        });

        Assert.Equal(452, Assert.Single(busy.ProcessData(".")).Code);
        Assert.Equal("554 5.7.1 Spam\r\n", Assert.Single(spam.ProcessData(".")).Text);
        Assert.Throws<ArgumentException>(() => SmtpMessageVerdict.Failed(SmtpReplies.Ok));
    }

    [Fact]
    public void Without_a_hook_no_message_is_kept()
    {
        var machine = StateMachineTests.InData(new());

        Assert.Equal(452, Assert.Single(machine.ProcessData(".")).Code);
        Assert.Equal(SmtpMachineState.Mail, machine.State);
    }

    [Fact]
    public void A_sender_is_judged_with_its_parameters()
    {
        var machine = StateMachineTests.Started(new()
        {
            ValidateSender = sender => sender.Get<DeclaredSize>() is { MessageBytes: > 5 } ? Refusal : null,
        });
        machine.ProcessCommand("EHLO c");

        Assert.Equal(550, StateMachineSwitchTests.Code(machine, "MAIL FROM:<a@b> SIZE=6"));
        Assert.Equal(SmtpMachineState.Mail, machine.State);
        Assert.Equal(250, StateMachineSwitchTests.Code(machine, "MAIL FROM:<a@b> SIZE=5"));
    }

    [Fact]
    public void A_recipient_is_judged_with_its_parameters()
    {
        var machine = StateMachineTests.Started(new()
        {
            ValidateRecipient = recipient => recipient.Get<DsnNotify>() is null ? Refusal : null,
        });
        machine.ProcessCommand("EHLO c");
        machine.ProcessCommand("MAIL FROM:<a@b>");

        Assert.Equal(550, StateMachineSwitchTests.Code(machine, "RCPT TO:<u@b>"));
        Assert.Empty(machine.Message.To);
        Assert.Equal(250, StateMachineSwitchTests.Code(machine, "RCPT TO:<u@b> NOTIFY=NEVER"));
        Assert.Equal(["u@b"], machine.Message.To);
    }

    [Fact]
    public void The_verb_filter_comes_before_anything_else()
    {
        List<string> seen = [];
        var machine = StateMachineTests.Started(new()
        {
            VerbFilter = (verb, argument) =>
            {
                seen.Add($"{verb}({argument})");
                return verb switch { "MAIL" => Refusal, "XPING" => new SmtpReply(250, null, "pong"), _ => null };
            },
        });

        Assert.Equal(550, StateMachineSwitchTests.Code(machine, "mail FROM:<a@b>")); // Not 503: it was not said yet.
        Assert.Equal("250 pong\r\n", Assert.Single(machine.ProcessCommand("xping")).Text);
        Assert.Equal(250, StateMachineSwitchTests.Code(machine, "NOOP two words"));
        Assert.Equal(500, StateMachineSwitchTests.Code(machine, "OINK"));
        Assert.Equal(["MAIL(FROM:<a@b>)", "XPING()", "NOOP(two words)", "OINK()"], seen);
    }

    [Fact]
    public void Lines_of_a_message_and_of_authentication_are_not_shown_to_the_verb_filter()
    {
        List<string> seen = [];
        var machine = StateMachineTests.Started(new()
        {
            VerbFilter = (verb, _) => { seen.Add(verb); return null; },
            AuthenticationMechanisms = () => ["LOGIN"],
            AllowSecretsInClear = true,
        });

        machine.Parse("EHLO c\r\nAUTH LOGIN\r\ndGlt\r\nc2VjcmV0\r\nMAIL FROM:<>\r\nRCPT TO:<u@b>\r\n");
        machine.Parse("DATA\r\nNOOP\r\n.\r\n");

        Assert.Equal(["EHLO", "AUTH", "MAIL", "RCPT", "DATA"], seen);
    }

    [Fact]
    public void Tls_is_started_when_the_reply_is_out_and_begins_anew()
    {
        var machine = StateMachineTests.Started(new() { StartTls = () => null });
        Assert.Contains("250 STARTTLS", Assert.Single(machine.ProcessCommand("EHLO c")).Lines);

        var (rest, replies) = machine.Parse("STARTTLS\r\nMAIL FROM:<injected@b>\r\n");

        var reply = Assert.Single(replies);
        Assert.Equal((220, ""), (reply.Code, rest));
        Assert.Equal(SmtpMachineState.StartingTls, machine.State);
        Assert.Throws<InvalidOperationException>(() => machine.ProcessCommand("NOOP"));
        reply.Done!(true);
        Assert.Equal(SmtpMachineState.Connected, machine.State);
        Assert.True(machine.Session.IsSecure);
        Assert.Equal("", machine.Message.Helo);
        Assert.Throws<InvalidOperationException>(() => reply.Done(true));
        Assert.DoesNotContain("STARTTLS", Assert.Single(machine.ProcessCommand("EHLO c")).Text);
    }

    [Fact]
    public void A_failed_handshake_ends_the_conversation()
    {
        var machine = StateMachineTests.Started(new() { StartTls = () => null });

        Assert.Single(machine.ProcessCommand("STARTTLS")).Done!(false);

        Assert.Equal(SmtpMachineState.Closed, machine.State);
        Assert.Empty(machine.ProcessCommand("NOOP"));
    }

    [Fact]
    public void Tls_can_be_refused_or_absent()
    {
        var refusing = StateMachineTests.Started(new() { StartTls = () => SmtpReplies.TlsUnavailable });
        var without = StateMachineTests.Started(new());

        Assert.Equal(501, StateMachineSwitchTests.Code(refusing, "STARTTLS now"));
        var reply = Assert.Single(refusing.ProcessCommand("STARTTLS"));
        Assert.Equal(454, reply.Code);
        Assert.Null(reply.Done);
        Assert.Equal(SmtpMachineState.Connected, refusing.State);
        Assert.Equal(502, StateMachineSwitchTests.Code(without, "STARTTLS"));
        Assert.DoesNotContain("STARTTLS", Assert.Single(without.ProcessCommand("EHLO c")).Text);
    }

    [Fact]
    public void The_log_tells_state_commands_and_replies_and_no_secret()
    {
        List<string> lines = [];
        var machine = StateMachineTests.Started(new()
        {
            HostName = "mx.test",
            Log = (state, line) => lines.Add($"{state} {line}"),
            AuthenticationMechanisms = () => ["PLAIN", "LOGIN"],
            AllowSecretsInClear = true,
        });

        machine.Parse(
            "HELO c\r\nAUTH PLAIN AHRpbQBzZWNyZXQ=\r\nauth login dGlt\r\nc2VjcmV0\r\nAUTH c2VjcmV0\r\nc2VjcmV0 x\r\n");

        Assert.Equal(
            [
                "Connected S: 220 mx.test ESMTP Rockdove",
                "Connected C: HELO c", "Mail S: 250 mx.test",
                "Mail C: AUTH PLAIN ***", "Mail S: 535 5.7.8 Authentication failed",
                "Mail C: AUTH LOGIN ***", "Authenticating S: 334 UGFzc3dvcmQ6",
                "Mail S: 535 5.7.8 Authentication failed",
                "Mail C: AUTH ***", "Mail S: 504 5.5.4 Unknown authentication mechanism",
                "Mail C: (no command)", "Mail S: 500 5.5.2 Unknown command",
            ],
            lines);
        Assert.DoesNotContain(lines, line => line.Contains("c2VjcmV0", StringComparison.Ordinal)
            || line.Contains("AHRpbQ", StringComparison.Ordinal) || line.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public void An_exception_of_a_hook_passes_through()
    {
        var machine = StateMachineTests.InData(new() { MessageReceived = _ => throw new IOException("disk") });

        Assert.Throws<IOException>(() => machine.ProcessData("."));
    }

    private static readonly SmtpReply Refusal = new(550, "5.7.1", "Not you");
}
