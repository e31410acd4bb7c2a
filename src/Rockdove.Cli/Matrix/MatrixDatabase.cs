namespace Rockdove.Cli;

/// <summary>Finds the results where gensvg would.</summary>
internal static class MatrixDatabase
{
    /// <param name="wanted">Where somebody says that they are.</param>
    /// <param name="tell">Hears that they are not, and which are taken instead.</param>
    /// <param name="folder">The folder that one is in; empty for that of the program.</param>
    /// <exception cref="UsageException">They are nowhere.</exception>
    public static string Find(string wanted, Action<string> tell, string folder = "")
    {
        if (Path.Combine(folder, wanted) is var there && File.Exists(there))
            return there;
        foreach (var other in Fallbacks.Select(name => Path.Combine(folder, name)).Where(File.Exists))
        {
            tell($"{wanted} is not there: this is {other}");
            return other;
        }

        throw new UsageException($"{wanted} is not there, nor are {string.Join(" and ", Fallbacks)}: "
            + "allowed after --db is a file that rockdove ping has written");
    }

    public const string Default = "maping.db";

    private static readonly string[] Fallbacks = [Default, Path.Combine("..", Default)];
}
