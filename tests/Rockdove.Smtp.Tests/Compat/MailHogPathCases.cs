namespace Rockdove.Smtp.Tests;

/// <summary>What the tests of mailhog/smtp ask of MAIL and RCPT.</summary>
public class MailHogPathCases
{
    [Theory]
    [InlineData("MAIL FROM:<oink>", "oink")]
    [InlineData("MAIL FROM:<oink@mailhog.example>", "oink@mailhog.example")]
    [InlineData("MAIL FROM:<oink.x@my_pc>", "oink.x@my_pc")]
    public void TestParseMAIL_takes_addresses(string line, string address) =>
        Assert.Equal($"250 Sender {address} ok", Greeted().Say(line));

    [Theory]
    [InlineData("MAIL FROM:oink")]
    [InlineData("MAIL FROM:oink@mailhog.example")]
    [InlineData("MAIL oink")]
    [InlineData("MAIL")]
    public void TestParseMAIL_wants_brackets_and_stays_where_it_is(string line)
    {
        var machine = Greeted();
        Assert.Equal("550 Invalid syntax in MAIL command", machine.Say(line));
        Assert.Equal(SmtpMachineState.Mail, machine.State);
    }

    [Theory]
    [InlineData("mail From:<oink>")]
    [InlineData("MAIL fROM:<oink>")]
    public void TestParseMAIL_takes_any_case(string line) => Assert.Equal("250 Sender oink ok", Greeted().Say(line));

    [Theory]
    [InlineData("MAIL FROM: <oink>")]
    [InlineData("MAIL FROM:   <oink>")]
    public void TestParseMAIL_takes_spaces(string line) => Assert.Equal("250 Sender oink ok", Greeted().Say(line));

    [Theory]
    [InlineData(true, "250 Sender oink@mailhog.example ok", SmtpMachineState.Recipients)]
    [InlineData(false, "550 Invalid sender oink@mailhog.example", SmtpMachineState.Mail)]
    public void TestParseMAIL_asks_the_hook(bool accepts, string reply, SmtpMachineState after)
    {
        var asked = 0;
        var machine = Greeted(new(SmtpProfiles.MailHog)
        {
            ValidateSender = sender =>
            {
                asked++;
                return accepts ? null : new SmtpReply(550, null, $"Invalid sender {sender.Path.Address}");
            },
        });

        Assert.Equal(reply, machine.Say("MAIL FROM:<oink@mailhog.example>"));

        Assert.Equal((1, after), (asked, machine.State));
    }

    [Theory]
    [InlineData("RCPT TO:<oink>", "oink")]
    [InlineData("RCPT TO:<oink@mailhog.example>", "oink@mailhog.example")]
    [InlineData("RCPT TO:<oink.x@my_pc>", "oink.x@my_pc")]
    public void TestParseRCPT_takes_addresses(string line, string address) =>
        Assert.Equal($"250 Recipient {address} ok", WithSender().Say(line));

    [Theory]
    [InlineData("RCPT TO:oink")]
    [InlineData("RCPT TO:oink@mailhog.example")]
    [InlineData("RCPT oink")]
    [InlineData("RCPT")]
    public void TestParseRCPT_wants_brackets_and_stays_where_it_is(string line)
    {
        var machine = WithSender();
        Assert.Equal("550 Invalid syntax in RCPT command", machine.Say(line));
        Assert.Equal((SmtpMachineState.Recipients, 0), (machine.State, machine.Message.To.Count));
    }

    [Theory]
    [InlineData("rcpt To:<oink>")]
    [InlineData("RCPT tO:<oink>")]
    public void TestParseRCPT_takes_any_case(string line) =>
        Assert.Equal("250 Recipient oink ok", WithSender().Say(line));

    [Theory]
    [InlineData("RCPT TO: <oink>")]
    [InlineData("RCPT TO:   <oink>")]
    public void TestParseRCPT_takes_spaces(string line) =>
        Assert.Equal("250 Recipient oink ok", WithSender().Say(line));

    [Theory]
    [InlineData(true, "250 Recipient oink@mailhog.example ok", 1)]
    [InlineData(false, "550 Invalid recipient oink@mailhog.example", 0)]
    public void TestParseRCPT_asks_the_hook(bool accepts, string reply, int recipients)
    {
        var asked = 0;
        var machine = WithSender(new(SmtpProfiles.MailHog)
        {
            ValidateRecipient = recipient =>
            {
                asked++;
                return accepts ? null : new SmtpReply(550, null, $"Invalid recipient {recipient.Path.Address}");
            },
        });

        Assert.Equal(reply, machine.Say("RCPT TO:<oink@mailhog.example>"));

        Assert.Equal((1, SmtpMachineState.Recipients), (asked, machine.State));
        Assert.Equal(recipients, machine.Message.To.Count);
    }

    private static MailHogMachine Greeted(SmtpStateMachineOptions? options = null) =>
        new MailHogMachine(options).After("EHLO localhost");

    private static MailHogMachine WithSender(SmtpStateMachineOptions? options = null) =>
        Greeted(options).After("MAIL FROM:<oink>");
}
