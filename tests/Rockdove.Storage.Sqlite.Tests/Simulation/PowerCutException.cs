namespace Rockdove.Storage.Sqlite.Tests;

/// <summary>The machine is off. No code after a real one would see it, so it is no error of a disk.</summary>
internal sealed class PowerCutException() : Exception("The power was cut.");
