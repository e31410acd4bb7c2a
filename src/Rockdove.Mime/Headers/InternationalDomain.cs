using System.Globalization;
using System.Text;

namespace Rockdove.Mime;

/// <summary>Domains in their two spellings (RFC 5890).</summary>
internal static class InternationalDomain
{
    public static string? ToAscii(string domain)
    {
        if (Ascii.IsValid(domain))
            return domain;
        if (domain.Length > LongestDomain || domain.StartsWith('['))
            return null;
        try
        {
            return Mapping.GetAscii(domain);
        }
        catch (ArgumentException)
        {
            return null; // The runtime has no other way to say that a label is not allowed or too long.
        }
    }

    public static string ToUnicode(string domain)
    {
        if (domain.Length > LongestDomain || !domain.Contains("xn--", StringComparison.OrdinalIgnoreCase))
            return domain;
        try
        {
            return HeaderText.Safe(Mapping.GetUnicode(domain));
        }
        catch (ArgumentException)
        {
            return domain;
        }
    }

    private static readonly IdnMapping Mapping = new() { AllowUnassigned = true, UseStd3AsciiRules = true };
    private const int LongestDomain = 255; // RFC 5321 section 4.5.3.1.2.
}
