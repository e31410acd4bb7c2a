namespace Rockdove.Smtp;

/// <summary>SMTPUTF8 (RFC 6531): UTF-8 in addresses and headers.</summary>
public sealed class SmtpUtf8 : SmtpExtension
{
    public override string Keyword => "SMTPUTF8";

    public override IReadOnlyList<EnvelopeParameter> MailParameters { get; } = [new Parameter()];

    public override string? WhatIsMissing(SmtpProtocol protocol) =>
        protocol.Find<EightBitMime>() is null ? "needs 8BITMIME (RFC 6531 section 3.1)" : null;

    private sealed class Parameter() : EnvelopeParameter("SMTPUTF8", takesValue: false)
    {
        public override SmtpReply? Apply(ReadOnlySpan<byte> value, EnvelopePart part, SmtpServerEngine engine)
        {
            ((Sender)part).IsSmtpUtf8 = true;
            return null;
        }
    }
}
