using System.Buffers;
using Microsoft.Extensions.Logging;
using Rockdove.Pop3;

namespace Rockdove.Hosting;

/// <summary>
/// Answers the engine by way of middleware and handler, and feeds it messages. An exception of theirs ends here: it is
/// logged once, the client is told to try again later, and no detail of it.
/// </summary>
internal sealed class Pop3Responder(Pop3ServerEngine engine, Pop3Delegate pipeline, Pop3Context context, ILogger log)
    : IResponder, IAsyncDisposable
{
    private byte[]? _slice;

    /// <summary>Who clients are by their certificates; null when nobody asks for them.</summary>
    public ClientCertificates? ClientCertificates { get; init; }

    /// <summary>Counts handshakes; null for nobody.</summary>
    public SessionMeter? Meter { get; init; }

    public bool IsReceiving => false;

    public async ValueTask AnswerAsync(IBufferWriter<byte> output)
    {
        context.Question = engine.Question!;
        Pop3Reply? reply;
        try
        {
            reply = await pipeline(context);
        }
        catch (Exception error)
        {
            reply = Failed(error);
        }

        if (reply is not null)
            await LetGoAsync(ofMaildrop: context.Question is MaildropQuestion or UpdateQuestion);
        if (!context.HasHungUp)
            Answer(reply, output);
    }

    public ValueTask ReceiveAsync(ReadOnlyMemory<byte> content) =>
        throw new NotSupportedException("POP3 clients send no content.");

    public async ValueTask FeedAsync(IBufferWriter<byte> output)
    {
        _slice ??= ArrayPool<byte>.Shared.Rent(SliceBytes);
        var source = context.Source!;
        try
        {
            var length = engine.WantsContent
                ? await source.ReadAsync(_slice.AsMemory(0, SliceBytes), context.Aborted)
                : 0;
            if (length > 0)
            {
                engine.WriteContent(_slice.AsSpan(0, length), output);
                return;
            }

            if (context.Question is RetrieveQuestion { BodyLines: null })
                source.Complete();
            engine.EndContent(output);
        }
        catch (Exception error)
        {
            Failed(error);
            engine.FailContent();
        }

        await LetGoAsync(ofMaildrop: false);
    }

    public ValueTask SettleAsync() => default;

    public void TlsStarted(Link link)
    {
        context.Tls = link.Tls;
        context.Session.IsSecure = true;
        Meter?.OnTls(link.Tls!.SslProtocol);
        context.Session.CertificateIdentity = ClientCertificates?.Identify(link.Tls?.RemoteCertificate);
    }

    public void Abort() => context.Abort();

    public ValueTask DisposeAsync() => LetGoAsync(ofMaildrop: true);

    private void Answer(Pop3Reply? reply, IBufferWriter<byte> output)
    {
        switch (context.Question)
        {
            case Pop3SecretQuestion when reply is null:
                engine.Provide(context.Secret, output);
                context.Secret = null;
                break;
            case MaildropQuestion when reply is null && context.Maildrop is { } maildrop:
                engine.Open(maildrop, output);
                break;
            case RetrieveQuestion when reply is null && context.Source is not null:
                engine.BeginContent(output);
                break;
            default:
                engine.Answer(reply, output);
                break;
        }
    }

    private Pop3Reply? Failed(Exception error)
    {
        var question = context.Question.GetType().Name;
        if (error is OperationCanceledException && context.Aborted.IsCancellationRequested)
            SessionLog.AnswerAborted(log, context.Connection.ConnectionId, question);
        else
            SessionLog.AnswerFailed(log, error, context.Connection.ConnectionId, question, "-ERR");
        context.Renew();
        return context.Question switch
        {
            LoginQuestion or Pop3SecretQuestion => Pop3Replies.AuthUnavailable,
            MaildropQuestion => Pop3Replies.NoMaildrop,
            RetrieveQuestion => Pop3Replies.CannotRead,
            UpdateQuestion => Pop3Replies.NotDeleted,
            _ => Pop3Replies.LocalError,
        };
    }

    /// <summary>Lets go of what is open: the message, or everything.</summary>
    private async ValueTask LetGoAsync(bool ofMaildrop)
    {
        if (_slice is { } slice)
        {
            _slice = null; // Between messages an idle session holds no buffer.
            ArrayPool<byte>.Shared.Return(slice);
        }

        var (source, maildrop) = (context.Source, ofMaildrop ? context.Maildrop : null);
        context.Source = null;
        if (ofMaildrop)
            context.Maildrop = null;
        foreach (var open in (IAsyncDisposable?[])[source, maildrop])
        {
            try
            {
                if (open is not null)
                    await open.DisposeAsync();
            }
            catch (Exception error)
            {
                Pop3Log.DropFailed(log, error, context.Connection.ConnectionId);
            }
        }
    }

    /// <summary>What is read of a message at once: as much as a blob store reads.</summary>
    private const int SliceBytes = 64 * 1024;
}
