namespace Rockdove.Smtp;

/// <summary>
/// REQUIRETLS (RFC 8689): the sender wants every hop protected. Offered only under TLS (section 2); a relay that offers
/// it must honour <see cref="RequiresTlsOnward"/>.
/// </summary>
public sealed class RequireTls : SmtpExtension
{
    public override string Keyword => "REQUIRETLS";

    public override IReadOnlyList<EnvelopeParameter> MailParameters { get; } = [new Parameter()];

    public override string? Advertise(SmtpSession session, SmtpProtocol protocol) => session.IsSecure ? Keyword : null;

    private sealed class Parameter() : EnvelopeParameter("REQUIRETLS", takesValue: false)
    {
        public override bool IsOffered(SmtpSession session) => session.IsSecure;

        public override SmtpReply? Apply(ReadOnlySpan<byte> value, EnvelopePart part, SmtpServerEngine engine)
        {
            part.Set(new RequiresTlsOnward());
            return null;
        }
    }
}

/// <summary>REQUIRETLS was given with MAIL.</summary>
public sealed record RequiresTlsOnward;
