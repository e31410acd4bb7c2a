using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using Microsoft.AspNetCore.Connections;
using Rockdove.Wire;

namespace Rockdove.Hosting;

/// <summary>
/// The only loop that waits for octets: feeds an engine from a link, does what each of its steps asks for, and owns
/// the clock. One thread of control; everyone else knocks.
/// </summary>
public sealed class EngineDriver : IDisposable
{
    private readonly IServerEngine _engine;
    private readonly IResponder _responder;
    private readonly Link _link;
    private readonly DriverLimits _limits;
    private readonly TimeProvider _time;
    private readonly Alarm _alarm;
    private readonly Lock _answering = new();
    private readonly long _sessionEnd;
    private ReadOnlySequence<byte> _unread;
    private TimeSpan _contentWaited;
    private long _contentBytes;
    private long _progress;
    private long _windowBytes = WindowBytes;
    private int _signals;
    private volatile Wait _waitsFor;
    private bool _isSending;
    private bool _holdsInput;
    private bool _sawAll;
    private bool _peerClosed;

    public EngineDriver(IServerEngine engine, IResponder responder, Link link, DriverLimits limits, TimeProvider time)
    {
        _engine = engine;
        _responder = responder;
        _link = link;
        _limits = limits;
        _time = time;
        _alarm = new Alarm(time, Ring);
        _progress = time.GetTimestamp();
        _sessionEnd = After(_progress, limits.Session);
    }

    /// <summary>
    /// The certificate and settings for a handshake, by the name that the client asks for, or null. Null itself when
    /// there can be no handshake.
    /// </summary>
    public Func<string?, SslServerAuthenticationOptions>? TlsOptions { get; init; }

    /// <summary>Tells the engine something that octets cannot. From any thread.</summary>
    public void Knock(Signal signal)
    {
        Interlocked.Or(ref _signals, (int)signal);
        _link.InterruptRead();
    }

    /// <summary>Drives until the engine closes or the peer goes away.</summary>
    /// <exception cref="IOException">The connection broke, or the peer did not read our output in time.</exception>
    /// <exception cref="ConnectionAbortedException">
    /// The engine broke off, or somebody reset the connection: nothing more may be sent.
    /// </exception>
    /// <exception cref="System.Security.Authentication.AuthenticationException">STARTTLS failed.</exception>
    public async Task RunAsync()
    {
        _responder.DrivenBy(this);
        _engine.Start(_link.Output);
        var goesOn = true;
        while (goesOn && !_link.IsEnding)
        {
            var step = Advance();
            if (_link.IsEnding)
                break;
            switch (step.Kind)
            {
                case StepKind.Ask:
                    await BoundedAsync(_responder.AnswerAsync(_link.Output));
                    break;
                case StepKind.Content:
                    _contentBytes += step.Content.Length;
                    await BoundedAsync(_responder.ReceiveAsync(step.Content));
                    break;
                case StepKind.Feed:
                    await BoundedAsync(_responder.FeedAsync(_link.Output));
                    goesOn = await FlushIfMuchAsync();
                    break;
                case StepKind.Flush:
                    goesOn = await FlushIfMuchAsync();
                    break;
                case StepKind.NeedInput when !_sawAll:
                    goesOn = _link.Output.UnflushedBytes == 0 || await FlushAsync();
                    break;
                case StepKind.NeedInput:
                    await _responder.SettleAsync();
                    if (!_responder.IsReceiving)
                        ForgetPace();
                    goesOn = await ReadAsync(step.Time);
                    break;
                case StepKind.Pause:
                    goesOn = await FlushAsync();
                    if (goesOn)
                        await Task.Delay(step.Time, _time);
                    break;
                case StepKind.StartTls:
                    Release(examined: false);
                    goesOn = await FlushAsync();
                    if (goesOn)
                        await StartTlsAsync(CancellationToken.None);
                    break;
                case StepKind.StartCompression:
                    Release(examined: false);
                    goesOn = await FlushAsync();
                    if (goesOn)
                        _link.StartCompression();
                    break;
                case StepKind.Close:
                    Release(examined: true);
                    await FlushAsync();
                    goesOn = false;
                    break;
                case StepKind.Abort:
                    _link.Cut();
                    throw new ConnectionAbortedException("The engine broke off.");
                default:
                    throw new NotSupportedException($"The link cannot do {step.Kind}.");
            }
        }

        if (_link.IsEnding)
            await HangUpAsync();
    }

    /// <summary>
    /// For a responder in the middle of a long answer: sends what is worth sending by itself, and waits while the peer
    /// does not take it. The wait is the peer's, bounded by <see cref="DriverLimits.Flush"/>, and not the handler's.
    /// </summary>
    /// <exception cref="ConnectionAbortedException">The peer takes no more: there is nobody to answer.</exception>
    public ValueTask SendAsync() => _link.Output.UnflushedBytes < UnsentBytes ? default : FlushAnswerAsync();

    /// <summary>As <see cref="SendAsync"/>, however little it is: the peer is to know it now.</summary>
    /// <exception cref="ConnectionAbortedException">The peer takes no more: there is nobody to answer.</exception>
    public ValueTask SendAllAsync() => _link.Output.UnflushedBytes == 0 ? default : FlushAnswerAsync();

    /// <summary>Does the handshake of a port that begins with TLS, before <see cref="RunAsync"/>.</summary>
    public Task StartTlsAsync(CancellationToken cancellationToken) => HandshakeAsync(cancellationToken);

    public void Dispose() => _alarm.Dispose();

    /// <summary>Somebody on our side wants the connection to end, whatever the engine thinks.</summary>
    private async ValueTask HangUpAsync()
    {
        Release(examined: true);
        if (_link.HangsUp == HangUp.None)
            await FlushAsync(); // A tap has it wait behind lines that are still to go.
        if (_link.HangsUp == HangUp.Reset)
        {
            _link.Cut();
            throw new ConnectionAbortedException("The connection was reset on purpose.");
        }

        await FlushAsync();
    }

    private Step Advance()
    {
        _sawAll = _unread.Length <= _windowBytes;
        var input = new SequenceReader<byte>(_sawAll ? _unread : _unread.Slice(0, _windowBytes));
        var step = _engine.Advance(ref input, _link.Output);
        if (input.Consumed > 0)
        {
            _unread = _unread.Slice(input.Position);
            _windowBytes = WindowBytes;
            _progress = 0; // Looked up only when there is a wait: a clock costs more than a command.
        }
        else if (!_sawAll && step.Kind == StepKind.NeedInput)
        {
            _windowBytes *= 2; // A line longer than the window.
        }

        if (step.Kind == StepKind.Ask)
            ForgetPace();
        return step;
    }

    private void ForgetPace()
    {
        _contentWaited = TimeSpan.Zero;
        _contentBytes = 0;
    }

    /// <summary>The alarm's thread: what is waited for has taken too long.</summary>
    private void Ring()
    {
        switch (_waitsFor)
        {
            case Wait.Input:
                Knock(Signal.TimedOut);
                break;
            case Wait.Answer:
                _responder.Abort();
                break;
            case Wait.Flush:
                _link.Cut();
                break;
        }
    }

    private void Await(Wait what, long deadline)
    {
        _waitsFor = what;
        _alarm.Set(deadline);
    }

    private void Stay()
    {
        _waitsFor = Wait.Nothing;
        _alarm.Clear();
    }

    /// <summary>Sends, then waits for more input or a knock. False when there is nothing left to wait for.</summary>
    private async ValueTask<bool> ReadAsync(TimeSpan patience)
    {
        Release(examined: true);
        if (!await FlushAsync() || _peerClosed)
            return false;
        var reading = _link.Input.ReadAsync();
        if (!reading.IsCompleted)
        {
            var now = _time.GetTimestamp();
            if (_progress == 0)
                _progress = now;
            Await(Wait.Input, Deadline(now, patience));
            var result = await reading;
            Stay();
            _contentWaited += _time.GetElapsedTime(now);
            return Take(result);
        }

        return Take(reading.Result);
    }

    private bool Take(ReadResult result)
    {
        _unread = result.Buffer;
        _holdsInput = true;
        _peerClosed = result.IsCompleted;
        var signals = (Signal)Interlocked.Exchange(ref _signals, 0);
        if (_peerClosed && _unread.IsEmpty)
            signals |= Signal.PeerClosed;
        if (signals != Signal.None)
            _engine.Signal(signals, _link.Output);
        return true;
    }

    private long Deadline(long now, TimeSpan patience)
    {
        var deadline = Math.Min(After(_progress, patience), _sessionEnd);
        if (_limits.ContentBytesPerSecond > 0 && _contentBytes > 0)
        {
            var allowed = TimeSpan.FromSeconds((double)_contentBytes / _limits.ContentBytesPerSecond);
            deadline = Math.Min(deadline, After(now, _limits.ContentGrace + allowed - _contentWaited));
        }

        return deadline;
    }

    /// <summary>
    /// Waits for a handler, but not for ever: after <see cref="DriverLimits.Answer"/> its token is cancelled. One that
    /// ignores its token is waited for all the same, since it may be using the input's memory.
    /// </summary>
    private ValueTask BoundedAsync(ValueTask answering)
    {
        if (!answering.IsCompleted)
            return Slow();
        if (_waitsFor != Wait.Nothing)
            Stay(); // It waited while it sent, and has just ended.
        return answering;

        async ValueTask Slow()
        {
            AwaitAnswer(isSending: null);
            try
            {
                await answering;
            }
            finally
            {
                Stay();
                _progress = 0; // It was the handler's time, not the client's.
            }
        }
    }

    private async ValueTask FlushAnswerAsync()
    {
        FlushResult result;
        try
        {
            var flushing = _link.Output.FlushAsync();
            if (!flushing.IsCompleted)
                AwaitAnswer(isSending: true);
            result = await flushing;
        }
        catch (IOException gone)
        {
            throw new ConnectionAbortedException(gone.Message, gone);
        }

        if (_isSending)
            AwaitAnswer(isSending: false);
        if (_link.IsCut)
            throw new ConnectionAbortedException("The peer does not read.");
        if (result.IsCompleted)
            throw new ConnectionAbortedException("The peer is gone.");
    }

    /// <summary>
    /// A responder that sends and the driver that waits for it may both come here at once. Whoever is last finds out
    /// whether it is the peer or the handler that is waited for.
    /// </summary>
    private void AwaitAnswer(bool? isSending)
    {
        lock (_answering)
        {
            _isSending = isSending ?? _isSending;
            var now = _time.GetTimestamp();
            if (_isSending)
                Await(Wait.Flush, After(now, _limits.Flush));
            else
                Await(Wait.Answer, After(now, _limits.Answer));
        }
    }

    /// <summary>Sends what was written. False when the peer takes no more.</summary>
    /// <exception cref="IOException">The peer left it unread for too long.</exception>
    private async ValueTask<bool> FlushAsync()
    {
        var flushing = _link.Output.FlushAsync();
        if (flushing.IsCompleted)
            return !(await flushing).IsCompleted;
        Await(Wait.Flush, After(_time.GetTimestamp(), _limits.Flush));
        var result = await flushing;
        Stay();
        return _link.IsCut ? throw new IOException("The peer does not read.") : !result.IsCompleted;
    }

    /// <summary>Sends what is worth sending by itself; the rest goes with what comes next.</summary>
    private ValueTask<bool> FlushIfMuchAsync() =>
        _link.Output.UnflushedBytes < UnsentBytes ? new(true) : FlushAsync();

    private async Task HandshakeAsync(CancellationToken cancellationToken)
    {
        var options = TlsOptions
            ?? throw new InvalidOperationException("The engine offers TLS and there is no certificate.");
        using var patience = new CancellationTokenSource(_limits.Handshake, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        await _link.StartTlsAsync(options, both.Token);
        _responder.TlsStarted(_link);
        _engine.Signal(Signal.TlsStarted, _link.Output);
    }

    /// <summary>Gives the input back to the pipe: what the engine took is gone, the rest comes again.</summary>
    private void Release(bool examined)
    {
        if (!_holdsInput)
            return;
        _holdsInput = false;
        _link.Input.AdvanceTo(_unread.Start, examined ? _unread.End : _unread.Start);
        _unread = default;
    }

    private long After(long timestamp, TimeSpan span)
    {
        var ticks = span.TotalSeconds * _time.TimestampFrequency;
        return ticks > long.MaxValue - timestamp ? long.MaxValue : timestamp + (long)ticks;
    }

    private enum Wait : byte
    {
        Nothing,
        Input,
        Answer,
        Flush,
    }

    /// <summary>
    /// Octets of commands that an engine may answer before the answers are sent. Commands are shorter than their
    /// replies: a client that sends a megabyte of HELP and reads nothing would otherwise have us hold thirty of them.
    /// </summary>
    private const int WindowBytes = 16 * 1024;

    /// <summary>
    /// Octets of content and long answers that wait for more before they are sent: a TLS record, so that many small
    /// messages cost few packets, and no more than that lies here for a peer that does not read.
    /// </summary>
    private const int UnsentBytes = 16 * 1024;
}
