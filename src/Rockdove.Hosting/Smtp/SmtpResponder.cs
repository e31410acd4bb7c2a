using System.Buffers;
using Microsoft.Extensions.Logging;
using Rockdove.Smtp;

namespace Rockdove.Hosting;

/// <summary>
/// Answers the engine by way of middleware and handler. An exception of theirs ends here: it is logged once, the client
/// gets 451 4.3.0, and no detail of it (see docs/decisions/0014).
/// </summary>
internal sealed class SmtpResponder(SmtpServerEngine engine, SmtpDelegate pipeline, SmtpContext context, ILogger log)
    : IResponder, IAsyncDisposable
{
    private readonly TransactionActivity _transaction = new(context.Session);
    private Envelope? _sinkEnvelope;
    private bool _sinkFailed;

    /// <summary>Who clients are by their certificates; null when nobody asks for them.</summary>
    public ClientCertificates? ClientCertificates { get; init; }

    /// <summary>Counts handshakes; null for nobody.</summary>
    public SessionMeter? Meter { get; init; }

    public bool IsReceiving => context.Sink is not null || engine.ExpectsContent;

    public async ValueTask AnswerAsync(IBufferWriter<byte> output)
    {
        await SettleAsync();
        context.Question = engine.Question!;
        _transaction.Enter(context.Question);
        SmtpReply? reply;
        try
        {
            reply = _sinkFailed && context.Question is MessageQuestion
                ? SmtpReplies.LocalError
                : await pipeline(context);
            if (context.RecipientReplies is { } replies && replies.Count != engine.Session.Envelope!.Recipients.Count)
                throw new InvalidOperationException("A message needs as many replies as it has recipients.");
        }
        catch (Exception error)
        {
            reply = Failed(error);
        }

        if (context.Question is DataQuestion && reply is { IsPositive: false })
            await DropSinkAsync();
        if (!context.HasHungUp)
            Answer(reply, output);
        _transaction.Answered(context.Question, reply);
    }

    public async ValueTask ReceiveAsync(ReadOnlyMemory<byte> content)
    {
        if (_sinkFailed || context.Sink is not { } sink)
            return;
        try
        {
            await sink.WriteAsync(content, context.Aborted);
        }
        catch (Exception error)
        {
            Failed(error);
            _sinkFailed = true; // The engine goes on to the end of the message: only it knows where that is.
        }
    }

    /// <summary>A sink whose message the engine has dropped (too big, refused, RSET, EHLO) is let go.</summary>
    public ValueTask SettleAsync()
    {
        _transaction.Settle();
        return context.Sink is null
            || (ReferenceEquals(_sinkEnvelope, engine.Session.Envelope) && !engine.HasRefusedContent)
            ? default
            : DropSinkAsync();
    }

    public void TlsStarted(Link link)
    {
        context.Tls = link.Tls;
        context.Session.IsSecure = true;
        Meter?.OnTls(link.Tls!.SslProtocol);
        context.Session.CertificateIdentity = ClientCertificates?.Identify(link.Tls?.RemoteCertificate);
    }

    public void Abort() => context.Abort();

    public ValueTask DisposeAsync()
    {
        _transaction.End();
        return context.Sink is null ? default : DropSinkAsync();
    }

    private void Answer(SmtpReply? reply, IBufferWriter<byte> output)
    {
        switch (context.Question)
        {
            case SecretQuestion when reply is null:
                engine.Provide(context.Secret, output);
                context.Secret = null;
                break;
            case MessageQuestion when context.RecipientReplies is { } replies:
                context.RecipientReplies = null;
                engine.AnswerEach(replies, output);
                break;
            case DataQuestion data:
                _sinkEnvelope = data.Envelope;
                _sinkFailed = false;
                engine.Answer(reply, output);
                break;
            default:
                engine.Answer(reply, output);
                break;
        }
    }

    private SmtpReply Failed(Exception error)
    {
        var question = context.Question.GetType().Name;
        if (error is OperationCanceledException && context.Aborted.IsCancellationRequested)
            SessionLog.AnswerAborted(log, context.Connection.ConnectionId, question);
        else
            SessionLog.AnswerFailed(log, error, context.Connection.ConnectionId, question, "451");
        context.Renew();
        context.RecipientReplies = null;
        return context.Question is Rockdove.Smtp.AuthQuestion or SecretQuestion
            ? SmtpReplies.AuthUnavailable
            : SmtpReplies.LocalError;
    }

    private async ValueTask DropSinkAsync()
    {
        if (context.Sink is not { } sink)
            return;
        context.Sink = null;
        _sinkEnvelope = null;
        try
        {
            await sink.DisposeAsync();
        }
        catch (Exception error)
        {
            SmtpLog.DropFailed(log, error, context.Connection.ConnectionId);
        }
    }
}
