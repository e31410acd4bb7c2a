using Rockdove.Mock;

namespace Rockdove.RealClients.Tests;

/// <summary>Clients that are, or are not, who they should be.</summary>
internal static class AuthScenarios
{
    public static IReadOnlyList<Scenario> All =>
    [
        new("wrong password, then the right one", options =>
        {
            options.Authentication = OnlyAnn;
            options.RequiresAuthentication = true;
        })
        {
            Errands = [new() { Password = "wrong" }, new() { Password = Errand.RightPassword }],
            Smtplib = new(
                "SMTPAuthenticationError 535 5.7.8 Authentication failed / sent",
                "EHLO AUTH + AUTH AUTH + QUIT / EHLO AUTH + MAIL(SIZE,BODY) RCPT DATA . QUIT", Kept: 1),
            Nodemailer = new(
                "EAUTH 535 5.7.8 Authentication failed / sent",
                "EHLO AUTH / EHLO AUTH MAIL(BODY,SIZE) RCPT DATA .", Kept: 1),
            Swaks = new(
                "exit 28; <** 535 5.7.8 Authentication failed;*; *** No authentication type succeeded / sent",
                "EHLO AUTH + AUTH + + AUTH QUIT / EHLO AUTH + MAIL() RCPT DATA . QUIT", Kept: 1),
            SmtpClient = new( // It goes on after 535, until MAIL is refused.
                "SmtpException MustIssueStartTlsFirst 5.7.0 Authentication required / sent",
                "EHLO AUTH + MAIL() / EHLO AUTH + MAIL() RCPT DATA . QUIT", Kept: 1),
        },
        new("refused once by the script", options =>
        {
            options.Authentication = OnlyAnn;
            options.When(MockMoment.Auth).Times(1).Reply(454, "4.7.0", "Temporary failure");
        })
        {
            Errands = [new() { Password = Errand.RightPassword }],
            Smtplib = new("sent", "EHLO AUTH + AUTH MAIL(SIZE,BODY) RCPT DATA . QUIT", Kept: 1),
            Nodemailer = new("EAUTH 454 4.7.0 Temporary failure", "EHLO AUTH"),
            Swaks = new(
                "sent; <** 454 4.7.0 Temporary failure", "EHLO AUTH + AUTH + + MAIL() RCPT DATA . QUIT", Kept: 1),
            SmtpClient = new("sent", "EHLO AUTH + MAIL() RCPT DATA . QUIT", Kept: 1),
        },
        new("AUTH not offered", _ => { })
        {
            Errands = [new() { Password = Errand.RightPassword }],
            Smtplib = new("SMTPNotSupportedError SMTP AUTH extension not supported by server.", "EHLO QUIT"),
            Nodemailer = new("sent", "EHLO MAIL(BODY,SIZE) RCPT DATA .", Kept: 1),
            Swaks = new("exit 28; *** Host did not advertise authentication", "EHLO QUIT"),
            SmtpClient = new("sent", "EHLO MAIL() RCPT DATA . QUIT", Kept: 1),
        },
    ];

    private static readonly MockAuthentication OnlyAnn =
        MockAuthentication.Only((Errand.Ann, Errand.RightPassword));
}
