using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Rockdove.Prober;

/// <summary>One probe for each pair, and no more: what <c>rockdove ping</c> does.</summary>
/// <param name="desk">A desk that was started.</param>
/// <param name="pairs">Each pair once, in the order of their turns.</param>
public sealed class SingleRun(ProbeDesk desk, IReadOnlyList<ProbePair> pairs)
{
    /// <summary>
    /// Not 0: so many workers take the pairs two by two, as <see cref="ClassicPairs"/> gives them, and send the second
    /// when the first has come, as maping does. 0 sends all as fast as the desk lets them go.
    /// </summary>
    public int ClassicWorkers { get; init; }

    /// <summary>The run's id in the journal; 0 before it begins.</summary>
    public long Id { get; private set; }

    /// <summary>What is to be known of the run, once it has ended.</summary>
    public RunFlags Flags { get; private set; }

    /// <summary>
    /// Waits for the mailboxes, hands in all pairs, and gives each result when it is known: its outcome, or that it is
    /// overdue. Ends when all are. Cancelled, it leaves what is under way to the next desk.
    /// </summary>
    public async IAsyncEnumerable<ProbeReport> RunAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await desk.MailboxesAsync(cancellationToken);
        Id = await desk.BeginRunAsync("once", round: null, cancellationToken);
        var results = Channel.CreateUnbounded<ProbeReport>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = ClassicWorkers > 0
            ? InTurnsAsync(results.Writer, stop.Token)
            : AllAsync(results.Writer, stop.Token);
        try
        {
            await foreach (var result in results.Reader.ReadAllAsync(cancellationToken))
                yield return result;
        }
        finally
        {
            await stop.CancelAsync();
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Flags = await desk.EndRunAsync(Id, cancellationToken);
    }

    private async Task AllAsync(ChannelWriter<ProbeReport> results, CancellationToken cancellationToken)
    {
        await FinishAsync(results, async () =>
        {
            var telling = new List<Task>(pairs.Count);
            foreach (var pair in pairs)
            {
                var ticket = await desk.PlaceAsync(Id, pair, cancellationToken);
                telling.Add(TellAsync(ticket, results, cancellationToken));
            }

            await Task.WhenAll(telling);
        });
    }

    private async Task InTurnsAsync(ChannelWriter<ProbeReport> results, CancellationToken cancellationToken)
    {
        var next = 0;
        await FinishAsync(results, () => Task.WhenAll(Enumerable.Range(0, ClassicWorkers).Select(_ => WorkAsync())));

        async Task WorkAsync()
        {
            for (int at; (at = Interlocked.Add(ref next, 2) - 2) < pairs.Count;)
            {
                foreach (var pair in pairs.Skip(at).Take(2))
                    await TellAsync(
                        await desk.PlaceAsync(Id, pair, cancellationToken), results, cancellationToken);
            }
        }
    }

    private static async Task FinishAsync(ChannelWriter<ProbeReport> results, Func<Task> work)
    {
        try
        {
            await work();
            results.Complete();
        }
        catch (Exception broken)
        {
            results.Complete(broken);
        }
    }

    private static async Task TellAsync(
        ProbeTicket ticket, ChannelWriter<ProbeReport> results, CancellationToken cancellationToken) =>
        results.TryWrite(await ticket.Verdict.WaitAsync(cancellationToken));
}
