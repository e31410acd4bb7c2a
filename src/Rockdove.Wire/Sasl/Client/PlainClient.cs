using System.Buffers;
using System.Text;

namespace Rockdove.Wire;

/// <summary>The client of PLAIN (RFC 4616).</summary>
internal sealed class PlainClient(SaslLogin login)
    : SaslClientExchange(SaslMechanisms.Plain, revealsSecret: true, hasInitialResponse: true)
{
    private readonly string? _actAs = PrepareOptionalName(login.AuthorizationIdentity);
    private readonly string _user = PrepareName(login.UserName);
    private readonly Secret _password = PreparePassword(login.Password);

    // message = [authzid] UTF8NUL authcid UTF8NUL passwd
    protected override SaslClientStatus Respond(ReadOnlySpan<byte> challenge, IBufferWriter<byte> response)
    {
        if (!challenge.IsEmpty)
            return SaslClientStatus.Malformed;
        if (_actAs is not null)
            response.Write(Encoding.UTF8.GetBytes(_actAs));
        response.Write("\0"u8);
        response.Write(Encoding.UTF8.GetBytes(_user));
        response.Write("\0"u8);
        response.Write(_password.RevealOctets());
        return SaslClientStatus.Succeeded;
    }
}
