using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Rockdove.Prober.Tests;

/// <summary>Keeps what was logged.</summary>
internal sealed class KeptLog : ILogger, ILoggerFactory
{
    private TaskCompletionSource _grown = NewSignal();

    public ConcurrentQueue<(LogLevel Level, string Text)> Entries { get; } = new();

    /// <summary>Waits until a text has been logged.</summary>
    public async Task UntilAsync(string text, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Taken before the look: what is logged after it counts.
            var grown = Volatile.Read(ref _grown).Task;
            if (Entries.Any(entry => entry.Text == text))
                return;
            await grown.WaitAsync(cancellationToken);
        }
    }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        Entries.Enqueue((logLevel, formatter(state, exception)));
        Interlocked.Exchange(ref _grown, NewSignal()).SetResult();
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
