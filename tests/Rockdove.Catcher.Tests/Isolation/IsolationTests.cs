using System.Diagnostics;
using System.Globalization;

namespace Rockdove.Catcher.Tests;

/// <summary>
/// Many processes test against one catcher at a time, each with an inbox, a fault and a wait. More of them are
/// <c>ROCKDOVE_TEST_PROCESSES=100</c>: most of the time goes into starting them.
/// </summary>
public class IsolationTests
{
    [Fact]
    public async Task Processes_never_see_each_other()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var tests = Enumerable.Range(0, Processes).Select(number => Start(catcher, FirstCode + number)).ToList();
        try
        {
            foreach (var test in tests)
                Assert.Equal("ready", await test.StandardOutput.ReadLineAsync(Limit.Token));
            foreach (var test in tests) // All are there: now all at once.
            {
                await test.StandardInput.WriteLineAsync("go");
                await test.StandardInput.FlushAsync(Limit.Token);
            }

            var said = new List<string?>();
            foreach (var test in tests)
                said.Add(await test.StandardOutput.ReadLineAsync(Limit.Token));
            Assert.Equal(Enumerable.Repeat("ok", Processes), said);
        }
        finally
        {
            foreach (var test in tests)
                End(test);
        }

        Assert.Equal(0, (await catcher.GetAsync("inboxes")).GetProperty("total").GetInt32());
        Assert.Equal(Processes, (await catcher.GetAsync("messages")).GetProperty("total").GetInt64());
        Assert.Empty((await catcher.GetAsync("faults")).GetProperty("rules").EnumerateArray());
    }

    private static Process Start(RunningCatcher catcher, int code) => Process.Start(new ProcessStartInfo(Python)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        ArgumentList =
        {
            "-IS", // Nothing but the script: it starts in half the time.
            Path.Combine(AppContext.BaseDirectory, "one_test.py"),
            Text(catcher.AddressOf(CatcherEndpoint.Smtp).Port),
            Text(catcher.HttpAddress.Port),
            Text(code),
        },
    })!;

    private static void End(Process test)
    {
        if (!test.HasExited)
            test.Kill();
        test.Dispose();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Itself: what PATH has may be a script that looks for it, a hundred times.</summary>
    private static string Python => File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    private static int Processes =>
        int.TryParse(Environment.GetEnvironmentVariable("ROCKDOVE_TEST_PROCESSES"), out var count) ? count : 25;

    /// <summary>Codes have six digits.</summary>
    private const int FirstCode = 481_500;
}
