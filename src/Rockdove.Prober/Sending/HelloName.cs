using System.Net.NetworkInformation;

namespace Rockdove.Prober;

/// <summary>The name in EHLO of accounts that have none of their own.</summary>
internal static class HelloName
{
    /// <summary>
    /// The name of this machine with its domain; where it has none, an address literal (RFC 5321 section 4.1.4). Never
    /// <c>localhost</c>, which many servers refuse or take for spam.
    /// </summary>
    public static string OfThisMachine { get; } = Of(System.Net.Dns.GetHostName(), DomainName());

    internal static string Of(string host, string domain)
    {
        var name = host.Contains('.', StringComparison.Ordinal) || domain.Length == 0 ? host : $"{host}.{domain}";
        return name.Contains('.', StringComparison.Ordinal) && name.Length <= 255
            && !name.StartsWith("localhost", StringComparison.OrdinalIgnoreCase)
            && Uri.CheckHostName(name) == UriHostNameType.Dns
                ? name
                : "[127.0.0.1]";
    }

    private static string DomainName()
    {
        try
        {
            return IPGlobalProperties.GetIPGlobalProperties().DomainName.Trim('.', '(', ')');
        }
        catch (NetworkInformationException)
        {
            return "";
        }
    }
}
