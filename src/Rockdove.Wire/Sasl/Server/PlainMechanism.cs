using System.Buffers;

namespace Rockdove.Wire;

/// <summary>PLAIN (RFC 4616): name and password in one message, readable by anyone who listens.</summary>
/// <remarks>
/// Names and password are prepared with <see cref="SaslPrep"/>. An authorization identity is handed on, not judged:
/// see <see cref="Credentials.ActsAsAnother"/>.
/// </remarks>
public sealed class PlainMechanism() : SaslMechanism(SaslMechanisms.Plain)
{
    public override bool RevealsSecret => true;

    public override ISaslServer Begin(SaslContext context) => new Exchange();

    private sealed class Exchange() : SaslExchange(SaslMechanisms.Plain, clientFirst: true)
    {
        // message = [authzid] UTF8NUL authcid UTF8NUL passwd
        protected override SaslStatus Respond(ReadOnlySpan<byte> response, IBufferWriter<byte> challenge)
        {
            // `AUTH PLAIN =` presents nothing at all. That is an invalid login rather than a broken one.
            if (response.IsEmpty)
                return SaslStatus.Failed;
            if (response.Count((byte)0) != 2)
                return SaslStatus.Malformed;

            var first = response.IndexOf((byte)0);
            var last = response.LastIndexOf((byte)0);
            var authorizationIdentity = response[..first];
            string? actAs = null;

            // RFC 4616 section 2: when preparation fails or leaves nothing, verification fails.
            if (!authorizationIdentity.IsEmpty && !SaslPrep.TryPrepare(authorizationIdentity, out actAs))
                return SaslStatus.Failed;
            if (!SaslPrep.TryPrepare(response[(first + 1)..last], out string? identity))
                return SaslStatus.Failed;
            if (!SaslPrep.TryPrepare(response[(last + 1)..], out Secret? password))
                return SaslStatus.Failed;
            return Decide(new Credentials(Mechanism, CredentialKind.Password, identity, actAs, password));
        }
    }
}
