using System.Globalization;

namespace Rockdove.Storage.Sqlite.Tests;

/// <summary>
/// A process that writes is killed, again and again: at every step of a commit, and at any moment. Whatever it told us
/// was kept is there each time, once, to the byte.
/// </summary>
public sealed class LedgerTests
{
    [Fact]
    public async Task Every_acknowledged_message_survives_every_kill()
    {
        var seed = Number("ROCKDOVE_SEED", Random.Shared.Next());
        var kills = Number("ROCKDOVE_KILLS", KillsInAnOrdinaryRun);
        var output = TestContext.Current.TestOutputHelper!;
        output.WriteLine($"ROCKDOVE_SEED={seed}");
        // A kill loses nothing that was written, synced or not: syncs would only make it slower.
        var ledgers = Enumerable.Range(0, AtOnce)
            .Select(i => new Ledger(TemporaryFolders.InMemory(), seed + i)).ToList();

        await Task.WhenAll(ledgers.Select(ledger => Task.Run(
            () => ledger.RunAsync(kills / AtOnce, TestContext.Current.CancellationToken))));

        Assert.True(ledgers.Sum(ledger => ledger.Acknowledged) > kills);
        Assert.True(ledgers.Sum(ledger => ledger.KillsAtSteps) > kills / 4);
        output.WriteLine($"{ledgers.Sum(ledger => ledger.Kills)} kills, "
            + $"{ledgers.Sum(ledger => ledger.KillsAtSteps)} of them at steps, "
            + $"{ledgers.Sum(ledger => ledger.Acknowledged)} messages acknowledged, "
            + $"{ledgers.Sum(ledger => ledger.Unasked)} kept although the kill came before we were told.");
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;

    private const int KillsInAnOrdinaryRun = 40;

    private const int AtOnce = 2;
}
