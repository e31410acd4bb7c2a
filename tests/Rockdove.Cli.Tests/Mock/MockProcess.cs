namespace Rockdove.Cli.Tests;

/// <summary><c>rockdove mock</c> as a shell runs it.</summary>
internal sealed class MockProcess(params IReadOnlyList<string> arguments) : RockdoveProcess("mock", arguments);
