namespace Rockdove.Imap;

/// <summary>LITERAL- (RFC 7888): small literals may come without being invited.</summary>
public sealed class LiteralMinus() : ImapExtension("LITERAL-")
{
    public override bool IsToldBeforeLogin => true;
}
