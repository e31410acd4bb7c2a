using Rockdove.Dns;

namespace Rockdove.Prober;

/// <summary>SPF: one record that receivers can follow to its end (RFC 7208).</summary>
internal sealed class SpfCheck() : Check(CheckNames.Spf)
{
    public override async Task<IReadOnlyList<CheckResult>> RunAsync(CheckScope scope)
    {
        var domain = scope.Domain.ToString();
        var answer = await scope.AskAsync(scope.Domain, DnsType.Txt);
        if (answer.IsFailure)
        {
            return [Result(
                CheckStatus.Error, domain, $"Nobody knows the SPF record. {answer.Explanation}",
                "Look after the name servers: receivers put mail off or take it for unprotected.")];
        }

        var records = TextRecords.Of(answer, Version, " ");
        if (records.Count == 0)
        {
            return [Result(
                CheckStatus.Fail, domain, "There is no SPF record: everybody may send in the domain's name.",
                "Write one. Where no mail is sent, it is 'v=spf1 -all'.")];
        }

        if (records.Count > 1)
        {
            return [Result(
                CheckStatus.Fail, domain, $"There are {records.Count} SPF records, so that none counts.",
                "Make them one (RFC 7208 section 4.5).", records)];
        }

        var walk = new SpfWalk(scope);
        var all = await walk.FollowAsync(scope.Domain, records[0]);
        return [.. Judge(domain, walk, all)];
    }

    private IEnumerable<CheckResult> Judge(string domain, SpfWalk walk, char? all)
    {
        string[] evidence = [.. walk.Evidence, $"{walk.Lookups} lookups, {walk.VoidLookups} of them void"];
        if (walk.Mistake is { } mistake)
        {
            yield return Result(
                CheckStatus.Fail, domain, $"{mistake} Receivers take all of SPF for wrong (permerror).",
                "Correct the record.", evidence);
            yield break;
        }

        if (walk.Unknown is { } unknown)
        {
            yield return Result(
                CheckStatus.Error, domain, $"{unknown} Receivers put mail off (temperror).",
                "Look after those name servers, or leave them out.", evidence);
            yield break;
        }

        if (walk.Lookups > MaximumLookups)
        {
            var count = walk.Lookups == SpfWalk.MaximumCounted ? $"{walk.Lookups} or more" : $"{walk.Lookups}";
            yield return Result(
                CheckStatus.Fail, domain,
                $"SPF needs {count} lookups, and {MaximumLookups} are allowed: receivers take it for wrong "
                + "(permerror).",
                "Include less, or name networks with ip4 and ip6.", evidence);
            yield break;
        }

        if (walk.VoidLookups > MaximumVoidLookups)
        {
            yield return Result(
                CheckStatus.Fail, domain,
                $"{walk.VoidLookups} names in SPF have no records, and {MaximumVoidLookups} may have none: receivers "
                + "may take it for wrong (permerror).",
                "Take names out that do not exist any more.", evidence);
            yield break;
        }

        yield return JudgeAll(domain, all, evidence);
        if (walk.HasPtr)
        {
            yield return Result(
                CheckStatus.Warning, domain, "SPF uses ptr, which is slow, and which many receivers leave out.",
                "Name addresses in place of it (RFC 7208 section 5.5).");
        }

        if (walk.HasMacros)
        {
            yield return Result(
                CheckStatus.Notice, domain, "Some of SPF depends on the mail, and was not followed.");
        }
    }

    private CheckResult JudgeAll(string domain, char? all, string[] evidence) => all switch
    {
        '-' => Result(CheckStatus.Ok, domain, "SPF names who may send, and refuses others.", null, evidence),
        '~' => Result(CheckStatus.Ok, domain, "SPF names who may send, and has others suspected.", null, evidence),
        '+' => Result(
            CheckStatus.Fail, domain, "SPF allows everybody to send: '+all'.", "End it with '-all' or '~all'.",
            evidence),
        '?' => Result(
            CheckStatus.Warning, domain, "SPF says nothing about those that it does not name: '?all'.",
            "End it with '-all' or '~all'.", evidence),
        _ => Result(
            CheckStatus.Warning, domain, "SPF has no 'all', and says nothing about those that it does not name.",
            "End it with '-all' or '~all'.", evidence),
    };

    internal const string Version = "v=spf1";

    /// <summary>RFC 7208 section 4.6.4.</summary>
    private const int MaximumLookups = 10;

    /// <summary>RFC 7208 section 4.6.4.</summary>
    private const int MaximumVoidLookups = 2;
}
