using Rockdove.Imap;

namespace Rockdove.Hosting;

/// <summary>Takes what a server says to one command as it comes, so that nothing of it has to be kept.</summary>
public abstract class ImapReading
{
    /// <summary>An untagged response, asked for or not; of a FETCH, behind its content.</summary>
    public virtual ValueTask ResponseAsync(ImapResponse response, CancellationToken cancellationToken) => default;

    /// <summary>A slice of a literal, good until the method returns.</summary>
    public virtual ValueTask ContentAsync(
        ImapContent content, ReadOnlyMemory<byte> slice, CancellationToken cancellationToken) => default;
}
