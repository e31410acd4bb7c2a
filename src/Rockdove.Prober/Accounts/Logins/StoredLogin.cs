using Rockdove.Wire;

namespace Rockdove.Prober;

/// <summary>A name with a password, or with a token that somebody else renews.</summary>
internal sealed class StoredLogin(string user, SecretPlace secret, bool isToken) : ILoginSource
{
    public async ValueTask<SaslLogin> LoginAsync(bool afterRefusal, CancellationToken cancellationToken)
    {
        var read = await secret.ReadAsync(cancellationToken);
        return new SaslLogin
        {
            UserName = user,
            Password = isToken ? null : read,
            Token = isToken ? read : null,
        };
    }
}
