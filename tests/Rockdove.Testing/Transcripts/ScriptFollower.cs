using System.Text;
using Rockdove.Wire;

namespace Rockdove.Testing;

/// <summary>
/// Follows a script: is told what the engine does, in order, and throws at the first thing that is not what the script
/// says. It keeps a trace, so that plays can be compared, and the last lines, so that a failure can show them.
/// </summary>
internal sealed class ScriptFollower(EngineScript script, string cuts, ReplyCoverage? coverage)
{
    private readonly List<byte> _pendingOutput = [];
    private readonly Queue<string> _said = [];
    private Move _move = script.Moves[0];
    private int _next;
    private int _contentTaken;

    public PlayTrace Trace { get; } = new();

    /// <summary>True when the engine must do a step now (TLS, close), and nothing else.</summary>
    public bool ExpectsStep => Current is ExpectedStep { Kind: not StepKind.Pause };

    /// <summary>What the engine must do next, if it must do anything before the next move.</summary>
    private Expectation? Current => _next < _move.ExpectationsEnd ? script.Expectations[_next] : null;

    /// <summary>The player makes this move; from now on what belongs to it may come.</summary>
    public void Begin(Move move)
    {
        _move = move;
        if (move is not StartMove)
            Say(move.ToString());
    }

    /// <summary>The player's move is over: all that belongs to it must have come, except the end of content.</summary>
    public void EndMove(bool isOver)
    {
        if (_pendingOutput.Count > 0)
            throw Unfinished();
        if (Current is null || (Current is ExpectedContent && _next == _move.ExpectationsEnd - 1))
            return;
        throw Failure(isOver ? "the engine closed, and this is missing" : "this is missing", Current.ToString(), null);
    }

    /// <summary>
    /// Anything that is not content comes after all of the content. An engine may hold back what it cannot tell from an
    /// end yet, so content is not asked for earlier than that.
    /// </summary>
    public void EndContent()
    {
        if (Current is not ExpectedContent content)
            return;
        if (script.ComparesContent)
        {
            throw Failure(
                "content is missing",
                ExpectedContent.Show(content.From(_contentTaken)),
                null,
                line: content.LineAt(_contentTaken));
        }

        Met(content);
    }

    public void Output(ReadOnlySpan<byte> octets)
    {
        Trace.Output(octets);
        _pendingOutput.AddRange(octets);
        while (_pendingOutput.Count > 0)
        {
            EndContent();
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

    public void Content(ReadOnlySpan<byte> slice)
    {
        if (!script.ComparesContent)
            return; // How much of a message was handed out before it was refused may depend on the cuts.
        Trace.Content(slice);
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

    /// <summary>The engine asks; returns the answer that the script gives, null when it gives none.</summary>
    public string? Question(string description)
    {
        Trace.Question(description);
        EndContent();
        if (Current is not ExpectedQuestion expected)
        {
            Say($"(default answer to: {description})");
            return null;
        }

        var octets = Encoding.UTF8.GetBytes(description);
        if (!expected.Pattern.Matches(octets))
        {
            var got = TranscriptLine.Literal(TranscriptLineKind.Question, octets);
            throw Failure("another question", expected.ToString(), got.ToString());
        }

        Met(expected);
        return expected.Answer;
    }

    /// <summary>TLS, compression, close or abort: what a peer sees, and so what a script must say.</summary>
    public void Step(StepKind kind)
    {
        Trace.Step(kind);
        EndContent();
        if (_pendingOutput.Count > 0)
            throw Unfinished();
        if (Current is not ExpectedStep step || step.Kind != kind)
            throw Failure("a step that was not expected", Current?.ToString(), ExpectedStep.Show(kind));
        Met(step);
    }

    /// <summary>A pause, which a script may leave out.</summary>
    public void Pause(TimeSpan time)
    {
        Trace.Step(StepKind.Pause, time);
        if (Current is not ExpectedStep { Kind: StepKind.Pause } pause)
            return;
        if (pause.Time is { } expected && expected != time)
            throw Failure("another pause", pause.ToString(), ExpectedStep.Show(StepKind.Pause, time));
        Met(pause);
    }

    /// <summary>The engine did something that no script can allow.</summary>
    public TranscriptFailedException Broken(string problem, string? got = null, Exception? inner = null) =>
        Failure(problem, Current?.ToString(), got, inner);

    /// <summary>The engine closed, and the script goes on with this move.</summary>
    public TranscriptFailedException Closed(Move move) =>
        Failure("the engine had closed before this", move.ToString(), null, line: move.Line);

    private TranscriptFailedException Unfinished() => Failure(
        "a reply that does not end in CRLF", Current?.ToString(), Show(_pendingOutput.ToArray(), -1));

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
        new(script.Path, line ?? Current?.Line ?? _move.Line, problem, cuts, expected, got, _said, inner);

    /// <summary>How much of the conversation a failure shows.</summary>
    private const int MaxShownLines = 12;
}
