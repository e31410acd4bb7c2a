using System.Threading.Channels;

namespace Rockdove.Prober;

/// <summary>
/// Does one piece of work after another, those that were asked for and those whose time has come, so that what they
/// touch needs no lock. Work that throws ends the loop, and all who wait hear why.
/// </summary>
internal sealed class DeskLoop : IAsyncDisposable
{
    private readonly Channel<Func<ValueTask>> _work = Channel.CreateUnbounded<Func<ValueTask>>(
        new UnboundedChannelOptions { SingleReader = true });
    private readonly PriorityQueue<Func<ValueTask>, (long At, long Order)> _alarms = new();
    private readonly List<(Func<bool> Holds, TaskCompletionSource Told)> _waiting = [];
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Task _running;
    private Exception? _broken;
    private long _order;
    private long _armedFor = long.MaxValue;

    public DeskLoop(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(
            static state => ((DeskLoop)state!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _running = Task.Run(RunAsync);
    }

    /// <summary>Ends when the loop does; faults with what broke it.</summary>
    public Task Completion => _running;

    /// <summary>Asks for work. Nothing happens once the loop has ended.</summary>
    public void Post(Func<ValueTask> work) => _work.Writer.TryWrite(work);

    /// <summary>Asks for work and waits until it is done.</summary>
    /// <exception cref="InvalidOperationException">The loop has ended.</exception>
    public async Task<T> AskAsync<T>(Func<ValueTask<T>> work)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var isTaken = _work.Writer.TryWrite(async () =>
        {
            try
            {
                answer.SetResult(await work());
            }
            catch (OperationCanceledException cancelled)
            {
                answer.SetCanceled(cancelled.CancellationToken); // Whoever asked has given up, and nobody else.
            }
        });
        if (!isTaken)
            throw Ended();
        await Task.WhenAny(answer.Task, _running);
        return answer.Task.IsCompleted ? await answer.Task : throw Ended();
    }

    /// <summary>Waits until something holds. It is looked at after each piece of work.</summary>
    /// <exception cref="InvalidOperationException">The loop has ended.</exception>
    public async Task UntilAsync(Func<bool> holds, CancellationToken cancellationToken)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            _waiting.Add((holds, told));
            return ValueTask.CompletedTask;
        });
        await using var givenUp = cancellationToken.Register(() => told.TrySetCanceled(cancellationToken));
        await Task.WhenAny(told.Task, _running);
        if (!told.Task.IsCompleted)
            throw Ended();
        await told.Task;
    }

    /// <summary>Does something after a while. Only the loop's own work may call this.</summary>
    public void After(TimeSpan delay, Func<ValueTask> work)
    {
        var ticks = Math.Max(0, delay.TotalSeconds) * _time.TimestampFrequency;
        var now = _time.GetTimestamp();
        var at = ticks >= long.MaxValue - now ? long.MaxValue : now + (long)Math.Ceiling(ticks);
        _alarms.Enqueue(work, (at, _order++));
    }

    public async ValueTask DisposeAsync()
    {
        _work.Writer.TryComplete();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _timer.DisposeAsync();
    }

    private async Task RunAsync()
    {
        try
        {
            await foreach (var work in _work.Reader.ReadAllAsync())
            {
                await work();
                while (_alarms.TryPeek(out var due, out var when) && when.At <= _time.GetTimestamp())
                {
                    _alarms.Dequeue();
                    await due();
                }

                TellWaiting();
                Arm();
            }
        }
        catch (Exception broken)
        {
            _broken = broken;
            _work.Writer.TryComplete();
            throw;
        }
    }

    /// <summary>The timer has fired, and may have done so a little early.</summary>
    private void Ring() => Post(() =>
    {
        _armedFor = long.MaxValue;
        return ValueTask.CompletedTask;
    });

    private void TellWaiting()
    {
        for (var i = _waiting.Count - 1; i >= 0; i--)
        {
            if (!_waiting[i].Told.Task.IsCompleted && !_waiting[i].Holds())
                continue;
            _waiting[i].Told.TrySetResult();
            _waiting.RemoveAt(i);
        }
    }

    private void Arm()
    {
        if (!_alarms.TryPeek(out _, out var when) || when.At == _armedFor)
            return;
        var left = Math.Ceiling(_time.GetElapsedTime(_time.GetTimestamp(), when.At).TotalMilliseconds);
        var delay = left < Longest.TotalMilliseconds ? TimeSpan.FromMilliseconds(Math.Max(0, left)) : Longest;
        _armedFor = when.At;
        _timer.Change(delay, Timeout.InfiniteTimeSpan);
    }

    private InvalidOperationException Ended() => new("The prober has stopped.", _broken);

    /// <summary>A timer takes no more than 49 days; when it fires early it is armed again.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
}
