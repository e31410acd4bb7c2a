using System.Buffers;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Rockdove.Imap;

namespace Rockdove.Hosting;

/// <summary>
/// Answers the engine by way of middleware and handler. An exception of theirs ends here: it is logged once, the client
/// gets NO [UNAVAILABLE], and no detail of it (see docs/decisions/0014).
/// </summary>
internal sealed class ImapResponder(ImapServerEngine engine, ImapDelegate pipeline, ImapContext context, ILogger log)
    : IResponder, IAsyncDisposable
{
    private ImapReply? _sinkFailure;

    /// <summary>Who clients are by their certificates; null when nobody asks for them.</summary>
    public ClientCertificates? ClientCertificates { get; init; }

    /// <summary>Counts what happens; null for nobody.</summary>
    public ImapMeter? Meter { get; init; }

    /// <summary>Messages that were appended.</summary>
    public int Messages { get; private set; }

    public bool IsReceiving => context.Sink is not null || engine.ExpectsContent;

    public void DrivenBy(EngineDriver driver) => context.DrivenBy(driver);

    public async ValueTask AnswerAsync(IBufferWriter<byte> output)
    {
        var question = context.Question = engine.Question!;
        var goesOn = question is MessageQuestion or AppendQuestion { Index: > 0 };
        if (!goesOn)
            await SettleAsync();
        ImapReply? reply;
        try
        {
            reply = goesOn && _sinkFailure is { } failure ? failure : await pipeline(context);
        }
        catch (ConnectionAbortedException)
        {
            throw; // The client is gone, so there is nobody to answer.
        }
        catch (Exception error)
        {
            reply = Failed(error);
        }

        if (context.TakeNote())
            engine.Signal(Wire.Signal.Changed, output);
        if (!context.HasHungUp)
            Answer(question, reply, output);
        if (question is MessageQuestion || (question is AppendQuestion && !engine.ExpectsContent))
            await DropSinkAsync();
    }

    public async ValueTask ReceiveAsync(ReadOnlyMemory<byte> content)
    {
        if (_sinkFailure is not null || context.Sink is not { } sink)
            return;
        try
        {
            await sink.WriteAsync(content, context.Aborted);
        }
        catch (Exception error)
        {
            _sinkFailure = Failed(error); // The engine goes on to the end of the message: only it knows where that is.
        }
    }

    /// <summary>A sink whose message the engine has refused is let go.</summary>
    public ValueTask SettleAsync() =>
        context.Sink is null || (engine.ExpectsContent && !engine.HasRefusedContent) ? default : DropSinkAsync();

    public void TlsStarted(Link link)
    {
        context.Tls = link.Tls;
        context.Session.IsSecure = true;
        Meter?.OnTls(link.Tls!.SslProtocol);
        context.Session.CertificateIdentity = ClientCertificates?.Identify(link.Tls?.RemoteCertificate);
    }

    public void Abort() => context.Abort();

    public async ValueTask DisposeAsync()
    {
        await DropSinkAsync();
        var state = context.State;
        context.State = null;
        await LetGoAsync(state);
    }

    private void Answer(ImapQuestion question, ImapReply? reply, IBufferWriter<byte> output)
    {
        switch (question)
        {
            case SecretQuestion when reply is null:
                engine.Provide(context.Secret, output);
                context.Secret = null;
                break;
            case SelectQuestion when reply is null && context.Opened is { } opened:
                context.Opened = null;
                engine.Open(opened, output);
                break;
            case SearchQuestion when reply is null && context.Found is { } found:
                context.Found = null;
                engine.Found(found.Messages, found.HighestModSequence, output);
                break;
            case SortQuestion when reply is null && context.Sorted is { } sorted:
                context.Sorted = null;
                engine.Sorted(sorted.Messages, sorted.HighestModSequence, output);
                break;
            case ThreadQuestion when reply is null && context.Threads is { } threads:
                context.Threads = null;
                engine.Threaded(threads, output);
                break;
            case AppendQuestion when reply is null && context.Sink is not null:
                _sinkFailure = null;
                engine.Answer(ImapReplies.Completed, output);
                break;
            case AuthQuestion:
                Meter?.OnLogin(reply is { IsOk: true });
                engine.Answer(reply, output);
                break;
            case MessageQuestion { All: var appended }:
                if (reply is { IsOk: true })
                {
                    Messages += appended.Count;
                    foreach (var append in appended)
                        Meter?.OnAppended(append.MessageBytes);
                }

                engine.Answer(reply, output);
                break;
            default:
                engine.Answer(reply, output);
                break;
        }
    }

    private ImapReply Failed(Exception error)
    {
        var question = context.Question.GetType().Name;
        if (error is OperationCanceledException && context.Aborted.IsCancellationRequested)
            SessionLog.AnswerAborted(log, context.Connection.ConnectionId, question);
        else
            SessionLog.AnswerFailed(log, error, context.Connection.ConnectionId, question, "NO [UNAVAILABLE]");
        context.Renew();
        context.Opened = null;
        context.Found = null;
        context.Sorted = null;
        context.Threads = null;
        return context.Question is AuthQuestion or SecretQuestion ? ImapReplies.CannotCheckSecret : NotNow;
    }

    private async ValueTask DropSinkAsync()
    {
        var sink = context.Sink;
        context.Sink = null;
        _sinkFailure = null;
        await LetGoAsync(sink);
    }

    private async ValueTask LetGoAsync(IAsyncDisposable? open)
    {
        if (open is null)
            return;
        try
        {
            await open.DisposeAsync();
        }
        catch (Exception error)
        {
            ImapLog.DropFailed(log, error, context.Connection.ConnectionId);
        }
    }

    private static readonly ImapReply NotNow =
        ImapReply.No("That cannot be done just now, try again later", ImapCodes.Unavailable);
}
