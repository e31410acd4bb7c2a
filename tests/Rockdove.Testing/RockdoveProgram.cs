namespace Rockdove.Testing;

/// <summary>
/// The program <c>rockdove</c> that tests start: the one that was built with them, or the file that the environment
/// variable <c>ROCKDOVE_PROGRAM</c> names, such as the one that is shipped.
/// </summary>
public static class RockdoveProgram
{
    public static string Path { get; } = Environment.GetEnvironmentVariable("ROCKDOVE_PROGRAM") is { Length: > 0 } file
        ? System.IO.Path.GetFullPath(file)
        : Built;

    /// <summary>The one that was built with the tests, whose parts are files of their own.</summary>
    public static string Built => System.IO.Path.Combine(AppContext.BaseDirectory, "rockdove");
}
