using System.CommandLine;
using System.Net;
using Rockdove.Wire;

namespace Rockdove.Cli;

/// <summary>
/// Finds out who to log in as. There is no option for the password itself: the list of processes would show it.
/// </summary>
internal static class LoginSource
{
    public const string PasswordVariable = "ROCKDOVE_PASSWORD";

    /// <summary>The login and the mechanisms that may be used; null for no login.</summary>
    /// <exception cref="UsageException">There is no secret, or a mechanism that is none.</exception>
    public static (SaslLogin? Login, SaslPolicy Policy) Read(ParseResult parsed, SendOptions options, EndPoint server)
    {
        var mechanism = parsed.GetValue(options.Auth)?.ToUpperInvariant();
        var user = parsed.GetValue(options.User);
        var tokenFile = parsed.GetValue(options.TokenFile);
        var passwordFile = parsed.GetValue(options.PasswordFile);
        var policy = new SaslPolicy
        {
            RevealSecretsInClear = parsed.GetValue(options.AuthInClear),
            Mechanisms = mechanism is null or "AUTO" ? null : [mechanism],
        };
        if (mechanism is null && user is null && tokenFile is null && passwordFile is null)
            return (null, policy);
        if (policy.Mechanisms is not null && SaslMechanisms.Find(mechanism) is null)
        {
            throw new UsageException($"--auth '{parsed.GetValue(options.Auth)}' is no mechanism; allowed are auto, "
                + string.Join(", ", SaslMechanisms.All.Select(known => known.Name)));
        }

        if (user is null && mechanism is not (SaslMechanisms.External or SaslMechanisms.Anonymous))
            throw new UsageException("--user is missing: a login needs a name");
        var login = new SaslLogin
        {
            UserName = user ?? "",
            AuthorizationIdentity = mechanism == SaslMechanisms.External ? user : null,
            Token = tokenFile is null ? null : TypedSecret.FirstLineOf("--token-file", tokenFile),
            Password = NeedsPassword(mechanism, tokenFile, passwordFile) ? ReadPassword(passwordFile, user!) : null,
            ServerHost = (server as DnsEndPoint)?.Host,
            ServerPort = (server as DnsEndPoint)?.Port,
        };
        return (login, policy);
    }

    private static bool NeedsPassword(string? mechanism, string? tokenFile, string? passwordFile) => mechanism switch
    {
        SaslMechanisms.External or SaslMechanisms.Anonymous => false,
        SaslMechanisms.OAuthBearer or SaslMechanisms.XOAuth2 => tokenFile is null
            ? throw new UsageException($"--token-file is missing: {mechanism} needs a token")
            : false,
        null or "AUTO" => tokenFile is null || passwordFile is not null,
        _ => true,
    };

    private static Secret ReadPassword(string? file, string user)
    {
        if (file is not null)
            return TypedSecret.FirstLineOf("--password-file", file);
        if (Environment.GetEnvironmentVariable(PasswordVariable) is { Length: > 0 } password)
            return new Secret(password);
        if (Console.IsInputRedirected)
        {
            throw new UsageException("there is no password: give --password-file, set "
                + $"{PasswordVariable}, or run it on a terminal to be asked");
        }

        return TypedSecret.Ask($"Password of {user}: ");
    }
}
