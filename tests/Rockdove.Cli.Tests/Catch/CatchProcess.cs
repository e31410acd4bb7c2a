namespace Rockdove.Cli.Tests;

/// <summary><c>rockdove catch</c> as a shell runs it.</summary>
internal sealed class CatchProcess(params IReadOnlyList<string> arguments) : RockdoveProcess("catch", arguments);
