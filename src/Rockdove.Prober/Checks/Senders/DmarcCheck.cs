using System.Globalization;
using Rockdove.Dns;

namespace Rockdove.Prober;

/// <summary>
/// DMARC: what receivers are to do with mail that neither SPF nor DKIM vouches for (RFC 7489). A domain without a
/// record has that of the nearest domain above it; which of them belongs to whom is not looked up in a list of public
/// suffixes, so that a record of such a suffix would be taken too.
/// </summary>
internal sealed class DmarcCheck() : Check(CheckNames.Dmarc)
{
    public override async Task<IReadOnlyList<CheckResult>> RunAsync(CheckScope scope)
    {
        var domain = scope.Domain.ToString();
        var at = scope.Domain;
        for (var steps = 0; steps < MaximumSteps && (at.LabelCount > 1 || steps == 0); steps++, at = at.Parent!)
        {
            if (!at.TryPrepend("_dmarc", out var name))
                break;
            var answer = await scope.AskAsync(name, DnsType.Txt);
            if (answer.IsFailure)
            {
                return [Result(
                    CheckStatus.Error, domain, $"Nobody knows the DMARC record at {name}. {answer.Explanation}",
                    "Look after the name servers: receivers put mail off or do without.")];
            }

            var records = TextRecords.Of(answer, Version, "; \t");
            if (records.Count > 1)
            {
                return [Result(
                    CheckStatus.Fail, domain,
                    $"There are {records.Count} DMARC records at {name}, so that none counts.",
                    "Leave one (RFC 7489 section 6.6.3).", records)];
            }

            if (records.Count == 1)
                return await JudgeAsync(scope, at, records[0]);
        }

        return [Result(
            CheckStatus.Fail, domain, "There is no DMARC record: who forges the domain in From is found out by nobody.",
            $"Write one at _dmarc.{domain}; begin with 'v=DMARC1; p=none; rua=mailto:...', and read the reports.")];
    }

    private async Task<IReadOnlyList<CheckResult>> JudgeAsync(CheckScope scope, DnsName at, string text)
    {
        var domain = scope.Domain.ToString();
        var isInherited = at != scope.Domain;
        string[] evidence = [$"_dmarc.{at}: {text}"];
        if (!TagList.TryRead(text, out var tags, out var problem))
            return [Fail(problem)];
        if (tags.FirstName != "v" || tags["v"] != "DMARC1")
            return [Fail("'v' comes first, and is DMARC1.")];
        foreach (var (tag, allowed) in Allowed)
        {
            if (tags[tag] is { } value && !allowed.Contains(value.ToLowerInvariant()))
                return [Fail($"'{tag}={value}' is not known; there are {string.Join(", ", allowed)}.")];
        }

        var share = 100;
        if (tags["pct"] is { } percent
            && (!int.TryParse(percent, NumberStyles.None, CultureInfo.InvariantCulture, out share) || share > 100))
            return [Fail($"'pct={percent}' is no percentage.")];
        if (tags["p"] is not { } policy)
            return [Fail("There is no 'p'.")];
        var counts = (isInherited ? tags["sp"] ?? policy : policy).ToLowerInvariant();
        var results = new List<CheckResult> { JudgePolicy(domain, at, counts, isInherited, evidence) };
        if (share < 100 && counts != "none")
        {
            results.Add(Result(
                CheckStatus.Notice, domain, $"The policy holds for {share} of 100 mails.",
                "Take 'pct' away when all is well."));
        }

        if (!isInherited && tags["sp"]?.ToLowerInvariant() == "none" && counts != "none")
        {
            results.Add(Result(
                CheckStatus.Warning, domain, "The policy does not hold for domains beneath this one: 'sp=none'.",
                "Take 'sp' away: whoever forges takes a name beneath."));
        }

        results.AddRange(await JudgeReportsAsync(scope, at, tags["rua"]));
        return results;

        CheckResult Fail(string what) => Result(
            CheckStatus.Fail, domain, $"The DMARC record cannot be used. {what}", "Correct the record.", evidence);
    }

    private CheckResult JudgePolicy(string domain, DnsName at, string policy, bool isInherited, string[] evidence)
    {
        var from = isInherited ? $" That is said at {at}." : "";
        return policy switch
        {
            "none" => Result(
                CheckStatus.Warning, domain,
                $"Mail that fails DMARC is delivered all the same: the policy is none.{from}",
                "Read the reports, and go on to quarantine and reject.", evidence),
            "quarantine" => Result(
                CheckStatus.Ok, domain, $"Mail that fails DMARC is to be suspected: the policy is quarantine.{from}",
                null, evidence),
            _ => Result(
                CheckStatus.Ok, domain, $"Mail that fails DMARC is to be refused: the policy is reject.{from}",
                null, evidence),
        };
    }

    /// <summary>Where reports go; others' domains must have said that they take them (RFC 7489 section 7.1).</summary>
    private async Task<IReadOnlyList<CheckResult>> JudgeReportsAsync(CheckScope scope, DnsName at, string? list)
    {
        var domain = scope.Domain.ToString();
        if (string.IsNullOrEmpty(list))
        {
            return [Result(
                CheckStatus.Notice, domain, "Nobody gets reports: there is no 'rua'.",
                "Name an address; without reports nobody sees what fails.")];
        }

        var results = new List<CheckResult>();
        foreach (var address in list.Split(',', StringSplitOptions.TrimEntries).Take(MaximumReceivers))
        {
            if (await JudgeReceiverAsync(scope, at, address) is { } result)
                results.Add(result);
        }

        return results;
    }

    private async Task<CheckResult?> JudgeReceiverAsync(CheckScope scope, DnsName at, string address)
    {
        var domain = scope.Domain.ToString();
        if (!Uri.TryCreate(address.Split('!')[0], UriKind.Absolute, out var uri)
            || (uri.Scheme == Uri.UriSchemeMailto && (uri.UserInfo.Length == 0 || uri.Host.Length == 0)))
        {
            return Result(
                CheckStatus.Warning, domain, $"'{address}' in 'rua' is no address for reports.",
                "Write it as 'mailto:reports@example.org'.");
        }

        if (uri.Scheme != Uri.UriSchemeMailto || !DnsName.TryParse(uri.Host, out var receiver)
            || receiver.IsAtOrUnder(at) || at.IsAtOrUnder(receiver))
            return null;
        if (!receiver.TryPrepend($"{at}._report._dmarc", out var name))
            return null;
        var answer = await scope.AskAsync(name, DnsType.Txt);
        if (answer.IsFailure)
        {
            return Result(
                CheckStatus.Error, domain, $"Nobody knows whether {receiver} takes reports. {answer.Explanation}",
                "Look after the name servers of that domain.");
        }

        return TextRecords.Of(answer, Version, "; \t").Count > 0 ? null : Result(
            CheckStatus.Warning, domain, $"{receiver} has not said that it takes reports for {at}: it gets none.",
            $"Have it write 'v=DMARC1' at {name} (RFC 7489 section 7.1).");
    }

    private const string Version = "v=DMARC1";

    private static readonly (string Tag, string[] Values)[] Allowed =
    [
        ("p", ["none", "quarantine", "reject"]), ("sp", ["none", "quarantine", "reject"]),
        ("adkim", ["r", "s"]), ("aspf", ["r", "s"]),
    ];

    /// <summary>Names above this are those of authorities, and no mail domain has so many parts.</summary>
    private const int MaximumSteps = 8;

    /// <summary>Receivers need not send to more than two (RFC 7489 section 6.2); this is plenty.</summary>
    private const int MaximumReceivers = 10;
}
