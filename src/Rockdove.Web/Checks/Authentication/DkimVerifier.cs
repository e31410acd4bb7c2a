using System.Security.Cryptography;
using System.Text;
using Rockdove.Mime;

namespace Rockdove.Web;

/// <summary>Verifies the DKIM signatures of a message (RFC 6376 section 6).</summary>
/// <param name="keys">Where keys are asked for; null if nobody is asked.</param>
/// <param name="time">Against which expiry is judged.</param>
internal sealed class DkimVerifier(TextRecords? keys, TimeProvider time)
{
    public async Task<IReadOnlyList<DkimShape>> VerifyAsync(MimeMessage mime, CancellationToken cancellationToken)
    {
        var results = new List<DkimShape>();
        foreach (var field in mime.Headers.All("DKIM-Signature").Take(MostSignatures))
            results.Add(await VerifyAsync(mime, DkimSignature.Read(field), cancellationToken));
        return results;
    }

    private async Task<DkimShape> VerifyAsync(
        MimeMessage mime, DkimSignature signature, CancellationToken cancellationToken)
    {
        var result = new DkimShape
        {
            Domain = signature.Domain,
            Selector = signature.Selector,
            Algorithm = signature.Algorithm,
            Result = "permerror",
            Explanation = signature.Fault ?? "",
            IsBodyIntact = null,
        };
        if (signature.Fault is not null)
            return result;
        var body = mime.Source.Span[mime.Root.BodyRange.Start..];
        var hash = DkimCanonicalization.HashBody(body, signature.RelaxesBody, signature.BodyLength, out var length);
        var isIntact = CryptographicOperations.FixedTimeEquals(hash, signature.BodyHash);
        result = result with { IsBodyIntact = isIntact };
        if (signature.BodyLength > length)
            return result with { Explanation = "The body is shorter than what was signed (l=)." };
        if (!isIntact)
            return result with { Result = "fail", Explanation = "The body is not the one that was signed." };
        if (signature.ExpiresAt < time.GetUtcNow())
            return result with { Result = "fail", Explanation = $"It expired at {signature.ExpiresAt:u}." };
        if (signature.BodyLength < length)
        {
            return result with
            {
                Result = "policy",
                Explanation = "Only the beginning of the body is signed (l=), so that anybody can add to it.",
            };
        }

        if (keys is null)
        {
            return result with
            {
                Result = "unknown",
                Explanation = "The body is the one that was signed. The key was not asked for: see --resolver.",
            };
        }

        var (records, problem) = await keys($"{signature.Selector}._domainkey.{signature.Domain}", cancellationToken);
        if (problem is not null)
            return result with { Result = "temperror", Explanation = $"The key cannot be had: {problem}" };
        var (verdict, explanation) = records.Count == 0
            ? ("permerror", "There is no key.")
            : Verify(mime, signature, records[0]);
        return result with { Result = verdict, Explanation = explanation };
    }

    /// <summary>RFC 6376 section 3.6.1 says what a key is.</summary>
    private static (string Result, string Explanation) Verify(MimeMessage mime, DkimSignature signature, string record)
    {
        if (TagList.Read(record) is not { } key || key["p"] is null || key["v"] is not (null or "DKIM1"))
            return ("permerror", "The record of the key cannot be read.");
        if (key["p"]!.Length == 0)
            return ("permerror", "The key was revoked.");
        if (key["h"] is { } hashes && !hashes.Split(':').Any(one => one.Trim() == "sha256"))
            return ("permerror", "The key is not for SHA-256.");
        if ((key["k"] ?? "rsa") != signature.Algorithm.Split('-')[0])
            return ("permerror", "The key is of another kind than the signature.");
        if (signature.Algorithm == "ed25519-sha256")
            return ("neutral", "Ed25519 is not verified here; the body is the one that was signed.");
        using var rsa = RSA.Create();
        try
        {
            Import(rsa, key.Octets("p") ?? []);
        }
        catch (CryptographicException)
        {
            return ("permerror", "The key is no RSA key.");
        }

        if (rsa.KeySize is < SmallestKeyBits or > LargestKeyBits)
        {
            return ("policy", $"The key has {rsa.KeySize} bits; from {SmallestKeyBits} to {LargestKeyBits} are taken "
                + "(RFC 8301 section 3.2).");
        }

        return rsa.VerifyHash(
            HashHeader(mime, signature), signature.Value, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            ? ("pass", "Header and body are the ones that were signed.")
            : ("fail", "The header is not the one that was signed, or by another key.");
    }

    /// <summary>As RFC 6376 wants it; some keys lack the frame around (PKCS #1).</summary>
    private static void Import(RSA rsa, byte[] key)
    {
        try
        {
            rsa.ImportSubjectPublicKeyInfo(key, out _);
        }
        catch (CryptographicException)
        {
            rsa.ImportRSAPublicKey(key, out _);
        }
    }

    /// <summary>
    /// RFC 6376 sections 3.7 and 5.4.2: fields of one name from the last one up, and the signature last.
    /// </summary>
    private static byte[] HashHeader(MimeMessage mime, DkimSignature signature)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var fields = new Dictionary<string, Stack<HeaderField>>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in mime.Headers)
        {
            if (!fields.TryGetValue(field.Name, out var stack))
                fields.Add(field.Name, stack = new());
            stack.Push(field);
        }

        foreach (var name in signature.Names)
        {
            if (fields.TryGetValue(name, out var stack) && stack.TryPop(out var field))
                hash.AppendData(DkimCanonicalization.Field(Octets(mime, field), signature.RelaxesHeader));
        }

        var own = DkimCanonicalization.Field(WithoutValue(Octets(mime, signature.Field)), signature.RelaxesHeader);
        hash.AppendData(own.AsSpan().TrimEnd("\r\n"u8));
        return hash.GetHashAndReset();
    }

    private static ReadOnlySpan<byte> Octets(MimeMessage mime, HeaderField field) =>
        mime.Source.Span[field.Range.Start..field.Range.End];

    /// <summary>What stands behind <c>b=</c> was not there when it was signed.</summary>
    private static byte[] WithoutValue(ReadOnlySpan<byte> field)
    {
        var text = Encoding.Latin1.GetString(field);
        for (var start = text.IndexOf(':') + 1; start < text.Length;)
        {
            var end = text.IndexOf(';', start);
            end = end < 0 ? text.Length : end;
            var equals = text.IndexOf('=', start, end - start);
            if (equals >= 0 && text[start..equals].Trim() == "b")
            {
                var rest = end == text.Length ? "\r\n" : text[end..];
                return Encoding.Latin1.GetBytes(text[..(equals + 1)] + rest);
            }

            start = end + 1;
        }

        return field.ToArray();
    }

    /// <summary>Signatures that are looked at: each costs a hash of the body and a question.</summary>
    public const int MostSignatures = 10;

    private const int SmallestKeyBits = 1024;

    private const int LargestKeyBits = 8192;
}
