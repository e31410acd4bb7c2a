namespace Rockdove.Smtp.Tests;

/// <summary>Where a state machine goes, command by command.</summary>
public class StateMachineTests
{
    [Fact]
    public void Start_greets_with_host_name_and_ident()
    {
        var machine = new SmtpStateMachine(new SmtpStateMachineOptions { HostName = "mx.test", Ident = "Hello" });
        Assert.Equal(SmtpMachineState.NotStarted, machine.State);

        Assert.Equal("220 mx.test Hello", Assert.Single(machine.Start()).Text.TrimEnd());

        Assert.Equal(SmtpMachineState.Connected, machine.State);
        Assert.Throws<InvalidOperationException>(machine.Start);
    }

    [Fact]
    public void Nothing_is_taken_before_start() =>
        Assert.Throws<InvalidOperationException>(() => new SmtpStateMachine(new()).Parse("NOOP\r\n"));

    [Theory]
    [InlineData("", "HELO c", 250, SmtpMachineState.Mail)]
    [InlineData("", "EHLO c", 250, SmtpMachineState.Mail)]
    [InlineData("", "helo c", 250, SmtpMachineState.Mail)]
    [InlineData("", "HELO", 501, SmtpMachineState.Connected)]
    [InlineData("", "MAIL FROM:<a@b>", 503, SmtpMachineState.Connected)]
    [InlineData("", "RCPT TO:<a@b>", 503, SmtpMachineState.Connected)]
    [InlineData("", "DATA", 503, SmtpMachineState.Connected)]
    [InlineData("", "RSET", 250, SmtpMachineState.Connected)]
    [InlineData("", "NOOP", 250, SmtpMachineState.Connected)]
    [InlineData("", "QUIT", 221, SmtpMachineState.Closed)]
    [InlineData("", "OINK", 500, SmtpMachineState.Connected)]
    [InlineData("", "STARTTLS", 502, SmtpMachineState.Connected)]
    [InlineData("HELO c", "MAIL FROM:<a@b>", 250, SmtpMachineState.Recipients)]
    [InlineData("HELO c", "MAIL FROM:<>", 250, SmtpMachineState.Recipients)]
    [InlineData("HELO c", "mail from:<a@b>", 250, SmtpMachineState.Recipients)]
    [InlineData("HELO c", "MAIL FROM:a@b", 501, SmtpMachineState.Mail)]
    [InlineData("HELO c", "MAIL a@b", 501, SmtpMachineState.Mail)]
    [InlineData("HELO c", "RCPT TO:<a@b>", 503, SmtpMachineState.Mail)]
    [InlineData("HELO c", "DATA", 503, SmtpMachineState.Mail)]
    [InlineData("HELO c", "AUTH PLAIN", 502, SmtpMachineState.Mail)]
    [InlineData("HELO c", "OINK", 500, SmtpMachineState.Mail)]
    [InlineData("HELO c|MAIL FROM:<a@b>", "MAIL FROM:<a@b>", 503, SmtpMachineState.Recipients)]
    [InlineData("HELO c|MAIL FROM:<a@b>", "RCPT TO:<u@b>", 250, SmtpMachineState.Recipients)]
    [InlineData("HELO c|MAIL FROM:<a@b>", "RCPT TO:u@b", 501, SmtpMachineState.Recipients)]
    [InlineData("HELO c|MAIL FROM:<a@b>", "DATA", 554, SmtpMachineState.Recipients)]
    [InlineData("HELO c|MAIL FROM:<a@b>", "RSET", 250, SmtpMachineState.Mail)]
    [InlineData("HELO c|MAIL FROM:<a@b>", "NOOP", 250, SmtpMachineState.Recipients)]
    [InlineData("HELO c|MAIL FROM:<a@b>", "EHLO c", 250, SmtpMachineState.Mail)]
    [InlineData("HELO c|MAIL FROM:<a@b>|RCPT TO:<u@b>", "DATA", 354, SmtpMachineState.Data)]
    [InlineData("HELO c|MAIL FROM:<a@b>|RCPT TO:<u@b>", "EHLO c", 250, SmtpMachineState.Mail)]
    [InlineData("HELO c|MAIL FROM:<a@b>|RCPT TO:<u@b>", "OINK", 500, SmtpMachineState.Recipients)]
    public void A_command_has_a_reply_and_leads_to_a_state(string before, string line, int code, SmtpMachineState after)
    {
        var machine = Started(new());
        foreach (var earlier in before.Split('|', StringSplitOptions.RemoveEmptyEntries))
            machine.ProcessCommand(earlier);

        var reply = Assert.Single(machine.ProcessCommand(line));

        Assert.Equal(code, reply.Code);
        Assert.Equal(after, machine.State);
        Assert.EndsWith("\r\n", reply.Text);
    }

    [Fact]
    public void Parse_takes_whole_lines_and_returns_the_rest()
    {
        var machine = Started(new());

        var (rest, replies) = machine.Parse("HELO c");
        Assert.Equal("HELO c", rest);
        Assert.Empty(replies);

        (rest, replies) = machine.Parse("HELO c\r\nMAIL FROM:<a@b>\r\nRCPT T");
        Assert.Equal("RCPT T", rest);
        Assert.Equal([250, 250], replies.Select(reply => reply.Code));
        Assert.Equal(SmtpMachineState.Recipients, machine.State);
    }

    [Fact]
    public void Parse_takes_a_whole_conversation_at_once()
    {
        SmtpMachineMessage? kept = null;
        var machine = Started(new() { MessageReceived = message => Keep(message, ref kept) });

        var (rest, replies) = machine.Parse(
            "EHLO c\r\nMAIL FROM:<a@b> SIZE=10\r\nRCPT TO:<u@b>\r\nRCPT TO:<v@b>\r\nDATA\r\n"u8.ToArray());
        Assert.Equal(0, rest.Length);
        Assert.Equal([250, 250, 250, 250, 354], replies.Select(reply => reply.Code));
        (rest, replies) = machine.Parse("..one\r\ntwo\r\n.\r\nQUIT\r\n"u8.ToArray());

        Assert.Equal([250, 221], replies.Select(reply => reply.Code));
        Assert.Equal("c", kept!.Helo);
        Assert.Equal("a@b", kept.From);
        Assert.Equal(["u@b", "v@b"], kept.To);
        Assert.Equal(".one\r\ntwo\r\n", kept.DataText);
        Assert.Equal(10, kept.Envelope!.Sender.Get<DeclaredSize>()!.MessageBytes);
    }

    [Fact]
    public void Lines_of_a_message_can_be_given_one_by_one()
    {
        SmtpMachineMessage? kept = null;
        var machine = InData(new() { MessageReceived = message => Keep(message, ref kept) });

        Assert.Empty(machine.ProcessData("..dot"));
        Assert.Empty(machine.ProcessData("with end\r\n"));
        Assert.Equal(".dot\r\nwith end\r\n", machine.Message.DataText);
        Assert.Throws<InvalidOperationException>(() => machine.ProcessCommand("NOOP"));
        Assert.Equal(250, Assert.Single(machine.ProcessData(".")).Code);

        Assert.Equal(".dot\r\nwith end\r\n", kept!.DataText);
        Assert.Equal(SmtpMachineState.Mail, machine.State);
        Assert.Equal(("c", null, 0), (machine.Message.Helo, machine.Message.From, machine.Message.Data.Length));
        Assert.Throws<InvalidOperationException>(() => machine.ProcessData("x"));
    }

    [Fact]
    public void A_dot_as_the_first_line_ends_an_empty_message()
    {
        SmtpMachineMessage? kept = null;
        var machine = InData(new() { MessageReceived = message => Keep(message, ref kept) });

        Assert.Equal(250, Assert.Single(machine.ProcessData(".")).Code);

        Assert.Equal(0, kept!.Data.Length);
    }

    [Fact]
    public void Rset_keeps_the_helo_name_and_a_new_ehlo_drops_the_recipients()
    {
        var machine = InData(new() { MessageReceived = _ => SmtpMessageVerdict.Kept("1") });
        machine.ProcessData(".");
        machine.ProcessCommand("MAIL FROM:<a@b>");
        machine.ProcessCommand("RCPT TO:<leak@b>");

        machine.ProcessCommand("RSET");
        Assert.Equal("c", machine.Message.Helo);
        machine.ProcessCommand("MAIL FROM:<a@b>");
        machine.ProcessCommand("RCPT TO:<leak@b>");
        machine.ProcessCommand("EHLO d");
        machine.ProcessCommand("MAIL FROM:<>");

        Assert.Equal("d", machine.Message.Helo);
        Assert.Equal("", machine.Message.From);
        Assert.Empty(machine.Message.To);
    }

    [Fact]
    public void A_line_feed_within_a_line_makes_no_second_reply()
    {
        var machine = Started(new());

        var reply = Assert.Single(machine.ProcessCommand("HELO c\nQUIT"));

        Assert.Equal(501, reply.Code);
        Assert.DoesNotContain("QUIT", reply.Text);
    }

    [Fact]
    public void A_timeout_closes_and_then_nothing_is_said()
    {
        var machine = Started(new());

        Assert.Equal(421, Assert.Single(machine.Tell(Wire.Signal.TimedOut)).Code);

        Assert.Equal(SmtpMachineState.Closed, machine.State);
        Assert.Empty(machine.ProcessCommand("NOOP"));
        Assert.Empty(machine.Tell(Wire.Signal.Stopping));
        Assert.Equal("", machine.Parse("NOOP\r\nNO").Unread);
    }

    [Fact]
    public void Two_machines_share_options_and_nothing_else()
    {
        var options = new SmtpStateMachineOptions();
        var one = Started(options);
        var other = Started(options);

        one.ProcessCommand("HELO one");

        Assert.Equal(SmtpMachineState.Mail, one.State);
        Assert.Equal(SmtpMachineState.Connected, other.State);
    }

    internal static SmtpStateMachine Started(SmtpStateMachineOptions options, SmtpSession? session = null)
    {
        var machine = new SmtpStateMachine(options, session);
        machine.Start();
        return machine;
    }

    internal static SmtpStateMachine InData(SmtpStateMachineOptions options)
    {
        var machine = Started(options);
        foreach (var line in (string[])["HELO c", "MAIL FROM:<a@b>", "RCPT TO:<u@b>", "DATA"])
            machine.ProcessCommand(line);
        return machine;
    }

    private static SmtpMessageVerdict Keep(SmtpMachineMessage message, ref SmtpMachineMessage? kept)
    {
        kept = message;
        return SmtpMessageVerdict.Kept("1");
    }
}
