using System.Globalization;
using Rockdove.Mime;

namespace Rockdove.Web;

/// <summary>A DKIM-Signature field (RFC 6376 section 3.5).</summary>
internal sealed class DkimSignature
{
    private DkimSignature(HeaderField field) => Field = field;

    public HeaderField Field { get; }

    public string Domain { get; private set; } = "";

    public string Selector { get; private set; } = "";

    public string Algorithm { get; private set; } = "";

    public IReadOnlyList<string> Names { get; private set; } = [];

    public bool RelaxesHeader { get; private set; }

    public bool RelaxesBody { get; private set; }

    /// <summary>How much of the body is signed; null for all of it.</summary>
    public long? BodyLength { get; private set; }

    public DateTimeOffset? ExpiresAt { get; private set; }

    public byte[] BodyHash { get; private set; } = [];

    public byte[] Value { get; private set; } = [];

    /// <summary>Why it cannot be used, whatever the key is; null if it can.</summary>
    public string? Fault { get; private set; }

    public static DkimSignature Read(HeaderField field)
    {
        var signature = new DkimSignature(field);
        if (TagList.Read(field.Unfolded) is { } tags)
            signature.Fault = signature.Take(tags);
        else
            signature.Fault = "It is no list of tags.";
        return signature;
    }

    private string? Take(TagList tags)
    {
        Domain = tags["d"] ?? "";
        Selector = tags["s"] ?? "";
        Algorithm = (tags["a"] ?? "").ToLowerInvariant();
        Names = [.. (tags["h"] ?? "").Split(':').Select(name => name.Trim())];
        var forms = (tags["c"] ?? "simple/simple").ToLowerInvariant().Split('/');
        RelaxesHeader = forms[0] == "relaxed";
        RelaxesBody = forms.Length > 1 && forms[1] == "relaxed";
        if (tags["v"] != "1")
            return "Its version is not 1.";
        if (Domain.Length == 0 || Selector.Length == 0)
            return "It names no domain (d=) or no selector (s=).";
        if (Domain.Length + Selector.Length > 240 || !IsName(Domain) || !IsName(Selector))
            return "Its domain or selector is no name.";
        if (forms.Length > 2 || Array.Exists(forms, form => form is not ("simple" or "relaxed")))
            return "Its canonicalization (c=) is not known.";
        if (!Names.Contains("from", StringComparer.OrdinalIgnoreCase))
            return "It does not sign From (RFC 6376 section 5.4).";
        if (Names.Count > MostNames)
            return $"It names more than {MostNames} fields.";
        if (tags["i"] is { } identity && !IsWithin(identity[(identity.LastIndexOf('@') + 1)..], Domain))
            return "Its identity (i=) is not within its domain (d=).";
        if (tags["l"] is { } length)
        {
            if (!long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var octets))
                return "Its body length (l=) is no number.";
            BodyLength = octets;
        }

        if (tags["x"] is { } expiry
            && long.TryParse(expiry, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            && at <= DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(at);
        if (tags.Octets("bh") is not { } bodyHash || tags.Octets("b") is not { } value)
            return "Its hash (bh=) or its value (b=) is no base64.";
        (BodyHash, Value) = (bodyHash, value);
        return Algorithm switch
        {
            "rsa-sha256" or "ed25519-sha256" => null,
            "rsa-sha1" => "SHA-1 must not be used any more (RFC 8301 section 3.1).",
            _ => "Its algorithm (a=) is not known.",
        };
    }

    private static bool IsWithin(string domain, string parent) =>
        domain.Equals(parent, StringComparison.OrdinalIgnoreCase)
        || domain.EndsWith('.' + parent, StringComparison.OrdinalIgnoreCase);

    private static bool IsName(string text) =>
        text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
        && !text.Contains("..", StringComparison.Ordinal)
        && text[0] != '.' && text[^1] != '.';

    private const int MostNames = 100;
}
