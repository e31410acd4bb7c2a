using Rockdove.Mock;

namespace Rockdove.RealClients.Tests;

/// <summary>Senders and recipients that are not accepted, for now or for good.</summary>
internal static class EnvelopeScenarios
{
    public static IReadOnlyList<Scenario> All =>
    [
        new("greylisting",
            options => options.When(MockMoment.Recipient).Times(1).Reply(451, "4.7.1", "Come back later"))
        {
            Errands = [new(), new()],
            Smtplib = new(
                "SMTPRecipientsRefused bob@example.org: 451 4.7.1 Come back later / sent",
                "EHLO MAIL(SIZE,BODY) RCPT RSET QUIT / EHLO MAIL(SIZE,BODY) RCPT DATA . QUIT", Kept: 1),
            Nodemailer = new(
                "EENVELOPE 451 4.7.1 Come back later / sent",
                "EHLO MAIL(BODY,SIZE) RCPT DATA / EHLO MAIL(BODY,SIZE) RCPT DATA .", Kept: 1),
            Swaks = new(
                "exit 24; <** 451 4.7.1 Come back later / sent",
                "EHLO MAIL() RCPT QUIT / EHLO MAIL() RCPT DATA . QUIT", Kept: 1),
            SmtpClient = new(
                "SmtpException LocalErrorInProcessing 4.7.1 Come back later / sent",
                "EHLO MAIL() RCPT / EHLO MAIL() RCPT DATA . QUIT", Kept: 1),
        },
        new("recipient refused in many lines", options =>
            options.When(MockMoment.Recipient).Reply(550, "5.1.1", "No such user", "or any more", "Good bye"))
        {
            Smtplib = new(
                "SMTPRecipientsRefused bob@example.org: 550 5.1.1 No such user | 5.1.1 or any more | 5.1.1 Good bye",
                "EHLO MAIL(SIZE,BODY) RCPT RSET QUIT"),
            Nodemailer = new(
                "EENVELOPE 550-5.1.1 No such user | 550-5.1.1 or any more | 550 5.1.1 Good bye",
                "EHLO MAIL(BODY,SIZE) RCPT DATA"),
            Swaks = new(
                "exit 24; <** 550-5.1.1 No such user; <** 550-5.1.1 or any more; <** 550 5.1.1 Good bye",
                "EHLO MAIL() RCPT QUIT"),
            SmtpClient = new(
                "SmtpFailedRecipientException <bob@example.org> MailboxUnavailable 5.1.1 No such user",
                "EHLO MAIL() RCPT"),
        },
        new("one recipient of two refused", options =>
            options.When(MockMoment.Recipient, Errand.Eve).Reply(550, "5.1.1", "No Eve here"))
        {
            Errands = [new() { Recipients = [Errand.Bob, Errand.Eve] }],
            Smtplib = new(
                "sent, not to eve@example.org: 550 5.1.1 No Eve here",
                "EHLO MAIL(SIZE,BODY) RCPT RCPT DATA . QUIT", Kept: 1),
            Nodemailer = new(
                "sent, not to eve@example.org: 550 5.1.1 No Eve here",
                "EHLO MAIL(BODY,SIZE) RCPT RCPT DATA .", Kept: 1),
            Swaks = new("sent; <** 550 5.1.1 No Eve here", "EHLO MAIL() RCPT RCPT DATA . QUIT", Kept: 1),
            SmtpClient = new(
                "SmtpFailedRecipientException <eve@example.org> MailboxUnavailable 5.1.1 No Eve here",
                "EHLO MAIL() RCPT RCPT DATA . QUIT", Kept: 1),
        },
        new("DATA refused", options => options.When(MockMoment.Data).Reply(452, "4.3.1", "Disk full"))
        {
            Smtplib = new("SMTPDataError 452 4.3.1 Disk full", "EHLO MAIL(SIZE,BODY) RCPT DATA QUIT"),
            Nodemailer = new("EENVELOPE 452 4.3.1 Disk full", "EHLO MAIL(BODY,SIZE) RCPT DATA"),
            Swaks = new("exit 25; <** 452 4.3.1 Disk full", "EHLO MAIL() RCPT DATA QUIT"),
            SmtpClient = new("SmtpException InsufficientStorage 4.3.1 Disk full", "EHLO MAIL() RCPT DATA"),
        },
    ];
}
