using Rockdove.Wire;

namespace Rockdove.Testing;

/// <summary>
/// Plays transcripts against engines. It gives what the client says, compares every octet that the engine writes, every
/// question, all content and each step, and does so for many ways of cutting the same conversation.
/// </summary>
/// <param name="adapters">Makes an adapter for each play.</param>
public sealed class EnginePlayer(Func<IEngineAdapter> adapters)
{
    /// <summary>How many times a conversation is cut at random; half of them do not wait for answers.</summary>
    public int RandomPlays { get; init; } = 8;

    /// <summary>Is told every server line that was played.</summary>
    public ReplyCoverage? Coverage { get; init; }

    /// <summary>
    /// Plays it as it stands, one octet at a time, pipelined as far as it goes, and cut at random.
    /// </summary>
    /// <exception cref="TranscriptFailedException">
    /// The engine did not do what the transcript says, or not for every cut.
    /// </exception>
    /// <exception cref="TranscriptException">The transcript cannot be played.</exception>
    public void Play(Transcript transcript)
    {
        var whole = PlayOnce(transcript, Cuts.Whole);
        Compare(transcript, whole, Cuts.OctetByOctet);
        Compare(transcript, whole, Cuts.Pipelined);
        for (var play = 0; play < RandomPlays; play++)
        {
            // Both kinds for each seed in turn, so that the named seed repeats the play as the first of its kind.
            Compare(transcript, whole, Cuts.Random(SeededRandom.SeedOf(play / 2), pipelined: play % 2 == 1));
        }
    }

    /// <summary>Plays it as it stands, and in no other way.</summary>
    /// <inheritdoc cref="Play"/>
    public void PlayWhole(Transcript transcript) => PlayOnce(transcript, Cuts.Whole);

    private void Compare(Transcript transcript, PlayTrace whole, Cuts cuts)
    {
        if (PlayOnce(transcript, cuts).DifferenceFrom(whole) is { } difference)
        {
            throw new TranscriptFailedException(
                transcript.Path, 1, "what the engine does depends on the cuts", cuts.ToString(), difference.There,
                difference.Here);
        }
    }

    private PlayTrace PlayOnce(Transcript transcript, Cuts cuts) =>
        new EnginePlay(new EngineScript(transcript, cuts.IsPipelined), adapters(), cuts, Coverage).Run();
}
