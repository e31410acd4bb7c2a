namespace Rockdove.Prober;

/// <summary>Something that one loop waits for, and anybody may give.</summary>
internal sealed class WakeCall
{
    private volatile TaskCompletionSource _call = NewCall();

    /// <summary>Ends the wait, or the next one. From any thread.</summary>
    public void Give() => _call.TrySetResult();

    public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await _call.Task.WaitAsync(atMost, time, cancellationToken);
            _call = NewCall();
        }
        catch (TimeoutException)
        {
            // That is how it ends when nobody calls.
        }
    }

    private static TaskCompletionSource NewCall() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
