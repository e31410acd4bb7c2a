using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using Rockdove.Mock;

namespace Rockdove.Bench;

/// <summary>
/// The mock in this process over pipes in memory, beside a bare <c>UseSmtp</c> handler that keeps the octets and
/// nothing else: what a mail costs, and what the mock adds.
/// </summary>
internal static class MockBench
{
    public static async Task<int> RunAsync(bool quick)
    {
        var (rounds, mails) = quick ? (5, 500) : (15, 4000);
        await using var mock = await MockMailServer.StartAsync();
        var bare = new BareSmtp();
        var contenders = new (string Name, Func<IDuplexPipe> Connect, Action Forget)[]
        {
            ("mock", mock.ConnectInMemory, () => mock.MessagesAndPurge()),
            ("bare UseSmtp handler", bare.Connect, () => { }),
        };
        var figures = contenders.SelectMany(contender =>
            Shapes.Select(shape => new Figures(contender.Name, shape.Name)))
            .ToArray();
        for (var round = -2; round < rounds; round++)
        {
            var at = 0;
            foreach (var (_, connect, forget) in contenders)
            {
                foreach (var (_, isKept) in Shapes)
                {
                    var cost = await MeasureAsync(connect, mails, isKept);
                    forget();
                    if (round >= 0)
                        figures[at].Add(cost);
                    at++;
                }
            }
        }

        var starts = await MeasureStartsAsync(quick ? 200 : 1000);
        Print(figures, starts);
        var slow = figures.Where(figure => figure.Microseconds > CollapsedAtMicroseconds).ToList();
        foreach (var figure in slow)
            Console.WriteLine($"collapsed: {figure.Contender}, {figure.Shape}");
        return slow.Count == 0 ? 0 : 1;
    }

    private static async Task<(double Microseconds, double Bytes)> MeasureAsync(
        Func<IDuplexPipe> connect, int mails, bool isKept)
    {
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var clock = Stopwatch.StartNew();
        if (isKept)
        {
            var client = await MailClient.OpenAsync(connect());
            for (var i = 0; i < mails; i++)
                await client.SendAsync();
            await client.QuitAsync();
        }
        else
        {
            for (var i = 0; i < mails; i++)
            {
                var client = await MailClient.OpenAsync(connect());
                await client.SendAsync();
                await client.QuitAsync();
            }
        }

        clock.Stop();
        return (clock.Elapsed.TotalMicroseconds / mails,
            (GC.GetTotalAllocatedBytes(precise: true) - bytes) / (double)mails);
    }

    private static async Task<double> MeasureStartsAsync(int starts)
    {
        var times = new List<double>();
        for (var i = 0; i < starts; i++)
        {
            var clock = Stopwatch.StartNew();
            var server = await MockMailServer.StartAsync();
            await server.DisposeAsync();
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        return Median(times);
    }

    private static void Print(Figures[] figures, double startMilliseconds)
    {
        Console.WriteLine("| | | us a mail, median (min..max) | kB allocated a mail |");
        Console.WriteLine("|---|---|---|---|");
        foreach (var figure in figures)
            Console.WriteLine($"| {figure.Contender} | {figure.Shape} | {figure} |");
        Console.WriteLine("| go-smtp-mock, published | a connection for each mail, two cores | 960 | |");
        Console.WriteLine("| jawr/smtpd, published | raw sequence, 48 allocations | 29 | 19.0 |");
        Console.WriteLine();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"start and stop of a mock: {startMilliseconds:0.00} ms, median"));
    }

    private static double Median(List<double> figures)
    {
        figures.Sort();
        return figures[figures.Count / 2];
    }

    private sealed class Figures(string contender, string shape)
    {
        private readonly List<double> _microseconds = [];
        private readonly List<double> _bytes = [];

        public string Contender => contender;

        public string Shape => shape;

        public double Microseconds => Median(_microseconds);

        public void Add((double Microseconds, double Bytes) cost)
        {
            _microseconds.Add(cost.Microseconds);
            _bytes.Add(cost.Bytes);
        }

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{Microseconds:0} ({_microseconds.Min():0}..{_microseconds.Max():0}) | {Median(_bytes) / 1000:0.0}");
    }

    private static readonly (string Name, bool IsKept)[] Shapes =
        [("a connection for each mail", false), ("one connection kept", true)];

    /// <summary>
    /// What go-smtp-mock publishes, several times over: slower than that something waits that should not.
    /// </summary>
    private const double CollapsedAtMicroseconds = 5000;
}
