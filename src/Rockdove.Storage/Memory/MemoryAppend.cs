namespace Rockdove.Storage;

/// <summary>A message that is about to lie in one mailbox.</summary>
/// <param name="Message">What it is.</param>
/// <param name="Places">Its one place, to be filled; the message holds the same.</param>
/// <param name="InternalDate">INTERNALDATE.</param>
/// <param name="Flags">What it has from the beginning.</param>
internal sealed record MemoryAppend(
    MemoryMessage Message, CommittedPlace[] Places, DateTimeOffset InternalDate, FlagSet Flags)
{
    public static MemoryAppend Of(MessageToAppend message, BlobId blob, DateTimeOffset now)
    {
        var details = message.Details;
        var places = new CommittedPlace[1];
        var committed = new CommittedMessage(MessageId.Create(now), places);
        // A copy: whoever gave it may have cut it out of something large.
        var content = new MemoryContent(
            committed.Id, message.Message.Bytes, null, details.Structure.ToArray(), ThreadNames.Of(details));
        return new(new MemoryMessage(committed, blob, content), places, message.InternalDate, message.Flags);
    }
}
