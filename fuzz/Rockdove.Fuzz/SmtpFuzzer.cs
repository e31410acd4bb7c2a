using System.Diagnostics;
using Rockdove.Testing;
using Rockdove.Wire;

namespace Rockdove.Fuzz;

/// <summary>
/// Runs one case after another until the time is over or an invariant breaks. Cases that bring about a sequence of
/// replies that was not seen before are kept, and have neighbours.
/// </summary>
internal sealed class SmtpFuzzer(FuzzOptions options)
{
    private readonly SmtpCaseGenerator _generator = new(Seeds());
    private readonly Random _random = new(options.Seed);
    private readonly ReplyNovelty _novelty = new();
    private readonly List<SmtpCase> _kept = [];
    private long _runs;
    private long _octets;

    /// <returns>0 when nothing was found; 1 when something was, and is printed.</returns>
    public static int Run(FuzzOptions options)
    {
        using var failFast = new ThrowingAsserts();
        return options.ReplayFile is { } file ? Replay(file) : new SmtpFuzzer(options).Look();
    }

    private static int Replay(string file)
    {
        var @case = SmtpCase.Parse(Transcript.Parse(file, File.ReadAllBytes(file)));
        if (CaseShrinker.Failure(@case) is { } failure)
            return Report(@case, failure, file);
        Console.WriteLine($"{file}: holds");
        return 0;
    }

    private int Look()
    {
        Console.WriteLine($"fuzzing smtp for {options.Seconds} s with seed {options.Seed}");
        var clock = Stopwatch.StartNew();
        var nextLine = TimeSpan.FromSeconds(30);
        while (clock.Elapsed.TotalSeconds < options.Seconds)
        {
            var @case = _kept.Count > 0 && _random.Next(2) == 0
                ? _generator.Next(_kept[_random.Next(_kept.Count)], _random)
                : _generator.Next(_random);
            _runs++;
            _octets += @case.Length;
            try
            {
                if (_novelty.IsNew(SmtpInvariants.Check(@case)))
                    Keep(@case);
            }
            catch (InvariantBrokenException failure)
            {
                Console.WriteLine($"seed {options.Seed}, run {_runs}: {failure.Message}");
                Console.WriteLine($"shrinking {@case.Length} octets …");
                var small = CaseShrinker.Shrink(
                    @case, failure.Message[..Math.Min(KindLength, failure.Message.Length)], TimeSpan.FromSeconds(20));
                return Report(small, CaseShrinker.Failure(small) ?? failure.Message, $"seed {options.Seed}");
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

    private void Keep(SmtpCase @case)
    {
        if (_kept.Count < MaxKept)
            _kept.Add(@case);
        else
            _kept[_random.Next(MaxKept)] = @case;
    }

    private void Print(TimeSpan elapsed) => Console.WriteLine(
        $"{elapsed.TotalSeconds:0} s: {_runs} cases, {_runs / elapsed.TotalSeconds:0} cases/s (each is three runs), "
        + $"{_octets / Math.Max(1, _runs)} octets a case, {_kept.Count} kept, {_novelty.Seen} sequences of replies");

    private static int Report(SmtpCase @case, string failure, string from)
    {
        Console.WriteLine($"# {from}: {failure.ReplaceLineEndings("\n# ")}");
        Console.WriteLine($"# {new SmtpSetup(@case.SetupSeed)}");
        Console.WriteLine("# Save what follows in a file, and say: smtp --replay FILE");
        Console.Write(@case.ToTranscript());
        return 1;
    }

    private static List<byte[]> Seeds() =>
    [
        .. Directory.EnumerateFiles(
                Path.Combine(AppContext.BaseDirectory, "Transcripts"), "*.smtp", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => SmtpCaseGenerator.ClientOctets(Transcript.Parse(file, File.ReadAllBytes(file)))),
    ];

    private const int MaxKept = 4096;

    /// <summary>How much of a failure's message says what kind it is; later it quotes the input.</summary>
    private const int KindLength = 40;
}
