using System.Buffers;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Testing;

/// <summary>One play of one script with one way of cutting: a host without sockets, clocks and tasks.</summary>
internal sealed class EnginePlay(EngineScript script, IEngineAdapter adapter, Cuts cuts, ReplyCoverage? coverage)
{
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly List<byte> _pendingOutput = [];
    private readonly UnreadOctets _unread = new();
    private readonly Queue<string> _said = [];
    private readonly PlayTrace _trace = new();
    private IServerEngine _engine = null!;
    private Move _move = script.Moves[0];
    private int _next;
    private int _contentTaken;
    private bool _isOver;
    private bool _peerClosed;
    private bool _dropsInput;
    private TimeSpan _patience;
    private TimeSpan _waited;

    /// <summary>Plays it.</summary>
    /// <exception cref="TranscriptFailedException">The engine did something else than the transcript says.</exception>
    public PlayTrace Run()
    {
        try
        {
            _engine = adapter.Create(script.Setup);
            foreach (var move in script.Moves)
            {
                _move = move;
                _dropsInput = false;
                if (_isOver)
                    throw Failure("the engine had closed before this", move.ToString(), null, line: move.Line);
                Do(move);
                CheckMoveIsMet();
            }

            FinishContent();
            return _trace;
        }
        catch (Exception bug) when (bug is not (TranscriptFailedException or TranscriptException))
        {
            throw Failure("the engine or its adapter threw", Current?.ToString(), bug.ToString(), bug);
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
                Say(move.ToString());
                _peerClosed |= signal.HasFlag(Signal.PeerClosed);
                _engine.Signal(signal, _output);
                Pump();
                break;
            case WaitMove { Time: var time }:
                Say(move.ToString());
                Wait(time);
                break;
            case DirectiveMove { Directive: var directive }:
                Say(move.ToString());
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
        foreach (var line in send.Lines)
            Say(line.ToString());
        foreach (var piece in cuts.Cut(send.Octets))
        {
            if (_isOver || _dropsInput)
                break;
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
                throw Failure($"no octet was consumed in {MaxIdleSteps} steps", Current?.ToString(), null);

            var reader = new SequenceReader<byte>(_unread.Sequence);
            var step = _engine.Advance(ref reader, _output);
            MatchOutput();
            if (step.Kind == StepKind.Content)
                MatchContent(step.Content.Span);
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

    /// <summary>Does what the engine needs; true when that is to wait.</summary>
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
            case StepKind.Content:
                return false;
            case StepKind.StartTls:
                MatchStep(step.Kind);
                _unread.Clear();
                _dropsInput = true;
                _engine.Signal(Signal.TlsStarted, _output);
                return false;
            case StepKind.StartCompression:
                MatchStep(step.Kind);
                return false;
            case StepKind.Pause:
                _trace.Step(step.Kind, step.Time);
                if (Current is ExpectedStep { Kind: StepKind.Pause } pause)
                {
                    if (pause.Time is { } time && time != step.Time)
                        throw Failure("another pause", pause.ToString(), ExpectedStep.Show(step.Kind, step.Time));
                    Met(pause);
                }

                return false;
            case StepKind.Close or StepKind.Abort:
                if (!_peerClosed || Current is ExpectedStep)
                    MatchStep(step.Kind);
                _unread.Clear();
                return _isOver = true;
            default:
                throw Failure("no such step", Current?.ToString(), step.Kind.ToString());
        }
    }

    private void Answer()
    {
        var question = adapter.Describe();
        _trace.Question(question);
        FinishContent();
        if (Current is not ExpectedQuestion expected)
        {
            Say($"(default answer to: {question})");
            adapter.DefaultAnswer(_output);
            return;
        }

        if (!expected.Pattern.Matches(Encoding.UTF8.GetBytes(question)))
        {
            var got = TranscriptLine.Literal(TranscriptLineKind.Question, Encoding.UTF8.GetBytes(question));
            throw Failure("another question", expected.ToString(), got.ToString());
        }

        Met(expected);
        if (expected.Answer is { } answer)
            adapter.Answer(answer, _output);
        else
            adapter.DefaultAnswer(_output);
    }

    private void MatchOutput()
    {
        _pendingOutput.AddRange(_output.WrittenSpan);
        _trace.Output(_output.WrittenSpan);
        _output.ResetWrittenCount();
        while (_pendingOutput.Count > 0)
        {
            FinishContent();
            var pending = _pendingOutput.ToArray().AsSpan();
            var end = pending.IndexOf("\r\n"u8);
            if (Current is ExpectedReply { Pattern: { EndsLine: false } beginning } part)
            {
                if (!pending.StartsWith(beginning.Octets.Span))
                    throw Failure("another reply", part.ToString(), Show(pending, end));
                _pendingOutput.RemoveRange(0, beginning.Octets.Length);
                Met(part);
                continue;
            }

            if (end < 0)
                return;

            if (Current is not ExpectedReply reply)
                throw Failure("a reply that was not expected", Current?.ToString(), Show(pending, end));
            if (!reply.Pattern.Matches(pending[..end]))
                throw Failure("another reply", reply.ToString(), Show(pending, end));
            coverage?.Produced(pending[..end]);
            _pendingOutput.RemoveRange(0, end + 2);
            Met(reply, Show(pending, end));
        }
    }

    private void MatchContent(ReadOnlySpan<byte> slice)
    {
        if (!script.ComparesContent)
            return; // How much of a message was handed out before it was refused may depend on the cuts.
        _trace.Content(slice);
        if (slice.IsEmpty)
            return;

        if (Current is not ExpectedContent content)
            throw Failure("content that was not expected", Current?.ToString(), ExpectedContent.Show(slice));

        var rest = content.From(_contentTaken);
        var same = slice.CommonPrefixLength(rest);
        if (same < slice.Length)
        {
            // Both are shown from the beginning of the line in which they differ, as far as this slice has it.
            var shown = slice[..same].LastIndexOf((byte)'\n') + 1;
            throw Failure(
                "other content",
                ExpectedContent.Show(rest[shown..]),
                ExpectedContent.Show(slice[shown..]),
                line: content.LineAt(_contentTaken + same));
        }

        _contentTaken += slice.Length;
        if (_contentTaken == content.Length)
            Met(content);
    }

    /// <summary>
    /// Anything that is not content comes after all of the content. An engine may hold back what it cannot tell from an
    /// end yet, so content is not asked for earlier than that.
    /// </summary>
    private void FinishContent()
    {
        if (Current is not ExpectedContent content)
            return;
        if (script.ComparesContent)
        {
            var rest = content.From(_contentTaken);
            throw Failure(
                "content is missing", ExpectedContent.Show(rest), null, line: content.LineAt(_contentTaken));
        }

        Met(content);
    }

    private void MatchStep(StepKind kind)
    {
        _trace.Step(kind);
        FinishContent();
        if (_pendingOutput.Count > 0)
            throw Unfinished();
        if (Current is not ExpectedStep step || step.Kind != kind)
            throw Failure("a step that was not expected", Current?.ToString(), ExpectedStep.Show(kind));
        Met(step);
    }

    private void CheckMoveIsMet()
    {
        if (_pendingOutput.Count > 0)
            throw Unfinished();
        if (Current is null || (Current is ExpectedContent && _next == _move.ExpectationsEnd - 1))
            return;
        throw Failure(_isOver ? "the engine closed, and this is missing" : "this is missing", Current.ToString(), null);
    }

    private TranscriptFailedException Unfinished() => Failure(
        "a reply that does not end in CRLF", Current?.ToString(), Show(_pendingOutput.ToArray(), -1));

    /// <summary>What the engine must do next, if it must do anything before the next move.</summary>
    private Expectation? Current => _next < _move.ExpectationsEnd ? script.Expectations[_next] : null;

    private void Met(Expectation expectation, string? said = null)
    {
        Say(said ?? expectation.ToString());
        _next++;
        _contentTaken = 0;
    }

    private void Say(string lines)
    {
        foreach (var line in lines.Split('\n'))
            _said.Enqueue(line);
        while (_said.Count > MaxShownLines)
            _said.Dequeue();
    }

    private static string Show(ReadOnlySpan<byte> output, int end) =>
        TranscriptLine.Literal(TranscriptLineKind.Server, end < 0 ? output : output[..end], end >= 0).ToString();

    private TranscriptFailedException Failure(
        string problem, string? expected, string? got, Exception? inner = null, int? line = null) =>
        new(script.Path, line ?? Current?.Line ?? _move.Line, problem, cuts.ToString(), expected, got, _said, inner);

    /// <summary>How much of the conversation a failure shows.</summary>
    private const int MaxShownLines = 12;

    /// <summary>
    /// More questions than any protocol asks about one line: LMTP asks one for each recipient after the end of a
    /// message (RFC 2033 section 4.2).
    /// </summary>
    private const int MaxIdleSteps = 100_000;
}
