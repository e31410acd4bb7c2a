namespace Rockdove.Imap;

/// <summary>
/// CREATE-SPECIAL-USE (RFC 6154 section 3): CREATE says what the mailbox is for. A handler that cannot have it so says
/// NO with <see cref="ImapCodes.UseAttribute"/>.
/// </summary>
public sealed class CreateSpecialUse() : ImapExtension("CREATE-SPECIAL-USE")
{
    public override string? WhatIsMissing(ImapProtocol protocol) =>
        protocol.Has<SpecialUse>() ? null : "needs SPECIAL-USE";
}
