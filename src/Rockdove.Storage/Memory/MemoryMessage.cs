namespace Rockdove.Storage;

/// <summary>One message, and the entries that still hold it. Guarded by the store's lock.</summary>
internal sealed class MemoryMessage(CommittedMessage committed, BlobId blob, MemoryContent content)
{
    public MessageId Id => content.Id;

    public BlobId Blob => blob;

    public long Bytes => content.Bytes;

    public long ExtraBytes { get; } = content.ExtraBytes;

    public MemoryContent Content => content;

    public IReadOnlyList<CommittedPlace> Places { get; private set; } = committed.Places;

    public void Enter(CommittedPlace place) => Places = [.. Places, place];

    public void Leave(MailboxId mailbox, Uid uid) =>
        Places = Places.Count == 1 ? [] : [.. Places.Where(place => place.Mailbox != mailbox || place.Uid != uid)];
}
