namespace Rockdove.Prober;

/// <summary>What went wrong, and where.</summary>
/// <param name="Stage">The step that failed.</param>
/// <param name="Text">One sentence for people, without secrets.</param>
/// <param name="Code">The SMTP reply code that said so; null when none did.</param>
/// <param name="EnhancedCode">The enhanced status code, such as <c>5.7.1</c>; null when there was none.</param>
public sealed record ProbeFailure(ProbeStage Stage, string Text, int? Code = null, string? EnhancedCode = null);
