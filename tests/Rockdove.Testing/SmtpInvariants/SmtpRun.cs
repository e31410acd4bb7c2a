using System.Buffers;
using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Testing;

/// <summary>
/// One run of one case with one way of cutting: a host without sockets that checks, after each step, what must be true
/// of any engine whatever the client sends.
/// </summary>
/// <param name="setup">What is configured.</param>
/// <param name="case">What is answered and sent.</param>
/// <param name="cut">Makes pieces of the octets of a move.</param>
/// <param name="accounts">
/// Counts commands, octets and replies; only for pieces of one octet, for then a step consumes one line or one octet.
/// </param>
internal sealed class SmtpRun(
    SmtpSetup setup, SmtpCase @case, Func<ReadOnlyMemory<byte>, IEnumerable<ReadOnlyMemory<byte>>> cut, bool accounts)
{
    private readonly SmtpServerEngine _engine = setup.NewEngine();
    private readonly SmtpAnswers _answers = new(@case.AnswerSeed);
    private readonly ArrayBufferWriter<byte> _output = new(4096);
    private readonly UnreadOctets _unread = new();
    private readonly SmtpTrace _trace = new();
    private readonly MessageCheck _message = new(setup.Protocol.Options);
    private SmtpAccounts? _accounts;
    private int _handshakes;
    private long _allocatedBefore;
    private bool _dropsInput;
    private bool _peerClosed;

    /// <exception cref="InvariantBrokenException">Something that must be true was not.</exception>
    public SmtpTrace Run()
    {
        _accounts = accounts ? new SmtpAccounts(_engine, _trace.Replies) : null;
        _engine.Start(_output);
        Pump();
        foreach (var move in @case.Moves)
        {
            _dropsInput = false;
            foreach (var piece in cut(move.Octets))
            {
                if (_trace.IsClosed || _dropsInput)
                    break;
                _unread.Append(piece);
                Pump();
            }

            if (_trace.IsClosed)
                break;
            if (move.Signal == Signal.None)
                continue;
            Tell(move.Signal);
            Pump();
        }

        if (_trace.IsClosed)
            CheckThatItStaysClosed();
        return _trace;
    }

    private void Pump()
    {
        for (var idle = 0; !_trace.IsClosed; idle++)
        {
            if (idle == MaxIdleSteps)
                throw new InvariantBrokenException($"No octet was consumed in {MaxIdleSteps} steps.");
            var isSecret = _engine.ExpectsSecret;
            _accounts?.BeginStep();
            var step = Advance(out var consumed);
            idle = consumed > 0 ? 0 : idle;
            _accounts?.Took(_unread.Peek(consumed), isSecret);
            if (step.Kind == StepKind.Content)
                TakeContent(step.Content.Span);
            _unread.Consume(consumed);
            TakeOutput();
            switch (step.Kind)
            {
                case StepKind.NeedInput:
                    CheckRest();
                    return;
                case StepKind.Ask:
                    Answer();
                    break;
                case StepKind.Pause:
                    _trace.Pauses++;
                    break;
                case StepKind.StartTls:
                    Handshake();
                    break;
                case StepKind.Close or StepKind.Abort:
                    _trace.IsClosed = true;
                    break;
            }
        }
    }

    private Step Advance(out long consumed)
    {
        var reader = new SequenceReader<byte>(_unread.Sequence);
        Begin();
        var step = _engine.Advance(ref reader, _output);
        End();
        consumed = reader.Consumed;
        return step;
    }

    private void Answer()
    {
        var question = _engine.Question ?? throw new InvariantBrokenException("It asks, and holds no question.");
        var again = Advance(out var consumed);
        if (again.Kind != StepKind.Ask || consumed > 0 || _output.WrittenCount > 0 || _engine.Question != question)
            throw new InvariantBrokenException($"It went on while {question} was open: {again.Kind}, {consumed}.");
        var number = _trace.Questions.Count;
        _trace.Questions.Add(question.ToString());
        if (question is DataQuestion)
            _message.Begin();
        if (question is MessageQuestion message)
        {
            _message.End(message);
            _trace.Content.AddRange(_message.Content);
            _accounts?.CheckContent(_message.Content);
        }

        if (_answers.SignalDuring(number) is var signal and not Signal.None)
        {
            Tell(signal);
            if (_output.WrittenCount > 0)
                throw new InvariantBrokenException($"It wrote at signal {signal} while {question} was open.");
        }

        Begin();
        var answer = _answers.Answer(_engine, number, _output);
        End();
        TakeOutput();
        _accounts?.Answered(question, answer);
    }

    private void Tell(Signal signal)
    {
        _peerClosed |= signal.HasFlag(Signal.PeerClosed);
        _engine.Signal(signal, _output);
    }

    private void TakeContent(ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty)
            throw new InvariantBrokenException("A slice of content is empty.");
        _message.Append(content);
    }

    private void TakeOutput()
    {
        _trace.Replies.Append(_output.WrittenSpan);
        _output.ResetWrittenCount();
    }

    /// <summary>What was sent together with STARTTLS goes to the handshake, whatever the cuts.</summary>
    private void Handshake()
    {
        _unread.Clear();
        _dropsInput = true;
        _accounts?.Handshake();
        Tell(_answers.HandshakeSucceeds(_handshakes++) ? Signal.TlsStarted : Signal.PeerClosed);
        if (!_peerClosed && _engine.Session is not { IsSecure: true, HelloName: null, Identity: null, Envelope: null })
            throw new InvariantBrokenException("Something said in clear survived STARTTLS.");
    }

    private void CheckRest()
    {
        var limits = setup.Protocol.Limits;
        if (_peerClosed)
            throw new InvariantBrokenException("It wants more from a client that has closed.");
        if (!_trace.Replies.IsWhole)
            throw new InvariantBrokenException("It waits in the middle of a reply.");
        if (_unread.Sequence.Length > Math.Max(limits.CommandLineBytes, limits.SaslLineBytes))
            throw new InvariantBrokenException($"It leaves {_unread.Sequence.Length} octets unread.");
        _accounts?.Settle();
    }

    private void CheckThatItStaysClosed()
    {
        _unread.Clear();
        foreach (var signal in (ReadOnlySpan<Signal>)[Signal.None, Signal.TimedOut, Signal.Stopping, Signal.PeerClosed])
        {
            if (signal != Signal.None)
                _engine.Signal(signal, _output);
            _unread.Append("\r\nNOOP\r\n.\r\nQUIT\r\n"u8.ToArray());
            var step = Advance(out var consumed);
            if (step.Kind != StepKind.Close || consumed > 0 || _output.WrittenCount > 0)
                throw new InvariantBrokenException($"After it closed, with signal {signal}: {step.Kind}, {consumed}.");
        }

        if (!_peerClosed && !_trace.Replies.IsWhole)
            throw new InvariantBrokenException("It closed in the middle of a reply.");
    }

    private void Begin() => _allocatedBefore = GC.GetAllocatedBytesForCurrentThread();

    private void End() => _trace.AllocatedBytes += GC.GetAllocatedBytesForCurrentThread() - _allocatedBefore;

    /// <summary>A question, its answer, a pause and a close need fewer.</summary>
    private const int MaxIdleSteps = 16;
}
