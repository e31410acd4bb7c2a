namespace Rockdove.Storage.Sqlite.Tests;

/// <summary>
/// The power is cut at every operation on bodies, one after the other, and the store is opened on every disk that may
/// be found. SQLite's own files are real here: that a commit of its survives is SQLite's promise, and
/// the ledger test kills processes to see it kept.
/// </summary>
public sealed class CrashPointTests
{
    [Fact]
    public async Task Whatever_operation_the_power_goes_at_every_acknowledged_message_is_there()
    {
        var token = TestContext.Current.CancellationToken;
        var whole = new SimulatedFiles();
        var all = new CommitScenario(TemporaryFolders.InMemory(), whole);
        await all.RunAsync(token);
        Assert.Equal(8, all.Acknowledged.Count);
        Assert.Equal(3, all.Moved);

        int disks = 0, acknowledged = 0;
        for (var cut = 1; cut <= whole.Operations + 1; cut++)
        {
            var folder = TemporaryFolders.InMemory();
            var files = new SimulatedFiles { CutAt = cut };
            var scenario = new CommitScenario(folder, files);
            await scenario.RunAsync(token);
            Assert.InRange(scenario.Acknowledged.Count, 0, all.Acknowledged.Count);
            acknowledged += scenario.Acknowledged.Count;
            foreach (var disk in files.AfterCut())
            {
                var copy = TemporaryFolders.CopyOf(folder);
                try
                {
                    await scenario.CheckAsync(new CommitScenario(copy, disk), token);
                }
                catch (Exception error)
                {
                    throw new InvalidOperationException($"Power cut at operation {cut}, disk {disks}.", error);
                }
                Directory.Delete(copy, recursive: true);
                disks++;
            }
        }
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{whole.Operations} operations, {disks} disks, {acknowledged} acknowledged messages looked for.");
        Assert.True(disks > 3 * whole.Operations);
    }
}
