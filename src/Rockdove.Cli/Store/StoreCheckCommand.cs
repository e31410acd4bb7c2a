using System.CommandLine;
using System.Globalization;
using Rockdove.Storage.Sqlite;

namespace Rockdove.Cli;

/// <summary><c>rockdove store check</c>.</summary>
internal static class StoreCheckCommand
{
    public static Command Create()
    {
        var folder = StoreCommand.Folder();
        var quick = new Option<bool>("--quick")
        {
            Description = "Look at rows and at the headers of records, and not at every octet.",
        };
        var quarantine = new Option<bool>("--quarantine")
        {
            Description = "Note damaged bodies, so that nobody reads them for right; "
                + "take the note from those that are right.",
        };
        var json = StoreCommand.Json();
        var command = new Command("check", Help) { folder, quick, quarantine, json };
        command.SetAction((parsed, stop) => StoreRun.RunAsync(() =>
        {
            var path = parsed.GetValue(folder)!;
            StoreRun.Require(path);
            using var line = ProgressLine.OnTerminal();
            var result = new SqliteStoreCheck(path)
            {
                Quick = parsed.GetValue(quick),
                Quarantine = parsed.GetValue(quarantine),
                Progress = now => line.Show(now.Bytes, now.ExpectedBytes, "bytes"),
            }.Run(stop);
            line.Dispose();
            if (parsed.GetValue(json))
                Print(result);
            else
                Tell(result, parsed.GetValue(quick));
            return Task.FromResult(result.IsSound ? ExitCode.Ok : ExitCode.Failed);
        }));
        return command;
    }

    public static DamageJson ToJson(StoreDamage damage) =>
        new(damage.File, damage.Offset, damage.Message?.ToString(), damage.What);

    private static void Tell(StoreCheckResult result, bool isQuick)
    {
        foreach (var damage in result.Damage)
            Console.Out.WriteLine(damage);
        foreach (var path in result.UnusedSegments)
            Console.Out.WriteLine($"{path}: no row refers to it (no damage: a crash leaves such, or an older meta.db)");
        if (result.OtherFiles.Count > 0)
            Console.Out.WriteLine($"not looked at: {string.Join(", ", result.OtherFiles)}");
        if (result.Quarantined + result.Released > 0)
            Console.Out.WriteLine($"{result.Quarantined} noted as damaged, {result.Released} no longer");
        var how = isQuick ? "their headers" : "every octet";
        var verdict = result.IsSound ? "sound" : $"damaged in {result.Damage.Count} places";
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Bodies} bodies of {result.Bytes} bytes, "
            + $"{how} looked at; {result.RubbishBytes} bytes can be compacted; {verdict}"));
    }

    private static void Print(StoreCheckResult result) => StoreJsonContext.Print(
        new(
            result.IsSound,
            [.. result.Damage.Select(ToJson)],
            result.Bodies,
            result.Bytes,
            result.RubbishBytes,
            result.UnusedSegments,
            result.OtherFiles,
            result.Quarantined,
            result.Released),
        StoreJsonContext.Default.CheckJson);

    private const string Help =
        """
        Look at everything in a store that nobody has open: the database, the rows, every body against its checksums.

        Exit codes: 0 sound, 1 damage, 2 nothing was done (no store, in use, usage).

        Examples:
          rockdove store check mail
          rockdove store check mail --quick --json
        """;
}
