using System.Buffers;
using Rockdove.Testing;

namespace Rockdove.Wire.Tests;

public sealed class EnginePlayerTests
{
    [Theory]
    [TranscriptFiles("toy")]
    public void The_toy_does_what_its_transcripts_say(string file) =>
        new EnginePlayer(() => new ToyAdapter()) { RandomPlays = 200 }.Play(TranscriptFilesAttribute.Read(file));

    [Theory]
    [InlineData("wrong reply", 3, "another reply", "S: + hello", "S: + hullo", """
        S: + toy ready
        C: SAY hullo
        S: + hello
        """)]
    [InlineData("missing reply", 4, "this is missing", "S: + again", null, """
        S: + toy ready
        C: SAY a
        S: + a
        S: + again
        """)]
    [InlineData("extra reply", 2, "a reply that was not expected", null, "S: + a", """
        S: + toy ready
        C: SAY a
        """)]
    [InlineData("extra greeting", 1, "a reply that was not expected", null, "S: + toy ready", """
        C: SAY a
        S: + toy ready
        S: + a
        """)]
    [InlineData("a reply before its command", 2, "this is missing", "S: + a", null, """
        S: + toy ready
        S: + a
        C: SAY a
        """)]
    [InlineData("other content", 6, "other content", ">  tree", ">  three", """
        S: + toy ready
        C: TAKE
        S: + go on
        C: one
        >  one
        >  tree
        C: three
        C: .
        S: + as you like
        """)]
    [InlineData("missing content", 5, "content is missing", ">  two", null, """
        S: + toy ready
        C: TAKE
        S: + go on
        >  one
        >  two
        C: one
        C: .
        S: + as you like
        """)]
    [InlineData("missing content at the end", 4, "content is missing", @">  one\", null, """
        S: + toy ready
        C: TAKE
        S: + go on
        >  one\
        """)]
    [InlineData("content that is not told", 4, "content that was not expected", null, ">  one", """
        S: + toy ready
        C: TAKE
        S: + go on
        C: one
        C: .
        """)]
    [InlineData("wrong question", 3, "another question", "?  who", "?  what", """
        S: + toy ready
        C: ASK what
        ?  who
        =  + me
        S: + me
        """)]
    [InlineData("missing question", 4, "this is missing", "?  a", null, """
        S: + toy ready
        C: SAY a
        S: + a
        ?  a
        """)]
    [InlineData("a question after its reply", 5, "another question", "?  b", "?  a", """
        S: + toy ready
        C: ASK a
        C: ASK b
        # The first question is not told, and so is taken for the second.
        ?  b
        S: + as you like
        S: + as you like
        """)]
    [InlineData("close that is not told", 3, "a step that was not expected", null, "! expect close", """
        S: + toy ready
        # bye
        C: QUIT
        S: + bye
        """)]
    [InlineData("close that does not come", 4, "this is missing", "! expect close", null, """
        S: + toy ready
        C: SAY a
        S: + a
        ! expect close
        """)]
    [InlineData("something after the close", 5, "the engine had closed before this", "C: SAY a", null, """
        S: + toy ready
        C: QUIT
        S: + bye
        ! expect close
        C: SAY a
        """)]
    [InlineData("a reply after the close", 5, "the engine closed, and this is missing", "S: + a", null, """
        S: + toy ready
        C: QUIT
        S: + bye
        ! expect close
        S: + a
        """)]
    [InlineData("close for abort", 3, "a step that was not expected", "! expect close", "! expect abort", """
        S: + toy ready
        C: DROP
        ! expect close
        """)]
    [InlineData("handshake that is not told", 2, "a step that was not expected", null, "! tls", """
        S: + toy ready
        C: TLS
        S: + go
        """)]
    [InlineData("handshake that does not come", 4, "this is missing", "! tls", null, """
        S: + toy ready
        C: SAY a
        S: + a
        ! tls
        """)]
    [InlineData("another pause", 4, "another pause", "! expect pause 1000ms", "! expect pause 2000ms", """
        S: + toy ready
        C: SLOW
        S: + slowly
        ! expect pause 1s
        """)]
    [InlineData("patience that is longer", 3, "this is missing", "S: - too slow", null, """
        S: + toy ready
        ! wait 299s
        S: - too slow
        """)]
    [InlineData("patience that is shorter", 2, "a reply that was not expected", null, "S: - too slow", """
        S: + toy ready
        ! wait 5m
        C: SAY a
        S: + a
        """)]
    [InlineData("half a reply", 2, "a reply that does not end in CRLF", null, @"S: + first\", """
        S: + toy ready
        C: PART
        """)]
    [InlineData("half a reply that is another", 3, "another reply", @"S: + last\", @"S: + first\", """
        S: + toy ready
        C: PART
        S: + last\
        """)]
    public void The_player_notices(
        string what, int line, string problem, string? expected, string? got, string transcript)
    {
        var failure = Assert.Throws<TranscriptFailedException>(() => Play(transcript));

        Assert.StartsWith($"{what}:{line}: {problem} (played whole)", failure.Message, StringComparison.Ordinal);
        Assert.Equal((line, expected, got), (failure.Line, failure.Expected, failure.Got));

        void Play(string text) => new EnginePlayer(() => new ToyAdapter()).Play(Transcript.Parse(what, text));
    }

    [Theory]
    [InlineData(Flaw.CountsCalls, "one octet at a time", "C: SAY a\nS: + a\nC: CALLS\nS: + * calls")]
    [InlineData(Flaw.WakesUpTalking, "one octet at a time", "C: SAY a\nS: ~ hm\nS: + a")]
    [InlineData(Flaw.KeepsMemory, "whole", "C: SAY a\nS: + a\nC: RECALL\nS: + SAY a")]
    [InlineData(Flaw.AnswersEarly, "whole", "C: ASK a\n?  a\nS: + as you like")]
    [InlineData(Flaw.NeverMoves, "whole", "C: SAY a\nS: + a")]
    [InlineData(Flaw.Throws, "whole", "C: BUG\nS: - what is BUG")]
    [InlineData(Flaw.LeavesOutCr, "whole", "C: CUT\nS: + half a line")]
    public void An_engine_with_a_flaw_fails_where_the_sound_one_passes(Flaw flaw, string cuts, string text)
    {
        var transcript = Transcript.Parse("flaw", "S: + toy ready\n" + text);
        if (flaw is Flaw.CountsCalls or Flaw.NeverMoves)
            new EnginePlayer(() => new ToyAdapter()).Play(transcript);

        var failure = Assert.Throws<TranscriptFailedException>(
            () => new EnginePlayer(() => new ToyAdapter(flaw)).Play(transcript));

        Assert.Equal(cuts, failure.Cuts);
    }

    [Fact]
    public void A_failure_tells_the_conversation_and_the_difference()
    {
        var transcript = Transcript.Parse("some/where.toy", "S: + toy ready\nC: SAY a\nC: SAY bc\nS: + a\nS: + bd");

        var failure = Assert.Throws<TranscriptFailedException>(
            () => new EnginePlayer(() => new ToyAdapter()).Play(transcript));

        Assert.Equal(
            """
            some/where.toy:5: another reply (played whole)
                  S: + toy ready
                  C: SAY a
                  C: SAY bc
                  S: + a
                - S: + bd
                + S: + bc
                        ^
            """,
            failure.Message);
    }

    [Fact]
    public void A_failure_of_a_random_cut_names_its_seed()
    {
        // Only a cut within the second line makes the calls differ from one for each line.
        var transcript = Transcript.Parse(
            "cuts", "S: + toy ready\nC: SAY a\nC: SAY b\nC: SAY c\nS: + a\nS: + b\nS: + c");
        var failure = Assert.Throws<TranscriptFailedException>(
            () => new EnginePlayer(() => new SeededFlaw()) { RandomPlays = 20 }.Play(transcript));

        var seeds = Enumerable.Range(0, 10).Select(round => unchecked(SeededRandom.RunSeed + round));
        Assert.Contains(
            failure.Cuts[(failure.Cuts.IndexOf('=', StringComparison.Ordinal) + 1)..],
            seeds.Select(seed => seed.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("! signal Often", 1, "a signal: None, TimedOut")]
    [InlineData("! signal 2", 1, "a signal: None, TimedOut")]
    [InlineData("! signal", 1, "a signal: None, TimedOut")]
    [InlineData("! wait long", 1, "a time: 250ms")]
    [InlineData("! expect rain", 1, "expect close, expect abort")]
    [InlineData("S: + toy ready\n=  + a", 2, "a question right before its answer")]
    [InlineData("S: + toy*\\", 1, "no wildcard in a line without CRLF")]
    [InlineData("S: + toy ready\n! dance", 2, "a directive that is known")]
    [InlineData("! dance", 1, "the directive tls")]
    [InlineData("S: + toy ready\n! close\nC: SAY a", 3, "nothing more from a client that has closed")]
    [InlineData("! truncated at 1024 octets", 1, "a whole conversation")]
    public void A_transcript_that_cannot_be_played_is_an_error_of_its_own(string text, int line, string expected)
    {
        var exception = Assert.Throws<TranscriptException>(
            () => new EnginePlayer(() => new ToyAdapter()).Play(Transcript.Parse("bad", text)));

        var error = Assert.Single(exception.Errors);
        Assert.Equal(line, error.Line);
        Assert.StartsWith(expected, error.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Content_can_be_left_out_when_the_transcript_says_so() =>
        new EnginePlayer(() => new ToyAdapter()).Play(Transcript.Parse(
            "any", "! content any\nS: + toy ready\nC: TAKE\nS: + go on\nC: one\nC: .\n?  keep 5\nS: + as you like"));

    [Fact]
    public void A_play_tells_the_coverage_what_the_engine_said()
    {
        var coverage = new ReplyCoverage();
        coverage.Know("+ toy ready");
        coverage.Know("- what is *");
        coverage.Know("- stopping");
        new EnginePlayer(() => new ToyAdapter()) { Coverage = coverage }.PlayWhole(
            Transcript.Parse("coverage", "S: + toy ready\nC: HM\nS: - what is HM\nC: SAY \\*\\x00\nS: + \\*\\x00"));

        Assert.Equal(["- stopping"], coverage.NeverProduced());
        Assert.Equal([@"S: + \*\x00"], coverage.NotKnown());
        Assert.Equal(
            "no transcript produces  S: - stopping\nno register has         S: + \\*\\x00\n", coverage.Report());
    }

    /// <summary>Sound when called once for each turn or once for each octet, and not otherwise.</summary>
    private sealed class SeededFlaw : IEngineAdapter
    {
        public IServerEngine Create(IReadOnlyList<TranscriptLine> directives) => new Engine();

        public string Describe() => "";

        public void Answer(string answer, IBufferWriter<byte> output)
        {
        }

        public void DefaultAnswer(IBufferWriter<byte> output)
        {
        }

        private sealed class Engine : IServerEngine
        {
            private readonly ToyEngine _toy = new(Flaw.None, false);
            private long _before;

            public void Start(IBufferWriter<byte> output) => _toy.Start(output);

            public Step Advance(ref SequenceReader<byte> input, IBufferWriter<byte> output)
            {
                var grown = input.Length - _before;
                if (grown is > 1 and < 21 && !input.Sequence.IsSingleSegment)
                    output.Write("~ a strange cut\r\n"u8);
                var step = _toy.Advance(ref input, output);
                _before = input.Remaining;
                return step;
            }

            public void Signal(Signal signal, IBufferWriter<byte> output) => _toy.Signal(signal, output);
        }
    }
}
