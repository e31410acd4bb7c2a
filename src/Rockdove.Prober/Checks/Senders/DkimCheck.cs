using System.Security.Cryptography;
using Rockdove.Dns;

namespace Rockdove.Prober;

/// <summary>The keys of DKIM, for selectors that are known (RFC 6376 section 3.6.1).</summary>
internal sealed class DkimCheck() : Check(CheckNames.Dkim)
{
    public override async Task<IReadOnlyList<CheckResult>> RunAsync(CheckScope scope)
    {
        if (scope.Options.Selectors.Count == 0)
        {
            return [Result(
                CheckStatus.Untested, scope.Domain.ToString(), "No selector is known: DNS does not list them.",
                "Name those that your mail has in 's=' of DKIM-Signature: --selector.")];
        }

        return await Task.WhenAll(scope.Options.Selectors.Select(selector => LookAtAsync(scope, selector)));
    }

    private async Task<CheckResult> LookAtAsync(CheckScope scope, string selector)
    {
        if (!DnsName.TryParse(selector, out _) || !scope.Domain.TryPrepend($"{selector}._domainkey", out var name))
        {
            return Result(
                CheckStatus.Error, scope.Domain.ToString(), $"'{selector}' is no selector.",
                "Name one as in 's=' of DKIM-Signature.");
        }

        var subject = name.ToString();
        var answer = await scope.AskAsync(name, DnsType.Txt);
        if (answer.IsFailure)
        {
            return Result(
                CheckStatus.Error, subject, $"Nobody knows the key. {answer.Explanation}",
                "Look after the name servers.");
        }

        string[] texts = [.. answer.Of<TxtRecord>().Select(record => record.Text)];
        return texts switch
        {
            [] => Result(
                CheckStatus.Fail, subject, "There is no key: signatures with this selector are not valid.",
                "Write the key, or sign with another selector."),
            [var text] => Judge(subject, text),
            _ => Result(
                CheckStatus.Fail, subject, $"There are {texts.Length} texts where one key is to be.",
                "Leave one; which of them receivers take, nobody knows (RFC 6376 section 3.6.2.2).", texts),
        };
    }

    private CheckResult Judge(string subject, string text)
    {
        if (!TagList.TryRead(text, out var tags, out var problem))
            return Fail(problem);
        if (tags["v"] is { } version && (version != "DKIM1" || tags.FirstName != "v"))
            return Fail("'v' comes first, and is DKIM1.");
        if (tags["p"] is not { } key)
            return Fail("There is no 'p'.");
        if (tags["h"] is { } hashes && !Words(hashes).Contains("sha256"))
            return Fail($"'h={hashes}' does not allow SHA-256, and nothing else is safe.");
        if (tags["s"] is { } services && !Words(services).Any(word => word is "*" or "email"))
            return Fail($"'s={services}' does not allow mail.");
        key = string.Concat(key.Where(one => !char.IsWhiteSpace(one)));
        if (key.Length == 0)
        {
            return Result(
                CheckStatus.Warning, subject, "The key is withdrawn: signatures with this selector are not valid.",
                "Sign with another selector.", text);
        }

        var octets = new byte[key.Length];
        if (!Convert.TryFromBase64String(key, octets, out var count))
            return Fail("'p' is no base64.");
        var result = (tags["k"] ?? "rsa") switch
        {
            "rsa" => JudgeRsa(subject, octets.AsSpan(0, count), text),
            "ed25519" when count == Ed25519Bytes =>
                Result(CheckStatus.Ok, subject, "There is a key of Ed25519.", null, text),
            "ed25519" => Fail($"A key of Ed25519 has {Ed25519Bytes} octets, and this {count}."),
            var kind => Fail($"'k={kind}' is no kind of key that receivers know."),
        };
        return result.Status == CheckStatus.Ok && tags["t"] is { } flags && Words(flags).Contains("y")
            ? result with
            {
                Status = CheckStatus.Notice,
                What = $"{result.What} It is said to be a test ('t=y'): a wrong signature is then taken for none.",
                Advice = "Take 't=y' away when signing works.",
            }
            : result;

        CheckResult Fail(string what) => Result(
            CheckStatus.Fail, subject, $"The key cannot be used. {what}", "Correct the record.", text);
    }

    private CheckResult JudgeRsa(string subject, ReadOnlySpan<byte> octets, string text)
    {
        using var rsa = RSA.Create();
        try
        {
            rsa.ImportSubjectPublicKeyInfo(octets, out _);
        }
        catch (CryptographicException)
        {
            return Result(
                CheckStatus.Fail, subject, "The key cannot be used. 'p' is no RSA key.", "Correct the record.", text);
        }

        var bits = rsa.KeySize;
        return bits switch
        {
            < 1024 => Result(
                CheckStatus.Fail, subject, $"The RSA key has {bits} bits: receivers must not believe it.",
                "Make one of 2048 (RFC 8301 section 3.2).", text),
            < 2048 => Result(
                CheckStatus.Warning, subject, $"The RSA key has {bits} bits.",
                "Make one of 2048 (RFC 8301 section 3.2).", text),
            _ => Result(CheckStatus.Ok, subject, $"There is an RSA key of {bits} bits.", null, text),
        };
    }

    private static string[] Words(string list) => list.Split(':', StringSplitOptions.TrimEntries);

    /// <summary>RFC 8463 section 4.2: the key itself.</summary>
    private const int Ed25519Bytes = 32;
}
