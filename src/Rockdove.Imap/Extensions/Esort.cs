namespace Rockdove.Imap;

/// <summary>ESORT (RFC 5267 section 3): SORT with RETURN.</summary>
public sealed class Esort() : ImapExtension("ESORT")
{
    public override string? WhatIsMissing(ImapProtocol protocol) =>
        protocol.Has<Sort>() && protocol.Has<Esearch>() ? null : "needs SORT and ESEARCH";
}
