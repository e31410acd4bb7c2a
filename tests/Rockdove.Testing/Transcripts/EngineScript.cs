using System.Globalization;
using Rockdove.Wire;

namespace Rockdove.Testing;

/// <summary>
/// A transcript as moves and expectations. What it says wrongly is found here, before anything is played.
/// </summary>
internal sealed class EngineScript
{
    private readonly Transcript _transcript;
    private readonly bool _pipelined;
    private readonly List<Move> _moves = [new StartMove()];
    private readonly List<TranscriptError> _errors = [];
    private bool _inSetup = true;
    private bool _mayAnswer;
    private bool _engineSpoke;
    private bool _isBarrier;

    /// <summary>Reads a transcript.</summary>
    /// <param name="transcript">What to play.</param>
    /// <param name="pipelined">
    /// True to send client lines without waiting for the answers, up to the next thing that needs a moment of its own:
    /// a handshake, a signal, a wait, the end.
    /// </param>
    /// <exception cref="TranscriptException">It cannot be played; all the reasons.</exception>
    public EngineScript(Transcript transcript, bool pipelined)
    {
        _transcript = transcript;
        _pipelined = pipelined;
        foreach (var line in transcript.Lines)
            Read(line);
        if (_errors.Count > 0)
            throw new TranscriptException(_errors);
    }

    public string Path => _transcript.Path;

    /// <summary>The directives before the conversation: the adapter's.</summary>
    public List<TranscriptLine> Setup { get; } = [];

    public IReadOnlyList<Move> Moves => _moves;

    public List<Expectation> Expectations { get; } = [];

    /// <summary>False after <c>! content any</c>: content is taken and not compared.</summary>
    public bool ComparesContent { get; private set; } = true;

    private void Read(TranscriptLine line)
    {
        var mayAnswer = _mayAnswer;
        if (line.Kind is TranscriptLineKind.Blank or TranscriptLineKind.Comment)
            return;

        _mayAnswer = false;
        _inSetup &= line.Kind == TranscriptLineKind.Directive;
        switch (line.Kind)
        {
            case TranscriptLineKind.Client:
                Send(line);
                break;
            case TranscriptLineKind.Server:
                Reply(line);
                break;
            case TranscriptLineKind.Question:
                Expect(new ExpectedQuestion(line.Number, line, null));
                _mayAnswer = true;
                break;
            case TranscriptLineKind.Answer when mayAnswer && Expectations[^1] is ExpectedQuestion question:
                var answer = question.Answer is null ? line.Text : question.Answer + "\n" + line.Text;
                Expectations[^1] = question with { Answer = answer };
                _mayAnswer = true;
                break;
            case TranscriptLineKind.Answer:
                Fail(line, "a question right before its answer");
                break;
            case TranscriptLineKind.Content:
                Content(line);
                break;
            default:
                Directive(line);
                break;
        }
    }

    private void Send(TranscriptLine line)
    {
        if (_moves.Any(move => move is SignalMove { Signal: var signal } && signal.HasFlag(Signal.PeerClosed)))
            Fail(line, "nothing more from a client that has closed");
        if (_moves[^1] is not SendMove || _isBarrier || (_engineSpoke && !_pipelined))
            Add(new SendMove(line.Number));

        ((SendMove)_moves[^1]).Add(line);
    }

    /// <summary>A line of the transcript may hold several lines of the wire, if CRLF is written as an escape.</summary>
    private void Reply(TranscriptLine line)
    {
        foreach (var reply in line.SplitAtCrlf())
        {
            if (!reply.EndsLine && reply.Wildcards.Length > 0)
                Fail(line, "no wildcard in a line without CRLF: it would not be known where it ends");
            Expect(new ExpectedReply(line.Number, reply));
        }
    }

    private void Content(TranscriptLine line)
    {
        if (Expectations is [.., ExpectedContent content])
        {
            content.Add(line);
            _engineSpoke = true;
            _moves[^1].ExpectationsEnd = Expectations.Count;
        }
        else if (line.Octets.Length > 0 || line.EndsLine)
        {
            content = new ExpectedContent(line.Number);
            content.Add(line);
            Expect(content);
        }
    }

    private void Directive(TranscriptLine line)
    {
        switch (line.Word)
        {
            case "tls" when !_inSetup:
                Expect(new ExpectedStep(line.Number, StepKind.StartTls));
                _isBarrier = true;
                break;
            case "compression" when !_inSetup:
                Expect(new ExpectedStep(line.Number, StepKind.StartCompression));
                _isBarrier = true;
                break;
            case "expect":
                ExpectStep(line, line.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
                break;
            case "signal" when ReadSignal(line.Text) is { } signal:
                Do(new SignalMove(line, signal));
                break;
            case "signal":
                Fail(line, "a signal: " + string.Join(", ", Enum.GetNames<Signal>()));
                break;
            case "close":
                Do(new SignalMove(line, Signal.PeerClosed));
                break;
            case "wait" when ReadTime(line.Text) is { } time:
                Do(new WaitMove(line, time));
                break;
            case "wait":
                Fail(line, "a time: 250ms, 30s, 5m or 1h");
                break;
            case "content" when line.Text == "any":
                ComparesContent = false;
                break;
            case "truncated":
                Fail(line, "a whole conversation: this recording was cut short");
                break;
            case var _ when _inSetup:
                Setup.Add(line);
                break;
            default:
                Do(new DirectiveMove(line));
                break;
        }
    }

    private void ExpectStep(TranscriptLine line, string[] words)
    {
        _inSetup = false;
        switch (words)
        {
            case ["close"]:
                Expect(new ExpectedStep(line.Number, StepKind.Close));
                break;
            case ["abort"]:
                Expect(new ExpectedStep(line.Number, StepKind.Abort));
                break;
            case ["pause"]:
                Expect(new ExpectedStep(line.Number, StepKind.Pause));
                break;
            case ["pause", var text] when ReadTime(text) is { } time:
                Expect(new ExpectedStep(line.Number, StepKind.Pause, time));
                break;
            default:
                Fail(line, "expect close, expect abort, or expect pause and perhaps a time");
                break;
        }
    }

    private void Expect(Expectation expectation)
    {
        Expectations.Add(expectation);
        _engineSpoke = true;
        _moves[^1].ExpectationsEnd = Expectations.Count;
    }

    private void Do(Move move)
    {
        _inSetup = false;
        Add(move);
    }

    private void Add(Move move)
    {
        move.ExpectationsEnd = Expectations.Count;
        _moves.Add(move);
        _engineSpoke = false;
        _isBarrier = false;
    }

    private void Fail(TranscriptLine line, string expected) =>
        _errors.Add(new TranscriptError(_transcript.Path, line.Number, expected));

    private static Signal? ReadSignal(string text)
    {
        var signal = Signal.None;
        foreach (var name in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Enum.GetNames<Signal>().Contains(name))
                return null;
            signal |= Enum.Parse<Signal>(name);
        }

        return text.Length > 0 ? signal : null;
    }

    private static TimeSpan? ReadTime(string text)
    {
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        return int.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? text[digits..] switch
            {
                "ms" => TimeSpan.FromMilliseconds(number),
                "s" => TimeSpan.FromSeconds(number),
                "m" => TimeSpan.FromMinutes(number),
                "h" => TimeSpan.FromHours(number),
                _ => null,
            }
            : null;
    }
}
