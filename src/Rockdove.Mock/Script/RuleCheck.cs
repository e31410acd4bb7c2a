using System.Globalization;
using Rockdove.Hosting;

namespace Rockdove.Mock;

/// <summary>Finds rules that cannot ever act, given what the server offers.</summary>
internal sealed record RuleCheck
{
    public bool OffersStartTls { get; init; }

    public bool HasTls { get; init; }

    public bool OffersAuth { get; init; }

    /// <summary>The biggest message; zero for no bound.</summary>
    public long MessageBytes { get; init; }

    /// <summary>Moments that never come in the manner in which the server talks.</summary>
    public IReadOnlyCollection<MockMoment> Missing { get; init; } = [];

    /// <exception cref="MockScriptException">There are such rules.</exception>
    public void Demand(IReadOnlyList<MockRule> rules)
    {
        var errors = rules.SelectMany(rule => Faults(rule).Select(fault => $"{rule.Source}: {fault}")).ToList();
        for (var later = 1; later < rules.Count; later++)
        {
            if (rules.Take(later).FirstOrDefault(earlier => Hides(earlier, rules[later])) is { } hiding)
                errors.Add($"{rules[later].Source}: this rule can never act: the one at {hiding.Source} claims the same "
                    + "moment and comes first; make its pattern or its times narrower, or take one of them out.");
        }

        if (errors.Count > 0)
            throw new MockScriptException(errors);
    }

    private IEnumerable<string> Faults(MockRule rule)
    {
        var (moment, act) = (rule.Moment, rule.Performance);
        var word = Moments.Word(moment);
        if (Missing.Contains(moment))
            yield return $"'{word}' never comes in the go-smtp-mock profile; 'command' sees any line.";
        if (moment == MockMoment.Tls && !HasTls)
            yield return "there is never a TLS handshake: the server has no TLS.";
        if (moment == MockMoment.StartTls && !OffersStartTls)
            yield return "STARTTLS is never taken: the server does not offer it.";
        if (moment == MockMoment.Auth && !OffersAuth)
            yield return "nobody ever authenticates: the server does not offer AUTH.";
        if (moment is MockMoment.Content or MockMoment.Tls && act.Lines is not null)
            yield return $"nothing can be said at '{word}'; reply at 'data', 'message' or 'starttls'.";
        if (moment == MockMoment.Tls && (act.Delay > TimeSpan.Zero || act.PieceBytes > 0))
            yield return "a handshake can be spoilt (tls, close, reset), not slowed down.";
        if (moment != MockMoment.Tls && act.Tls != TlsFault.None)
            yield return $"a TLS fault belongs to the moment 'tls', not to '{word}'.";
        if (moment != MockMoment.Hello && act.ChangesCapabilities)
            yield return $"only 'ehlo' lists capabilities, not '{word}'.";
        if (moment != MockMoment.Message && act.Keeps)
            yield return $"only at 'message' is there one to keep, not at '{word}'.";
        if (act.ChangesCapabilities && act.Lines is not null)
            yield return "the reply is told whole, so there is nothing to offer or withhold besides.";
        if (moment != MockMoment.Content && rule.ContentBytes > 0)
            yield return $"octets are counted at 'content', not at '{word}'.";
        if (MessageBytes > 0 && rule.ContentBytes > MessageBytes)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{rule.ContentBytes} octets never come: a message has {MessageBytes} at most.");
        if (new[] { act.Delay, act.BetweenLines, act.BetweenPieces }.Max() > LongestWait)
            yield return $"a wait is longer than {LongestWait.TotalMinutes:0} minutes; no client is that patient.";
        if (DoesNothing(act))
            yield return "the rule does nothing: give it a reply, a delay, a close or another lie.";
    }

    private static bool Hides(MockRule earlier, MockRule later) =>
        earlier.Moment == later.Moment
        && earlier.Condition is null
        && earlier.ContentBytes == later.ContentBytes
        && (earlier.Pattern == "*" || earlier.Pattern.Equals(later.Pattern, StringComparison.OrdinalIgnoreCase))
        && (earlier.Occurrence is Occurrence.Always
            || (earlier.Occurrence.Covers(later.Occurrence)
                && earlier.Pattern.Equals(later.Pattern, StringComparison.OrdinalIgnoreCase)
                && earlier.CountsInSession == later.CountsInSession));

    private static bool DoesNothing(Performance act) =>
        act is { Lines: null, Then: HangUp.None, Tls: TlsFault.None, Keeps: false, ChangesCapabilities: false, PieceBytes: 0 }
        && act.Delay == TimeSpan.Zero && act.BetweenLines == TimeSpan.Zero;

    /// <summary>Clients wait ten minutes at the most (RFC 5321 section 4.5.3.2.6), so twice that tells all there is to tell.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(20);
}
