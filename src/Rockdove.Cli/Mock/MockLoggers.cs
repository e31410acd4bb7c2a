using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Rockdove.Hosting;
using Rockdove.Mock;

namespace Rockdove.Cli;

/// <summary>
/// The log of <c>rockdove mock</c>: go-smtp-mock's lines, in either manner of talking, as text or as JSON. What our own
/// engine says is in the wire log, from which secrets are gone already.
/// </summary>
internal sealed class MockLoggers(TextWriter output, TextWriter errors, bool isJson) : ILoggerFactory
{
    private readonly Lock _lock = new();
    private readonly GoSmtpMockLoggers _text = new(output, errors, TimeProvider.System);

    public ILogger CreateLogger(string categoryName) => categoryName switch
    {
        SmtpTelemetry.WireLogCategory => new WireLogger(CreateLogger(GoSmtpMockLoggers.Category)),
        GoSmtpMockLoggers.Category when isJson => new JsonLogger(this),
        _ => _text.CreateLogger(categoryName),
    };

    /// <exception cref="NotSupportedException">Always: there is one place to write to.</exception>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("This log has its writers.");

    public void Dispose()
    {
    }

    private void WriteJson(LogLevel level, string message)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("time", DateTimeOffset.UtcNow);
            json.WriteString("level", level switch
            {
                LogLevel.Error or LogLevel.Critical => "error",
                LogLevel.Warning => "warning",
                _ => "info",
            });
            json.WriteString("message", message);
            json.WriteEndObject();
        }

        var writer = level >= LogLevel.Error ? errors : output;
        lock (_lock)
        {
            writer.WriteLine(Encoding.UTF8.GetString(line.GetBuffer().AsSpan(0, (int)line.Length)));
            writer.Flush();
        }
    }

    private sealed class JsonLogger(MockLoggers loggers) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Information and < LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                loggers.WriteJson(logLevel, formatter(state, exception));
        }
    }

    /// <summary>Says what was heard and said as go-smtp-mock does; of messages, only that a line came.</summary>
    private sealed class WireLogger(ILogger log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is LogLevel.Debug or LogLevel.Trace;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            var (side, line) = (' ', "");
            foreach (var (name, value) in state as IReadOnlyList<KeyValuePair<string, object?>> ?? [])
            {
                if (name == "Side" && value is char one)
                    side = one;
                else if (name == "Line" && value is string text)
                    line = text;
            }

            if (side == ' ' || !log.IsEnabled(LogLevel.Information))
                return;
            var said = logLevel == LogLevel.Trace ? "message binary data portion" : line;
            log.Log(
                LogLevel.Information, eventId, $"SMTP {(side == 'C' ? "request" : "response")}: {said}", null,
                static (message, _) => message);
        }
    }
}
