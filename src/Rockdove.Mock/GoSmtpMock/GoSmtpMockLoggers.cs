using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Rockdove.Mock;

/// <summary>
/// Writes the log as go-smtp-mock does: <c>INFO: 2021/11/30 22:07:30.554827 SMTP session started</c>, errors to a
/// writer of their own. Only what the mock itself logs, nothing of the host underneath.
/// </summary>
/// <param name="output">For what happens, and warnings.</param>
/// <param name="errors">For errors.</param>
/// <param name="time">The clock; its local time is written.</param>
public sealed class GoSmtpMockLoggers(TextWriter output, TextWriter errors, TimeProvider time) : ILoggerFactory
{
    private readonly Lock _lock = new();

    /// <summary>The logger of what go-smtp-mock logs.</summary>
    public const string Category = "Rockdove.Mock.GoSmtpMock";

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName == Category);

    /// <exception cref="NotSupportedException">Always: there is one place to write to.</exception>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("This log has its writers.");

    /// <summary>The writers stay open: they are not ours.</summary>
    public void Dispose()
    {
    }

    private void Write(LogLevel level, string message)
    {
        var (word, writer) = level switch
        {
            LogLevel.Error or LogLevel.Critical => ("ERROR", errors),
            LogLevel.Warning => ("WARNING", output),
            _ => ("INFO", output),
        };
        var now = time.GetLocalNow().ToString("yyyy/MM/dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
        lock (_lock)
        {
            writer.WriteLine($"{word}: {now} {message}");
            writer.Flush();
        }
    }

    private sealed class Logger(GoSmtpMockLoggers loggers, bool isOurs) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => isOurs && logLevel is >= LogLevel.Information and < LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                loggers.Write(logLevel, formatter(state, exception));
        }
    }
}
