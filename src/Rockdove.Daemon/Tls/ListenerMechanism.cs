using Rockdove.Wire;

namespace Rockdove.Daemon;

/// <summary>
/// A mechanism as the daemon's listeners offer it: not without TLS, even where it shows no password, since what it
/// protects afterwards would be in clear; and with one key for made-up salts, so that two listeners do not tell apart
/// who exists.
/// </summary>
internal sealed class ListenerMechanism(SaslMechanism inner, ReadOnlyMemory<byte> saltKey) : SaslMechanism(inner.Name)
{
    public override bool RevealsSecret => true;

    public override ISaslServer Begin(SaslContext context) => inner.Begin(context with { SaltKey = saltKey });
}
