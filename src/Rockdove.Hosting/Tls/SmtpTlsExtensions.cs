using System.Security.Cryptography.X509Certificates;

namespace Rockdove.Hosting;

/// <summary>
/// TLS in one call: offered, required, or from the first octet. Certificates come from files
/// (<see cref="CertificateSource.FromFiles"/>, with a password when the key is encrypted), or are at hand.
/// </summary>
public static class SmtpTlsExtensions
{
    /// <summary>Offers STARTTLS (RFC 3207). Clients that do not use it are served in clear.</summary>
    public static SmtpServerBuilder OfferTls(this SmtpServerBuilder smtp, CertificateSource certificate) =>
        smtp.Set(certificate, isRequired: false, isImplicit: false);

    /// <inheritdoc cref="OfferTls(SmtpServerBuilder, CertificateSource)"/>
    public static SmtpServerBuilder OfferTls(this SmtpServerBuilder smtp, X509Certificate2 certificate) =>
        smtp.OfferTls(CertificateSource.From(certificate));

    /// <summary>
    /// Offers STARTTLS, and serves nobody before: MAIL, AUTH and the like are 530 5.7.0. Right for submission; a server
    /// that others find by MX must not do so (RFC 3207 section 4).
    /// </summary>
    public static SmtpServerBuilder RequireTls(this SmtpServerBuilder smtp, CertificateSource certificate) =>
        smtp.Set(certificate, isRequired: true, isImplicit: false);

    /// <inheritdoc cref="RequireTls(SmtpServerBuilder, CertificateSource)"/>
    public static SmtpServerBuilder RequireTls(this SmtpServerBuilder smtp, X509Certificate2 certificate) =>
        smtp.RequireTls(CertificateSource.From(certificate));

    /// <summary>The connection begins with a handshake, as on port 465 (RFC 8314); STARTTLS is not offered.</summary>
    public static SmtpServerBuilder ImplicitTls(this SmtpServerBuilder smtp, CertificateSource certificate) =>
        smtp.Set(certificate, isRequired: false, isImplicit: true);

    /// <inheritdoc cref="ImplicitTls(SmtpServerBuilder, CertificateSource)"/>
    public static SmtpServerBuilder ImplicitTls(this SmtpServerBuilder smtp, X509Certificate2 certificate) =>
        smtp.ImplicitTls(CertificateSource.From(certificate));

    /// <summary>
    /// Asks clients for a certificate, and believes those that these roots have signed. The name in it is then
    /// <see cref="Rockdove.Smtp.SmtpSession.CertificateIdentity"/>, and what EXTERNAL proves.
    /// </summary>
    /// <param name="smtp">The endpoint; it needs TLS in one of the three ways.</param>
    /// <param name="roots">Who signs our clients' certificates.</param>
    /// <param name="isRequired">No handshake without a certificate that is believed.</param>
    public static SmtpServerBuilder AskForClientCertificates(
        this SmtpServerBuilder smtp, X509Certificate2Collection roots, bool isRequired = false) =>
        smtp.Configure(options => options.ClientCertificates =
            new ClientCertificates { TrustedRoots = roots, IsRequired = isRequired });

    private static SmtpServerBuilder Set(
        this SmtpServerBuilder smtp, CertificateSource certificate, bool isRequired, bool isImplicit) =>
        smtp.Configure(options =>
        {
            options.Certificate = certificate;
            options.RequiresTls = isRequired;
            options.ImplicitTls = isImplicit;
        });
}
