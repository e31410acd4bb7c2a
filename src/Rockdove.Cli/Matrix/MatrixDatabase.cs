namespace Rockdove.Cli;

/// <summary>Finds the results where rockdove ping writes them, and then where gensvg would.</summary>
internal static class MatrixDatabase
{
    /// <param name="wanted">Where somebody says that they are.</param>
    /// <param name="tell">Hears that they are not, and which are taken instead.</param>
    /// <param name="folder">The folder that one is in; empty for that of the program.</param>
    /// <exception cref="UsageException">They are nowhere.</exception>
    public static string Find(string wanted, Action<string> tell, string folder = "")
    {
        string[] names = [wanted, .. Fallbacks.Where(name => name != wanted)];
        if (names.FirstOrDefault(name => File.Exists(Path.Combine(folder, name))) is not { } found)
        {
            throw new UsageException($"{wanted} is not there, nor {(names.Length > 2 ? "are" : "is")} "
                + $"{string.Join(" and ", names.Skip(1))}: "
                + "allowed after --db is a file that rockdove ping has written");
        }

        var path = Path.Combine(folder, found);
        if (found != wanted)
            tell($"{wanted} is not there: this is {path}");
        return path;
    }

    /// <summary>Where rockdove ping writes, if nobody says.</summary>
    public const string Default = "rockdove-ping.db";

    private static readonly string[] Fallbacks = ["maping.db", Path.Combine("..", "maping.db")];
}
