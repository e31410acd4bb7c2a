using System.Diagnostics;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Fuzz;

/// <summary>
/// Changes conversations at random until the time is over or an invariant breaks: what clients say goes to the server,
/// what servers say to the client, and now and then the two talk to each other. What brings about new replies is kept,
/// and has neighbours.
/// </summary>
internal sealed class ImapFuzzer(FuzzOptions options)
{
    private readonly Random _random = new(options.Seed);
    private readonly ReplyNovelty _novelty = new();
    private readonly List<byte[]> _clients = Seeds(TranscriptLineKind.Client);
    private readonly List<byte[]> _servers = Seeds(TranscriptLineKind.Server);
    private long _runs;

    /// <returns>0 when nothing was found; 1 when something was, and is printed.</returns>
    public static int Run(FuzzOptions options)
    {
        using var failFast = new ThrowingAsserts();
        if (options.ReplayFile is not { } file)
            return new ImapFuzzer(options).Look();
        var octets = File.ReadAllBytes(file);
        var failure = Failure(() => ImapInvariants.CheckServer(octets, options.Seed))
            ?? Failure(() => ImapInvariants.CheckClient(octets, options.Seed));
        Console.WriteLine($"{file}: {failure ?? "holds"}");
        return failure is null ? 0 : 1;
    }

    private int Look()
    {
        Console.WriteLine($"fuzzing imap for {options.Seconds} s with seed {options.Seed}");
        var clock = Stopwatch.StartNew();
        var nextLine = TimeSpan.FromSeconds(30);
        while (clock.Elapsed.TotalSeconds < options.Seconds)
        {
            _runs++;
            if (!TryOne())
                return 1;
            if (clock.Elapsed < nextLine)
                continue;
            nextLine += TimeSpan.FromSeconds(30);
            Print(clock.Elapsed);
        }

        Print(clock.Elapsed);
        Console.WriteLine("nothing found");
        return 0;
    }

    private bool TryOne()
    {
        var seed = _random.Next();
        switch (_random.Next(8))
        {
            case 0:
                return Try(() => ImapDialogue.Check(seed), [], seed, "both", _ => { });
            case 1 or 2:
                var answers = Next(_servers, 400);
                return Try(() => ImapInvariants.CheckClient(answers, seed), answers, seed, "client", _servers.Add);
            default:
                var commands = Next(_clients, 2000);
                return Try(() => ImapInvariants.CheckServer(commands, seed), commands, seed, "server", _clients.Add);
        }
    }

    private bool Try(Func<byte[]> check, byte[] octets, int seed, string who, Action<byte[]> keep)
    {
        try
        {
            if (_novelty.IsNew(check()) && octets.Length is > 0 and < LargestKept)
                keep(octets);
            return true;
        }
        catch (Exception failure)
        {
            Console.WriteLine($"seed {options.Seed}, run {_runs}, {who}: {failure}");
            if (octets.Length > 0)
                Report(octets, seed, who, failure.Message);
            else
                Console.WriteLine($"a dialogue with seed {seed}");
            return false;
        }
    }

    /// <summary>Makes the octets fewer while the same breaks, and prints them.</summary>
    private static void Report(byte[] octets, int seed, string who, string message)
    {
        var kind = message[..Math.Min(KindLength, message.Length)];
        for (var size = octets.Length / 2; size > 0; size /= 2)
        {
            for (var at = 0; at < octets.Length;)
            {
                byte[] smaller = [.. octets.AsSpan(0, at), .. octets.AsSpan(Math.Min(octets.Length, at + size))];
                var failure = Failure(() => who == "server"
                    ? ImapInvariants.CheckServer(smaller, seed)
                    : ImapInvariants.CheckClient(smaller, seed));
                if (failure?.StartsWith(kind, StringComparison.Ordinal) == true)
                    octets = smaller;
                else
                    at += size;
            }
        }

        Console.WriteLine(
            $"{octets.Length} octets that break it; save them, and say: imap --replay FILE --seed {seed}");
        Console.WriteLine(Encoding.Latin1.GetString(octets));
        Console.WriteLine($"echo {Convert.ToBase64String(octets)} | base64 -d > FILE");
    }

    private byte[] Next(List<byte[]> kept, int longest)
    {
        List<byte> octets = [.. kept[_random.Next(kept.Count)]];
        for (var change = _random.Next(1, 8); change > 0; change--)
        {
            var at = _random.Next(octets.Count + 1);
            var other = kept[_random.Next(kept.Count)];
            switch (_random.Next(6))
            {
                case 0 when at < octets.Count:
                    octets[at] = (byte)_random.Next(256);
                    break;
                case 1 when at < octets.Count:
                    octets.RemoveRange(at, _random.Next(Math.Min(octets.Count - at, 20)) + 1);
                    break;
                case 2:
                    octets.InsertRange(at, Words[_random.Next(Words.Length)]);
                    break;
                case 3 when at < octets.Count && octets.Count < longest:
                    octets.InsertRange(at, octets.GetRange(at, _random.Next(octets.Count - at) + 1));
                    break;
                default:
                    var from = _random.Next(other.Length + 1);
                    octets.InsertRange(at, other.AsSpan(from, _random.Next(Math.Min(other.Length - from, 100) + 1)));
                    break;
            }
        }

        return [.. octets];
    }

    private static string? Failure(Func<byte[]> check)
    {
        try
        {
            check();
            return null;
        }
        catch (Exception failure)
        {
            return failure.Message;
        }
    }

    private void Print(TimeSpan elapsed) => Console.WriteLine(
        $"{elapsed.TotalSeconds:0} s: {_runs} cases, {_runs / elapsed.TotalSeconds:0} a second, "
        + $"{_clients.Count} + {_servers.Count} kept, {_novelty.Seen} sequences of replies");

    private static List<byte[]> Seeds(TranscriptLineKind kind) =>
    [
        .. Directory.EnumerateFiles(
                Path.Combine(AppContext.BaseDirectory, "Transcripts"), "*.imap", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => Octets(Transcript.Parse(file, File.ReadAllBytes(file)), kind)),
    ];

    private static byte[] Octets(Transcript transcript, TranscriptLineKind kind)
    {
        List<byte> octets = [];
        foreach (var line in transcript.Lines.Where(line => line.Kind == kind))
        {
            octets.AddRange(line.Octets.Span);
            if (line.EndsLine)
                octets.AddRange("\r\n"u8);
        }

        return [.. octets];
    }

    private static readonly byte[][] Words =
    [
        .. new[]
        {
            "\r\n", "\n", "\r", "\0", " ", "(", ")", "((", "\"", "\\", "*", "%", "{", "}", "+", "~", "$", "[", "]", "<",
            "{3}\r\n", "{3+}\r\nabc", "~{3+}\r\n\0\0\0", "{0}\r\n", "{201+}\r\n", "{5000+}\r\n",
            "{9999999999999999999}\r\n",
            " {2+}\r\nxx {2+}\r\nyy\r\n", "a NOOP\r\n", "a SELECT INBOX\r\n", "IDLE\r\n", "DONE\r\n", "UID ", "1:*",
            "4294967295", "a ENABLE IMAP4rev2 QRESYNC UTF8=ACCEPT\r\n", "a REPLACE 1 INBOX {3+}\r\nabc\r\n", "UTF8 (~",
            "a UID FETCH 1:* (FLAGS BODY[] PREVIEW (LAZY)) (PARTIAL 1:2 CHANGEDSINCE 1)\r\n", "a EXPUNGE\r\n",
            "a STORE 1:* +FLAGS (\\Deleted)\r\n", "RETURN (SAVE PARTIAL 1:2)", "a SORT (DATE) UTF-8 ALL\r\n",
            "a THREAD REFERENCES UTF-8 ALL\r\n",
            "a NOTIFY SET STATUS (SELECTED (MessageNew (UID) MessageExpunge)) (personal (MailboxName))\r\n",
            "a AUTHENTICATE SCRAM-SHA-256\r\n", "a COMPRESS DEFLATE\r\n",
            "A1 OK\r\n", "A2 NO x\r\n", "+ \r\n", "* 1 FETCH (BODY[] {3}\r\nabc)\r\n", "* BYE\r\n", "* OK [CAPABILITY ",
            "AUTH=PLAIN", "STARTTLS", "\u00E9",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF],
    ];

    private const int LargestKept = 4 * 1024;

    /// <summary>How much of a failure's message says what kind it is; later it quotes the input.</summary>
    private const int KindLength = 40;
}
