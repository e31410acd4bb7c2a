using Rockdove.Mock;

namespace Rockdove.RealClients.Tests;

/// <summary>Replies that are late, broken or missing.</summary>
internal static class ReplyScenarios
{
    public static IReadOnlyList<Scenario> All =>
    [
        new("closed in place of the reply to MAIL", options => options.When(MockMoment.Mail).Close())
        {
            Smtplib = new("SMTPServerDisconnected Connection unexpectedly closed*", "EHLO MAIL(SIZE,BODY)"),
            Nodemailer = new("ECONNECTION Connection closed unexpectedly", "EHLO MAIL(BODY,SIZE) RCPT DATA"),
            Swaks = new("exit 6; *** Remote host closed connection unexpectedly.", "EHLO MAIL()"),
            SmtpClient = new("SmtpException GeneralFailure IOException: *The connection was closed.", "EHLO MAIL()"),
        },
        new("half a reply to MAIL", options => options.When(MockMoment.Mail).Say("250 2.1"u8).Close())
        {
            Smtplib = new("SMTPServerDisconnected Connection unexpectedly closed*", "EHLO MAIL(SIZE,BODY)"),
            Nodemailer = new("ECONNECTION Connection closed unexpectedly", "EHLO MAIL(BODY,SIZE) RCPT DATA"),
            Swaks = new("exit 6; *** Remote host closed connection unexpectedly.", "EHLO MAIL()"),
            SmtpClient = new("SmtpException GeneralFailure IOException: *The connection was closed.", "EHLO MAIL()"),
        },
        new("garbage for a reply to MAIL", options => options.When(MockMoment.Mail).Garbage(30, seed: 1))
        {
            Errands = [new() { TimeLimitSeconds = 3 }],
            Smtplib = new("SMTPSenderRefused -1 *", "EHLO MAIL(SIZE,BODY) RSET QUIT"),
            Nodemailer = new("EENVELOPE pV*", "EHLO MAIL(BODY,SIZE) RCPT DATA"),
            Swaks = new("exit 23; <** Timeout (3 secs) waiting for server response", "EHLO MAIL() QUIT"),
            SmtpClient = new(
                "SmtpException GeneralFailure FormatException: Smtp server returned an invalid response.",
                "EHLO MAIL()"),
        },
        new("a trickled reply to EHLO", options =>
            options.When(MockMoment.Hello).Trickle(3, TimeSpan.FromMilliseconds(5)))
        {
            Smtplib = new("sent", "EHLO MAIL(SIZE,BODY) RCPT DATA . QUIT", Kept: 1),
            Nodemailer = new("sent", "EHLO MAIL(BODY,SIZE) RCPT DATA .", Kept: 1),
            Swaks = new("sent", "EHLO MAIL() RCPT DATA . QUIT", Kept: 1),
            SmtpClient = new("sent", "EHLO MAIL() RCPT DATA . QUIT", Kept: 1),
        },
    ];
}
