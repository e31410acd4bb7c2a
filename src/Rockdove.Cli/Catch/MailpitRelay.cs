using System.Globalization;

namespace Rockdove.Cli;

/// <summary>Mailpit's variables of the server to which it releases, as a route of ours.</summary>
internal static class MailpitRelay
{
    /// <summary>The option that they are a part of.</summary>
    public const string Ours = "--route";

    public static IReadOnlyList<string> Variables { get; } =
    [
        Host, Port, StartTls, Tls, AllowInsecure, Auth, UserName, Password, Secret, ReturnPath,
    ];

    /// <summary>The value of our option; null if no server is named, or what is said makes no sense.</summary>
    /// <param name="values">Variables that are set.</param>
    /// <param name="notes">Gets why it is null, unless nothing is set.</param>
    public static string? RouteOf(IReadOnlyDictionary<string, string> values, List<string> notes)
    {
        if (values.Count == 0)
            return null;
        if (!values.TryGetValue(Host, out var host))
        {
            notes.Add($"{values.Keys.Order(StringComparer.Ordinal).First()} says how mail is released, and no "
                + $"{Host} says where to; it is not looked at");
            return null;
        }

        if (host.Contains(':', StringComparison.Ordinal) && host[0] != '[')
            host = $"[{host}]"; // An address of IPv6.
        var port = values.GetValueOrDefault(Port) is { } text
            && ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : 25; // As Mailpit has it, of what is no number too.
        var isTls = IsOn(values, Tls);
        var settings = new List<string>();
        if (!isTls)
            settings.Add(IsOn(values, StartTls) ? "security=starttls" : "security=none");
        if (IsOn(values, AllowInsecure))
            settings.Add("any-certificate=true");
        if (values.GetValueOrDefault(ReturnPath) is { } path)
            settings.Add($"reverse-path={Uri.EscapeDataString(path)}");
        var server = string.Create(CultureInfo.InvariantCulture, $"{ReadLogin(values, settings)}{host}:{port}");
        return $"relay={(isTls ? "smtps" : "smtp")}://{server}?{string.Join('&', settings)}";
    }

    /// <summary>The user before the host, or nothing; the rest goes into the settings.</summary>
    private static string ReadLogin(IReadOnlyDictionary<string, string> values, List<string> settings)
    {
        var mechanism = values.GetValueOrDefault(Auth, "none").ToUpperInvariant();
        if (mechanism == "NONE" || values.GetValueOrDefault(UserName) is not { } user)
            return "";
        settings.Add($"auth={Uri.EscapeDataString(mechanism)}");
        settings.Add($"password-env={(mechanism == "CRAM-MD5" ? Secret : Password)}");
        return $"{Uri.EscapeDataString(user)}@";
    }

    private static bool IsOn(IReadOnlyDictionary<string, string> values, string name) =>
        values.GetValueOrDefault(name, "").ToLowerInvariant() is "1" or "true" or "yes";

    private const string Host = "MP_SMTP_RELAY_HOST";
    private const string Port = "MP_SMTP_RELAY_PORT";
    private const string StartTls = "MP_SMTP_RELAY_STARTTLS";
    private const string Tls = "MP_SMTP_RELAY_TLS";
    private const string AllowInsecure = "MP_SMTP_RELAY_ALLOW_INSECURE";
    private const string Auth = "MP_SMTP_RELAY_AUTH";
    private const string UserName = "MP_SMTP_RELAY_USERNAME";
    private const string Password = "MP_SMTP_RELAY_PASSWORD";
    private const string Secret = "MP_SMTP_RELAY_SECRET";
    private const string ReturnPath = "MP_SMTP_RELAY_RETURN_PATH";
}
