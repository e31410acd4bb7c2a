using System.Buffers;
using System.Text;

namespace Rockdove.Wire;

/// <summary>ANONYMOUS (RFC 4505): nobody in particular, with a trace that the client is free to make up.</summary>
/// <remarks>
/// The trace becomes <see cref="Credentials.Identity"/>. It identifies nobody: it is for logs, and it is not checked to
/// be an address even when it looks like one.
/// </remarks>
public sealed class AnonymousMechanism() : SaslMechanism(SaslMechanisms.Anonymous)
{
    /// <summary>The longest trace in characters, RFC 4505 section 2.</summary>
    public const int MaxTraceCharacters = 255;

    public override bool RevealsSecret => false;

    public override ISaslServer Begin(SaslContext context) => new Exchange();

    private sealed class Exchange() : SaslExchange(SaslMechanisms.Anonymous, clientFirst: true)
    {
        protected override SaslStatus Respond(ReadOnlySpan<byte> response, IBufferWriter<byte> challenge) =>
            SaslPrep.IsTrace(response, MaxTraceCharacters)
                ? Decide(new Credentials(Mechanism, CredentialKind.Anonymous, Encoding.UTF8.GetString(response)))
                : SaslStatus.Malformed;
    }
}
