using System.Diagnostics;
using Rockdove.Mime.Tests;

namespace Rockdove.Fuzz;

/// <summary>
/// Changes messages at random until the time is over or an invariant breaks. A message with a new mix of defects, parts
/// and depth is kept, and has neighbours.
/// </summary>
internal sealed class MimeFuzzer(FuzzOptions options)
{
    private readonly Random _random = new(options.Seed);
    private readonly List<byte[]> _kept = [.. Corpus.Messages];
    private readonly HashSet<string> _kinds = [];
    private long _runs;
    private long _octets;

    /// <returns>0 when nothing was found; 1 when something was, and is printed.</returns>
    public static int Run(FuzzOptions options)
    {
        using var failFast = new ThrowingAsserts();
        if (options.ReplayFile is not { } file)
            return new MimeFuzzer(options).Look();
        if (Failure(File.ReadAllBytes(file), options.Seed) is { } failure)
        {
            Console.WriteLine($"{file}: {failure}");
            return 1;
        }

        Console.WriteLine($"{file}: holds");
        return 0;
    }

    private int Look()
    {
        Console.WriteLine($"fuzzing mime for {options.Seconds} s with seed {options.Seed}");
        var clock = Stopwatch.StartNew();
        var nextLine = TimeSpan.FromSeconds(30);
        while (clock.Elapsed.TotalSeconds < options.Seconds)
        {
            var message = Next();
            var cuts = _random.Next();
            _runs++;
            _octets += message.Length;
            try
            {
                if (_kinds.Add(MimeInvariants.Check(message, new Random(cuts))) && message.Length < LargestKept)
                    _kept.Add(message);
            }
            catch (Exception failure)
            {
                return Report(message, cuts, failure);
            }

            if (clock.Elapsed < nextLine)
                continue;
            nextLine += TimeSpan.FromSeconds(30);
            Print(clock.Elapsed);
        }

        Print(clock.Elapsed);
        Console.WriteLine("nothing found");
        return 0;
    }

    private byte[] Next()
    {
        List<byte> octets = [.. _kept[_random.Next(_kept.Count)]];
        for (var change = _random.Next(1, 8); change > 0; change--)
        {
            var at = _random.Next(octets.Count + 1);
            var other = _kept[_random.Next(_kept.Count)];
            switch (_random.Next(6))
            {
                case 0 when at < octets.Count:
                    octets[at] = (byte)_random.Next(256);
                    break;
                case 1 when at < octets.Count:
                    octets.RemoveRange(at, _random.Next(Math.Min(octets.Count - at, 20)) + 1);
                    break;
                case 2:
                    octets.InsertRange(at, Tokens[_random.Next(Tokens.Length)]);
                    break;
                case 3 when at < octets.Count && octets.Count < LargestKept:
                    octets.InsertRange(at, octets.GetRange(at, _random.Next(octets.Count - at) + 1));
                    break;
                case 4 when octets.Count < LargestKept:
                    octets.InsertRange(at, other);
                    break;
                default:
                    var from = _random.Next(other.Length + 1);
                    octets.InsertRange(at, other.AsSpan(from, _random.Next(Math.Min(other.Length - from, 60) + 1)));
                    break;
            }
        }

        return [.. octets];
    }

    private int Report(byte[] message, int cuts, Exception failure)
    {
        Console.WriteLine($"seed {options.Seed}, run {_runs}: {failure}");
        for (var size = message.Length / 2; size > 0; size /= 2)
        {
            for (var at = 0; at < message.Length;)
            {
                byte[] smaller = [.. message.AsSpan(0, at), .. message.AsSpan(Math.Min(message.Length, at + size))];
                if (Failure(smaller, cuts) is { } same && same == failure.Message)
                    message = smaller;
                else
                    at += size;
            }
        }

        Console.WriteLine($"{message.Length} octets that break it; save them, and say: mime --replay FILE --seed "
            + $"{cuts}");
        Console.WriteLine($"echo {Convert.ToBase64String(message)} | base64 -d > FILE");
        return 1;
    }

    private static string? Failure(byte[] message, int cuts)
    {
        try
        {
            MimeInvariants.Check(message, new Random(cuts));
            return null;
        }
        catch (Exception failure)
        {
            return failure.Message;
        }
    }

    private void Print(TimeSpan elapsed) => Console.WriteLine(
        $"{elapsed.TotalSeconds:0} s: {_runs} messages, {_runs / elapsed.TotalSeconds:0} a second, "
        + $"{_octets / Math.Max(1, _runs)} octets each, {_kept.Count} kept, {_kinds.Count} kinds");

    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "\r\n", "\n", "\r", "\r\n\r\n", "\n\n", "--b", "--b--\r\n", "\r\n--b\r\n", "--bb",
            "=?utf-8?Q?", "?=", "=?", "\"",
            "(", ")", "<", ">", "@", ",", ";", ":", "=", "\\", "\0", "Content-Type: message/rfc822\r\n\r\n",
            "Content-Type: multipart/mixed; boundary=b\r\n", "Content-Type: multipart/digest; boundary=bb\r\n\r\n",
            "Content-Transfer-Encoding: base64\r\n", "Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 f\r\n",
            "Content-Type: text/plain; format=flowed; delsp=yes\r\n\r\n> a \r\n", "List-Help: <mailto:",
            "charset=utf-16",
            "charset=iso-2022-jp", "*0*=", "''", "%", "xn--", "\u00E9", " \t", "<!--", "<style>", "&#", "<a b=\"",
            "From ",
        }.Select(System.Text.Encoding.UTF8.GetBytes),
        [0xFF],
        [0xC3],
        [0x1B, 0x24, 0x42],
    ];

    private const int LargestKept = 8 * 1024;
}
