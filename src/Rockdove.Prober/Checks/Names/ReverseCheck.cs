using System.Net;
using Rockdove.Dns;

namespace Rockdove.Prober;

/// <summary>
/// Whether addresses have names that lead back to them, and servers call themselves so. Many receivers refuse mail from
/// others.
/// </summary>
internal sealed class ReverseCheck() : Check(CheckNames.Ptr)
{
    public override bool IsForServices => true;

    public override async Task<IReadOnlyList<CheckResult>> RunAsync(CheckScope scope)
    {
        var services = await scope.ServicesAsync();
        if (services.Count == 0)
            return [Result(CheckStatus.Untested, scope.Target.ToString(), "There is no server to look at.")];
        var results = await Task.WhenAll(services.Select(one => LookAtHostAsync(scope, one)));
        return [.. results.SelectMany(one => one)];
    }

    private async Task<IReadOnlyList<CheckResult>> LookAtHostAsync(CheckScope scope, CheckedPort service)
    {
        var (addresses, _) = await scope.AddressesAsync(service.Host);
        var seen = addresses.Take(MaximumAddresses).Select(address => LookAtAddressAsync(scope, service, address));
        return await Task.WhenAll(seen);
    }

    private async Task<CheckResult> LookAtAddressAsync(CheckScope scope, CheckedPort service, IPAddress address)
    {
        var subject = address.ToString();
        var answer = await scope.AskAsync(DnsName.OfAddress(address), DnsType.Ptr);
        if (answer.IsFailure)
        {
            return Result(
                CheckStatus.Error, subject, $"Nobody knows the name of {subject}. {answer.Explanation}",
                "Ask whoever has the network to look after its name servers.");
        }

        DnsName[] names = [.. answer.Of<PtrRecord>().Select(one => one.Target).Take(MaximumNames)];
        string[] evidence = [.. names.Select(name => $"{subject} is {name}")];
        if (names.Length == 0)
        {
            var whose = IPAddress.TryParse(service.Host, out _) ? "" : $" of {service.Host}";
            return Result(
                CheckStatus.Warning, subject, $"The address {subject}{whose} has no name.",
                "Have whoever has the network write a PTR record; without one, many refuse the server's mail.");
        }

        var confirmed = new List<DnsName>();
        DnsAnswer? failure = null;
        foreach (var name in names)
        {
            var (back, failed) = await scope.AddressesAsync(name.ToString());
            failure ??= failed;
            if (back.Contains(address))
                confirmed.Add(name);
        }

        if (confirmed.Count == 0)
        {
            return failure is not null
                ? Result(
                    CheckStatus.Error, subject, $"Nobody knows whether {names[0]} is {subject}. {failure.Explanation}",
                    "Look after the name servers of that name.", evidence)
                : Result(
                    CheckStatus.Warning, subject,
                    $"The address {subject} says that it is {names[0]}, which is another one.",
                    $"Give {names[0]} this address, or the address another name.", evidence);
        }

        return await CompareWithGreetingAsync(scope, service, address, confirmed, evidence);
    }

    private async Task<CheckResult> CompareWithGreetingAsync(
        CheckScope scope, CheckedPort service, IPAddress address, List<DnsName> confirmed, string[] evidence)
    {
        var subject = address.ToString();
        var right = $"The address {subject} has a name that leads back to it.";
        if (service.Protocol != CheckedProtocol.Smtp)
            return Result(CheckStatus.Ok, subject, right, null, evidence);
        var sight = await scope.InspectAsync(service);
        if (sight.ServerName is not { } said || !Equals(sight.Address, address))
            return Result(CheckStatus.Ok, subject, right, null, evidence);
        evidence = [.. evidence, $"the server calls itself {said}"];
        if (!DnsName.TryParse(said, out var hello) || hello.LabelCount < 2)
        {
            return Result(
                CheckStatus.Notice, subject, $"{right} The server calls itself '{said}', which is no full name.",
                $"Have it call itself {confirmed[0]}.", evidence);
        }

        return confirmed.Contains(hello)
            ? Result(CheckStatus.Ok, subject, $"{right} The server calls itself so.", null, evidence)
            : Result(
                CheckStatus.Notice, subject, $"{right} The server calls itself {said}.",
                $"Have it call itself {confirmed[0]}, if it sends from there too.", evidence);
    }

    /// <summary>Of each host: clusters are looked at by some of their addresses.</summary>
    private const int MaximumAddresses = 4;

    /// <summary>Of each address: receivers stop there too (RFC 7208 section 4.6.4 knows ten).</summary>
    private const int MaximumNames = 10;
}
