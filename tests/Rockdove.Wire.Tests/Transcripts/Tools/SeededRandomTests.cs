using Rockdove.Testing;

namespace Rockdove.Wire.Tests;

public sealed class SeededRandomTests
{
    [Fact]
    public void A_failure_names_the_seed_that_repeats_it()
    {
        var rounds = 0;
        var failure = Assert.Throws<SeedFailedException>(
            () => SeededRandom.Rounds(5, _ => Assert.NotEqual(3, ++rounds)));

        Assert.Equal(3, rounds);
        Assert.Equal(unchecked(SeededRandom.RunSeed + 2), failure.Seed);
        Assert.Contains($"ROCKDOVE_SEED={failure.Seed}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_that_was_awaited_names_it_too()
    {
        var failure = await Assert.ThrowsAsync<SeedFailedException>(
            () => SeededRandom.RoundsAsync(5, async _ =>
            {
                await Task.Yield();
                throw new InvalidOperationException("later");
            }));

        Assert.Equal(SeededRandom.RunSeed, failure.Seed);
        Assert.Equal("later", failure.InnerException?.Message);
    }

    [Fact]
    public void The_same_seed_gives_the_same_numbers() =>
        Assert.Equal(new SeededRandom(7).Next(), new SeededRandom(7).Next());

    [Fact]
    public void The_seed_is_read_from_the_environment()
    {
        Assert.Equal(-12, SeededRandom.ReadSeed("-12"));
        Assert.Throws<InvalidOperationException>(() => SeededRandom.ReadSeed("twelve"));
        Assert.Throws<InvalidOperationException>(() => SeededRandom.ReadSeed("99999999999"));
        Assert.NotEqual(SeededRandom.ReadSeed(null), SeededRandom.ReadSeed(""));
    }
}
