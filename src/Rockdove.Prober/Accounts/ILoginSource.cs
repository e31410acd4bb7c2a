using Rockdove.Wire;

namespace Rockdove.Prober;

/// <summary>
/// Where the secrets of an account come from: a file, the environment, a command, a token that is renewed. Asked before
/// each connection, so that what was renewed is used.
/// </summary>
public interface ILoginSource
{
    /// <summary>What to log in with now.</summary>
    /// <param name="afterRefusal">True when what was given last was refused: a kept token is renewed first.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LoginUnavailableException">
    /// There is none. The message says why, and holds no secret.
    /// </exception>
    ValueTask<SaslLogin> LoginAsync(bool afterRefusal, CancellationToken cancellationToken);
}
