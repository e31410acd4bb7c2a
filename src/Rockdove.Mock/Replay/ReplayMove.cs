using Rockdove.Wire;

namespace Rockdove.Mock;

/// <summary>One thing that happens in a conversation that is repeated.</summary>
/// <param name="Kind">What.</param>
/// <param name="Line">The line of the transcript that tells it; null for the end that nothing tells.</param>
/// <param name="Octets">At <see cref="ReplayMoveKind.Say"/>: what the server sends.</param>
internal sealed record ReplayMove(ReplayMoveKind Kind, TranscriptLine? Line, ReadOnlyMemory<byte> Octets = default)
{
    /// <summary>At content that breaks off in the recording: how many octets of it had come; otherwise null.</summary>
    public long? BreaksOffAfterBytes { get; init; }

    /// <summary>The client says with these octets what it must, whatever size it declares.</summary>
    public bool IsSaidIn(ReadOnlySpan<byte> line) =>
        Line is not null && Line.Matches(DeclaredSize.Replace(line, by: Line.Octets.Span));
}

internal enum ReplayMoveKind : byte
{
    /// <summary>The client must say this.</summary>
    Hear,

    /// <summary>The client sends a message up to the dot, whichever it is.</summary>
    HearContent,

    /// <summary>The client says BDAT, and sends as many octets as it announces, whichever they are.</summary>
    HearChunk,

    /// <summary>The server says this.</summary>
    Say,

    StartTls,
    Close,
    Reset,
}
