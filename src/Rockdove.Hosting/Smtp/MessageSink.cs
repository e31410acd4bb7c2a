using Rockdove.Smtp;

namespace Rockdove.Hosting;

/// <summary>
/// Takes one message as it comes. Disposed without <see cref="CompleteAsync"/>, the message never was.
/// </summary>
public abstract class MessageSink : IAsyncDisposable
{
    /// <summary>
    /// Takes the next octets; they are the sink's only until the call is done. While it waits the client waits too,
    /// so a
    /// slow disk slows the sender and fills no memory.
    /// </summary>
    public abstract ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>
    /// All of it came. A 2yz promises that the message is kept, whatever happens next (RFC 5321 section 6.1).
    /// </summary>
    public abstract ValueTask<SmtpReply> CompleteAsync(CancellationToken cancellationToken);

    /// <summary>In LMTP: a reply for each recipient, in their order. Unless overridden, all get the same.</summary>
    public virtual async ValueTask<IReadOnlyList<SmtpReply>> CompleteEachAsync(
        IReadOnlyList<Recipient> recipients, CancellationToken cancellationToken)
    {
        var reply = await CompleteAsync(cancellationToken);
        return [.. Enumerable.Repeat(reply, recipients.Count)];
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
