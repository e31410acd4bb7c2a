using Rockdove.Mock;

namespace Rockdove.RealClients.Tests;

/// <summary>STARTTLS, with clients that insist on it and check the certificate.</summary>
internal static class TlsScenarios
{
    public static IReadOnlyList<Scenario> All =>
    [
        new("a good certificate", _ => { })
        {
            Errands = [WithTls],
            Smtplib = new("sent", "EHLO STARTTLS EHLO MAIL(SIZE,BODY) RCPT DATA . QUIT", Kept: 1),
            Nodemailer = new("sent", "EHLO STARTTLS EHLO MAIL(BODY,SIZE) RCPT DATA .", Kept: 1),
            Swaks = new("sent", "EHLO STARTTLS EHLO MAIL() RCPT DATA . QUIT", Kept: 1),
            SmtpClient = new("sent", "EHLO STARTTLS EHLO MAIL() RCPT DATA . QUIT", Kept: 1),
        },
        new("STARTTLS refused", options => options.When(MockMoment.StartTls).Reply(454, "4.7.0", "TLS not available"))
        {
            Errands = [WithTls],
            Smtplib = new("SMTPResponseException 454 4.7.0 TLS not available", "EHLO STARTTLS QUIT"),
            Nodemailer = new("ETLS 454 4.7.0 TLS not available", "EHLO STARTTLS"),
            Swaks = new("exit 29; <** 454 4.7.0 TLS not available; *** STARTTLS attempted but failed", "EHLO STARTTLS"),
            SmtpClient = new("SmtpException ClientNotPermitted 4.7.0 TLS not available", "EHLO STARTTLS"),
        },
        new("STARTTLS not offered", options => options.Tls = MockTls.Off)
        {
            Errands = [WithTls],
            Smtplib = new("SMTPNotSupportedError STARTTLS extension not supported by server.", "EHLO QUIT"),
            Nodemailer = new("ETLS 502 5.5.1 Command not implemented", "EHLO STARTTLS"),
            Swaks = new("exit 29; *** Host did not advertise STARTTLS", "EHLO QUIT"),
            SmtpClient = new("SmtpException GeneralFailure Server does not support secure connections.", "EHLO"),
        },
        new("handshake aborted", options => options.When(MockMoment.Tls).Fault(TlsFault.Abort))
        {
            Errands = [WithTls],
            Smtplib = new("SSLEOFError *EOF*", "EHLO STARTTLS"),
            Nodemailer = new(
                "ESOCKET Client network socket disconnected before secure TLS connection was established",
                "EHLO STARTTLS"),
            Swaks = new(
                "exit 29; *** TLS startup failed (*unexpected eof while reading); *** STARTTLS attempted but failed",
                "EHLO STARTTLS"),
            SmtpClient = new("SmtpException GeneralFailure IOException: *unexpected EOF*", "EHLO STARTTLS"),
        },
        new("octets that are no TLS", options => options.When(MockMoment.Tls).Fault(TlsFault.Garbage))
        {
            Errands = [WithTls],
            Smtplib = new("SSLError *wrong version number*", "EHLO STARTTLS"),
            Nodemailer = new("ESOCKET *wrong version number*", "EHLO STARTTLS"),
            Swaks = new(
                "exit 29; *** TLS startup failed (*wrong version number); *** STARTTLS attempted but failed",
                "EHLO STARTTLS"),
            SmtpClient = new("AuthenticationException Cannot determine the frame size*", "EHLO STARTTLS"),
        },
        new("expired certificate", options => options.When(MockMoment.Tls).Fault(TlsFault.Expired))
        {
            Errands = [WithTls],
            Smtplib = new(
                "SSLCertVerificationError *CERTIFICATE_VERIFY_FAILED* certificate has expired*", "EHLO STARTTLS"),
            Nodemailer = new("ESOCKET certificate has expired", "EHLO STARTTLS"),
            Swaks = new(
                "exit 29; *** TLS startup failed (*certificate verify failed); *** STARTTLS attempted but failed",
                "EHLO STARTTLS"),
            SmtpClient = new("AuthenticationException *rejected by the provided*", "EHLO STARTTLS"),
        },
        new("certificate for another name", options => options.When(MockMoment.Tls).Fault(TlsFault.WrongName))
        {
            Errands = [WithTls],
            Smtplib = new(
                "SSLCertVerificationError *CERTIFICATE_VERIFY_FAILED* IP address mismatch*",
                "EHLO STARTTLS"),
            Nodemailer = new(
                "ESOCKET Hostname/IP does not match certificate's altnames: IP: 127.0.0.1 is not in the cert's list:",
                "EHLO STARTTLS"),
            Swaks = new("sent", "EHLO STARTTLS EHLO MAIL() RCPT DATA . QUIT", Kept: 1), // It looks at no name.
            SmtpClient = new("AuthenticationException *rejected by the provided*", "EHLO STARTTLS"),
        },
        new("self-signed certificate", options => options.When(MockMoment.Tls).Fault(TlsFault.SelfSigned))
        {
            Errands = [WithTls],
            Smtplib = new(
                "SSLCertVerificationError *CERTIFICATE_VERIFY_FAILED* self-signed certificate*", "EHLO STARTTLS"),
            Nodemailer = new("ESOCKET self-signed certificate", "EHLO STARTTLS"),
            Swaks = new(
                "exit 29; *** TLS startup failed (*certificate verify failed); *** STARTTLS attempted but failed",
                "EHLO STARTTLS"),
            SmtpClient = new("AuthenticationException *rejected by the provided*", "EHLO STARTTLS"),
        },
        new("an authority that is not trusted", _ => { })
        {
            Errands = [WithTls with { TrustsTheMock = false }],
            Smtplib = new(
                "SSLCertVerificationError *CERTIFICATE_VERIFY_FAILED* unable to get local issuer certificate*",
                "EHLO STARTTLS"),
            Nodemailer = new("ESOCKET unable to verify the first certificate", "EHLO STARTTLS"),
            Swaks = new(
                "exit 29; *** TLS startup failed (*certificate verify failed); *** STARTTLS attempted but failed",
                "EHLO STARTTLS"),
            SmtpClient = new("AuthenticationException *rejected by the provided*", "EHLO STARTTLS"),
        },
    ];

    private static readonly Errand WithTls = new() { StartTls = true };
}
