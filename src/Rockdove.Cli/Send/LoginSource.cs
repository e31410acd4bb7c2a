using System.CommandLine;
using System.Net;
using System.Text;
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
            Token = tokenFile is null ? null : ReadFile("--token-file", tokenFile),
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
            return ReadFile("--password-file", file);
        if (Environment.GetEnvironmentVariable(PasswordVariable) is { Length: > 0 } password)
            return new Secret(password);
        if (Console.IsInputRedirected)
        {
            throw new UsageException("there is no password: give --password-file, set "
                + $"{PasswordVariable}, or run it on a terminal to be asked");
        }

        return Ask(user);
    }

    private static Secret Ask(string user)
    {
        Console.Error.Write($"Password of {user}: ");
        var typed = new StringBuilder();
        while (typed.Length <= MaxPasswordCharacters)
        {
            var key = Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter)
                break;
            if (key.Key == ConsoleKey.Backspace)
                typed.Length = Math.Max(0, typed.Length - 1);
            else if (key.KeyChar >= ' ')
                typed.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return typed.Length > 0 ? new Secret(typed.ToString()) : throw new UsageException("the password is empty");
    }

    private static Secret ReadFile(string option, string file)
    {
        if (file.Length == 0)
            throw new UsageException($"{option} is empty; allowed is a file");
        try
        {
            var line = File.ReadLines(file).FirstOrDefault();
            return line is { Length: > 0 }
                ? new Secret(line)
                : throw new UsageException($"{option} {file}: its first line is empty");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{option} {file}: {unreadable.Message}");
        }
    }

    private const int MaxPasswordCharacters = 1024;
}
