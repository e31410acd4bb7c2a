namespace Rockdove.Cli;

/// <summary>
/// What was asked for cannot be done. The message is one line: the option, its value, what is allowed.
/// </summary>
internal sealed class UsageException(string message) : Exception(message)
{
    /// <summary>A file or a variable cannot be used: the command line, which names it, makes sense.</summary>
    public bool IsOfWorld { get; init; }

    /// <summary>Reads a file: whatever is wrong in it is no mistake of the command line.</summary>
    /// <exception cref="UsageException">It cannot be used.</exception>
    public static T OfWorld<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (UsageException wrong)
        {
            throw new UsageException(wrong.Message) { IsOfWorld = true };
        }
    }
}
