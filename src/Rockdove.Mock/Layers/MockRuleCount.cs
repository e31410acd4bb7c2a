namespace Rockdove.Mock;

/// <summary>What a rule has done so far.</summary>
/// <param name="Rule">Its moment, its pattern and where it stands.</param>
/// <param name="Met">How often its moment came and its pattern fitted.</param>
/// <param name="Acted">
/// How often it acted: the other times were not among those that it is for, or an earlier rule came first.
/// </param>
public sealed record MockRuleCount(string Rule, long Met, long Acted);
