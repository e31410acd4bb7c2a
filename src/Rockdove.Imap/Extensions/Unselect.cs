namespace Rockdove.Imap;

/// <summary>UNSELECT (RFC 3691): the selected mailbox is left as it is.</summary>
public sealed class Unselect() : ImapExtension("UNSELECT")
{
    public override IReadOnlyList<ImapVerb> Verbs { get; } = [new CloseMailbox("UNSELECT", expunges: false)];
}
