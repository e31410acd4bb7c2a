using System.Globalization;
using Rockdove.Hosting;

namespace Rockdove.Mock;

/// <summary>Finds rules that cannot ever act, given what the server offers.</summary>
internal sealed record RuleCheck
{
    public bool OffersStartTls { get; init; }

    public bool HasTls { get; init; }

    public bool OffersAuth { get; init; }

    public bool IsLmtp { get; init; }

    /// <summary>The biggest message; zero for no bound.</summary>
    public long MessageBytes { get; init; }

    /// <summary>Moments that never come in the manner in which the server talks.</summary>
    public IReadOnlyCollection<MockMoment> Missing { get; init; } = [];

    /// <summary>Why they do not; a sentence that goes on from the moment's name.</summary>
    public string MissingBecause { get; init; } =
        "never comes in the go-smtp-mock profile; 'command' sees any line.";

    /// <summary>The rules are for endpoints of SMTP and of LMTP.</summary>
    public bool IsForBoth { get; init; }

    /// <summary>The longest single wait that a rule may ask for.</summary>
    public TimeSpan Patience { get; init; } = LongestWait;

    /// <exception cref="MockScriptException">There are such rules.</exception>
    public void Demand(IReadOnlyList<MockRule> rules)
    {
        var errors = rules.SelectMany(rule => Faults(rule).Select(fault => $"{rule.Source}: {fault}")).ToList();
        for (var later = 1; later < rules.Count; later++)
        {
            if (rules.Take(later).FirstOrDefault(earlier => Hides(earlier, rules[later])) is { } hiding)
                errors.Add(
                    $"{rules[later].Source}: this rule can never act: the one at {hiding.Source} claims the same "
                    + "moment and comes first; make its pattern or its times narrower, or take one of them out.");
        }

        var silencing = rules.FirstOrDefault(Silences);
        errors.AddRange(rules.Where(rule => silencing is not null && Moments.IsOfCommand(rule.Moment)).Select(rule =>
            $"{rule.Source}: this rule can never act: the one at {silencing!.Source} answers every command before it "
                + "is looked at; give that one a pattern, or only a delay."));
        if (errors.Count > 0)
            throw new MockScriptException(errors);
    }

    private IEnumerable<string> Faults(MockRule rule) =>
        FaultsOfMoment(rule).Concat(FaultsOfDeed(rule)).Concat(FaultsOfTimes(rule));

    private IEnumerable<string> FaultsOfMoment(MockRule rule)
    {
        var moment = rule.Moment;
        if (Missing.Contains(moment))
            yield return $"'{Moments.Word(moment)}' {MissingBecause}";
        if (moment == MockMoment.Tls && !HasTls)
            yield return "there is never a TLS handshake: the server has no TLS.";
        if (moment == MockMoment.StartTls && !OffersStartTls)
            yield return "STARTTLS is never taken: the server does not offer it.";
        if (moment == MockMoment.Auth && !OffersAuth)
            yield return "nobody ever authenticates: the server does not offer AUTH.";
        if (moment == MockMoment.Lhlo && !IsLmtp && !IsForBoth)
            yield return "nobody ever says LHLO: the server speaks SMTP.";
        if (moment is MockMoment.Ehlo or MockMoment.Helo && IsLmtp)
            yield return $"nobody ever says {Moments.Word(moment).ToUpperInvariant()}: the server speaks LMTP.";
        if (moment is MockMoment.StartTls or MockMoment.Data && !rule.Pattern.Matches(""))
            yield return $"there is nothing to match at '{Moments.Word(moment)}'; leave the pattern out.";
        if (moment != MockMoment.Content && rule.ContentBytes > 0)
            yield return $"octets are counted at 'content', not at '{Moments.Word(moment)}'.";
        if (MessageBytes > 0 && rule.ContentBytes > MessageBytes)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{rule.ContentBytes} octets never come: a message has {MessageBytes} at most.");
    }

    private IEnumerable<string> FaultsOfDeed(MockRule rule)
    {
        var (moment, act) = (rule.Moment, rule.Performance);
        var word = Moments.Word(moment);
        var isSlow = act.BetweenLines > TimeSpan.Zero || act.PieceBytes > 0;
        if (moment is MockMoment.Content or MockMoment.Tls && act.Lines is not null)
            yield return $"nothing can be said at '{word}'; reply at 'data', 'message' or 'starttls'.";
        if (moment == MockMoment.Tls && (act.Delay > TimeSpan.Zero || isSlow))
            yield return "a handshake can be spoilt (fault, close, reset), not slowed down.";
        if (moment == MockMoment.Content && isSlow)
            yield return "a message can be held up (delay), but it has no lines of ours to slow down.";
        if (moment != MockMoment.Tls && act.Tls != TlsFault.None)
            yield return $"a TLS fault belongs to the moment 'tls', not to '{word}'.";
        if (act.Tls != TlsFault.None && act.Then != HangUp.None)
            yield return "a handshake is spoilt in one way: a fault, or the end of the connection.";
        if (act.ChangesCapabilities && moment is not (MockMoment.Hello or MockMoment.Ehlo or MockMoment.Lhlo))
            yield return $"only 'ehlo' lists capabilities, not '{word}'.";
        if (act.ChangesCapabilities && act.Lines is not null)
            yield return "the reply is told whole, so there is nothing to offer or withhold besides.";
        if (act.Keeps && moment != MockMoment.Message)
            yield return $"only at 'message' is there one to keep, not at '{word}'.";
        if (act.Keeps && !act.Replaces)
            yield return "a message is kept anyway where the server's own reply is sent; add a reply, a close or a "
                + "reset.";
        if (new[] { act.Delay, act.BetweenLines, act.BetweenPieces }.Max() > Patience)
            yield return $"a wait is longer than {Patience.TotalMinutes:0} minutes; no client is that patient.";
        if (act.DoesNothing)
            yield return "the rule does nothing: give it a reply, a delay, a close or another lie.";
    }

    private static IEnumerable<string> FaultsOfTimes(MockRule rule)
    {
        if (rule.Occurrence is Occurrence.Chance { Probability: 0 })
            yield return "by a chance of 0 the rule never acts.";
        if (rule.CountsInSession && !rule.Occurrence.Selects(1) && rule.Moment is MockMoment.Connect or MockMoment.Tls
            && rule.Occurrence is not Occurrence.Chance)
            yield return $"'{Moments.Word(rule.Moment)}' comes once in a session, so there is no second time in one.";
    }

    private static bool Hides(MockRule earlier, MockRule later) =>
        Moments.Covers(earlier.Moment, later.Moment)
        && earlier.Condition is null
        && earlier.ContentBytes == later.ContentBytes
        && (earlier.Occurrence.IsAlways
            ? earlier.Pattern.Covers(later.Pattern)
            : earlier.Moment == later.Moment && later.Condition is null // Only then do the two count the same times.
                && earlier.Pattern.Covers(later.Pattern) && later.Pattern.Covers(earlier.Pattern)
                && earlier.CountsInSession == later.CountsInSession
                && earlier.Occurrence.Covers(later.Occurrence));

    /// <summary>After this one no command is looked at, so that nothing is asked about any.</summary>
    private static bool Silences(MockRule rule) =>
        rule is { Moment: MockMoment.Command, Condition: null, Pattern.MatchesAll: true, Performance.Replaces: true }
        && rule.Occurrence.IsAlways;

    /// <summary>
    /// Clients wait ten minutes at the most (RFC 5321 section 4.5.3.2.6), so twice that tells all there is to tell.
    /// </summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(20);
}
