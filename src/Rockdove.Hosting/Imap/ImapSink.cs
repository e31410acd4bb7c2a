using Rockdove.Imap;

namespace Rockdove.Hosting;

/// <summary>
/// Takes the message of one APPEND as it comes, or one after the other where it brings several. Disposed without
/// <see cref="CompleteAsync"/>, the message never was.
/// </summary>
public abstract class ImapSink : IAsyncDisposable
{
    /// <summary>
    /// Takes the next octets; they are the sink's only until the call is done. While it waits the client waits too, so
    /// a slow disk slows the sender and fills no memory.
    /// </summary>
    public abstract ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>
    /// All of the message came, and another follows in the same command (MULTIAPPEND, RFC 3502): null lets it come, NO
    /// forgets those before it too. NO unless overridden.
    /// </summary>
    public virtual ValueTask<ImapReply?> NextAsync(AppendQuestion question, CancellationToken cancellationToken) =>
        new(ImapReplies.NotKept);

    /// <summary>
    /// All of it came, and the command ended well. OK promises that the message is kept, whatever happens next; with
    /// <see cref="ImapCodes.AppendUid(uint, uint)"/> it says where.
    /// </summary>
    public abstract ValueTask<ImapReply> CompleteAsync(CancellationToken cancellationToken);

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
