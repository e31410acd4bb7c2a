using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace Rockdove.Prober;

/// <summary>
/// Certificates: whether the chain leads to an authority, is for the name, and holds long enough. Servers that send
/// mail to an MX mostly do not look; who uses MTA-STS does, and so do people's programs at other ports.
/// </summary>
internal sealed class CertificateCheck() : Check(CheckNames.Certificate)
{
    public override bool IsForServices => true;

    public override async Task<IReadOnlyList<CheckResult>> RunAsync(CheckScope scope)
    {
        var services = await scope.ServicesAsync();
        var results = await Task.WhenAll(services.Select(service => LookAtAsync(scope, service)));
        return [.. results.SelectMany(one => one)];
    }

    private async Task<IReadOnlyList<CheckResult>> LookAtAsync(CheckScope scope, CheckedPort service)
    {
        var sight = await scope.InspectAsync(service);
        var subject = service.ToString();
        if (sight.Certificates.Count == 0)
            return [Result(CheckStatus.Untested, subject, "There is no certificate to look at.")];
        var bad = service.IsExchange ? CheckStatus.Warning : CheckStatus.Fail;
        var results = new List<CheckResult>();
        foreach (var problem in CertificateJudge.Distrust(sight.Certificates, scope.Options.TrustedRoots, scope.Now))
        {
            results.Add(Result(
                bad, subject, problem, "Have an authority sign it that others believe, and show all of the chain."));
        }

        if (!sight.Certificates[0].MatchesHostname(service.Host))
        {
            results.Add(Result(
                bad, subject, $"The certificate is not for {service.Host}, but for {Names(sight.Certificates[0])}.",
                $"Get one with the name {service.Host}."));
        }

        foreach (var (i, certificate) in sight.Certificates.Index())
        {
            if (JudgeTime(scope, subject, certificate, i, bad) is { } time)
                results.Add(time);
            if (JudgeStrength(subject, certificate, i, bad) is { } strength)
                results.Add(strength);
        }

        string[] evidence = [.. sight.Certificates.Select(Line)];
        if (results.Count == 0)
        {
            var last = sight.Certificates.Min(one => one.NotAfter.ToUniversalTime());
            return [Result(
                CheckStatus.Ok, subject, $"The certificate is good, until {Date(last)}.", null, evidence)];
        }

        results[0] = results[0] with { Evidence = evidence };
        return results;
    }

    private CheckResult? JudgeTime(
        CheckScope scope, string subject, X509Certificate2 certificate, int position, CheckStatus bad)
    {
        var (now, options) = (scope.Now, scope.Options);
        var whose = position == 0 ? "The certificate" : $"The certificate of {HolderOf(certificate)} in the chain";
        DateTimeOffset begin = certificate.NotBefore.ToUniversalTime(), end = certificate.NotAfter.ToUniversalTime();
        if (now < begin)
        {
            return Result(
                bad, subject, $"{whose} holds from {Date(begin)} on, and not yet.", "Look at the clocks.");
        }

        if (now > end)
            return Result(bad, subject, $"{whose} has ended on {Date(end)}.", "Renew it.");
        var days = (int)(end - now).TotalDays;
        if (end - now >= options.ExpiryNotice)
            return null;
        return Result(
            end - now < options.ExpiryWarning ? CheckStatus.Warning : CheckStatus.Notice, subject,
            string.Create(CultureInfo.InvariantCulture, $"{whose} ends on {Date(end)}, in {days} days."),
            "Renew it, and look why nothing has done so by itself.");
    }

    private CheckResult? JudgeStrength(string subject, X509Certificate2 certificate, int position, CheckStatus bad)
    {
        var whose = position == 0 ? "The certificate" : $"The certificate of {HolderOf(certificate)} in the chain";
        var (key, isWeak) = CertificateJudge.KeyOf(certificate);
        if (isWeak)
            return Result(bad, subject, $"{whose} has a key that is too small: {key}.", "Make a larger one.");
        var isRoot = certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
        return !isRoot && CertificateJudge.BrokenHash(certificate) is { } hash
            ? Result(bad, subject, $"{whose} is signed with {hash}, which can be forged.", "Get a new one.")
            : null;
    }

    private static string Line(X509Certificate2 one) =>
        $"{HolderOf(one)}, from {one.GetNameInfo(X509NameType.SimpleName, forIssuer: true)}, "
        + $"{Date(one.NotBefore.ToUniversalTime())} to {Date(one.NotAfter.ToUniversalTime())}, "
        + $"{CertificateJudge.KeyOf(one).Key}, SHA-256 {CertificateJudge.Fingerprint(one)}";

    private static string HolderOf(X509Certificate2 one) => Printable(one.GetNameInfo(X509NameType.SimpleName, false));

    private static string Names(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(one => one.EnumerateDnsNames().Concat(one.EnumerateIPAddresses().Select(ip => ip.ToString())))
            .ToList();
        return names.Count == 0
            ? $"nobody (its subject is {HolderOf(certificate)})"
            : Printable(string.Join(", ", names.Take(MaximumNames)))
                + (names.Count > MaximumNames ? " and others" : "");
    }

    /// <summary>What strangers have signed does not steer terminals.</summary>
    private static string Printable(string text) =>
        string.Concat(text.Select(one => char.IsControl(one) ? '?' : one));

    private static string Date(DateTimeOffset time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private const int MaximumNames = 10;
}
