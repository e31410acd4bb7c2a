using Rockdove.Mock;

namespace Rockdove.RealClients.Tests;

/// <summary>Servers that can do less, and what clients make of it.</summary>
internal static class CapabilityScenarios
{
    public static IReadOnlyList<Scenario> All =>
    [
        new("no 8BITMIME", options => options.When(MockMoment.Hello).Withhold("8BITMIME"))
        {
            Smtplib = new("sent", "EHLO MAIL(SIZE) RCPT DATA . QUIT", Kept: 1),
            Nodemailer = new("sent", "EHLO MAIL(SIZE) RCPT DATA .", Kept: 1),
            Swaks = new("sent", "EHLO MAIL() RCPT DATA . QUIT", Kept: 1),
            SmtpClient = new("sent", "EHLO MAIL() RCPT DATA . QUIT", Kept: 1),
        },
        new("no SIZE", options => options.When(MockMoment.Hello).Withhold("SIZE"))
        {
            Smtplib = new("sent", "EHLO MAIL(BODY) RCPT DATA . QUIT", Kept: 1),
            Nodemailer = new("sent", "EHLO MAIL(BODY) RCPT DATA .", Kept: 1),
            Swaks = new("sent", "EHLO MAIL() RCPT DATA . QUIT", Kept: 1),
            SmtpClient = new("sent", "EHLO MAIL() RCPT DATA . QUIT", Kept: 1),
        },
        new("no SMTPUTF8, and an address that needs it",
            options => options.When(MockMoment.Hello).Withhold("SMTPUTF8"))
        {
            Errands = [new() { Recipients = ["grüße@example.org"] }],
            Smtplib = new("SMTPNotSupportedError *advertise the required SMTPUTF8 capability", "EHLO QUIT"),
            Nodemailer = new("EENVELOPE 553 5.6.7 This forward-path needs SMTPUTF8", "EHLO MAIL(BODY,SIZE) RCPT DATA"),
            Swaks = new("exit 24; <** 553 5.6.7 This forward-path needs SMTPUTF8", "EHLO MAIL() RCPT QUIT"),
            SmtpClient = new(
                "SmtpException GeneralFailure The client or server is only configured for E-mail addresses with ASCII*",
                "EHLO"),
        },
        new("no EHLO", options =>
            options.When(MockMoment.Command, "EHLO*").Reply(502, "5.5.1", "Not implemented"))
        {
            Smtplib = new("sent", "EHLO HELO MAIL() RCPT DATA . QUIT", Kept: 1),
            Nodemailer = new("sent", "EHLO HELO MAIL() RCPT DATA .", Kept: 1),
            Swaks = new("sent; <** 502 5.5.1 Not implemented", "EHLO HELO MAIL() RCPT DATA . QUIT", Kept: 1),
            SmtpClient = new("sent", "EHLO HELO MAIL() RCPT DATA . QUIT", Kept: 1),
        },
        new("SIZE smaller than the message", options => options.Server = smtp => smtp.Configure(settings =>
            settings.Limits = settings.Limits with { MessageBytes = 1000 }))
        {
            Smtplib = new("SMTPSenderRefused 552 5.3.4 Message too big", "EHLO MAIL(SIZE,BODY) RSET QUIT"),
            Nodemailer = new("EMESSAGE Message size larger than allowed 1000", "EHLO"),
            Swaks = new("exit 26; <** 552 5.3.4 Message too big", "EHLO MAIL() RCPT DATA . QUIT"),
            SmtpClient = new(
                "SmtpException ExceededStorageAllocation 5.3.4 Message too big", "EHLO MAIL() RCPT DATA ."),
        },
    ];
}
