namespace Rockdove.Imap;

/// <summary>SASL-IR (RFC 4959): AUTHENTICATE with an initial response.</summary>
public sealed class SaslIr() : ImapExtension("SASL-IR")
{
    public override bool IsToldBeforeLogin => true;
}
