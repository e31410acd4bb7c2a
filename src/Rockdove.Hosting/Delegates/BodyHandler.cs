using System.IO.Pipelines;
using Rockdove.Smtp;

namespace Rockdove.Hosting;

/// <summary>
/// Gives each message to a delegate. Other questions are answered by the delegates that are middleware.
/// </summary>
internal sealed class BodyHandler(MessageReceiver receive, SmtpServerOptions options) : SmtpHandler
{
    private PipeOptions? _pipe;

    /// <summary>The delegate answers each recipient, which only LMTP can say.</summary>
    public bool AnswersEach { get; init; }

    public override ValueTask<Reception> ReceiveAsync(SmtpContext context, DataQuestion question) =>
        new(new BodySink(context, question.Envelope, receive, _pipe ??= PipeOf(options.BodyBufferBytes)));

    private static PipeOptions PipeOf(int limitBytes) => new(
        readerScheduler: PipeScheduler.ThreadPool, // Inline, a delegate that blocks would block the driver.
        writerScheduler: PipeScheduler.ThreadPool,
        pauseWriterThreshold: limitBytes + 1L, // The pipe waits when it holds this many.
        resumeWriterThreshold: Math.Max(1, limitBytes / 2),
        useSynchronizationContext: false);
}
