using System.Buffers;
using Rockdove.Wire;

namespace Rockdove.Testing;

/// <summary>One play of one script with one way of cutting: a host without sockets, clocks and tasks.</summary>
internal sealed class EnginePlay(EngineScript script, IEngineAdapter adapter, Cuts cuts, ReplyCoverage? coverage)
{
    private readonly ScriptFollower _follower = new(script, cuts.ToString(), coverage);
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly UnreadOctets _unread = new();
    private IServerEngine _engine = null!;
    private bool _isOver;
    private bool _peerClosed;
    private bool _dropsInput;
    private TimeSpan _patience;
    private TimeSpan _waited;

    /// <summary>Plays it.</summary>
    /// <exception cref="TranscriptFailedException">
    /// The engine did something else than the transcript says.
    /// </exception>
    public PlayTrace Run()
    {
        try
        {
            _engine = adapter.Create(script.Setup);
            foreach (var move in script.Moves)
            {
                if (_isOver)
                    throw _follower.Closed(move);
                _follower.Begin(move);
                Do(move);
                _follower.EndMove(_isOver);
            }

            _follower.EndContent();
            return _follower.Trace;
        }
        catch (Exception bug) when (bug is not (TranscriptFailedException or TranscriptException))
        {
            throw _follower.Broken("the engine or its adapter threw", bug.ToString(), bug);
        }
    }

    private void Do(Move move)
    {
        switch (move)
        {
            case StartMove:
                _engine.Start(_output);
                Pump();
                break;
            case SendMove send:
                Send(send);
                break;
            case SignalMove { Signal: var signal }:
                _peerClosed |= signal.HasFlag(Signal.PeerClosed);
                _engine.Signal(signal, _output);
                Pump();
                break;
            case WaitMove { Time: var time }:
                Wait(time);
                break;
            case DirectiveMove { Directive: var directive }:
                if (!adapter.TryPerform(directive, _output))
                    throw new TranscriptException(script.Path, directive.Number, "a directive that is known");
                Pump();
                break;
            default:
                throw new InvalidOperationException("No such move.");
        }
    }

    private void Send(SendMove send)
    {
        _dropsInput = false;
        foreach (var piece in cuts.Cut(send.Octets))
        {
            if (_isOver || _dropsInput)
                return;
            _unread.Append(piece);
            if (cuts.WaitsForMore())
                continue; // Several segments come at once, as when a reader was slow.
            Pump();
            if (!_isOver && cuts.WakesInVain())
                Pump(); // A knock: the engine sees the same unread octets again.
        }

        if (!_isOver && !_dropsInput)
            Pump();
    }

    /// <summary>Patience runs from the last octet that the engine consumed; see <see cref="Step.Time"/>.</summary>
    private void Wait(TimeSpan time)
    {
        _waited += time;
        if (_patience <= TimeSpan.Zero || _waited < _patience)
            return;

        _waited = TimeSpan.Zero;
        _engine.Signal(Signal.TimedOut, _output);
        Pump();
    }

    /// <summary>Advances until the engine needs input or the connection is over.</summary>
    private void Pump()
    {
        for (var idleSteps = 0; ; idleSteps++)
        {
            if (idleSteps == MaxIdleSteps)
                throw _follower.Broken($"no octet was consumed in {MaxIdleSteps} steps");

            var reader = new SequenceReader<byte>(_unread.Sequence);
            var step = _engine.Advance(ref reader, _output);
            _follower.Output(_output.WrittenSpan);
            _output.ResetWrittenCount();
            if (step.Kind == StepKind.Content)
                _follower.Content(step.Content.Span);
            if (reader.Consumed > 0)
            {
                _unread.Consume(reader.Consumed);
                _waited = TimeSpan.Zero;
                idleSteps = 0;
            }

            if (Honour(step))
                return;
        }
    }

    /// <summary>Does what the engine needs; true when that is to wait, or there is nothing more.</summary>
    private bool Honour(Step step)
    {
        switch (step.Kind)
        {
            case StepKind.NeedInput:
                _patience = step.Time;
                return true;
            case StepKind.Ask:
                Answer();
                return false;
            case StepKind.Content or StepKind.Flush:
                return false;
            case StepKind.Feed:
                adapter.Feed(_output);
                return false;
            case StepKind.StartTls:
                _follower.Step(step.Kind);
                _unread.Clear();
                _dropsInput = true;
                _engine.Signal(Signal.TlsStarted, _output);
                return false;
            case StepKind.StartCompression:
                _follower.Step(step.Kind);
                return false;
            case StepKind.Pause:
                _follower.Pause(step.Time);
                return false;
            case StepKind.Close or StepKind.Abort:
                // That an engine closes after its peer did is no news, but it may be told.
                if (!_peerClosed || _follower.ExpectsStep)
                    _follower.Step(step.Kind);
                _unread.Clear();
                return _isOver = true;
            default:
                throw _follower.Broken("no such step", step.Kind.ToString());
        }
    }

    private void Answer()
    {
        if (_follower.Question(adapter.Describe()) is { } answer)
            adapter.Answer(answer, _output);
        else
            adapter.DefaultAnswer(_output);
    }

    /// <summary>
    /// More questions than any protocol asks about one line: LMTP asks one for each recipient after the end of a
    /// message (RFC 2033 section 4.2).
    /// </summary>
    private const int MaxIdleSteps = 100_000;
}
