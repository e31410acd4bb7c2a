namespace Rockdove.Imap;

/// <summary>LIST-STATUS (RFC 5819): LIST with the status of each mailbox.</summary>
public sealed class ListStatus() : ImapExtension("LIST-STATUS")
{
    public override string? WhatIsMissing(ImapProtocol protocol) =>
        protocol.Has<ListExtended>() ? null : "needs LIST-EXTENDED";
}
