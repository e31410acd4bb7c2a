using System.IO.Pipelines;
using Rockdove.Smtp;

namespace Rockdove.Hosting;

/// <summary>
/// Runs a delegate beside the driver, with a pipe between them (docs/decisions/0019). The driver waits for the delegate
/// only while the pipe is full or the message is whole; the delegate waits only for octets. Neither runs on the other's
/// thread, so a delegate that blocks in a read blocks nobody but itself.
/// </summary>
internal sealed class BodySink : MessageSink
{
    private readonly SmtpContext _context;
    private readonly MessageReceiver _receive;
    private readonly Pipe _pipe;
    private readonly MessageBody _body;
    private Task<SmtpReply>? _receiving;
    private bool _isUnwanted;
    private bool _isComplete;

    public BodySink(SmtpContext context, Envelope envelope, MessageReceiver receive, PipeOptions pipe)
    {
        _context = context;
        _receive = receive;
        _pipe = new Pipe(pipe);
        _body = new MessageBody(envelope, _pipe.Reader);
    }

    /// <summary>The delegate at work; null while nothing has come.</summary>
    internal Task? Receiving => _receiving;

    /// <summary>
    /// Waits while the delegate has too much to read. Once the delegate is done, the rest is dropped.
    /// </summary>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (_isUnwanted)
            return default;
        var writing = _pipe.Writer.WriteAsync(content, cancellationToken);
        Begin(); // Only now: when content comes, nobody can refuse DATA any more, and there is something to read.
        if (!writing.IsCompletedSuccessfully)
            return Slow(writing);
        _isUnwanted = writing.Result.IsCompleted;
        return default;

        async ValueTask Slow(ValueTask<FlushResult> slow)
        {
            try
            {
                _isUnwanted = (await slow).IsCompleted;
            }
            catch (OperationCanceledException)
            {
                Abort("The delegate did not read on in time, or the server was stopped by force.");
                throw;
            }
        }
    }

    public override async ValueTask<SmtpReply> CompleteAsync(CancellationToken cancellationToken)
    {
        _isComplete = true;
        await _pipe.Writer.CompleteAsync();
        await using var stop = cancellationToken.UnsafeRegister(static body => ((MessageBody)body!).Abort(), _body);
        return await Begin();
    }

    public override async ValueTask<IReadOnlyList<SmtpReply>> CompleteEachAsync(
        IReadOnlyList<Recipient> recipients, CancellationToken cancellationToken)
    {
        var reply = await CompleteAsync(cancellationToken);
        return _body.Replies ?? [.. Enumerable.Repeat(reply, recipients.Count)];
    }

    /// <summary>
    /// Waits for the delegate, whatever it does: a client that takes back one message after another would otherwise
    /// leave any number of them running.
    /// </summary>
    /// <exception cref="Exception">The delegate had failed before its message was aborted.</exception>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (!_isComplete)
            await LetGoAsync();
    }

    private async ValueTask LetGoAsync()
    {
        var hadEnded = _receiving is { IsCompleted: true };
        Abort("The message did not come to its end: the client went away or took it back, or the server refused it.");
        if (_receiving is null)
        {
            await _pipe.Reader.CompleteAsync();
            return;
        }

        try
        {
            await _receiving;
        }
        catch (Exception) when (!hadEnded)
        {
            // It follows from the abort: a read that throws comes out as anything.
        }
    }

    private Task<SmtpReply> Begin() => _receiving ??= ReceiveAsync();

    private async Task<SmtpReply> ReceiveAsync()
    {
        // To the thread pool, as Task.Run would, with one object less.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            return await _receive(_context, _body)
                ?? (_body.Envelope.Recipients.Count > 0 ? SmtpReplies.MessageOk : SmtpReplies.NoRecipients);
        }
        finally
        {
            await _pipe.Reader.CompleteAsync();
        }
    }

    private void Abort(string reason)
    {
        _pipe.Writer.Complete(new MessageAbortedException(reason));
        _body.Abort();
    }
}

/// <summary>Reads a message and answers it; null accepts.</summary>
internal delegate ValueTask<SmtpReply?> MessageReceiver(SmtpContext context, MessageBody body);
