using System.Globalization;
using System.Net;
using Rockdove.Dns;

namespace Rockdove.Prober;

/// <summary>
/// DANE: whether signed TLSA records vouch for the certificates of servers (RFC 7672). Senders that do DANE put mail
/// off when they do not, and when they cannot find out.
/// </summary>
internal sealed class DaneCheck() : Check(CheckNames.Dane)
{
    public override bool IsForServices => true;

    public override async Task<IReadOnlyList<CheckResult>> RunAsync(CheckScope scope)
    {
        var target = scope.Target.ToString();
        var services = await scope.ServicesAsync();
        if (services.Count == 0)
            return [Result(CheckStatus.Untested, target, "There is no server to look at.")];
        if (!await scope.ResolverValidatesAsync())
        {
            return [Result(
                CheckStatus.Untested, target, "The resolver does not look at signatures, which DANE stands on.",
                "Ask one that does, on this machine if possible: --resolver.")];
        }

        var isSigned = true;
        if (scope.Target.IsDomain)
            isSigned = (await scope.ExchangersAsync()).Answer.IsAuthentic;
        var results = await Task.WhenAll(services.Select(service => LookAtAsync(scope, service, isSigned)));
        return scope.Options.Resolver.Servers.All(server => IPAddress.IsLoopback(server.Address))
            ? results
            :
            [
                .. results,
                Result(
                    CheckStatus.Notice, target,
                    "The resolver is on another machine: whoever is on the way to it can say that answers are signed.",
                    "Run one here for this."),
            ];
    }

    private async Task<CheckResult> LookAtAsync(CheckScope scope, CheckedPort service, bool isDomainSigned)
    {
        var subject = service.ToString();
        if (!DnsName.TryParse(service.Host, out var host) || IPAddress.TryParse(service.Host, out _))
            return Result(CheckStatus.Untested, subject, "An address has no name for TLSA records.");
        var v4 = scope.AskAsync(host, DnsType.A);
        var v6 = scope.AskAsync(host, DnsType.Aaaa);
        DnsAnswer[] addresses = [await v4, await v6];
        if (addresses.FirstOrDefault(one => one.IsFailure) is { } failure)
        {
            return Result(
                CheckStatus.Fail, subject, $"The addresses cannot be looked up. {failure.Explanation}",
                "Look after the name servers: senders that do DANE put mail off.");
        }

        if (!addresses.All(one => one.IsAuthentic))
        {
            // Nobody asks for TLSA then: some servers of unsigned zones fail over it (RFC 7672 section 2.2.2).
            return Result(
                CheckStatus.Notice, subject, "The name of the server is not signed: there is no DANE.",
                "Sign the zone, and write TLSA records.");
        }

        // Behind aliases that are all signed, the records are at the last name (RFC 7672 section 2.2.3).
        var at = addresses[0].CanonicalName;
        var labels = string.Create(CultureInfo.InvariantCulture, $"_{service.Port}._tcp");
        if (!at.TryPrepend(labels, out var name))
            return Result(CheckStatus.Untested, subject, "The name is too long for TLSA records.");
        var answer = await scope.AskAsync(name, DnsType.Tlsa);
        if (answer.IsFailure)
        {
            return Result(
                CheckStatus.Fail, subject, $"The TLSA records at {name} cannot be looked up. {answer.Explanation}",
                "Look after the name servers: this is not to have none, and senders that do DANE put mail off.");
        }

        if (answer.Outcome != DnsOutcome.Found)
        {
            return Result(
                CheckStatus.Notice, subject, $"There are no TLSA records at {name}.",
                "Write them: the zone is signed.");
        }

        if (!answer.IsAuthentic || !isDomainSigned)
        {
            var what = answer.IsAuthentic ? "the MX records are" : "they are";
            return Result(
                CheckStatus.Warning, subject, $"There are TLSA records, and {what} not signed: nobody looks at them.",
                "Sign the zone.");
        }

        return await CompareAsync(scope, service, [.. answer.Of<TlsaRecord>().Take(MaximumRecords)]);
    }

    private async Task<CheckResult> CompareAsync(CheckScope scope, CheckedPort service, TlsaRecord[] records)
    {
        var subject = service.ToString();
        var usable = records.Where(record => TlsaMatch.Defect(record) is null).ToArray();
        string[] evidence =
        [
            .. records.Select(record => TlsaMatch.Defect(record) is { } defect
                ? $"{TlsaMatch.Text(record)}: {defect}"
                : TlsaMatch.Text(record)),
        ];
        if (usable.Length == 0)
        {
            return Result(
                CheckStatus.Warning, subject,
                "None of the TLSA records can be used: senders encrypt, and believe anybody.",
                "Write one as '3 1 1', with the SHA-256 of the public key.", evidence);
        }

        var sight = await scope.InspectAsync(service);
        if (sight.Failure is SightFailure.NoTls or SightFailure.NoHandshake)
        {
            return Result(
                CheckStatus.Fail, subject, $"There are TLSA records, and no TLS. {sight.Explanation}",
                "Switch TLS on: senders that do DANE put mail off.", evidence);
        }

        if (sight.Certificates.Count == 0)
        {
            return Result(
                CheckStatus.Untested, subject, "There are TLSA records, and no certificate to compare with.",
                evidence: evidence);
        }

        string[] names = scope.Target.IsDomain ? [service.Host, scope.Domain.ToString()] : [service.Host];
        var vouching = usable.Count(record => TlsaMatch.Vouches(record, sight.Certificates, names, scope.Now));
        if (vouching == 0)
        {
            return Result(
                CheckStatus.Fail, subject, "No TLSA record is for the certificate that the server shows.",
                "Write one that is: senders that do DANE put mail off. The usual reason is a new certificate.",
                [.. evidence, $"shown: SHA-256 {CertificateJudge.Fingerprint(sight.Certificates[0])}"]);
        }

        var end = sight.Certificates[0].NotAfter.ToUniversalTime();
        if (usable.Length == 1 && end - scope.Now < scope.Options.ExpiryNotice)
        {
            return Result(
                CheckStatus.Notice, subject,
                "TLSA vouches for the certificate, which ends soon, and there is no record for the next.",
                "Write the record of the next key before the certificate is changed (RFC 7671 section 8).", evidence);
        }

        return Result(
            CheckStatus.Ok, subject, "TLSA records vouch for the certificate, and are signed.", null, evidence);
    }

    /// <summary>Two or four are usual.</summary>
    private const int MaximumRecords = 20;
}
