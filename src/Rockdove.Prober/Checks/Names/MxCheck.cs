using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Rockdove.Dns;

namespace Rockdove.Prober;

/// <summary>
/// MX: whether there are servers for the domain's mail, with names and addresses (RFC 5321 section 5.1).
/// </summary>
internal sealed class MxCheck() : Check(CheckNames.Mx)
{
    public override async Task<IReadOnlyList<CheckResult>> RunAsync(CheckScope scope)
    {
        var domain = scope.Domain.ToString();
        var exchangers = await scope.ExchangersAsync();
        var answer = exchangers.Answer;
        if (answer.IsFailure)
        {
            return [Result(
                CheckStatus.Error, domain, $"Nobody knows where mail for {domain} goes. {answer.Explanation}",
                "Look after the name servers of the domain, or ask another resolver.")];
        }

        if (answer.Outcome == DnsOutcome.NoName)
            return [Result(CheckStatus.Fail, domain, "The domain does not exist.", "Look how it is written.")];
        if (exchangers.IsNull)
            return [Result(CheckStatus.Ok, domain, "The domain says that it takes no mail (null MX, RFC 7505).")];
        if (exchangers.IsImplicit)
        {
            return [Result(
                CheckStatus.Warning, domain, "There is no MX: mail goes to the address of the domain itself.",
                "Write an MX record. Not every sender looks for the address.")];
        }

        if (exchangers.Records.Count == 0)
        {
            return [Result(
                CheckStatus.Fail, domain, "The domain has neither MX nor address: mail for it comes back.",
                "Write an MX record; one of '0 .' when the domain is to take no mail (RFC 7505).")];
        }

        return await LookAtHostsAsync(scope, exchangers);
    }

    private async Task<IReadOnlyList<CheckResult>> LookAtHostsAsync(CheckScope scope, MailExchangers exchangers)
    {
        var domain = scope.Domain.ToString();
        var results = new List<CheckResult>();
        if (exchangers.Records.Any(one => one.Exchange.IsRoot))
        {
            results.Add(Result(
                CheckStatus.Fail, domain, "One MX says that no mail is taken, and others name servers.",
                "Take away the record with '.', or all others (RFC 7505 section 3)."));
        }

        var hosts = await Task.WhenAll(exchangers.Hosts.Select(host => LookAtHostAsync(scope, host)));
        results.AddRange(hosts.Select(one => one.Problem).OfType<CheckResult>());
        IReadOnlyList<string> evidence =
        [
            .. exchangers.Records.Where(one => !one.Exchange.IsRoot).Select(record => Line(record, hosts)),
        ];
        var left = exchangers.Records.Select(one => one.Exchange).Where(one => !one.IsRoot).Distinct().Count()
            - exchangers.Hosts.Count;
        if (left > 0)
        {
            results.Add(Result(
                CheckStatus.Notice, domain, $"There are {left} more mail servers, which were not looked at."));
        }

        if (hosts.Any(one => one.Addresses.Count > 0)
            && !hosts.Any(one => one.Addresses.Any(address => address.AddressFamily == AddressFamily.InterNetworkV6)))
        {
            results.Add(Result(
                CheckStatus.Notice, domain, "No mail server has an address of IPv6.",
                "Give one to a server at least: some senders have nothing else."));
        }

        var worst = results.Count == 0 ? CheckStatus.Ok : results.Max(one => one.Status);
        var count = exchangers.Hosts.Count == 1 ? "1 server" : $"{exchangers.Hosts.Count} servers";
        if (worst <= CheckStatus.Notice)
            results.Insert(0, Result(CheckStatus.Ok, domain, $"Mail goes to {count}.", null, evidence));
        else
            results[0] = results[0] with { Evidence = evidence };
        return results;
    }

    private async Task<(DnsName Host, IReadOnlyList<IPAddress> Addresses, CheckResult? Problem)> LookAtHostAsync(
        CheckScope scope, DnsName host)
    {
        var name = host.ToString();
        if (IPAddress.TryParse(name, out _))
        {
            return (host, [], Result(
                CheckStatus.Fail, name, "An MX names an address, and has to name a host.",
                "Give the server a name, and name that (RFC 5321 section 5.1)."));
        }

        var alias = scope.AskAsync(host, DnsType.Cname);
        var (addresses, failure) = await scope.AddressesAsync(name);
        if (failure is not null)
        {
            return (host, [], Result(
                CheckStatus.Error, name, $"Nobody knows the addresses of {name}. {failure.Explanation}",
                "Look after the name servers of the host."));
        }

        if (addresses.Count == 0)
        {
            return (host, [], Result(
                CheckStatus.Fail, name, "The mail server has no address.",
                "Write an A record, and AAAA, or drop the MX."));
        }

        if (await alias is { Outcome: DnsOutcome.Found } found)
        {
            return (host, addresses, Result(
                CheckStatus.Warning, name, $"The MX names an alias, of {found.Of<CnameRecord>().First().Target}.",
                "Name the host itself: aliases are not allowed here (RFC 2181 section 10.3)."));
        }

        return (host, addresses, null);
    }

    private static string Line(
        MxRecord record, (DnsName Host, IReadOnlyList<IPAddress> Addresses, CheckResult? Problem)[] hosts)
    {
        var addresses = hosts.FirstOrDefault(one => one.Host == record.Exchange).Addresses ?? [];
        var list = addresses.Count == 0 ? "" : $": {string.Join(", ", addresses)}";
        return string.Create(CultureInfo.InvariantCulture, $"{record.Preference} {record.Exchange}{list}");
    }
}
