using System.Buffers;
using System.IO.Pipelines;
using System.Security.Authentication;
using Rockdove.Wire;

namespace Rockdove.Hosting;

/// <summary>
/// Moves the octets of a client engine: sends what it writes, reads what it needs, does the handshake, owns the clock.
/// </summary>
internal sealed class ClientLoop : IAsyncDisposable
{
    private readonly IClientDialogue _dialogue;
    private readonly ClientConnectionOptions _options;
    private readonly TimeProvider _time;
    private readonly Alarm _alarm;
    private readonly string _tlsHost;
    private readonly ClientTranscript? _transcript;
    private Task<ReadResult>? _readingAhead;
    private ReadOnlySequence<byte> _unread;
    private long _givenBackBytes; // Unread octets that the next read brings again.
    private long _mark;
    private long _wakesAt = Never;
    private bool _wakes; // The alarm is set for waking, not for giving up.
    private bool _wasWoken;
    private bool _holdsInput;
    private bool _isOutputBroken;
    private volatile bool _isFlushing;
    private volatile bool _hasRung;
    private volatile bool _isAwake;

    /// <param name="dialogue">What is said.</param>
    /// <param name="link">Where to.</param>
    /// <param name="tlsHost">The name for the handshake, where the options have none.</param>
    /// <param name="options">How.</param>
    public ClientLoop(IClientDialogue dialogue, Link link, string tlsHost, ClientConnectionOptions options)
    {
        _dialogue = dialogue;
        _options = options;
        _tlsHost = tlsHost;
        Link = link;
        _time = options.Time;
        _alarm = new Alarm(_time, Ring);
        _mark = _time.GetTimestamp();
        if (options.RecordsTranscript)
            _transcript = new ClientTranscript(dialogue, link, options);
    }

    public Link Link { get; }

    public TranscriptRecorder? Transcript => _transcript?.Recorder;

    public IBufferWriter<byte> Output => _transcript is null ? Link.Output : _transcript;

    /// <summary>The time since the last call was spent in the phase that the engine is in now.</summary>
    public void Charge()
    {
        var now = _time.GetTimestamp();
        _dialogue.Charge(_time.GetElapsedTime(_mark, now));
        _mark = now;
    }

    /// <summary>Forgets what was written down.</summary>
    public void BeginTranscript() => _transcript?.BeginAnew();

    /// <summary>
    /// Goes on until there is something to decide. What was written for content is not sent yet. Does the handshake
    /// that comes before anything is said, if there is one.
    /// </summary>
    public async ValueTask<LinkFailure?> OpenAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (_options.ImplicitTls && await ProtectAsync(patience, cancellationToken) is { } failure)
            return failure;
        await RunAsync(cancellationToken);
        return null;
    }

    /// <summary>
    /// Goes on until there is something to decide. What was written for content is not sent yet.
    /// </summary>
    public async ValueTask RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var step = Advance();
            switch (step.Kind)
            {
                case ClientStepKind.NeedInput:
                    if (_wakesAt != Never && IsAwake())
                        return;
                    if (await FlushAsync(step.Patience, cancellationToken))
                        await ReadAsync(step.Patience, cancellationToken);
                    break;
                case ClientStepKind.StartTls:
                    await FlushAsync(step.Patience, cancellationToken);
                    Release();
                    var failure = await ProtectAsync(step.Patience, cancellationToken);
                    if (failure is null)
                        _dialogue.Signal(Signal.TlsStarted);
                    else if (failure.Kind == LinkFailureKind.TimedOut)
                        _dialogue.Signal(Signal.TimedOut);
                    else
                        _dialogue.TlsFailed(failure.Explanation);
                    break;
                default:
                    ShowTranscript();
                    return;
            }
        }
    }

    /// <summary>
    /// As <see cref="RunAsync"/>, and no longer than to a time, or to the next <see cref="Wake"/>.
    /// </summary>
    /// <returns>False when that is why it stopped: the engine waits for input.</returns>
    public async ValueTask<bool> RunUntilAsync(long timestamp, CancellationToken cancellationToken)
    {
        _wakesAt = timestamp;
        try
        {
            await RunAsync(cancellationToken);
            return !_wasWoken;
        }
        finally
        {
            _wakesAt = Never;
            _wasWoken = false;
        }
    }

    /// <summary>
    /// Ends the <see cref="RunUntilAsync"/> that runs, or the next one. From any thread.
    /// </summary>
    public void Wake()
    {
        _isAwake = true;
        Link.InterruptRead();
    }

    /// <summary>
    /// Sends what was written of a message that goes on. Meanwhile it listens: a server may refuse in the middle, and
    /// say why before it hangs up.
    /// </summary>
    public async ValueTask SendContentAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (_readingAhead is null)
        {
            Release();
            _readingAhead = Link.Input.ReadAsync(cancellationToken).AsTask();
        }

        if (await FlushAsync(patience, cancellationToken) && (_readingAhead.IsCompleted || _isOutputBroken))
            await ReadAsync(patience, cancellationToken);
    }

    /// <summary>Ends the transcript and gives the buffers back.</summary>
    public async ValueTask DisposeAsync()
    {
        _alarm.Dispose();
        _transcript?.Complete();
        Transcript?.Directive("close");
        ShowTranscript();
        var isTls = Link.Tls is not null;
        await Link.DisposeAsync();
        if (isTls)
            return;
        await Link.Output.CompleteAsync(Link.Output.UnflushedBytes > 0 ? new IOException("Given up.") : null);
        if (_readingAhead is null)
            await Link.Input.CompleteAsync();
        else
            _ = _readingAhead.ContinueWith(static read => read.Exception, TaskScheduler.Default);
    }

    private ClientStep Advance()
    {
        Charge();
        var input = new SequenceReader<byte>(_unread);
        var step = _dialogue.Advance(ref input, Output);
        if (input.Consumed > 0)
            _unread = _unread.Slice(input.Position);
        return step;
    }

    /// <summary>Does the handshake; what went wrong, or null.</summary>
    private async Task<LinkFailure?> ProtectAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var alarm = new CancellationTokenSource(patience, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, alarm.Token);
        var tls = _options.TlsFor(_tlsHost);
        var refusal = new CertificateRefusal(tls.TargetHost ?? _tlsHost);
        tls.RemoteCertificateValidationCallback ??=
            (_, certificate, chain, flaws) => refusal.Judge(certificate, chain, flaws);
        try
        {
            await Link.StartTlsAsync(tls, both.Token);
            Transcript?.Directive("tls");
            return null;
        }
        catch (AuthenticationException refused)
        {
            return new LinkFailure(
                LinkFailureKind.TlsFailed, refusal.Reason ?? refused.InnerException?.Message ?? refused.Message);
        }
        catch (IOException)
        {
            return new LinkFailure(
                LinkFailureKind.TlsFailed, "The server closed the connection during the handshake.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new LinkFailure(LinkFailureKind.TimedOut, "The server did not finish the handshake in time.");
        }
        finally
        {
            var now = _time.GetTimestamp();
            _dialogue.ChargeHandshake(_time.GetElapsedTime(_mark, now));
            _mark = now;
        }
    }

    /// <summary>
    /// Sends what was written. When that fails there may still be a last word to be read, so it is no failure yet;
    /// false when the peer's time is over.
    /// </summary>
    private async ValueTask<bool> FlushAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        ShowTranscript();
        if (_isOutputBroken)
            return true;
        try
        {
            _isFlushing = true;
            var flushing = Link.Output.FlushAsync(cancellationToken);
            if (!flushing.IsCompleted)
                SetAlarm(After(patience));
            var result = await flushing;
            _isOutputBroken = result.IsCompleted;
            if (result.IsCanceled && HasTimedOut())
            {
                _isOutputBroken = true;
                _dialogue.Signal(Signal.TimedOut);
                return false;
            }

            return true;
        }
        catch (IOException)
        {
            return _isOutputBroken = true;
        }
        finally
        {
            _alarm.Clear();
            _isFlushing = false;
        }
    }

    private async ValueTask ReadAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            ValueTask<ReadResult> reading;
            if (_readingAhead is { } ahead)
            {
                reading = new(ahead);
                _readingAhead = null;
            }
            else
            {
                Release();
                reading = Link.Input.ReadAsync(cancellationToken);
            }

            if (!reading.IsCompleted)
                SetAlarm(After(patience));
            Take(await reading);
        }
        catch (IOException)
        {
            _dialogue.Signal(Signal.PeerClosed);
        }
        finally
        {
            _alarm.Clear();
        }
    }

    private void Take(ReadResult result)
    {
        _transcript?.Server(result.Buffer.Slice(_givenBackBytes));
        var isNothingNew = result.Buffer.Length == _givenBackBytes;
        _unread = result.Buffer;
        _holdsInput = true;
        if (result.IsCanceled && HasTimedOut())
        {
            if (_wakes)
                _isAwake = true;
            else
                _dialogue.Signal(Signal.TimedOut);
        }
        else if (result.IsCompleted && isNothingNew)
        {
            _dialogue.Signal(Signal.PeerClosed);
        }
    }

    private bool IsAwake()
    {
        if (!_isAwake && _time.GetTimestamp() < _wakesAt)
            return false;
        _isAwake = false;
        return _wasWoken = true;
    }

    /// <summary>Gives the input back to the pipe: what the engine took is gone, the rest comes again.</summary>
    private void Release()
    {
        if (!_holdsInput)
            return;
        _holdsInput = false;
        _givenBackBytes = _unread.Length;
        Link.Input.AdvanceTo(_unread.Start, _unread.End);
        _unread = default;
    }

    private long After(TimeSpan patience)
    {
        var ticks = patience.TotalSeconds * _time.TimestampFrequency;
        var now = _time.GetTimestamp();
        return ticks > Never - now ? Never : now + (long)ticks;
    }

    private void SetAlarm(long deadline)
    {
        _hasRung = false;
        _wakes = !_isFlushing && _wakesAt <= deadline;
        _alarm.Set(_wakes ? _wakesAt : deadline);
    }

    private void Ring()
    {
        _hasRung = true;
        if (_isFlushing)
            Link.Cut();
        else
            Link.InterruptRead();
    }

    private bool HasTimedOut()
    {
        var hasRung = _hasRung;
        _hasRung = false;
        return hasRung;
    }

    private void ShowTranscript()
    {
        if (Transcript is { } transcript)
            _options.TranscriptGrew?.Invoke(transcript);
    }

    private const long Never = long.MaxValue;
}
