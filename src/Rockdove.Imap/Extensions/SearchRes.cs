namespace Rockdove.Imap;

/// <summary>SEARCHRES (RFC 5182): the result of a SEARCH is kept, and <c>$</c> stands for it.</summary>
public sealed class SearchRes() : ImapExtension("SEARCHRES")
{
    public override string? WhatIsMissing(ImapProtocol protocol) => protocol.Has<Esearch>() ? null : "needs ESEARCH";
}
