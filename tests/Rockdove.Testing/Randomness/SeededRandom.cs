using System.Globalization;

namespace Rockdove.Testing;

/// <summary>Random numbers that can be had again: a test that fails says which seed it had.</summary>
public sealed class SeededRandom(int seed) : Random(seed)
{
    public int Seed { get; } = seed;

    /// <summary>
    /// The seed of this run: the environment variable <c>ROCKDOVE_SEED</c>, or a new one each time.
    /// </summary>
    /// <exception cref="InvalidOperationException">The variable is set, and not to a number.</exception>
    public static int RunSeed => LazyRunSeed.Value;

    /// <summary>
    /// Runs a test a number of times, each with its own seed: the run's seed, and those that follow it. The first round
    /// of a run with <c>ROCKDOVE_SEED=n</c> repeats a failure that named seed n.
    /// </summary>
    /// <exception cref="SeedFailedException">A round failed.</exception>
    public static void Rounds(int rounds, Action<SeededRandom> test)
    {
        for (var round = 0; round < rounds; round++)
        {
            var random = new SeededRandom(SeedOf(round));
            try
            {
                test(random);
            }
            catch (Exception failure)
            {
                throw new SeedFailedException(random.Seed, failure);
            }
        }
    }

    /// <inheritdoc cref="Rounds"/>
    public static async Task RoundsAsync(int rounds, Func<SeededRandom, Task> test)
    {
        for (var round = 0; round < rounds; round++)
        {
            var random = new SeededRandom(SeedOf(round));
            try
            {
                await test(random);
            }
            catch (Exception failure)
            {
                throw new SeedFailedException(random.Seed, failure);
            }
        }
    }

    internal static int SeedOf(int round) => unchecked(RunSeed + round);

    internal static int ReadSeed(string? variable) =>
        string.IsNullOrEmpty(variable) ? Shared.Next()
        : int.TryParse(variable, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seed) ? seed
        : throw new InvalidOperationException($"{Variable}={variable}: expected a whole number.");

    private static readonly Lazy<int> LazyRunSeed = new(() => ReadSeed(Environment.GetEnvironmentVariable(Variable)));

    public const string Variable = "ROCKDOVE_SEED";
}

/// <summary>A round of a seeded test failed; the message says how to repeat it.</summary>
public sealed class SeedFailedException(int seed, Exception failure)
    : Exception($"With seed {seed} (repeat with {SeededRandom.Variable}={seed}): {failure.Message}", failure)
{
    public int Seed { get; } = seed;
}
