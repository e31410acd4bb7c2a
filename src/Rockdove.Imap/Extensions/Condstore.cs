namespace Rockdove.Imap;

/// <summary>CONDSTORE (RFC 7162): mod-sequences, told to clients that have shown that they know them.</summary>
public sealed class Condstore() : ImapExtension("CONDSTORE")
{
    public override bool CanBeEnabled => true;

    public override void Enable(ImapServerEngine engine) => engine.EnableCondstore();
}
