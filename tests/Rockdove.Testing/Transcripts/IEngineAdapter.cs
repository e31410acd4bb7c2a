using System.Buffers;
using Rockdove.Wire;

namespace Rockdove.Testing;

/// <summary>
/// What <see cref="EnginePlayer"/> must know of a protocol: how to make an engine, and how its questions and answers
/// are written. One adapter serves one play: a transcript is played many times, each time with a new adapter.
/// </summary>
/// <remarks>
/// Plays are compared octet by octet, so an engine must be repeatable: nonces, names and dates that it writes are fixed
/// by the adapter.
/// </remarks>
public interface IEngineAdapter
{
    /// <summary>Makes the engine as the directives before the conversation's first line ask.</summary>
    /// <exception cref="TranscriptException">A directive is not known, or its arguments are wrong.</exception>
    IServerEngine Create(IReadOnlyList<TranscriptLine> directives);

    /// <summary>The engine's open question, as a <c>?</c> line of a transcript says it.</summary>
    string Describe();

    /// <summary>
    /// Answers the engine's open question as the <c>=</c> lines say; several lines are joined by a line feed.
    /// </summary>
    /// <exception cref="FormatException">The text is not an answer to this question.</exception>
    void Answer(string answer, IBufferWriter<byte> output);

    /// <summary>Answers a question for which the transcript gives no answer, as a friendly host would.</summary>
    void DefaultAnswer(IBufferWriter<byte> output);

    /// <summary>
    /// The engine is sending content that its host has: gives it the next slice, or says that it ends.
    /// </summary>
    void Feed(IBufferWriter<byte> output) =>
        throw new NotSupportedException("This adapter has no content to give.");

    /// <summary>
    /// Does what a directive in mid-conversation says, when the player does not know it; false when the adapter does
    /// not know it either.
    /// </summary>
    bool TryPerform(TranscriptLine directive, IBufferWriter<byte> output) => false;
}
