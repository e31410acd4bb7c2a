using System.Net;

namespace Rockdove.Cli;

/// <summary>
/// The names in Mailpit's <c>--allowed-hosts</c>. Addresses and <c>localhost</c> stand there too, and need no option of
/// ours: nobody can point them elsewhere.
/// </summary>
internal static class MailpitHosts
{
    public const string Ours = "--allow-host";

    /// <param name="list">Names with commas or spaces between, and maybe a port behind, which ours have not.</param>
    public static IEnumerable<string> NamesOf(string list) =>
        list.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(WithoutPort)
            .Where(name => !IPAddress.TryParse(name, out _)
                && !name.Equals("localhost", StringComparison.OrdinalIgnoreCase));

    private static string WithoutPort(string host)
    {
        var colon = host.LastIndexOf(':');
        return colon > 0 && !IPAddress.TryParse(host, out _) && host[(colon + 1)..].All(char.IsAsciiDigit)
            ? host[..colon]
            : host;
    }
}
