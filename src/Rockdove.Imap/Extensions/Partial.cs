namespace Rockdove.Imap;

/// <summary>PARTIAL (RFC 9394): some of the results of SEARCH, SORT and UID FETCH, by their place.</summary>
public sealed class Partial() : ImapExtension("PARTIAL")
{
    public override string? WhatIsMissing(ImapProtocol protocol) => protocol.Has<Esearch>() ? null : "needs ESEARCH";
}
