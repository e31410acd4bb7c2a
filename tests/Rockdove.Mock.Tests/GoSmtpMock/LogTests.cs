using Microsoft.Extensions.Logging;
using Rockdove.Testing;

namespace Rockdove.Mock.Tests;

/// <summary>The tests of go-smtp-mock's log, by their names.</summary>
public class LogTests
{
    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public void TestEventLoggerInfoActivity(bool toStdout, bool activity, bool isLogged) => Assert.Equal(
        isLogged,
        GoSmtpMockLog.Create(new() { LogToStdout = toStdout, LogServerActivity = activity }, new()).IsActive);

    [Theory]
    [InlineData("Rockdove.Mock.GoSmtpMock", "INFO: 2026/01/01 12:00:00.000000 it happened")]
    [InlineData("Microsoft.AspNetCore", null)]
    public void TestEventLoggerInfo(string category, string? line) =>
        AssertLogged(LogLevel.Information, category, line, null);

    [Theory]
    [InlineData("Rockdove.Mock.GoSmtpMock", "WARNING: 2026/01/01 12:00:00.000000 it happened")]
    [InlineData("Microsoft.AspNetCore", null)]
    public void TestEventLoggerWarning(string category, string? line) =>
        AssertLogged(LogLevel.Warning, category, line, null);

    [Theory]
    [InlineData("Rockdove.Mock.GoSmtpMock", "ERROR: 2026/01/01 12:00:00.000000 it happened")]
    [InlineData("Microsoft.AspNetCore", null)]
    public void TestEventLoggerError(string category, string? line) =>
        AssertLogged(LogLevel.Error, category, null, line);

    [Fact]
    public async Task The_log_of_a_server_has_these_lines()
    {
        var clock = new ManualTimeProvider();
        var (loggers, output, errors) = GoServer.Log(clock);
        await using (var server = await GoServer.StartAsync(
            new() { LogServerActivity = true },
            options => (options.Loggers, options.Time) = (loggers, clock)))
        {
            await using var client = await MockClient.ConnectAsync(server);
            await client.GoMailAsync("Subject: x\r\n\r\n..y\r\n");
            await client.AskAsync("QUIT");
            Assert.Null(await client.ReadLineAsync());
        }

        Assert.Empty(errors.ToString());
        Assert.Equal(
            """
            SMTP mock server started on port: N
            SMTP session started
            SMTP response: 220 Welcome
            SMTP request: HELO example.com
            SMTP response: 250 Received
            SMTP request: MAIL FROM:<from@example.com>
            SMTP response: 250 Received
            SMTP request: RCPT TO:<to@example.com>
            SMTP response: 250 Received
            SMTP request: DATA
            SMTP response: 354 Ready for receive message. End data with <CR><LF>.<CR><LF>
            SMTP request: message binary data portion
            SMTP request: message binary data portion
            SMTP request: message binary data portion
            SMTP response: 250 Received
            SMTP request: QUIT
            SMTP response: 221 Closing connection
            SMTP session finished
            SMTP mock server is in the shutdown mode and won't accept new connections
            SMTP mock server was stopped successfully
            """.ReplaceLineEndings(),
            string.Join(Environment.NewLine, output.Lines().Select(Text)));
        Assert.StartsWith("WARNING: ", output.Lines()[^2], StringComparison.Ordinal);
        Assert.All(output.Lines()[..^2], line => Assert.StartsWith("INFO: ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_peer_writes_no_lines_of_its_own_into_the_log()
    {
        var (loggers, output, _) = GoServer.Log(new ManualTimeProvider());
        await using var server = await GoServer.StartAsync(
            new() { LogServerActivity = true }, options => options.Loggers = loggers);
        await using var client = MockClient.InMemory(server);
        await client.ReadReplyAsync();

        await client.AskAsync("NOOP\rINFO: \e[31m");

        Assert.Equal("SMTP request: NOOP?INFO: ?[31m", Text(output.Lines()[3]));
    }

    private static void AssertLogged(LogLevel level, string category, string? output, string? errors)
    {
        var (loggers, said, failed) = GoServer.Log(new ManualTimeProvider());
        loggers.CreateLogger(category).Log(level, default, "it happened", null, (text, _) => text);
        Assert.Equal(output, said.Lines().SingleOrDefault());
        Assert.Equal(errors, failed.Lines().SingleOrDefault());
    }

    /// <summary>Without level and time, and with N for the port.</summary>
    private static string Text(string line)
    {
        var text = line.Split(' ', 4)[3];
        return text.Contains("on port: ", StringComparison.Ordinal) ? text.TrimEnd("0123456789".ToCharArray()) + "N"
            : text;
    }
}
