using System.CommandLine;

namespace Rockdove.Cli;

/// <summary><c>rockdove store</c>: everything that is done to a store besides serving it.</summary>
internal static class StoreCommand
{
    public static Command Create() => new("store", Help)
    {
        StoreCheckCommand.Create(),
        StoreStatsCommand.Create(),
        StoreCompactCommand.Create(),
        StoreCopyCommand.CreateBackup(),
        StoreCopyCommand.CreateRestore(),
        StoreExportCommand.Create(),
        StoreImportCommand.Create(),
    };

    public static Argument<string> Folder() => new("DIR")
    {
        Description = "The folder of the store, as given to --data.",
    };

    public static Option<bool> Json() => new("--json") { Description = "Print the result as one JSON object." };

    public static Option<bool> Force() => new("--force")
    {
        Description = "Put the result in the place of what is there, which then is called as before with .old behind.",
    };

    private const string Help =
        """
        Check, compact, back up, restore, measure, export and import a store.

        Exit codes: 0 done and sound, 1 damage found or something left out, 2 nothing was done.
        """;
}
