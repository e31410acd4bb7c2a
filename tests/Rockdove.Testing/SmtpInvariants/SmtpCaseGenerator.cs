using System.Text;
using Rockdove.Wire;

namespace Rockdove.Testing;

/// <summary>Makes cases: conversations as clients have them, and mutations of these.</summary>
/// <param name="seeds">What clients have said, as in transcripts; may be empty.</param>
public sealed class SmtpCaseGenerator(IReadOnlyList<byte[]> seeds)
{
    /// <summary>What the client says in a transcript.</summary>
    public static byte[] ClientOctets(Transcript transcript) =>
    [
        .. transcript.Lines
            .Where(line => line.Kind == TranscriptLineKind.Client)
            .SelectMany<TranscriptLine, byte>(line => line.EndsLine
                ? [.. line.Octets.Span, (byte)'\r', (byte)'\n']
                : line.Octets.ToArray()),
    ];

    /// <summary>A new case.</summary>
    public SmtpCase Next(Random random)
    {
        var octets = seeds.Count > 0 && random.Next(3) == 0 ? seeds[random.Next(seeds.Count)] : Conversation(random);
        for (var left = Rounds(random); left > 0; left--)
            octets = Mutate(octets, random);
        return Moved(octets, random);
    }

    /// <summary>A neighbour of a case that showed something new.</summary>
    public SmtpCase Next(SmtpCase parent, Random random)
    {
        byte[] octets = [.. parent.Moves.SelectMany(move => move.Octets.ToArray())];
        for (var left = Rounds(random) + 1; left > 0; left--)
            octets = Mutate(octets, random);
        var next = Moved(octets, random);
        if (random.Next(3) > 0)
            next = next with { SetupSeed = parent.SetupSeed };
        return random.Next(2) == 0 ? next : next with { AnswerSeed = parent.AnswerSeed };
    }

    private static int Rounds(Random random) => random.Next(4) == 0 ? 0 : 1 << random.Next(4);

    /// <summary>Cuts a conversation where a client would wait, after STARTTLS above all, and adds signals.</summary>
    private static SmtpCase Moved(byte[] octets, Random random)
    {
        List<SmtpCaseMove> moves = [];
        var rest = octets.AsMemory(0, Math.Min(octets.Length, MaxOctets));
        while (!rest.IsEmpty)
        {
            var tls = rest.Span.IndexOf("STARTTLS\r\n"u8);
            var length = tls >= 0 && random.Next(8) > 0 ? tls + "STARTTLS\r\n".Length
                : random.Next(4) == 0 ? 1 + random.Next(rest.Length)
                : rest.Length;
            var signal = random.Next(60) < Signals.Length ? Signals[random.Next(Signals.Length)] : Signal.None;
            moves.Add(new SmtpCaseMove(rest[..length], signal));
            rest = rest[length..];
        }

        return new SmtpCase(random.Next(), random.Next(), moves);
    }

    private static byte[] Conversation(Random random)
    {
        var text = new StringBuilder();
        for (var left = 1 + random.Next(12); left > 0; left--)
            text.Append(Phrase(random));
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    private static string Phrase(Random random)
    {
        var path = Pick(random, SmtpWords.Paths);
        return random.Next(12) switch
        {
            0 or 1 => $"{Pick(random, "EHLO", "HELO", "LHLO", "ehlo")} client.test\r\n",
            2 or 3 => $"MAIL FROM:{path}{Parameters(random)}\r\nRCPT TO:<u@test>\r\n",
            4 => $"RCPT TO:{path}{Parameters(random)}\r\n",
            5 or 6 => $"DATA\r\n{Body(random)}\r\n.\r\n",
            7 or 8 => Chunk(random),
            9 => Authentication(random),
            10 => Whole(random),
            _ => Pick(random, SmtpWords.Lines) + "\r\n",
        };
    }

    private static string Whole(Random random) =>
        "EHLO client.test\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<u@test>\r\nRCPT TO:<v@test>\r\n"
        + (random.Next(2) == 0
            ? $"DATA\r\n{Body(random)}\r\n.\r\n"
            : $"{Chunk(random)}{Chunk(random)}BDAT 0 LAST\r\n");

    private static string Body(Random random)
    {
        var body = new StringBuilder();
        for (var left = random.Next(6); left > 0; left--)
            body.Append(Pick(random, SmtpWords.Content));
        return body.ToString();
    }

    private static string Chunk(Random random)
    {
        var body = Body(random);
        return $"BDAT {body.Length}{Pick(random, "", " LAST", " last", " LAST")}\r\n{body}";
    }

    private static string Authentication(Random random)
    {
        var answers = string.Concat(Enumerable.Range(0, random.Next(4))
            .Select(_ => Pick(random, SmtpWords.SaslResponses) + "\r\n"));
        var initial = random.Next(2) == 0 ? "" : " " + Pick(random, SmtpWords.SaslResponses);
        return $"AUTH {SaslMechanisms.All[random.Next(SaslMechanisms.All.Count)].Name}{initial}\r\n{answers}";
    }

    private static string Parameters(Random random) => string.Concat(Enumerable.Range(0, random.Next(3))
        .Select(_ => " " + Pick(random, SmtpWords.Parameters)));

    private byte[] Mutate(byte[] octets, Random random)
    {
        var at = random.Next(octets.Length + 1);
        var length = Math.Min(octets.Length - at, 1 + random.Next(random.Next(3) == 0 ? 64 : 4));
        var before = octets.AsSpan(0, at);
        var removed = octets.AsSpan(at, length);
        var after = octets.AsSpan(at);
        switch (random.Next(9))
        {
            case 0:
                return [.. before, .. after[length..]];
            case 1:
                return [.. before, .. removed, .. after];
            case 2 when octets.Length > at:
                byte[] flipped = [.. octets];
                flipped[at] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 3 or 4:
                return [.. before, .. Octets(SmtpWords.Marks, random), .. after];
            case 5:
                return [.. before, .. Octets(SmtpWords.Tokens, random), .. after[length..]];
            case 6:
                var (start, _) = LineAt(octets, at);
                var phrase = Encoding.Latin1.GetBytes(Phrase(random));
                return [.. octets.AsSpan(0, start), .. phrase, .. octets.AsSpan(start)];
            case 7:
                var (from, to) = LineAt(octets, at);
                return random.Next(2) == 0
                    ? [.. octets.AsSpan(0, from), .. octets.AsSpan(to)]
                    : [.. octets.AsSpan(0, to), .. octets.AsSpan(from)];
            default:
                var other = seeds.Count > 0 ? seeds[random.Next(seeds.Count)] : Conversation(random);
                return [.. before, .. other.AsSpan(random.Next(other.Length + 1))];
        }
    }

    private static (int Start, int End) LineAt(byte[] octets, int at)
    {
        var start = octets.AsSpan(0, at).LastIndexOf((byte)'\n') + 1;
        var length = octets.AsSpan(start).IndexOf((byte)'\n') + 1;
        return (start, length == 0 ? octets.Length : start + length);
    }

    private static byte[] Octets(string[] words, Random random) =>
        Encoding.Latin1.GetBytes(Pick(random, words));

    private static string Pick(Random random, params ReadOnlySpan<string> words) => words[random.Next(words.Length)];

    private const int MaxOctets = 6000;

    private static readonly Signal[] Signals =
        [Signal.TimedOut, Signal.Stopping, Signal.Changed, Signal.TlsStarted, Signal.PeerClosed];
}
