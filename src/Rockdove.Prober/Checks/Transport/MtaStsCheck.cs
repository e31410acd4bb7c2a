using System.Globalization;
using Rockdove.Dns;

namespace Rockdove.Prober;

/// <summary>MTA-STS: whether senders are told to insist on TLS, and could (RFC 8461).</summary>
internal sealed class MtaStsCheck() : Check(CheckNames.MtaSts)
{
    public override async Task<IReadOnlyList<CheckResult>> RunAsync(CheckScope scope)
    {
        var domain = scope.Domain.ToString();
        if (!scope.Domain.TryPrepend("_mta-sts", out var name))
            return [Result(CheckStatus.Untested, domain, "The name is too long for MTA-STS.")];
        var answer = await scope.AskAsync(name, DnsType.Txt);
        if (answer.IsFailure)
        {
            return [Result(
                CheckStatus.Error, domain, $"Nobody knows whether there is MTA-STS. {answer.Explanation}",
                "Look after the name servers.")];
        }

        var records = TextRecords.Of(answer, "v=STSv1", "; \t");
        if (records.Count == 0)
        {
            return [Result(
                CheckStatus.Notice, domain, "There is no MTA-STS: senders cannot know that there has to be TLS.",
                "Publish a policy, or TLSA records for DANE.")];
        }

        if (records.Count > 1)
        {
            return [Result(
                CheckStatus.Fail, domain, $"There are {records.Count} records at {name}, so that none counts.",
                "Leave one (RFC 8461 section 3.1).", records)];
        }

        if (!TagList.TryRead(records[0], out var tags, out var problem) || (problem = IdDefect(tags)) is not null)
        {
            return [Result(
                CheckStatus.Fail, domain, $"The record at {name} cannot be used. {problem}", "Correct it.",
                records[0])];
        }

        return await LookAtPolicyAsync(scope, records[0]);
    }

    private async Task<IReadOnlyList<CheckResult>> LookAtPolicyAsync(CheckScope scope, string record)
    {
        var domain = scope.Domain.ToString();
        var (text, problem) = await new PolicyFetch(scope).GetAsync($"mta-sts.{domain}");
        MtaStsPolicy? policy = null;
        if (text is null || !MtaStsPolicy.TryRead(text, out policy, out problem))
        {
            return [Result(
                CheckStatus.Fail, domain, $"There is no policy that counts. {problem}",
                $"Serve it at https://mta-sts.{domain}/.well-known/mta-sts.txt.", record)];
        }

        string[] evidence =
        [
            record,
            string.Create(
                CultureInfo.InvariantCulture,
                $"mode {policy.Mode}, max_age {policy.MaximumAge.TotalSeconds:0}, "
                + $"mx {string.Join(", ", policy.Patterns)}"),
        ];
        if (policy.Mode == "none")
        {
            return [Result(
                CheckStatus.Notice, domain, "The policy says that there is no MTA-STS any more.", null, evidence)];
        }

        var results = new List<CheckResult>();
        var bad = policy.Mode == "enforce" ? CheckStatus.Fail : CheckStatus.Warning;
        var exchangers = await scope.ExchangersAsync();
        foreach (var host in exchangers.Hosts)
        {
            if (!policy.Allows(host))
            {
                results.Add(Result(
                    bad, host.ToString(), $"The policy does not name {host}, to which the MX leads.",
                    "Name it, and change the id; until then senders do not use this server."));
            }
        }

        results.AddRange(await LookAtServersAsync(scope, policy, bad));
        if (policy.MaximumAge < ShortAge)
        {
            results.Add(Result(
                CheckStatus.Warning, domain, $"The policy holds for {policy.MaximumAge.TotalHours:0.#} hours only.",
                "Let it hold for weeks: whoever can cut it off has to do so for as long."));
        }

        if (policy.Mode == "testing")
        {
            results.Add(Result(
                CheckStatus.Notice, domain, "The policy is a test: senders report, and go on without TLS.",
                "Read the reports, and go on to enforce."));
        }

        if (results.TrueForAll(one => one.Status == CheckStatus.Notice))
        {
            results.Insert(
                0, Result(CheckStatus.Ok, domain, "There is a policy, and the servers keep it.", null, evidence));
        }
        else
        {
            results[0] = results[0] with { Evidence = evidence };
        }

        return results;
    }

    /// <summary>Senders demand TLS and a certificate for the name of the MX (RFC 8461 section 4.2).</summary>
    private async Task<IReadOnlyList<CheckResult>> LookAtServersAsync(
        CheckScope scope, MtaStsPolicy policy, CheckStatus bad)
    {
        var results = new List<CheckResult>();
        foreach (var service in await scope.ServicesAsync())
        {
            if (!policy.Allows(DnsName.Parse(service.Host)))
                continue;
            var sight = await scope.InspectAsync(service);
            if (Unfit(scope, sight) is { } reason)
            {
                results.Add(Result(
                    bad, service.ToString(), $"The server does not keep the policy. {reason}",
                    "Give it a certificate that is good; until then senders that look at the policy put mail off."));
            }
            else if (sight.Certificates.Count == 0)
            {
                results.Add(Result(
                    CheckStatus.Error, service.ToString(),
                    $"Nobody knows whether the server keeps the policy. {sight.Explanation}", "Look whether it runs."));
            }
        }

        return results;
    }

    private static string? Unfit(CheckScope scope, ServiceSight sight)
    {
        if (sight.Failure is SightFailure.NoTls or SightFailure.NoHandshake)
            return sight.Explanation;
        if (sight.Certificates is not [var own, ..])
            return null;
        if (!own.MatchesHostname(sight.Service.Host))
            return "Its certificate is for another name.";
        if (scope.Now < own.NotBefore.ToUniversalTime() || scope.Now > own.NotAfter.ToUniversalTime())
            return "Its certificate has ended, or not begun.";
        return CertificateJudge.Distrust(sight.Certificates, scope.Options.TrustedRoots, scope.Now) is [var problem, ..]
            ? problem
            : null;
    }

    private static string? IdDefect(TagList tags) =>
        tags.FirstName != "v" || tags["v"] != "STSv1" ? "'v' comes first, and is STSv1."
        : tags["id"] is not { Length: > 0 and <= 32 } id || !id.All(char.IsAsciiLetterOrDigit)
            ? "'id' has 1 to 32 letters and digits."
        : null;

    /// <summary>RFC 8461 section 3.2 wants weeks or more.</summary>
    private static readonly TimeSpan ShortAge = TimeSpan.FromDays(1);
}
