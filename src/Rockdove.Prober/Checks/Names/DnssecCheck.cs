using Rockdove.Dns;

namespace Rockdove.Prober;

/// <summary>Whether the domain is signed, as the resolver sees it (RFC 4035).</summary>
internal sealed class DnssecCheck() : Check(CheckNames.Dnssec)
{
    public override async Task<IReadOnlyList<CheckResult>> RunAsync(CheckScope scope)
    {
        var domain = scope.Domain.ToString();
        var answer = await scope.AskAsync(scope.Domain, DnsType.Soa);
        if (answer.IsFailure)
        {
            return [Result(
                answer.ResponseCode == DnsResponseCode.ServerFailure ? CheckStatus.Fail : CheckStatus.Error,
                domain, $"The domain cannot be looked up. {answer.Explanation}",
                "Look after its name servers, and whether its signatures have ended.")];
        }

        if (answer.IsAuthentic)
            return [Result(CheckStatus.Ok, domain, "The domain is signed.")];
        if (!await scope.ResolverValidatesAsync())
        {
            return [Result(
                CheckStatus.Untested, domain, "The resolver does not look at signatures.",
                "Ask one that does, on this machine if possible: --resolver.")];
        }

        return [Result(
            CheckStatus.Notice, domain, "The domain is not signed.",
            "Sign it: answers can be forged, and DANE is not possible.")];
    }
}
