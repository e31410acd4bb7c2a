using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Rockdove.Prober;
using Rockdove.Testing;
using Rockdove.Web;

namespace Rockdove.RealClients.Tests;

/// <summary>The prober's pages in a browser, over results of a bad morning and over none.</summary>
public sealed class ProberPagesTests
{
    [Fact]
    public async Task The_pages_show_what_the_prober_found()
    {
        var folder = Directory.CreateTempSubdirectory("rockdove-pages-");
        try
        {
            await using var full = await StartAsync(Path.Combine(folder.FullName, "full.db"), Rounds);
            await using var empty = await StartAsync(Path.Combine(folder.FullName, "empty.db"), 0);

            var run = await new BrowserScript("prober.mjs").RunAsync(
                ReadOnlyMemory<byte>.Empty, full.Address, empty.Address, Shots ?? "");

            run.Succeeds(
                "the matrix has a cell for each pair", "arrow keys go from cell to cell", "the past can be seen",
                "a pair tells how it is doing", "a probe tells phases, hops and what was said",
                "a mail can be sent now", "an account has its row and its column", "checks are told",
                "alerts are told with who is at fault", "keys lead everywhere", "a phone shows all of it",
                "it speaks German", "dark is dark", "nothing is an answer too", "a prober that is away is told",
                "nobody is kept out");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<Served> StartAsync(string file, int rounds)
    {
        var journal = SqliteProbeJournal.Open(file, new SqliteProbeJournalOptions { Syncs = false });
        if (rounds > 0)
            await new BadMorning(journal, Morning).KeepAsync(rounds, TestContext.Current.CancellationToken);
        var reader = journal.OpenReader();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.UsePing(reader, new PingWebOptions
        {
            Clock = new ManualTimeProvider(Morning),
            ProbeNow = (pair, _) => Task.FromResult(pair.From == "relay"
                ? new ProbeNowAnswer(ProbeNowStatus.NotNow, null, "relay has sent what it may send in a day.")
                : new ProbeNowAnswer(ProbeNowStatus.Accepted, 1, null)),
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new Served(app, reader, journal);
    }

    private sealed record Served(WebApplication App, ProbeReader Reader, SqliteProbeJournal Journal) : IAsyncDisposable
    {
        public string Address => App.Urls.First();

        public async ValueTask DisposeAsync()
        {
            await App.StopAsync(new CancellationToken(canceled: true));
            await App.DisposeAsync();
            Reader.Dispose();
            await Journal.DisposeAsync();
        }
    }

    private static DateTimeOffset Morning { get; } = new(2026, 11, 26, 9, 30, 0, TimeSpan.Zero);

    /// <summary>
    /// Where the pictures of docs/screenshots go, when somebody draws them anew; they have a whole day.
    /// </summary>
    private static string? Shots { get; } = Environment.GetEnvironmentVariable("ROCKDOVE_SCREENSHOTS");

    private static int Rounds => Shots is null ? 6 : 24;
}
