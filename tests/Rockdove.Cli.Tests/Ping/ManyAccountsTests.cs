using System.Globalization;
using System.Text.Json;

namespace Rockdove.Cli.Tests;

/// <summary>
/// <c>rockdove ping</c> over many accounts with five workers. maping stops for ever at the 106th pair of accounts, so
/// that 16 accounts are enough to show that it does not; ROCKDOVE_PING_ACCOUNTS takes more.
/// </summary>
public sealed class ManyAccountsTests
{
    [Fact]
    public async Task Each_of_many_pairs_comes_both_ways_and_nothing_is_left()
    {
        var count = int.Parse(
            Environment.GetEnvironmentVariable("ROCKDOVE_PING_ACCOUNTS") ?? "16", CultureInfo.InvariantCulture);
        var names = Enumerable.Range(0, count).Select(i => $"a{i}").ToList();
        await using var office = await PostOffice.StartAsync(names);
        using var folder = new PingFolder();
        folder.Write(names.Select((name, i) => PingAccount.Of(name, office, isPop3: i % 8 == 7)), """
            "concurrency": 5,
            """);
        using var ping = folder.Ping("--json");
        var (code, output, errors) = await ping.EndAsync();
        Assert.True(code == 0, $"{code} {output} {errors}");

        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var pairs = count * (count - 1);
        Assert.Equal(pairs, lines[..^1].Distinct().Count());
        var summary = JsonDocument.Parse(lines[^1]).RootElement;
        Assert.Equal(pairs, summary.GetProperty("passed").GetInt32());
        TestContext.Current.TestOutputHelper!.WriteLine(lines[^1]);
        Assert.Equal($"{pairs}", folder.Query(
            "SELECT count(DISTINCT from_id * 1000 + to_id) FROM probe WHERE outcome = 'delivered'", 1)[0][0]);
        Assert.Equal(0, await office.MessagesAsync());
    }
}
