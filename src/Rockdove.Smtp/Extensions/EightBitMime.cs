using System.Text;

namespace Rockdove.Smtp;

/// <summary>8BITMIME (RFC 6152), and the BODY parameter that BINARYMIME (RFC 3030) shares with it.</summary>
public sealed class EightBitMime : SmtpExtension
{
    public override string Keyword => "8BITMIME";

    public override IReadOnlyList<EnvelopeParameter> MailParameters { get; } = [new Body()];

    private sealed class Body() : EnvelopeParameter("BODY", takesValue: true)
    {
        public override SmtpReply? Apply(ReadOnlySpan<byte> value, EnvelopePart part, SmtpServerEngine engine)
        {
            var sender = (Sender)part;
            if (Ascii.EqualsIgnoreCase(value, "7BIT"u8))
                sender.Body = BodyType.SevenBit;
            else if (Ascii.EqualsIgnoreCase(value, "8BITMIME"u8))
                sender.Body = BodyType.EightBitMime;
            else if (!Ascii.EqualsIgnoreCase(value, "BINARYMIME"u8))
                return SmtpReplies.BadParameter;
            else if (engine.Protocol.Find<BinaryMime>() is null)
                return SmtpReplies.UnknownParameter;
            else
                sender.Body = BodyType.BinaryMime;
            return null;
        }
    }
}
