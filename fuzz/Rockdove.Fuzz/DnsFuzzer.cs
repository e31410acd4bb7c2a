using System.Diagnostics;
using Rockdove.Dns.Tests;

namespace Rockdove.Fuzz;

/// <summary>
/// Changes DNS messages at random until the time is over or an invariant breaks. A message of a new kind is kept, and
/// has neighbours.
/// </summary>
internal sealed class DnsFuzzer(FuzzOptions options)
{
    private readonly Random _random = new(options.Seed);
    private readonly List<byte[]> _kept = [];
    private readonly HashSet<string> _kinds = [];

    /// <returns>0 when nothing was found; 1 when something was, and is printed.</returns>
    public static int Run(FuzzOptions options)
    {
        using var failFast = new ThrowingAsserts();
        if (options.ReplayFile is not { } file)
            return new DnsFuzzer(options).Look();
        Console.WriteLine($"{file}: {DnsInvariants.Check(File.ReadAllBytes(file))}");
        return 0;
    }

    private int Look()
    {
        Console.WriteLine($"fuzzing dns for {options.Seconds} s with seed {options.Seed}");
        var clock = Stopwatch.StartNew();
        var runs = 0L;
        for (; clock.Elapsed.TotalSeconds < options.Seconds; runs++)
        {
            var message = Next();
            try
            {
                if (_kinds.Add(DnsInvariants.Check(message)) && _kept.Count < MostKept)
                    _kept.Add(message);
            }
            catch (Exception failure)
            {
                Console.WriteLine($"seed {options.Seed}, run {runs}: {failure}");
                Console.WriteLine($"{message.Length} octets that break it; save them, and say: dns --replay FILE");
                Console.WriteLine($"echo {Convert.ToBase64String(message)} | base64 -d > FILE");
                return 1;
            }
        }

        Console.WriteLine(
            $"{clock.Elapsed.TotalSeconds:0} s: {runs} messages, {_kept.Count} kept, {_kinds.Count} kinds");
        Console.WriteLine("nothing found");
        return 0;
    }

    private byte[] Next()
    {
        List<byte> octets = _kept.Count == 0 || _random.Next(8) == 0
            ? [.. RandomMessages.Next(_random).ToArray()]
            : [.. _kept[_random.Next(_kept.Count)]];
        for (var change = _random.Next(1, 8); change > 0; change--)
        {
            var at = _random.Next(octets.Count + 1);
            switch (_random.Next(5))
            {
                case 0 when at < octets.Count:
                    octets[at] = (byte)_random.Next(256);
                    break;
                case 1 when at < octets.Count:
                    octets.RemoveRange(at, _random.Next(Math.Min(octets.Count - at, 20)) + 1);
                    break;
                case 2:
                    // A pointer, to anywhere in the first part of the message.
                    octets.InsertRange(at, [(byte)(0xC0 | _random.Next(2)), (byte)_random.Next(256)]);
                    break;
                case 3 when at < octets.Count && octets.Count < LargestKept:
                    octets.InsertRange(at, octets.GetRange(at, _random.Next(octets.Count - at) + 1));
                    break;
                case 4 when octets.Count > CountsEnd:
                    octets[_random.Next(CountsStart, CountsEnd)] = (byte)_random.Next(4);
                    break;
            }
        }

        return [.. octets];
    }

    private const int MostKept = 5000;
    private const int LargestKept = 8 * 1024;

    /// <summary>Where a message says how many records it has (RFC 1035 section 4.1.1).</summary>
    private const int CountsStart = 4;

    private const int CountsEnd = 12;
}
