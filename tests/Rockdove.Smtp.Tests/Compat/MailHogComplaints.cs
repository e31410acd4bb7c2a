namespace Rockdove.Smtp.Tests;

/// <summary>What users of mailhog/smtp asked for and did not get.</summary>
public class MailHogComplaints
{
    [Fact]
    public void The_name_from_EHLO_survives_RSET_and_the_end_of_a_message()
    {
        var helos = new List<string>();
        var machine = new MailHogMachine(new(SmtpProfiles.MailHog)
        {
            MessageReceived = message =>
            {
                helos.Add(message.Helo);
                return SmtpMessageVerdict.Kept("1");
            },
        }).After("EHLO c", "RSET");
        string[] transaction = ["MAIL FROM:<a@b>", "RCPT TO:<c@d>", "DATA", "."];

        machine.After(transaction).After(transaction);

        Assert.Equal(["c", "c"], helos);
    }

    [Fact]
    public void Extensions_can_be_added_and_hooks_see_their_parameters()
    {
        long? declared = null;
        var body = BodyType.Unspecified;
        var machine = new MailHogMachine(new(SmtpProfiles.MailHog)
        {
            Texts = SmtpProfiles.MailHog.Texts with { Keywords = ["PIPELINING", "SIZE", "8BITMIME", "SMTPUTF8"] },
            ValidateSender = sender =>
            {
                declared = sender.Get<DeclaredSize>()?.MessageBytes;
                body = sender.Body;
                return null;
            },
        });

        Assert.Equal(
            "250-Hello c|250-PIPELINING|250-SIZE 52428800|250-8BITMIME|250 SMTPUTF8", machine.Say("EHLO c"));
        machine.After("MAIL FROM:<a@b> SIZE=5 BODY=8BITMIME");

        Assert.Equal((5, BodyType.EightBitMime), (declared, body));
    }

    [Fact]
    public void A_leading_dot_and_an_empty_message_are_as_in_the_RFC()
    {
        var bodies = new List<string>();
        var machine = new MailHogMachine(new(SmtpProfiles.MailHog)
        {
            MessageReceived = message =>
            {
                bodies.Add(message.DataText);
                return SmtpMessageVerdict.Kept("1");
            },
        }).After("EHLO c", "MAIL FROM:<a@b>", "RCPT TO:<c@d>", "DATA");
        Assert.Equal("", machine.Say("..first"));
        Assert.Equal("", machine.Say("....second"));
        machine.After(".", "MAIL FROM:<a@b>", "RCPT TO:<c@d>", "DATA", ".");

        Assert.Equal([".first\r\n...second\r\n", ""], bodies);
    }

    [Fact]
    public void Recipients_do_not_leak_through_EHLO()
    {
        var machine = new MailHogMachine().After("EHLO c", "MAIL FROM:<a@b>", "RCPT TO:<leak@b>", "EHLO c");
        machine.After("MAIL FROM:<a@b>", "RCPT TO:<c@d>");
        Assert.Equal(["c@d"], machine.Message.To);
    }

    [Fact]
    public void A_password_is_not_logged()
    {
        var log = new List<string>();
        var machine = new MailHogMachine(new(SmtpProfiles.MailHog)
        {
            AuthenticationMechanisms = () => ["PLAIN", "LOGIN"],
            AllowSecretsInClear = true,
            ValidateAuthentication = _ => null,
            Log = (_, text) => log.Add(text),
        }).After("EHLO c", "AUTH LOGIN", "dGlt", "c2VjcmV0");

        Assert.Equal("tim", machine.Session.Identity);
        Assert.DoesNotContain(log, line => line.Contains("c2VjcmV0", StringComparison.Ordinal));
    }

    [Fact]
    public void A_long_line_of_a_message_is_not_answered_in_its_middle()
    {
        var machine = new MailHogMachine(new(SmtpProfiles.MailHog)
        {
            MaximumLineLength = 1000,
            MessageReceived = _ => SmtpMessageVerdict.Kept("1"),
        }).After("EHLO c", "MAIL FROM:<a@b>", "RCPT TO:<c@d>", "DATA");

        Assert.Equal("", machine.Say(new string('x', 1001)));
        Assert.Equal("", machine.Say("QUIT"));
        Assert.StartsWith("550 ", machine.Say("."), StringComparison.Ordinal);
        Assert.Equal(SmtpMachineState.Mail, machine.State);
    }
}
