using Rockdove.Mock;

namespace Rockdove.RealClients.Tests;

/// <summary>Clients that are not let in.</summary>
internal static class ConnectScenarios
{
    public static IReadOnlyList<Scenario> All =>
    [
        new("nothing fails", _ => { })
        {
            Smtplib = new("sent", "EHLO MAIL(SIZE,BODY) RCPT DATA . QUIT", Kept: 1),
            Nodemailer = new("sent", "EHLO MAIL(BODY,SIZE) RCPT DATA .", Kept: 1),
            Swaks = new("sent", "EHLO MAIL() RCPT DATA . QUIT", Kept: 1),
            SmtpClient = new("sent", "EHLO MAIL() RCPT DATA . QUIT", Kept: 1),
        },
        new("connect refused with 554",
            options => options.When(MockMoment.Connect).Reply(554, "5.7.1", "No service here"))
        {
            Smtplib = new("SMTPConnectError 554 5.7.1 No service here", ""),
            Nodemailer = new("EPROTOCOL 554 5.7.1 No service here", ""),
            Swaks = new("exit 21; <** 554 5.7.1 No service here", "QUIT"),
            SmtpClient = new("SmtpException TransactionFailed 5.7.1 No service here", ""),
        },
        new("421 at EHLO", options => options.When(MockMoment.Hello).Reply(421, "4.3.2", "Too busy").Close())
        {
            Smtplib = new("SMTPServerDisconnected Connection unexpectedly closed*", "EHLO"),
            Nodemailer = new("ECONNECTION 421 4.3.2 Too busy", "EHLO"),
            Swaks = new("exit 6; <** 421 4.3.2 Too busy; *** Remote host closed connection unexpectedly.", "EHLO"),
            SmtpClient = new("SmtpException ServiceNotAvailable 4.3.2 Too busy", "EHLO"),
        },
        new("slow banner", options => options.When(MockMoment.Connect).Delay(TimeSpan.FromSeconds(5)))
        {
            Errands = [new() { TimeLimitSeconds = 1 }],
            OutlastsClient = true,
            Smtplib = new("SMTPServerDisconnected Connection unexpectedly closed: timed out", ""),
            Nodemailer = new("ETIMEDOUT Greeting never received", ""),
            Swaks = new("exit 21; <** Timeout (1 secs) waiting for server response*", ""),
            SmtpClient = new("SmtpException GeneralFailure The operation has timed out.", ""),
        },
    ];
}
