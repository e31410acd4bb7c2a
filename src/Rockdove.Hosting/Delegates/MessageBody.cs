using System.Buffers;
using System.IO.Pipelines;
using Rockdove.Smtp;

namespace Rockdove.Hosting;

/// <summary>
/// A message on its way, as a delegate reads it: dots taken away, lines as they came. It ends when the client has ended
/// it. A reader that is slow slows the client (see <see cref="SmtpServerOptions.BodyBufferBytes"/>).
/// </summary>
/// <remarks>
/// Every read throws <see cref="MessageAbortedException"/> once the message cannot come to its end: the client went
/// away or took it back (RSET), the server refused it (too big, a line too long), or waited too long for the delegate.
/// One reader at a time, through <see cref="Reader"/> or <see cref="AsStream"/>; it ends when the delegate returns.
/// </remarks>
public sealed class MessageBody
{
    private CancellationTokenSource? _aborted;

    internal MessageBody(Envelope envelope, PipeReader reader)
    {
        Envelope = envelope;
        Reader = reader;
    }

    /// <summary>Whom it is from and for. It stays when the session has gone on to something else.</summary>
    public Envelope Envelope { get; }

    /// <summary>
    /// The octets. What is examined and not consumed is kept in memory, up to the size limit of the endpoint; consume
    /// what is done with.
    /// </summary>
    public PipeReader Reader { get; }

    /// <summary>
    /// Cancelled when the message is aborted, for work beside reading; also when the server is stopped by force, or has
    /// waited too long for an answer (<see cref="DriverLimits.Answer"/>).
    /// </summary>
    public CancellationToken Aborted
    {
        get
        {
            if (Volatile.Read(ref _aborted) is null)
                Interlocked.CompareExchange(ref _aborted, new CancellationTokenSource(), null);
            return Volatile.Read(ref _aborted)!.Token;
        }
    }

    /// <summary>
    /// The same octets as a stream. It may be read in the blocking way too: the thread is not the one that brings them.
    /// </summary>
    public Stream AsStream() => Reader.AsStream(leaveOpen: true);

    /// <summary>Reads all that is left into memory, at most the size limit of the endpoint.</summary>
    /// <exception cref="MessageAbortedException">The message did not come to its end.</exception>
    public async ValueTask<byte[]> ReadToEndAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var result = await Reader.ReadAsync(cancellationToken);
            if (!result.IsCompleted)
            {
                Reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                continue;
            }

            var octets = result.Buffer.ToArray();
            Reader.AdvanceTo(result.Buffer.End);
            return octets;
        }
    }

    /// <summary>In LMTP, a reply for each recipient; null repeats the one reply.</summary>
    internal IReadOnlyList<SmtpReply>? Replies { get; set; }

    internal void Abort()
    {
        // Not Cancel: what the delegate has registered must not run, and perhaps throw, on our thread.
        if (Interlocked.CompareExchange(ref _aborted, AlreadyAborted, null) is { } source && source != AlreadyAborted)
            _ = source.CancelAsync();
    }

    private static readonly CancellationTokenSource AlreadyAborted = Cancelled();

    private static CancellationTokenSource Cancelled()
    {
        var source = new CancellationTokenSource();
        source.Cancel();
        return source;
    }
}
