using System.Buffers;

namespace Rockdove.Wire;

/// <summary>
/// EXTERNAL (RFC 4422 appendix A): the transport has proved the identity, as by a client certificate.
/// </summary>
/// <remarks>Without a <see cref="SaslContext.ExternalIdentity"/> every exchange fails.</remarks>
public sealed class ExternalMechanism() : SaslMechanism(SaslMechanisms.External)
{
    public override bool RevealsSecret => false;

    public override ISaslServer Begin(SaslContext context) => new Exchange(context.ExternalIdentity);

    private sealed class Exchange(string? provedIdentity) : SaslExchange(SaslMechanisms.External, clientFirst: true)
    {
        // extern-initial-resp = extern-resp-authzid, which may be empty and may not contain NUL.
        protected override SaslStatus Respond(ReadOnlySpan<byte> response, IBufferWriter<byte> challenge)
        {
            if (response.Contains((byte)0))
                return SaslStatus.Malformed;
            string? actAs = null;
            if (!response.IsEmpty && !SaslPrep.TryPrepare(response, out actAs))
                return SaslStatus.Failed;
            return provedIdentity is null
                ? SaslStatus.Failed
                : Decide(new Credentials(Mechanism, CredentialKind.External, provedIdentity, actAs));
        }
    }
}
