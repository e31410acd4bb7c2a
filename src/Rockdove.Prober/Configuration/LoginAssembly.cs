using Rockdove.Configuration;
using Rockdove.Wire;

namespace Rockdove.Prober;

/// <summary>Makes the logins of accounts.</summary>
internal sealed class LoginAssembly(
    LoginTools tools, List<ConfigurationMistake> mistakes, List<string> warnings)
{
    /// <summary>The login of an account; null for none, or for one that cannot be made.</summary>
    public ILoginSource? Build(AccountDraft account, AuthDraft defaults, string address)
    {
        var auth = account.Auth;
        var user = auth.User ?? address;
        var secrets = auth.Secrets.Where(one => Main.Contains(one.Key)).Select(one => one.Key).ToList();
        var endpoint = auth.TokenEndpoint ?? defaults.TokenEndpoint;
        var isOAuth = auth.IsOAuth ?? defaults.IsOAuth
            ?? (secrets.Any(key => key.StartsWith("token", StringComparison.Ordinal))
                || (endpoint is not null && secrets.Count == 0));
        if (secrets.Count > 1)
        {
            Note(account, $"has auth:{secrets[0]} and auth:{secrets[1]}; allowed is one of them");
            return null;
        }

        if (isOAuth && secrets is not [['t', ..]])
        {
            if (secrets.Count == 0 && endpoint is not null)
                return Grant(account, defaults, user, endpoint);
            Note(account, "has auth:type oauth2, and no token; allowed is auth:tokenFile, auth:tokenCommand, or "
                + "auth:tokenEndpoint with auth:clientId");
            return null;
        }

        if (secrets.Count == 0)
        {
            if (auth.IsOAuth is not null || auth.User is not null)
                Note(account, "has auth without a secret; allowed is one of auth:" + string.Join(", auth:", Main));
            return null;
        }

        return Place(account, secrets[0]) is { } place ? new StoredLogin(user, place, isOAuth) : null;
    }

    private OAuthLogin? Grant(AccountDraft account, AuthDraft defaults, string user, Uri endpoint)
    {
        if ((account.Auth.ClientId ?? defaults.ClientId) is not { } client)
        {
            Note(account, "has auth:tokenEndpoint and no auth:clientId");
            return null;
        }

        var refresh = Place(account, "refreshTokenFile");
        var secret = Place(account, "clientSecretFile");
        if (refresh is null && secret is null)
        {
            Note(account, "has auth:tokenEndpoint, and neither auth:refreshTokenFile nor auth:clientSecretFile");
            return null;
        }

        return new OAuthLogin(
            user,
            new OAuthGrant
            {
                Endpoint = endpoint,
                ClientId = client,
                ClientSecret = secret,
                RefreshToken = refresh,
                Scope = account.Auth.Scope ?? defaults.Scope,
            },
            tools.Http,
            tools.Time);
    }

    private SecretPlace? Place(AccountDraft account, string key)
    {
        if (!account.Auth.Secrets.TryGetValue(key, out var value))
            return null;
        switch (key)
        {
            case "password":
                PublicFile.Warn($"accounts:{account.Name}:auth:password", value.Place, warnings);
                return new GivenSecret(new Secret(value.Text));
            case "passwordEnv":
                return new EnvironmentSecret(value.Text);
            case "passwordCommand" or "tokenCommand":
                return new CommandSecret(value.Items, tools.Time);
        }

        // It may be replaced while this runs; that it is there now shows that its name is right.
        if (!File.Exists(value.FullPath))
        {
            Note(account, $"has auth:{key} '{value.Text}', and there is no file {value.FullPath}");
            return null;
        }

        PublicFile.WarnOfSecret($"accounts:{account.Name}:auth:{key}", value.Place, value.FullPath, warnings);
        return new FileSecret(value.FullPath);
    }

    private void Note(AccountDraft account, string what) =>
        mistakes.Add(new($"{account.Place}", $"accounts:{account.Name} {what}"));

    private static readonly string[] Main =
        ["password", "passwordFile", "passwordEnv", "passwordCommand", "tokenFile", "tokenCommand"];
}
