using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Hosting;

/// <summary>
/// Moves the octets of a client engine: sends what it writes, reads what it needs, does the handshake, owns the clock.
/// </summary>
internal sealed class ClientLoop : IAsyncDisposable
{
    private readonly SmtpClientEngine _engine;
    private readonly SmtpPhaseTimes _times;
    private readonly TimeProvider _time;
    private readonly Alarm _alarm;
    private readonly Action<TranscriptRecorder>? _transcriptGrew;
    private Task<ReadResult>? _readingAhead;
    private ReadOnlySequence<byte> _unread;
    private long _givenBackBytes; // Unread octets that the next read brings again.
    private long _mark;
    private bool _holdsInput;
    private bool _isOutputBroken;
    private volatile bool _isFlushing;
    private volatile bool _hasRung;

    public ClientLoop(
        SmtpClientEngine engine, Link link, SmtpClientConnectionOptions options, SmtpPhaseTimes times)
    {
        _engine = engine;
        Link = link;
        _times = times;
        _time = options.Time;
        _alarm = new Alarm(_time, Ring);
        _mark = _time.GetTimestamp();
        if (options.RecordsTranscript)
            Transcript = new SmtpClientTranscript(engine, link, _time);
        _transcriptGrew = options.TranscriptGrew;
    }

    public Link Link { get; }

    public SmtpClientTranscript? Transcript { get; }

    public Func<SslClientAuthenticationOptions> TlsOptions { get; set; } = static () => new();

    /// <summary>The time since the last call was spent in the phase that the engine is in now.</summary>
    public void Charge()
    {
        var now = _time.GetTimestamp();
        _times.Add(_engine.Phase, _time.GetElapsedTime(_mark, now));
        _mark = now;
    }

    /// <summary>
    /// Goes on until something is to be decided: the step is Ready, SendContent, Done or Failed. What was written for
    /// content is not sent yet.
    /// </summary>
    public async ValueTask<SmtpClientStep> RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var step = Advance();
            switch (step.Kind)
            {
                case SmtpClientStepKind.NeedInput:
                    if (await FlushAsync(step.Patience, cancellationToken))
                        await ReadAsync(step.Patience, cancellationToken);
                    break;
                case SmtpClientStepKind.StartTls:
                    await FlushAsync(step.Patience, cancellationToken);
                    Release();
                    var failure = await ProtectAsync(step.Patience, cancellationToken);
                    if (failure is null)
                        _engine.Signal(Signal.TlsStarted);
                    else if (failure.Cause == SmtpClientFailureCause.TimedOut)
                        _engine.Signal(Signal.TimedOut);
                    else
                        _engine.TlsFailed(failure.Explanation);
                    break;
                default:
                    ShowTranscript();
                    return step;
            }
        }
    }

    /// <summary>
    /// Gives the engine a piece of content, and sends it unless it is the last: that goes out when its reply is waited
    /// for. Meanwhile it listens: a server may refuse in the middle, and say why before it hangs up.
    /// </summary>
    public async ValueTask WriteContentAsync(
        ReadOnlyMemory<byte> piece, bool isLast, TimeSpan patience, CancellationToken cancellationToken)
    {
        _engine.WriteContent(piece.Span, isLast, Output);
        if (isLast)
            return;
        if (_readingAhead is null)
        {
            Release();
            _readingAhead = Link.Input.ReadAsync(cancellationToken).AsTask();
        }

        if (await FlushAsync(patience, cancellationToken) && (_readingAhead.IsCompleted || _isOutputBroken))
            await ReadAsync(patience, cancellationToken);
    }

    /// <summary>Does the handshake; what went wrong, or null.</summary>
    public async Task<SmtpClientFailure?> ProtectAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var alarm = new CancellationTokenSource(patience, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, alarm.Token);
        try
        {
            await Link.StartTlsAsync(TlsOptions(), both.Token);
            Transcript?.Recorder.Directive("tls");
            return null;
        }
        catch (AuthenticationException refused)
        {
            return Fail(SmtpClientFailureCause.TlsFailed, refused.InnerException?.Message ?? refused.Message);
        }
        catch (IOException)
        {
            return Fail(SmtpClientFailureCause.TlsFailed, "The server closed the connection during the handshake.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Fail(SmtpClientFailureCause.TimedOut, "The server did not finish the handshake in time.");
        }
        finally
        {
            var now = _time.GetTimestamp();
            _times.Add(SmtpClientPhase.StartTls, _time.GetElapsedTime(_mark, now));
            _mark = now;
        }

        static SmtpClientFailure Fail(SmtpClientFailureCause cause, string explanation) =>
            new(SmtpClientPhase.StartTls, cause, explanation);
    }

    /// <summary>Ends the transcript and gives the buffers back.</summary>
    public async ValueTask DisposeAsync()
    {
        _alarm.Dispose();
        Transcript?.Complete();
        Transcript?.Recorder.Directive("close");
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

    private IBufferWriter<byte> Output => Transcript is null ? Link.Output : Transcript;

    private SmtpClientStep Advance()
    {
        Charge();
        var input = new SequenceReader<byte>(_unread);
        var step = _engine.Advance(ref input, Output);
        if (input.Consumed > 0)
            _unread = _unread.Slice(input.Position);
        return step;
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
                SetAlarm(patience);
            var result = await flushing;
            _isOutputBroken = result.IsCompleted;
            if (result.IsCanceled && HasTimedOut())
            {
                _isOutputBroken = true;
                _engine.Signal(Signal.TimedOut);
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
                SetAlarm(patience);
            Take(await reading);
        }
        catch (IOException)
        {
            _engine.Signal(Signal.PeerClosed);
        }
        finally
        {
            _alarm.Clear();
        }
    }

    private void Take(ReadResult result)
    {
        if (Transcript is not null)
            Transcript.Server(result.Buffer.Slice(_givenBackBytes));
        var isNothingNew = result.Buffer.Length == _givenBackBytes;
        _unread = result.Buffer;
        _holdsInput = true;
        if (result.IsCanceled && HasTimedOut())
            _engine.Signal(Signal.TimedOut);
        else if (result.IsCompleted && isNothingNew)
            _engine.Signal(Signal.PeerClosed);
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

    private void SetAlarm(TimeSpan patience)
    {
        var ticks = patience.TotalSeconds * _time.TimestampFrequency;
        var now = _time.GetTimestamp();
        _hasRung = false;
        _alarm.Set(ticks > long.MaxValue - now ? long.MaxValue : now + (long)ticks);
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
        if (Transcript is not null)
            _transcriptGrew?.Invoke(Transcript.Recorder);
    }
}
