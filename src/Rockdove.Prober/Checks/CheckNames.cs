namespace Rockdove.Prober;

/// <summary>The checks there are, and the words for what they say.</summary>
public static class CheckNames
{
    public const string Mx = "mx";
    public const string Dnssec = "dnssec";
    public const string Spf = "spf";
    public const string Dkim = "dkim";
    public const string Dmarc = "dmarc";
    public const string Tls = "tls";
    public const string Certificate = "certificate";
    public const string Dane = "dane";
    public const string MtaSts = "mta-sts";
    public const string TlsRpt = "tls-rpt";
    public const string Ptr = "ptr";
    public const string Caa = "caa";

    /// <summary>All of them, in the order in which results are told.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Mx, Dnssec, Spf, Dkim, Dmarc, Tls, Certificate, Dane, MtaSts, TlsRpt, Ptr, Caa];

    /// <summary>The word that reports and JSON have for a status.</summary>
    public static string Of(CheckStatus status) => status switch
    {
        CheckStatus.Ok => "ok",
        CheckStatus.Notice => "notice",
        CheckStatus.Warning => "warning",
        CheckStatus.Fail => "fail",
        CheckStatus.Error => "error",
        _ => "untested",
    };
}
