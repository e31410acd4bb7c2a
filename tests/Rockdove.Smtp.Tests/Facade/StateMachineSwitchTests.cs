namespace Rockdove.Smtp.Tests;

/// <summary>The switches and limits of a state machine: each from both sides.</summary>
public class StateMachineSwitchTests
{
    [Theory]
    [InlineData(true, true, 501, 501)]
    [InlineData(false, true, 250, 501)]
    [InlineData(true, false, 501, 250)]
    [InlineData(false, false, 250, 250)]
    public void A_space_before_the_path_is_refused_for_each_command_by_its_own_switch(
        bool rejectMail, bool rejectRcpt, int mailCode, int rcptCode)
    {
        var options = new SmtpStateMachineOptions
        {
            RejectBrokenMailSyntax = rejectMail,
            RejectBrokenRcptSyntax = rejectRcpt,
        };
        var machine = StateMachineTests.Started(options);
        machine.ProcessCommand("HELO c");

        Assert.Equal(mailCode, Code(machine, "MAIL FROM: <a@b>"));
        machine.ProcessCommand("MAIL FROM:<a@b>");
        Assert.Equal(rcptCode, Code(machine, "RCPT TO: <a@b>"));
    }

    [Fact]
    public void A_line_may_be_as_long_as_the_limit()
    {
        var machine = StateMachineTests.Started(new() { MaximumLineLength = 600 });

        Assert.Equal(250, Code(machine, "NOOP " + new string('x', 595)));
        Assert.Equal(500, Code(machine, "NOOP " + new string('x', 596)));
        Assert.Equal(SmtpMachineState.Connected, machine.State);
    }

    [Fact]
    public void A_long_line_of_a_message_is_not_answered_in_its_middle()
    {
        var machine = StateMachineTests.InData(new()
        {
            MaximumLineLength = 1200,
            MessageReceived = _ => SmtpMessageVerdict.Kept("1"),
        });
        Assert.Empty(machine.ProcessData(new string('x', 1201)));
        Assert.Equal(550, Assert.Single(machine.ProcessData(".")).Code);

        machine.ProcessCommand("MAIL FROM:<a@b>");
        machine.ProcessCommand("RCPT TO:<u@b>");
        machine.ProcessCommand("DATA");
        Assert.Empty(machine.ProcessData(new string('x', 1200)));
        Assert.Equal(250, Assert.Single(machine.ProcessData(".")).Code);
    }

    [Fact]
    public void Recipients_are_taken_up_to_the_limit()
    {
        var machine = StateMachineTests.Started(new() { MaximumRecipients = 2 });
        machine.ProcessCommand("HELO c");
        machine.ProcessCommand("MAIL FROM:<a@b>");

        Assert.Equal(250, Code(machine, "RCPT TO:<u@b>"));
        Assert.Equal(250, Code(machine, "RCPT TO:<v@b>"));
        Assert.Equal(452, Code(machine, "RCPT TO:<w@b>"));
        Assert.Equal(["u@b", "v@b"], machine.Message.To);
    }

    [Fact]
    public void A_limit_that_makes_no_sense_is_named() =>
        Assert.Contains("Recipients", Assert.Throws<ArgumentException>(
            () => new SmtpStateMachine(new() { MaximumRecipients = 0 })).Message);

    [Fact]
    public void Lines_that_end_with_lf_alone_are_refused_and_by_option_taken()
    {
        const string Lines = "HELO c\nMAIL FROM:<a@b>\nRCPT TO:<u@b>\nDATA\nhi\n.\nQUIT\n";
        var strict = StateMachineTests.Started(new());
        var lenient = StateMachineTests.Started(new()
        {
            Leniencies = SmtpLeniencies.BareLineFeedCommands,
            BareNewlines = Wire.BareNewlines.EndLine,
            MessageReceived = _ => SmtpMessageVerdict.Kept("1"),
        });

        Assert.All(strict.Parse(Lines).Replies, reply => Assert.Equal(500, reply.Code));
        Assert.Equal([250, 250, 250, 354, 250, 221], lenient.Parse(Lines).Replies.Select(reply => reply.Code));
    }

    [Theory]
    [InlineData("NOOP", 250)]
    [InlineData("EHLO c", 250)]
    [InlineData("QUIT", 221)]
    [InlineData("MAIL FROM:<a@b>", 530)]
    [InlineData("VRFY a", 530)]
    public void Where_tls_is_required_little_works_before_it(string line, int code)
    {
        var machine = StateMachineTests.Started(new() { RequireTls = true, StartTls = () => null });

        Assert.Equal(code, Code(machine, line));
    }

    [Fact]
    public void Extensions_can_be_chosen()
    {
        var machine = StateMachineTests.Started(new() { HostName = "mx.test", Extensions = [new Chunking()] });

        Assert.Equal(["250-mx.test", "250 CHUNKING"], Assert.Single(machine.ProcessCommand("EHLO c")).Lines);
    }

    internal static int Code(SmtpStateMachine machine, string line) => Assert.Single(machine.ProcessCommand(line)).Code;
}
