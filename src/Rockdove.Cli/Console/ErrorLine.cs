namespace Rockdove.Cli;

/// <summary>What went wrong, as one line on standard error; in red on a terminal.</summary>
internal static class ErrorLine
{
    public static void Write(string message)
    {
        var isColoured = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null;
        Console.Error.WriteLine(isColoured ? $"\e[31mrockdove: {message}\e[0m" : $"rockdove: {message}");
    }
}
