namespace Rockdove.Imap;

/// <summary>
/// LITERAL+ (RFC 7888): literals of any size may come without being invited. Only in place of LITERAL-.
/// </summary>
public sealed class LiteralPlus() : ImapExtension("LITERAL+")
{
    public override bool IsToldBeforeLogin => true;

    public override string? WhatIsMissing(ImapProtocol protocol) =>
        protocol.Has<LiteralMinus>() ? "cannot be offered beside LITERAL- (RFC 7888 section 5)" : null;
}
