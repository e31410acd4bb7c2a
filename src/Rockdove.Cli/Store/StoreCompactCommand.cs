using System.CommandLine;
using System.Globalization;
using Rockdove.Storage.Sqlite;

namespace Rockdove.Cli;

/// <summary><c>rockdove store compact</c>.</summary>
internal static class StoreCompactCommand
{
    public static Command Create()
    {
        var folder = StoreCommand.Folder();
        var below = new Option<int>("--below")
        {
            Description = "Compact segments of which less than so many percent are in use.",
            HelpName = "PERCENT",
            DefaultValueFactory = _ => 100,
        }.Within(1, 100);
        var json = StoreCommand.Json();
        var command = new Command("compact", Help) { folder, below, json };
        command.SetAction((parsed, stop) => StoreRun.RunAsync(async () =>
        {
            await using var store = StoreRun.Open(parsed.GetValue(folder)!);
            using var line = ProgressLine.OnTerminal();
            var result = await store.CompactAsync(
                parsed.GetValue(below) / 100d, now => line.Show(now.ReclaimedBytes, 0, "bytes given back"), stop);
            line.Dispose();
            if (parsed.GetValue(json))
                Print(result);
            else
                Tell(result);
            return result.KeptSegments == 0 ? ExitCode.Ok : ExitCode.Failed;
        }));
        return command;
    }

    private static void Tell(CompactionResult result)
    {
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.ReclaimedBytes} bytes given back: "
            + $"{result.Segments} segments gone, {result.MovedBodies} bodies moved"));
        if (result.KeptSegments > 0)
        {
            Console.Out.WriteLine(
                $"{result.KeptSegments} segments stay, for they hold damaged bodies: see rockdove store check");
        }
    }

    private static void Print(CompactionResult result) => StoreJsonContext.Print(
        new(result.Segments, result.MovedBodies, result.MovedBytes, result.ReclaimedBytes, result.KeptSegments),
        StoreJsonContext.Default.CompactJson);

    private const string Help =
        """
        Give the disk back what deleted mail takes. A server does so by itself; this is for when none is running.

        Exit codes: 0 done, 1 damaged bodies keep segments from going, 2 nothing was done (no store, in use, usage).

        Examples:
          rockdove store compact mail
          rockdove store compact mail --below 50
        """;
}
