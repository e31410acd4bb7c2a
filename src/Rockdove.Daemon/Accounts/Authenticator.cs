using Rockdove.Storage;
using Rockdove.Wire;

namespace Rockdove.Daemon;

/// <summary>
/// Says whether credentials are right. Slow hashes run beside the threads that serve connections, and not more of them
/// at one time than there are processors.
/// </summary>
/// <param name="directory">Who exists now.</param>
/// <param name="hash">The slow hash; tests count it.</param>
internal sealed class Authenticator(Func<AccountDirectory> directory, PasswordHash? hash = null) : IDisposable
{
    private readonly SemaphoreSlim _hashing = new(Environment.ProcessorCount);

    /// <summary>The account that the credentials belong to; null when they are wrong.</summary>
    public async ValueTask<Account?> LogInAsync(Credentials credentials, CancellationToken cancellationToken)
    {
        var account = await directory().FindLoginAsync(credentials.Identity, cancellationToken);
        var isRight = credentials.Kind switch
        {
            CredentialKind.Password => await VerifyAsync(account, credentials.Secret, cancellationToken),
            CredentialKind.Proved => true,
            _ => false,
        };
        return isRight && account is { IsEnabled: true } && !credentials.ActsAsAnother ? account : null;
    }

    /// <summary>What CRAM-MD5, APOP and SCRAM compare with.</summary>
    public async ValueTask<StoredSecret?> FindSecretAsync(
        string mechanism, string identity, CancellationToken cancellationToken)
    {
        if (await directory().FindLoginAsync(identity, cancellationToken) is not { IsEnabled: true } account)
            return null;
        return mechanism == SaslMechanisms.ScramSha256 && PasswordVerifiers.FindScram(account.Verifiers) is { } scram
            ? scram
            : PasswordVerifiers.FindRecoverable(account.Verifiers);
    }

    public void Dispose() => _hashing.Dispose();

    private async ValueTask<bool> VerifyAsync(
        Account? account, Secret? password, CancellationToken cancellationToken)
    {
        if (password is null)
            return false;
        await _hashing.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(
                () => PasswordVerifiers.Verify(account?.Verifiers ?? [], password, hash ?? PasswordVerifiers.Slow),
                cancellationToken);
        }
        finally
        {
            _hashing.Release();
        }
    }
}
