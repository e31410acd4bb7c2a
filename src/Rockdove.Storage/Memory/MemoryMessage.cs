namespace Rockdove.Storage;

/// <summary>One message, and the entries that still hold it. Guarded by the store's lock.</summary>
internal sealed class MemoryMessage(CommittedMessage committed, BlobId blob, long bytes, long envelopeBytes)
{
    public MessageId Id => committed.Id;

    public BlobId Blob => blob;

    public long Bytes => bytes;

    public long EnvelopeBytes => envelopeBytes;

    public IReadOnlyList<CommittedPlace> Places { get; private set; } = committed.Places;

    public void Leave(MailboxId mailbox, Uid uid) =>
        Places = Places.Count == 1 ? [] : [.. Places.Where(place => place.Mailbox != mailbox || place.Uid != uid)];
}
