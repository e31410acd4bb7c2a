namespace Rockdove.Imap;

/// <summary>SORT=DISPLAY (RFC 5957): SORT by the names of senders and recipients.</summary>
public sealed class SortDisplay() : ImapExtension("SORT=DISPLAY")
{
    public override string? WhatIsMissing(ImapProtocol protocol) => protocol.Has<Sort>() ? null : "needs SORT";
}
