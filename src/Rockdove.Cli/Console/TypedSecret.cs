using System.Text;
using Rockdove.Wire;

namespace Rockdove.Cli;

/// <summary>A secret that somebody types at a terminal, where it is not shown, or has written into a file.</summary>
internal static class TypedSecret
{
    /// <summary>Asks at the terminal. Longer than a secret can be, it ends by itself.</summary>
    /// <exception cref="UsageException">Nothing was typed.</exception>
    public static Secret Ask(string prompt)
    {
        Console.Error.Write(prompt);
        var typed = new StringBuilder();
        while (typed.Length <= MaximumCharacters
            && Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace)
                typed.Length = Math.Max(0, typed.Length - 1);
            else if (key.KeyChar >= ' ')
                typed.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return typed.Length > 0 ? new Secret(typed.ToString()) : throw new UsageException("the password is empty");
    }

    /// <summary>The first line of a file that an option names.</summary>
    /// <exception cref="UsageException">It cannot be read, or is empty.</exception>
    public static Secret FirstLineOf(string option, string file)
    {
        if (file.Length == 0)
            throw new UsageException($"{option} is empty; allowed is a file");
        try
        {
            return File.ReadLines(file).FirstOrDefault() is { Length: > 0 } line
                ? new Secret(line)
                : throw new UsageException($"{option} {file}: its first line is empty");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{option} {file}: {unreadable.Message}");
        }
    }

    /// <summary>RFC 4616 section 2 gives a password 255 octets; beyond four times that a key is stuck.</summary>
    private const int MaximumCharacters = 1024;
}
