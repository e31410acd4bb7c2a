using System.Diagnostics;

namespace Rockdove.Fuzz;

/// <summary>
/// Makes a failed assert an exception, which is reported with its input, in place of the end of the process.
/// </summary>
internal sealed class ThrowingAsserts : DefaultTraceListener, IDisposable
{
    public ThrowingAsserts()
    {
        Trace.Listeners.Clear();
        Trace.Listeners.Add(this);
    }

    public override void Fail(string? message, string? detailMessage) =>
        throw new InvalidOperationException($"Assert failed: {message} {detailMessage}");
}
