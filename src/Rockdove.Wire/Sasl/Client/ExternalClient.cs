using System.Buffers;
using System.Text;

namespace Rockdove.Wire;

/// <summary>The client of EXTERNAL (RFC 4422 appendix A): it only says whom to act as, if anybody.</summary>
internal sealed class ExternalClient(SaslLogin login)
    : SaslClientExchange(SaslMechanisms.External, revealsSecret: false, hasInitialResponse: true)
{
    private readonly string? _actAs = PrepareOptionalName(login.AuthorizationIdentity);

    protected override SaslClientStatus Respond(ReadOnlySpan<byte> challenge, IBufferWriter<byte> response)
    {
        if (!challenge.IsEmpty)
            return SaslClientStatus.Malformed;
        response.Write(Encoding.UTF8.GetBytes(_actAs ?? ""));
        return SaslClientStatus.Succeeded;
    }
}
