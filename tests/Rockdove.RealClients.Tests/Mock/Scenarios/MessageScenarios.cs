using Rockdove.Mock;

namespace Rockdove.RealClients.Tests;

/// <summary>Messages that are lost on the way, or seem to be.</summary>
internal static class MessageScenarios
{
    public static IReadOnlyList<Scenario> All =>
    [
        new("message refused after the dot",
            options => options.When(MockMoment.Message).Reply(554, "5.6.0", "No spam, please"))
        {
            Smtplib = new("SMTPDataError 554 5.6.0 No spam, please", "EHLO MAIL(SIZE,BODY) RCPT DATA . RSET QUIT"),
            Nodemailer = new("EMESSAGE 554 5.6.0 No spam, please", "EHLO MAIL(BODY,SIZE) RCPT DATA ."),
            Swaks = new("exit 26; <** 554 5.6.0 No spam, please", "EHLO MAIL() RCPT DATA . QUIT"),
            SmtpClient = new("SmtpException TransactionFailed 5.6.0 No spam, please", "EHLO MAIL() RCPT DATA ."),
        },
        new("closed after the dot", options => options.When(MockMoment.Message).Close())
        {
            Smtplib = new("SMTPServerDisconnected Connection unexpectedly closed*", "EHLO MAIL(SIZE,BODY) RCPT DATA ."),
            Nodemailer = new("ECONNECTION Connection closed unexpectedly", "EHLO MAIL(BODY,SIZE) RCPT DATA ."),
            Swaks = new("exit 6; *** Remote host closed connection unexpectedly.", "EHLO MAIL() RCPT DATA ."),
            SmtpClient = new(
                "SmtpException GeneralFailure IOException: *The connection was closed.", "EHLO MAIL() RCPT DATA ."),
        },
        new("closed after the dot, but kept", options => options.When(MockMoment.Message).Close().Keep())
        {
            Smtplib = new(
                "SMTPServerDisconnected Connection unexpectedly closed*", "EHLO MAIL(SIZE,BODY) RCPT DATA .", Kept: 1),
            Nodemailer = new("ECONNECTION Connection closed unexpectedly", "EHLO MAIL(BODY,SIZE) RCPT DATA .", Kept: 1),
            Swaks = new("exit 6; *** Remote host closed connection unexpectedly.", "EHLO MAIL() RCPT DATA .", Kept: 1),
            SmtpClient = new(
                "SmtpException GeneralFailure IOException: *The connection was closed.",
                "EHLO MAIL() RCPT DATA .", Kept: 1),
        },
        new("reset at octet 1000", options => options.When(MockMoment.Content).AfterBytes(1000).Reset())
        {
            Smtplib = new(
                "SMTPServerDisconnected Connection unexpectedly closed: [Errno 104] Connection reset by peer",
                "EHLO MAIL(SIZE,BODY) RCPT DATA *"),
            Nodemailer = new("ESOCKET * ECONNRESET", "EHLO MAIL(BODY,SIZE) RCPT DATA *"),
            Swaks = new("exit 6; *** Remote host closed connection unexpectedly.", "EHLO MAIL() RCPT DATA *"),
            SmtpClient = new(
                "SmtpException GeneralFailure IOException: *Connection reset by peer.", "EHLO MAIL() RCPT DATA *"),
        },
    ];
}
