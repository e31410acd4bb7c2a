namespace Rockdove.Imap;

/// <summary>
/// QRESYNC (RFC 7162 section 3.2): a client that comes back learns what has changed and gone since, and messages that
/// go are told by UID.
/// </summary>
public sealed class Qresync() : ImapExtension("QRESYNC")
{
    public override bool CanBeEnabled => true;

    public override void Enable(ImapServerEngine engine) => engine.EnableQresync();

    public override string? WhatIsMissing(ImapProtocol protocol) =>
        protocol.Has<Condstore>() && protocol.Has<Enable>() ? null : "needs CONDSTORE and ENABLE";
}
