namespace Rockdove.Web;

/// <summary>What became of a wish that the configuration be read again.</summary>
/// <param name="Mistakes">Why the one before stays; empty when the new one counts.</param>
/// <param name="NeedRestart">Keys that are others now, and count only after a restart.</param>
public sealed record ReloadAnswer(IReadOnlyList<string> Mistakes, IReadOnlyList<string> NeedRestart);
