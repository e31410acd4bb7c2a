using Rockdove.Testing;

namespace Rockdove.Smtp.Tests;

/// <summary>The fuzzer's invariants for about a second; <c>fuzz/Rockdove.Fuzz</c> looks longer.</summary>
public class EngineInvariantTests
{
    [Fact]
    public void Hold_for_any_conversation_in_any_pieces() =>
        SeededRandom.Rounds(300, random => SmtpInvariants.Check(Generator.Next(random)));

    [Theory]
    [TranscriptFiles("smtp")]
    public void Hold_for_neighbours_of_each_transcript(string file)
    {
        var octets = SmtpCaseGenerator.ClientOctets(TranscriptFilesAttribute.Read(file));
        SeededRandom.Rounds(3, random =>
        {
            var @case = new SmtpCase(random.Next(), random.Next(), [new SmtpCaseMove(octets, Wire.Signal.None)]);
            SmtpInvariants.Check(@case);
            SmtpInvariants.Check(Generator.Next(@case, random));
        });
    }

    [Fact]
    public void A_case_can_be_written_down() => SeededRandom.Rounds(50, random =>
    {
        var @case = Generator.Next(random);

        var copy = SmtpCase.Parse(Wire.Transcript.Parse("copy", @case.ToTranscript().ToString()));

        Assert.Equal((@case.SetupSeed, @case.AnswerSeed), (copy.SetupSeed, copy.AnswerSeed));
        Assert.Equal(
            @case.Moves.Select(move => (Convert.ToHexString(move.Octets.Span), move.Signal)),
            copy.Moves.Select(move => (Convert.ToHexString(move.Octets.Span), move.Signal)));
    });

    private static readonly SmtpCaseGenerator Generator = new([]);
}
