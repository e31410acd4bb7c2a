namespace Rockdove.RealClients.Tests;

/// <summary>One thing that a script did in a browser.</summary>
/// <param name="Name">What it is called in the script.</param>
/// <param name="Time">How long it took.</param>
/// <param name="Error">What went wrong, or null.</param>
internal sealed record BrowserStep(string Name, TimeSpan Time, string? Error);
