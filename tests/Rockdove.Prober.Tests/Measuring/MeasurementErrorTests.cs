using System.Globalization;
using Rockdove.Daemon;
using Rockdove.Wire;

namespace Rockdove.Prober.Tests;

/// <summary>
/// How far the headline number is off, by the real clock and over real sockets: from a server that knows how long it
/// kept each mail back. ROCKDOVE_DELAYS has other delays, in milliseconds, such as 5,50,500,1000,10000.
/// </summary>
[Collection(nameof(MeasurementErrorTests))]
[CollectionDefinition(nameof(MeasurementErrorTests), DisableParallelization = true)]
public sealed class MeasurementErrorTests
{
    /// <summary>The server tells by IDLE: right within 20 ms.</summary>
    [Fact]
    public Task By_IMAP_it_is_right_within_20_ms() => SeriesAsync(
        ReceiveProtocol.Imap, ListenerKind.Imap, TimeSpan.FromMilliseconds(-20), TimeSpan.FromMilliseconds(20));

    /// <summary>Nobody tells: right within the time between two looks and 5 ms.</summary>
    [Fact]
    public Task By_POP3_it_is_right_within_the_time_between_two_looks_and_5_ms() => SeriesAsync(
        ReceiveProtocol.Pop3, ListenerKind.Pop3, -Slack, Poll + Slack);

    /// <summary>
    /// A machine that is busy is late by itself, so that medians count, and three series are tried: a fault of ours is
    /// in each of them.
    /// </summary>
    private static async Task SeriesAsync(
        ReceiveProtocol protocol, ListenerKind kind, TimeSpan least, TimeSpan most)
    {
        await using var office = await LateOffice.StartAsync();
        await using var desk = NewDesk(office, protocol, office.PortOf(kind));
        await desk.StartAsync(Patience);
        await desk.MailboxesAsync(Patience);
        var run = await desk.BeginRunAsync("once", null, Patience);
        office.Delay = TimeSpan.Zero;
        await MeasureAsync(office, desk, run); // The first one finds code that has not run before.
        foreach (var delay in Delays)
        {
            office.Delay = delay;
            for (var series = 1; ; series++)
            {
                var measures = new List<Measure>();
                while (measures.Count < (delay < TimeSpan.FromMilliseconds(200) ? 5 : 3))
                    measures.Add(await MeasureAsync(office, desk, run));
                var error = Median(measures, measure => measure.Error);
                var beyond = Median(measures, measure => measure.Beyond);
                TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{protocol} {delay.TotalMilliseconds} ms: off by {error.TotalMilliseconds:0.0} ms, at worst "
                    + $"{measures.Max(measure => measure.Error.Duration()).TotalMilliseconds:0.0} ms; "
                    + $"{beyond.TotalMilliseconds:0.0} ms beyond what it says of its error"));
                if (error >= least && error <= most && beyond <= Slack)
                    break;
                Assert.True(series < MostSeries, $"{delay} is off by {error}, {beyond} beyond what it says.");
            }
        }
    }

    private static TimeSpan Median(List<Measure> measures, Func<Measure, TimeSpan> of) =>
        measures.Select(of).Order().ElementAt(measures.Count / 2);

    private static async Task<Measure> MeasureAsync(LateOffice office, ProbeDesk desk, long run)
    {
        var ticket = await desk.PlaceAsync(run, new ProbePair("ann", "bob"), Patience);
        var result = await ticket.Outcome.WaitAsync(Patience);
        Assert.Equal(ProbeOutcome.Delivered, result.Outcome);
        Assert.True(office.Took.TryDequeue(out var took));
        var found = result.Resolution!;
        return new Measure(found.Delivery!.Value - took, found.Seen!.Value - found.SeenNotBefore!.Value);
    }

    private static ProbeDesk NewDesk(LateOffice office, ReceiveProtocol protocol, int port)
    {
        var journal = new MemoryProbeJournal();
        var key = DeskWorld.Key;
        return new ProbeDesk(new ProbeDeskOptions
        {
            Accounts =
            [
                new ProbeAccount
                {
                    Name = "ann",
                    Address = "ann@example.org",
                    Send = new ProbeServer("127.0.0.1", office.PortOf(ListenerKind.Mx), MailSecurity.None),
                },
                new ProbeAccount
                {
                    Name = "bob",
                    Address = LateOffice.BobsAddress,
                    Receive = new ProbeServer("127.0.0.1", port, MailSecurity.None),
                    Protocol = protocol,
                    Login = new StoredLogin(
                        LateOffice.BobsAddress, new GivenSecret(new Secret("secret")), isToken: false),
                    Poll = Poll,
                },
            ],
            Journal = journal,
            OpenWatch = account => MailboxWatches.Create(
                account, [new ProbePair("ann", "bob")], key, journal, TimeProvider.System),
            Key = key,
            Deadlines = new ProbeDeadlines { Settle = TimeSpan.Zero },
        });
    }

    private static IEnumerable<TimeSpan> Delays =>
        (Environment.GetEnvironmentVariable("ROCKDOVE_DELAYS") ?? "5,50,1000").Split(',')
        .Select(text => TimeSpan.FromMilliseconds(int.Parse(text, CultureInfo.InvariantCulture)));

    private static CancellationToken Patience => CancellationTokenSource.CreateLinkedTokenSource(
        new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token, TestContext.Current.CancellationToken).Token;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    /// <summary>What a server and a client take to pass a line on, and the clock to be read.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(5);

    private const int MostSeries = 3;

    /// <param name="Error">By how much more the prober has measured than the server says.</param>
    /// <param name="Told">By how much it says that it may have measured too much.</param>
    private readonly record struct Measure(TimeSpan Error, TimeSpan Told)
    {
        /// <summary>How far the truth lies outside what the prober says.</summary>
        public TimeSpan Beyond => Error < TimeSpan.Zero ? -Error : Error > Told ? Error - Told : TimeSpan.Zero;
    }
}
