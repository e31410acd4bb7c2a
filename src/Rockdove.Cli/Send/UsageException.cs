namespace Rockdove.Cli;

/// <summary>
/// What was asked for cannot be done. The message is one line: the option, its value, what is allowed.
/// </summary>
internal sealed class UsageException(string message) : Exception(message);
