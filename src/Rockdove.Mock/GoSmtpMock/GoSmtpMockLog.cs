using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Rockdove.Mock;

/// <summary>
/// The lines of go-smtp-mock's log. Requests and replies are Information when they are wanted, else nothing.
/// </summary>
internal sealed partial class GoSmtpMockLog(ILogger log, GoSmtpMockProfile profile)
{
    private bool _hasStarted;

    /// <summary>What happens is logged, and not only what goes wrong.</summary>
    public bool IsActive { get; } = profile.LogServerActivity && log.IsEnabled(LogLevel.Information);

    public static GoSmtpMockLog Create(GoSmtpMockProfile profile, MockMailOptions options)
    {
        var loggers = options.Loggers
            ?? (profile.LogToStdout
                ? new GoSmtpMockLoggers(Console.Out, Console.Error, options.Time)
                : NullLoggerFactory.Instance);
        return new(loggers.CreateLogger(GoSmtpMockLoggers.Category), profile);
    }

    public void ServerStarted(int port)
    {
        _hasStarted = true;
        if (IsActive)
            Listening(log, port);
    }

    public void ServerStops()
    {
        if (_hasStarted)
            Stopping(log);
    }

    public void ServerStopped(bool isForced)
    {
        if (!IsActive || !_hasStarted)
            return;
        if (isForced)
            ForceStopped(log);
        else
            Stopped(log);
    }

    public void Started()
    {
        if (IsActive)
            SessionStarted(log);
    }

    public void Request(string line)
    {
        if (IsActive)
            Requested(log, Inert(line));
    }

    /// <summary>One line of the log for each line of a message, whose text is not shown.</summary>
    public void Content(ReadOnlySpan<byte> octets)
    {
        for (var lines = IsActive ? octets.Count((byte)'\n') : 0; lines > 0; lines--)
            Requested(log, "message binary data portion");
    }

    public void Response(string reply)
    {
        if (IsActive)
            Responded(log, Inert(reply));
    }

    public void Delay(TimeSpan time)
    {
        if (IsActive)
            Delayed(log, time.TotalSeconds);
    }

    public void Finished()
    {
        if (IsActive)
            SessionFinished(log);
    }

    public void Error(string message) => Failed(log, message);

    /// <summary>A peer writes no lines of its own into the log.</summary>
    private static string Inert(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '?' : c)) : text;

    [LoggerMessage(1, LogLevel.Information, "SMTP session started")]
    private static partial void SessionStarted(ILogger log);

    [LoggerMessage(2, LogLevel.Information, "SMTP request: {Line}")]
    private static partial void Requested(ILogger log, string line);

    [LoggerMessage(3, LogLevel.Information, "SMTP response: {Reply}")]
    private static partial void Responded(ILogger log, string reply);

    [LoggerMessage(4, LogLevel.Information, "SMTP response delay: {Seconds} sec")]
    private static partial void Delayed(ILogger log, double seconds);

    [LoggerMessage(5, LogLevel.Information, "SMTP session finished")]
    private static partial void SessionFinished(ILogger log);

    [LoggerMessage(7, LogLevel.Information, "SMTP mock server started on port: {Port}")]
    private static partial void Listening(ILogger log, int port);

    [LoggerMessage(
        8, LogLevel.Warning, "SMTP mock server is in the shutdown mode and won't accept new connections")]
    private static partial void Stopping(ILogger log);

    [LoggerMessage(9, LogLevel.Information, "SMTP mock server was stopped successfully")]
    private static partial void Stopped(ILogger log);

    [LoggerMessage(10, LogLevel.Information, "SMTP mock server was force stopped by timeout")]
    private static partial void ForceStopped(ILogger log);

    [LoggerMessage(6, LogLevel.Error, "{Message}")]
    private static partial void Failed(ILogger log, string message);
}
