using Rockdove.Dns;

namespace Rockdove.Prober;

/// <summary>TLS-RPT: whether senders are told where to report that TLS fails (RFC 8460).</summary>
internal sealed class TlsReportCheck() : Check(CheckNames.TlsRpt)
{
    public override async Task<IReadOnlyList<CheckResult>> RunAsync(CheckScope scope)
    {
        var domain = scope.Domain.ToString();
        if (!scope.Domain.TryPrepend("_smtp._tls", out var name))
            return [Result(CheckStatus.Untested, domain, "The name is too long for TLS-RPT.")];
        var answer = await scope.AskAsync(name, DnsType.Txt);
        if (answer.IsFailure)
        {
            return [Result(
                CheckStatus.Error, domain, $"Nobody knows whether there is TLS-RPT. {answer.Explanation}",
                "Look after the name servers.")];
        }

        var records = TextRecords.Of(answer, Version, "; \t");
        return records switch
        {
            [] => [Result(
                CheckStatus.Notice, domain, "Nobody is told when TLS to the servers fails: there is no TLS-RPT.",
                $"Write '{Version}; rua=mailto:...' at {name}.")],
            [var record] => [Judge(domain, name, record)],
            _ => [Result(
                CheckStatus.Fail, domain, $"There are {records.Count} records at {name}, so that none counts.",
                "Leave one (RFC 8460 section 3).", records)],
        };
    }

    private CheckResult Judge(string domain, DnsName name, string record)
    {
        if (!TagList.TryRead(record, out var tags, out var problem))
            return Fail(problem);
        if (tags.FirstName != "v" || tags["v"] != Version[2..])
            return Fail("'v' comes first, and is TLSRPTv1.");
        var places = tags["rua"]?.Split(',', StringSplitOptions.TrimEntries) ?? [];
        if (places.Length == 0)
            return Fail("There is no 'rua'.");
        return places.FirstOrDefault(place => !IsPlace(place)) is { } wrong
            ? Fail($"'{wrong}' is no place for reports: they go to 'mailto:' and 'https:'.")
            : Result(CheckStatus.Ok, domain, "It is said where reports about TLS go.", null, record);

        CheckResult Fail(string what) => Result(
            CheckStatus.Fail, domain, $"The record at {name} cannot be used. {what}", "Correct it.", record);
    }

    private static bool IsPlace(string place) =>
        Uri.TryCreate(place, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps
            || (uri.Scheme == Uri.UriSchemeMailto && uri.UserInfo.Length > 0 && uri.Host.Length > 0));

    private const string Version = "v=TLSRPTv1";
}
