namespace Rockdove.Web;

/// <param name="IsSpam">By SpamAssassin's own threshold.</param>
/// <param name="Error">Why there is no judgement; null if there is one.</param>
/// <param name="Score">Points; null if there is no judgement.</param>
/// <param name="Threshold">Points from which on it is spam.</param>
/// <param name="Rules">What gave or took points.</param>
internal sealed record SpamCheckShape(
    bool IsSpam, string? Error, double? Score, double? Threshold, IReadOnlyList<SpamRuleShape> Rules);

internal sealed record SpamRuleShape(double Score, string Name, string Description);

// By Mailpit's names.

internal sealed record MailpitSpamShape(
    bool IsSpam, string Error, double Score, IReadOnlyList<MailpitSpamRuleShape> Rules);

internal sealed record MailpitSpamRuleShape(double Score, string Name, string Description);
