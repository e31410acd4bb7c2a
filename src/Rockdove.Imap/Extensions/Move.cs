namespace Rockdove.Imap;

/// <summary>MOVE (RFC 6851): a message goes elsewhere in one step.</summary>
public sealed class Move() : ImapExtension("MOVE")
{
    public override IReadOnlyList<ImapVerb> Verbs { get; } = [new Copy("MOVE", isMove: true)];
}
