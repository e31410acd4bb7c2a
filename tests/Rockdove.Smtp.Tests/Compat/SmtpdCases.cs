using Rockdove.Wire;

namespace Rockdove.Smtp.Tests;

/// <summary>
/// What the tests of mhale/smtpd and jawr/smtpd ask and a transcript cannot show; the others are in
/// Transcripts/compat/smtpd. docs/compat/smtpd.md has all of them.
/// </summary>
public class SmtpdCases
{
    [Fact]
    public void TestCmdDATAWithHandlerError_is_451_and_asks_once()
    {
        var asked = 0;
        var conversation = Started(question =>
        {
            if (question is not MessageQuestion)
                return null;
            asked++;
            return SmtpReplies.LocalError; // What the host says for a handler that has thrown.
        });

        conversation.Send(Envelope + "Test message.\r\n.\r\n");
        Assert.Equal("451 4.3.5 Unable to process mail", conversation.LastReply);

        conversation.Send("QUIT\r\n");
        Assert.Equal((1, true), (asked, conversation.IsClosed));
    }

    [Fact]
    public void TestReadLine_an_end_without_a_line_ends_the_session_and_crlf_is_not_in_a_line()
    {
        var options = new SmtpStateMachineOptions(SmtpProfiles.Smtpd);
        var machine = new SmtpStateMachine(options);
        machine.Start();

        Assert.Empty(machine.Parse("").Replies);
        Assert.Equal("250 2.0.0 Ok", Assert.Single(machine.Parse("NOOP\r\n").Replies).ToString());
        Assert.Empty(machine.Tell(Signal.PeerClosed));
        Assert.Equal(SmtpMachineState.Closed, machine.State);
    }

    [Theory]
    [InlineData(0, "250 2.0.0 Ok: queued")]
    [InlineData(16, "250 2.0.0 Ok: queued")]
    [InlineData(15, "250 2.0.0 Ok: queued")]
    [InlineData(14, "552 5.3.4 Requested mail action aborted: exceeded storage allocation (14)")]
    public void TestReadDataWithMaxSize_counts_octets_with_crlf(int limitBytes, string reply)
    {
        var conversation = Started(limitBytes: limitBytes);
        conversation.Send(Envelope + "Test message.\r\n.\r\n");
        Assert.Equal(reply, conversation.LastReply);
    }

    [Theory]
    [InlineData(false, false, "CRAM-MD5 LOGIN PLAIN", "AUTH CRAM-MD5")]
    [InlineData(true, false, "CRAM-MD5 LOGIN PLAIN", "AUTH CRAM-MD5 LOGIN PLAIN")]
    [InlineData(false, true, "LOGIN PLAIN", "AUTH LOGIN PLAIN")]
    [InlineData(true, true, "LOGIN PLAIN", "AUTH LOGIN PLAIN")]
    [InlineData(false, true, "CRAM-MD5", "AUTH CRAM-MD5")]
    [InlineData(true, false, "CRAM-MD5", "AUTH CRAM-MD5")]
    public void TestAuthMechs_tls_and_settings_say_what_is_offered(
        bool isSecure, bool allowsSecretsInClear, string mechanisms, string line)
    {
        var auth = new Auth([.. mechanisms.Split(' ').Select(name => SaslMechanisms.Find(name)!)])
        {
            AllowsSecretsInClear = allowsSecretsInClear,
        };
        var options = new SmtpProtocolOptions { Extensions = [auth] }.Imitating(SmtpProfiles.Smtpd);
        Assert.Equal(line, auth.Advertise(new SmtpSession { IsSecure = isSecure }, new SmtpProtocol(options)));
    }

    [Fact]
    public void TestNetSMTP_the_octets_of_a_message_are_counted()
    {
        long counted = 0;
        var conversation = Started(question =>
        {
            if (question is MessageQuestion message)
                counted = message.MessageBytes;
            return null;
        });
        var text = string.Concat(Enumerable.Repeat("..0123456789\r\n", 115)); // Dots that were added do not count.

        conversation.Send(Envelope + text + ".\r\n");

        Assert.Equal(115 * 13, counted);
    }

    [Fact]
    public void Who_was_refused_is_not_authenticated()
    {
        var conversation = Started(
            question => question is AuthQuestion ? new SmtpReply(454, "4.7.0", "Cannot say") : null,
            new Auth(new PlainMechanism()) { AllowsSecretsInClear = true });

        conversation.Send("EHLO c\r\nAUTH PLAIN AHRpbQBzZWNyZXQ=\r\n");

        Assert.Equal("454 Cannot say", conversation.LastReply); // There is nothing but AUTH here.
        Assert.Null(conversation.Session.Identity);
    }

    private static ServerConversation Started(
        Func<SmtpQuestion, SmtpReply?>? answers = null, SmtpExtension? extension = null, int? limitBytes = null)
    {
        var options = new SmtpProtocolOptions().Imitating(SmtpProfiles.Smtpd);
        if (extension is not null)
            options = options with { Extensions = [extension] };
        if (limitBytes is { } limit)
            options = options with { Limits = options.Limits with { MessageBytes = limit } };
        return new ServerConversation(options, answers: answers);
    }

    private const string Envelope = "EHLO host.example.com\r\nMAIL FROM:<sender@example.com>\r\n"
        + "RCPT TO:<recipient@example.com>\r\nDATA\r\n";
}
