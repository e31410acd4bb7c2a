using System.Globalization;
using Rockdove.Wire;

namespace Rockdove.Testing;

/// <summary>One run of an SMTP engine, as data: what is configured and answered, and what the client does.</summary>
/// <param name="SetupSeed">Which <see cref="SmtpSetup"/>.</param>
/// <param name="AnswerSeed">Which <see cref="SmtpAnswers"/>.</param>
/// <param name="Moves">Octets and signals, in order.</param>
public sealed record SmtpCase(int SetupSeed, int AnswerSeed, IReadOnlyList<SmtpCaseMove> Moves)
{
    public int Length => Moves.Sum(move => move.Octets.Length);

    /// <summary>As text that <see cref="Parse"/> reads back: two directives, client lines and signals.</summary>
    public Transcript ToTranscript()
    {
        List<TranscriptLine> lines =
        [
            TranscriptLine.Directive("setup", $"{SetupSeed}"),
            TranscriptLine.Directive("answers", $"{AnswerSeed}"),
        ];
        foreach (var move in Moves)
        {
            AddClientLines(lines, move.Octets.Span);
            if (move.Signal != Signal.None)
                lines.Add(TranscriptLine.Directive("signal", $"{move.Signal}"));
            else if (move != Moves[^1])
                lines.Add(TranscriptLine.Directive("pause"));
        }

        return new Transcript("case", lines);
    }

    /// <exception cref="FormatException">A directive is not one of a case.</exception>
    public static SmtpCase Parse(Transcript transcript)
    {
        int setup = 0, answers = 0;
        List<SmtpCaseMove> moves = [];
        List<byte> octets = [];
        foreach (var line in transcript.Lines)
        {
            switch (line)
            {
                case { Kind: TranscriptLineKind.Client }:
                    octets.AddRange(line.Octets.Span);
                    if (line.EndsLine)
                        octets.AddRange("\r\n"u8);
                    break;
                case { Kind: TranscriptLineKind.Directive, Word: "setup" }:
                    setup = int.Parse(line.Text, CultureInfo.InvariantCulture);
                    break;
                case { Kind: TranscriptLineKind.Directive, Word: "answers" }:
                    answers = int.Parse(line.Text, CultureInfo.InvariantCulture);
                    break;
                case { Kind: TranscriptLineKind.Directive, Word: "pause" or "signal" }:
                    var signal = line.Word == "signal" ? Enum.Parse<Signal>(line.Text) : Signal.None;
                    moves.Add(new SmtpCaseMove(octets.ToArray(), signal));
                    octets.Clear();
                    break;
                case { Kind: TranscriptLineKind.Directive }:
                    throw new FormatException($"! {line.Word}: a case has setup, answers, pause and signal.");
            }
        }

        if (octets.Count > 0)
            moves.Add(new SmtpCaseMove(octets.ToArray(), Signal.None));
        return new SmtpCase(setup, answers, moves);
    }

    private static void AddClientLines(List<TranscriptLine> lines, ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            var end = octets.IndexOf("\r\n"u8);
            var line = end < 0 ? octets : octets[..end];
            lines.Add(TranscriptLine.Literal(TranscriptLineKind.Client, line, endsLine: end >= 0));
            octets = end < 0 ? default : octets[(end + 2)..];
        }
    }
}

/// <summary>Octets that come in any pieces, and what the host tells the engine once it wants more.</summary>
public readonly record struct SmtpCaseMove(ReadOnlyMemory<byte> Octets, Signal Signal);
