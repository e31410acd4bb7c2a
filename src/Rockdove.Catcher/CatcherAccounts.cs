using Rockdove.Wire;

namespace Rockdove.Catcher;

/// <summary>Who may log in: those who are named, or anybody where nobody is.</summary>
internal sealed class CatcherAccounts(IReadOnlyDictionary<string, Secret> passwords)
{
    public StoredSecret? Find(string identity) =>
        passwords.TryGetValue(identity, out var password) ? new ClearSecret(password) : null;

    public bool LetsIn(Credentials credentials)
    {
        if (passwords.Count == 0 || credentials.Kind == CredentialKind.Proved)
            return true;
        return passwords.TryGetValue(credentials.Identity, out var password) && password.Equals(credentials.Secret);
    }
}
