using Rockdove.Wire;

namespace Rockdove.Cli;

/// <summary>A secret out of a file or of the environment, never out of the command line.</summary>
internal static class SecretText
{
    /// <summary>The first line of the file, or the variable; one of them is given.</summary>
    /// <exception cref="UsageException">It is not there, or empty.</exception>
    public static Secret Read(string option, string? file, string? variable)
    {
        if (file is not null)
            return UsageException.OfWorld(() => TypedSecret.FirstLineOf(option, file));
        return Environment.GetEnvironmentVariable(variable!) is { Length: > 0 } value
            ? new Secret(value)
            : throw new UsageException($"{option}: the variable {variable} is not set, or empty") { IsOfWorld = true };
    }
}
