using Rockdove.Mime;
using Rockdove.Storage;

namespace Rockdove.Web;

/// <summary>
/// What a receiver would find out about who a mail is from, as far as a catcher can: DKIM in full, DMARC as far as DKIM
/// decides it, and which domain SPF would be about. Whether SPF passes is not told: the address from which a mail came
/// to a catcher is not the one from which it will be sent.
/// </summary>
/// <param name="records">Where DNS is asked; null if it is not.</param>
/// <param name="time">Against which expiry is judged.</param>
internal sealed class AuthenticationCheck(TextRecords? records, TimeProvider time)
{
    public async Task<AuthenticationCheckShape> RunAsync(
        MessageRow row, MimeMessage mime, CancellationToken cancellationToken)
    {
        var from = mime.From is [{ AsciiDomain: { Length: > 0 } domain }] ? domain.ToLowerInvariant() : null;
        var path = row.Envelope?.ReversePath ?? "";
        var policy = from is null || records is null ? new() : await PolicyAsync(from, cancellationToken);
        var signatures = await new DkimVerifier(records, time).VerifyAsync(mime, cancellationToken);
        DkimShape[] dkim =
        [
            .. signatures.Select(
                one => one with { IsAligned = Alignment.Of(from, one.Domain, policy.IsStrictForDkim) }),
        ];
        var sender = path.Length == 0 ? null : MailAddress.Parse(path)?.AsciiDomain?.ToLowerInvariant();
        var spf = new SpfShape(sender, Alignment.Of(from, sender, policy.IsStrictForSpf));
        return new()
        {
            Asked = records is not null,
            From = from,
            Spf = spf,
            Dkim = dkim,
            Dmarc = Judge(from, policy, dkim, spf),
            Claims = [.. mime.Headers.All("Authentication-Results").Take(MostClaims).SelectMany(Claims)],
        };
    }

    private static DmarcShape Judge(string? from, DmarcPolicy policy, DkimShape[] dkim, SpfShape spf)
    {
        var (result, explanation) = from is null
            ? ("fail", "From has not exactly one address with a domain.")
            : Array.Exists(dkim, one => one is { Result: "pass", IsAligned: true })
            ? ("pass", "A signature of the domain of From is good.")
            : Array.Exists(dkim, one => one.IsAligned != false && one.Result is "unknown" or "temperror" or "neutral"
                || one is { Result: "pass", IsAligned: null })
            ? ("unknown", "A signature may decide it, and cannot be judged here.")
            : spf.IsAligned != false && spf.Domain is not null
            ? ("unknown", "No signature decides it. It passes where SPF does for the server that will send it.")
            : ("fail", "No good signature and no reverse-path is of the domain of From.");
        return new(policy.Domain, policy.Policy, policy.Problem, result, explanation);
    }

    /// <summary>
    /// The record of the domain, or of the nearest one above: a walk up the tree, as DMARC wants it by now.
    /// </summary>
    private async Task<DmarcPolicy> PolicyAsync(string from, CancellationToken cancellationToken)
    {
        var domain = from;
        for (var asked = 0; asked < MostPolicies && domain.Contains('.', StringComparison.Ordinal); asked++)
        {
            var (found, problem) = await records!($"_dmarc.{domain}", cancellationToken);
            if (problem is not null)
                return new() { Problem = problem };
            foreach (var record in found)
            {
                if (TagList.Read(record) is { } tags && tags["v"] == "DMARC1")
                {
                    return new()
                    {
                        Domain = domain,
                        Policy = domain == from ? tags["p"] : tags["sp"] ?? tags["p"],
                        IsStrictForDkim = tags["adkim"] == "s",
                        IsStrictForSpf = tags["aspf"] == "s",
                    };
                }
            }

            domain = domain[(domain.IndexOf('.', StringComparison.Ordinal) + 1)..];
        }

        return new();
    }

    /// <summary>What fields say. Anybody can have written them.</summary>
    private static IEnumerable<ClaimShape> Claims(HeaderField field) =>
        AuthenticationResults.Read(field.Unfolded) is { } said
            ? said.Results.Select(result => new ClaimShape(
                said.ServerId, result.Method, result.Result, result.Reason,
                [.. result.Properties.Select(one => new ClaimedPropertyShape($"{one.Kind}.{one.Name}", one.Value))]))
            : [];

    private sealed record DmarcPolicy
    {
        public string? Domain { get; init; }

        public string? Policy { get; init; }

        public string? Problem { get; init; }

        public bool IsStrictForDkim { get; init; }

        public bool IsStrictForSpf { get; init; }
    }

    private const int MostClaims = 20;

    private const int MostPolicies = 5;
}
