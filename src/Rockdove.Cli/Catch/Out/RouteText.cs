using Rockdove.Outbox;
using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Cli;

/// <summary>
/// Reads <c>NAME=smtp://USER@HOST:PORT?security=starttls&amp;password-file=FILE</c>. <c>smtps</c> is TLS from the
/// start.
/// A password in it is refused: the list of processes would show it.
/// </summary>
internal static class RouteText
{
    /// <exception cref="UsageException">It is none; says why, and tells no password.</exception>
    public static SmtpRoute Read(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? "" : text[..equals];
        if (name.Length is 0 or > LongestName || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')))
            throw new UsageException($"--route has no name that can be read; {Allowed}");
        if (!Uri.TryCreate(text[(equals + 1)..], UriKind.Absolute, out var url)
            || url.Scheme is not ("smtp" or "smtps") || url.Host.Length == 0 || url.AbsolutePath is not ("" or "/")
            || url.Fragment.Length > 0)
            throw new UsageException($"--route {name} is no address of a server; {Allowed}");
        if (url.UserInfo.Contains(':', StringComparison.Ordinal))
        {
            throw new UsageException(
                $"--route {name} has a password, which everybody can see; allowed are password-file and password-env");
        }

        return Assemble(name, url, ReadSettings(name, url.Query));
    }

    private static SmtpRoute Assemble(string name, Uri url, Dictionary<string, string> settings)
    {
        var mechanisms = settings.GetValueOrDefault("auth")?.ToUpperInvariant().Split(',');
        if (mechanisms?.FirstOrDefault(one => SaslMechanisms.Find(one) is null) is { } unknown)
        {
            throw new UsageException($"--route {name}: auth '{unknown}' is no mechanism; allowed are "
                + string.Join(", ", SaslMechanisms.All.Select(known => known.Name)));
        }

        var reversePath = settings.GetValueOrDefault("reverse-path");
        if (reversePath is not null && OutgoingPath.FindFlaw(reversePath) is { } flaw)
            throw new UsageException($"--route {name}: reverse-path: {flaw}");
        return new SmtpRoute
        {
            Name = name,
            Host = url.Host.Trim('[', ']'),
            Port = url.IsDefaultPort || url.Port < 1 ? url.Scheme == "smtps" ? 465 : 25 : url.Port,
            Security = ReadSecurity(name, url.Scheme, settings.GetValueOrDefault("security")),
            Login = ReadLogin(name, Uri.UnescapeDataString(url.UserInfo), settings),
            Mechanisms = mechanisms,
            LogsInInClear = ReadSwitch(name, settings, "auth-in-clear"),
            AcceptsAnyCertificate = ReadSwitch(name, settings, "any-certificate"),
            ReversePath = reversePath,
        };
    }

    private static Dictionary<string, string> ReadSettings(string name, string query)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var setting in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = setting.IndexOf('=', StringComparison.Ordinal);
            var key = equals < 0 ? setting : setting[..equals];
            if (!Keys.Contains(key) || equals < 0)
            {
                throw new UsageException($"--route {name}: '{key}' is not allowed; allowed are "
                    + $"{string.Join(", ", Keys)}, each with = and a value");
            }

            if (!settings.TryAdd(key, Uri.UnescapeDataString(setting[(equals + 1)..])))
                throw new UsageException($"--route {name} has {key} twice");
        }

        return settings;
    }

    private static RouteSecurity ReadSecurity(string name, string scheme, string? text) => (scheme, text) switch
    {
        ("smtps", null or "tls") => RouteSecurity.Tls,
        ("smtp", null or "try") => RouteSecurity.StartTlsIfOffered,
        ("smtp", "starttls") => RouteSecurity.StartTls,
        ("smtp", "tls") => RouteSecurity.Tls,
        ("smtp", "none") => RouteSecurity.None,
        _ => throw new UsageException(
            $"--route {name}: security '{text}' is not allowed; allowed are try, starttls, tls and none, and none of "
            + "them but tls with smtps"),
    };

    private static SaslLogin? ReadLogin(string name, string user, Dictionary<string, string> settings)
    {
        var file = settings.GetValueOrDefault("password-file");
        var variable = settings.GetValueOrDefault("password-env");
        if (user.Length == 0)
        {
            return file is null && variable is null
                ? null
                : throw new UsageException($"--route {name} has a password for nobody; allowed is smtp://USER@HOST");
        }

        if (file is null == variable is null)
        {
            throw new UsageException(
                $"--route {name}: {user} needs a password; allowed is one of password-file and password-env");
        }

        return new SaslLogin { UserName = user, Password = SecretText.Read($"--route {name}", file, variable) };
    }

    private static bool ReadSwitch(string name, Dictionary<string, string> settings, string key) =>
        settings.GetValueOrDefault(key) switch
        {
            null or "false" => false,
            "true" => true,
            var other => throw new UsageException($"--route {name}: {key} '{other}': allowed are true and false"),
        };

    private const string Allowed = "allowed is NAME=smtp://HOST:PORT, where NAME has letters, digits, - and _";

    private const int LongestName = 50;

    private static readonly string[] Keys =
        ["security", "auth", "password-file", "password-env", "auth-in-clear", "any-certificate", "reverse-path"];
}
