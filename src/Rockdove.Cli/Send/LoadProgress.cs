using System.Diagnostics;
using System.Globalization;

namespace Rockdove.Cli;

/// <summary>How many messages are left and done. Any thread may ask and tell.</summary>
internal sealed class LoadProgress(int count)
{
    private readonly int _count = count;
    private readonly long _start = Stopwatch.GetTimestamp();
    private int _left = count;
    private int _delivered;
    private int _failed;

    public bool TryTake() => Interlocked.Decrement(ref _left) >= 0;

    public void Done(bool isDelivered)
    {
        if (isDelivered)
            Interlocked.Increment(ref _delivered);
        else
            Interlocked.Increment(ref _failed);
    }

    /// <summary>Rewrites one line of the terminal until it is cancelled, and leaves it empty.</summary>
    public async Task ShowAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                var rate = _delivered / Stopwatch.GetElapsedTime(_start).TotalSeconds;
                Console.Error.Write(string.Create(
                    CultureInfo.InvariantCulture,
                    $"\r\e[K{_delivered + _failed} of {_count} messages, {rate:0}/s, {_failed} failed"));
            }
        }
        catch (OperationCanceledException)
        {
            Console.Error.Write("\r\e[K");
        }
    }
}
