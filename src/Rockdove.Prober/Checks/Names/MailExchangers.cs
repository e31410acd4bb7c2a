using Rockdove.Dns;

namespace Rockdove.Prober;

/// <summary>Who takes the mail of a domain (RFC 5321 section 5.1).</summary>
/// <param name="Answer">What was said of MX.</param>
/// <param name="Records">The records, the preferred first.</param>
/// <param name="Hosts">The hosts to look at, the preferred first, each once and not more than are allowed.</param>
/// <param name="IsImplicit">True when there is no MX, and the domain's own address stands in for it.</param>
internal sealed record MailExchangers(
    DnsAnswer Answer, IReadOnlyList<MxRecord> Records, IReadOnlyList<DnsName> Hosts, bool IsImplicit)
{
    /// <summary>The domain says that it takes no mail (RFC 7505).</summary>
    public bool IsNull => Records is [{ Exchange.IsRoot: true }];

    public static async Task<MailExchangers> FindAsync(CheckScope scope)
    {
        var answer = await scope.AskAsync(scope.Domain, DnsType.Mx);
        MxRecord[] records =
        [
            .. answer.Of<MxRecord>()
                .OrderBy(one => one.Preference)
                .ThenBy(one => one.Exchange.ToString(), StringComparer.OrdinalIgnoreCase),
        ];
        if (answer.Outcome != DnsOutcome.NoData)
        {
            DnsName[] hosts =
            [
                .. records.Select(one => one.Exchange)
                    .Where(host => !host.IsRoot)
                    .Distinct()
                    .Take(scope.Options.MaximumHosts),
            ];
            return new MailExchangers(answer, records, hosts, IsImplicit: false);
        }

        var (addresses, _) = await scope.AddressesAsync(scope.Domain.ToString());
        return new MailExchangers(answer, [], addresses.Count > 0 ? [scope.Domain] : [], addresses.Count > 0);
    }
}
