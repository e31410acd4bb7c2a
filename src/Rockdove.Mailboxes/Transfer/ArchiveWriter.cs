using System.IO.Pipelines;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>Writes one format: mailboxes one after the other, and in each its messages.</summary>
internal abstract class ArchiveWriter : IAsyncDisposable
{
    public abstract void BeginMailbox(MailboxStatus mailbox);

    /// <summary>Adds a message to the mailbox begun last. After an exception it is not there.</summary>
    public abstract ValueTask AddAsync(MessageRow row, IBlob body, CancellationToken cancellationToken);

    /// <summary>Nothing of the mailbox comes any more.</summary>
    public virtual void EndMailbox()
    {
    }

    /// <summary>Nothing comes any more.</summary>
    public virtual ValueTask FinishAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected static async ValueTask CopyAsync(IBlob body, Stream to, CancellationToken cancellationToken)
    {
        var pipe = PipeWriter.Create(to, new StreamPipeWriterOptions(leaveOpen: true));
        await body.CopyToAsync(ByteRange.Whole, pipe, cancellationToken).ConfigureAwait(false);
        await pipe.CompleteAsync().ConfigureAwait(false);
    }
}
