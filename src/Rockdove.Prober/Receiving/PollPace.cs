namespace Rockdove.Prober;

/// <summary>
/// How long to wait between two looks for a mail: short at first, since most mail takes seconds, and then longer.
/// </summary>
/// <param name="longest">How long in the end.</param>
internal sealed class PollPace(TimeSpan longest)
{
    private int _step;

    /// <summary>From the beginning again. From any thread.</summary>
    public void Reset() => Volatile.Write(ref _step, 0);

    public TimeSpan Next()
    {
        var step = Volatile.Read(ref _step);
        if (step < Seconds.Length - 1)
            Interlocked.CompareExchange(ref _step, step + 1, step);
        var pause = step < Seconds.Length ? TimeSpan.FromSeconds(Seconds[step]) : longest;
        return pause < longest ? pause : longest;
    }

    private static readonly int[] Seconds = [1, 1, 2, 3, 5, 10, 15];
}
