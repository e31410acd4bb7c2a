using Rockdove.Wire;

namespace Rockdove.Mock;

/// <summary>One thing that happens in a conversation that is repeated.</summary>
internal sealed record ReplayMove(ReplayMoveKind Kind, TranscriptLine? Line, ReadOnlyMemory<byte> Octets)
{
    /// <summary>The client says with these octets what it must, whatever size it declares.</summary>
    public bool IsSaidIn(ReadOnlySpan<byte> line) =>
        Line is not null && Line.Matches(DeclaredSize.Replace(line, by: Line.Octets.Span));
}

internal enum ReplayMoveKind : byte
{
    /// <summary>The client must say this.</summary>
    Hear,

    /// <summary>The server says this.</summary>
    Say,

    StartTls,
    Close,
}

/// <summary>A transcript as moves.</summary>
internal sealed class ReplayScript
{
    /// <exception cref="MockScriptException">There is something in it that cannot be repeated; says all of it.</exception>
    public ReplayScript(Transcript conversation, bool hasTls)
    {
        Path = conversation.Path;
        var errors = new List<string>();
        foreach (var line in conversation.Lines)
        {
            switch (line)
            {
                case { Kind: TranscriptLineKind.Client }:
                    Moves.Add(new ReplayMove(ReplayMoveKind.Hear, line, default));
                    break;
                case { Kind: TranscriptLineKind.Server }:
                    Moves.Add(new ReplayMove(ReplayMoveKind.Say, line, OctetsOf(line)));
                    break;
                case { Kind: TranscriptLineKind.Directive, Word: "tls" } when !hasTls:
                    errors.Add($"{Path}:{line.Number}: the conversation has TLS, and this server has not.");
                    break;
                case { Kind: TranscriptLineKind.Directive, Word: "tls" } when Moves.Count > 0:
                    Moves.Add(new ReplayMove(ReplayMoveKind.StartTls, line, default));
                    break;
                case { Kind: TranscriptLineKind.Directive, Word: "expect", Text: "close" }:
                    Moves.Add(new ReplayMove(ReplayMoveKind.Close, line, default));
                    break;
                case { Kind: TranscriptLineKind.Directive, Word: "truncated" }:
                    errors.Add($"{Path}:{line.Number}: the recording was cut short, so its end cannot be repeated.");
                    break;
            }
        }

        if (Moves.All(move => move.Kind != ReplayMoveKind.Say))
            errors.Add($"{Path}: the server says nothing in this conversation; it needs S: lines.");
        if (errors.Count > 0)
            throw new MockScriptException(errors);
    }

    public string Path { get; }

    public List<ReplayMove> Moves { get; } = [];

    /// <summary>The last word was one after which a server closes (RFC 5321 section 3.8).</summary>
    public bool ServerCloses => Moves is [.., { Kind: ReplayMoveKind.Say } last]
        && (last.Octets.Span.StartsWith("221"u8) || last.Octets.Span.StartsWith("421"u8) || !last.Line!.EndsLine);

    public string Where(int move) => $"{Path}:{Moves[move].Line?.Number}";

    /// <summary>The move after the recorded content that begins at a move.</summary>
    public int SkipContent(int from, long recordedBytes, bool isDotted)
    {
        var move = from;
        for (; move < Moves.Count && Moves[move].Kind == ReplayMoveKind.Hear; move++)
        {
            var line = Moves[move].Line!;
            if (isDotted && line.EndsLine && line.Octets.Span.SequenceEqual("."u8))
                return move + 1;
            if (!isDotted && (recordedBytes -= line.Octets.Length + (line.EndsLine ? 2 : 0)) <= 0)
                return move + 1;
        }

        return move;
    }

    private static byte[] OctetsOf(TranscriptLine line) =>
        line.EndsLine ? [.. line.Octets.Span, (byte)'\r', (byte)'\n'] : line.Octets.ToArray();
}
