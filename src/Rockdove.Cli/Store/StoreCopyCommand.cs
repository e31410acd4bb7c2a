using System.CommandLine;
using System.Globalization;
using Rockdove.Storage.Sqlite;

namespace Rockdove.Cli;

/// <summary>
/// <c>rockdove store backup</c> and <c>restore</c>, which both copy a store and look at every octet of it.
/// </summary>
internal static class StoreCopyCommand
{
    public static Command CreateBackup()
    {
        var folder = StoreCommand.Folder();
        var target = new Argument<string>("TARGET") { Description = "The folder of the backup; it must not be there." };
        return Create("backup", BackupHelp, folder, target);
    }

    public static Command CreateRestore()
    {
        var backup = new Argument<string>("BACKUP") { Description = "The folder of a backup." };
        var target = new Argument<string>("DIR") { Description = "Where the store shall be; empty, or not there." };
        return Create("restore", RestoreHelp, backup, target);
    }

    private static Command Create(string name, string help, Argument<string> from, Argument<string> to)
    {
        var force = StoreCommand.Force();
        var json = StoreCommand.Json();
        var command = new Command(name, help) { from, to, force, json };
        command.SetAction((parsed, stop) => StoreRun.RunAsync(() =>
        {
            var target = parsed.GetValue(to)!;
            StoreRun.Require(parsed.GetValue(from)!);
            var place = new TargetPlace(target, parsed.GetValue(force));
            if (File.Exists(Path.Combine(target, "meta.db")))
                SqliteStoreCopy.RequireUnused(target);
            var result = Copy(parsed.GetValue(from)!, place, stop);
            if (parsed.GetValue(json))
                Print(result, target);
            else
                Tell(result, target);
            return Task.FromResult(result.Damage.Count == 0 ? ExitCode.Ok : ExitCode.Failed);
        }));
        return command;
    }

    private static StoreCopyResult Copy(string from, TargetPlace place, CancellationToken stop)
    {
        using var line = ProgressLine.OnTerminal();
        try
        {
            var result = new SqliteStoreCopy
            {
                Progress = now => line.Show(now.Bytes, now.ExpectedBytes, "bytes"),
            }.Run(from, place.Working, stop);
            place.Take();
            return result;
        }
        catch
        {
            place.GiveUp();
            throw;
        }
    }

    private static void Tell(StoreCopyResult result, string target)
    {
        foreach (var damage in result.Damage)
            Console.Out.WriteLine(damage);
        if (result.OtherFiles.Count > 0)
            Console.Out.WriteLine($"copied as well: {string.Join(", ", result.OtherFiles)}");
        if (result.LeftOut.Count > 0)
            Console.Out.WriteLine($"left out: {string.Join(", ", result.LeftOut)}");
        var verdict = result.Damage.Count == 0 ? "sound" : $"damaged in {result.Damage.Count} places";
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Messages} messages, {result.Bytes} bytes "
            + $"in {target}; every octet was looked at; {verdict}"));
    }

    private static void Print(StoreCopyResult result, string target) => StoreJsonContext.Print(
        new(
            target,
            result.Messages,
            result.Bytes,
            result.OtherFiles,
            result.LeftOut,
            [.. result.Damage.Select(StoreCheckCommand.ToJson)]),
        StoreJsonContext.Default.CopyJson);

    private const string BackupHelp =
        """
        Copy a store as it is at one moment, also while it is in use, and look at every octet of the copy.

        Exit codes: 0 done, 1 done and something was damaged before, or it failed; 2 nothing was done.

        Examples:
          rockdove store backup mail mail-2026-11-25
        """;

    private const string RestoreHelp =
        """
        Put a backup back, and look at every octet of it.

        Exit codes: 0 done, 1 done and something in the backup is damaged, or it failed; 2 nothing was done.

        Examples:
          rockdove store restore mail-2026-11-25 mail
          rockdove store restore mail-2026-11-25 mail --force
        """;
}
