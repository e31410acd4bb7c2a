using System.Buffers;
using System.Text;

namespace Rockdove.Smtp.Tests;

/// <summary>
/// What the tests of mailhog/smtp ask of its replies. It has a function for each; here the profile has the words, and a
/// session says them.
/// </summary>
public class MailHogReplyCases
{
    [Theory]
    [InlineData("250 \r\n")] // Theirs is the code and a bare LF.
    [InlineData("250 oink\r\n", "oink")]
    [InlineData("250-oink\r\n250 oink!\r\n", "oink", "oink!")]
    [InlineData("250-oink\r\n250-oink!\r\n250 OINK!\r\n", "oink", "oink!", "OINK!")]
    public void TestReply_lines_have_the_code_and_crlf(string expected, params string[] lines) =>
        Assert.Equal(expected, Wire(new SmtpReply(250, null, lines)));

    [Theory]
    [InlineData("oink")]
    [InlineData("oink", "oink!")]
    public void TestBuiltInReplies_ok_may_say_more(params string[] lines) =>
        Assert.Equal(lines, new SmtpReply(250, null, lines).Lines);

    [Fact]
    public void TestBuiltInReplies_greeting_and_farewell()
    {
        var machine = new MailHogMachine(new(SmtpProfiles.MailHog) { Ident = "oink" });
        Assert.Equal("220 localhost oink", machine.Greeting);
        Assert.Equal("221 Bye", machine.Say("QUIT"));
    }

    [Fact]
    public void TestBuiltInReplies_of_a_transaction()
    {
        var machine = new MailHogMachine(new(SmtpProfiles.MailHog)
        {
            MessageReceived = _ => SmtpMessageVerdict.Failed(),
        });
        Assert.Equal("250 Ok", machine.Say("NOOP"));
        Assert.Equal("500 Unrecognised command", machine.Say("OINK"));
        machine.After("HELO c");
        Assert.Equal("250 Sender oink ok", machine.Say("MAIL FROM:<oink>"));
        Assert.Equal("250 Recipient oink ok", machine.Say("RCPT TO:<oink>"));
        Assert.Equal("354 End data with <CR><LF>.<CR><LF>", machine.Say("DATA"));
        Assert.Equal("452 Unable to store message", machine.Say("."));
    }

    [Fact]
    public void TestBuiltInReplies_of_authentication()
    {
        var machine = new MailHogMachine(new(SmtpProfiles.MailHog)
        {
            AuthenticationMechanisms = () => ["PLAIN"],
            AllowSecretsInClear = true,
            ValidateAuthentication = _ => null,
        }).After("EHLO c");
        Assert.Equal("504 Unsupported authentication mechanism", machine.Say("AUTH OINK"));
        Assert.Equal("334 ", machine.Say("AUTH PLAIN"));
        Assert.Equal("235 Authentication successful", machine.Say("AG9pbmsAb2luaw=="));
    }

    private static string Wire(SmtpReply reply)
    {
        var output = new ArrayBufferWriter<byte>();
        reply.WriteTo(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
