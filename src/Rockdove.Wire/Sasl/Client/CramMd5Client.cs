using System.Buffers;
using System.Text;

namespace Rockdove.Wire;

/// <summary>The client of CRAM-MD5 (RFC 2195).</summary>
internal sealed class CramMd5Client(SaslLogin login)
    : SaslClientExchange(SaslMechanisms.CramMd5, revealsSecret: false, hasInitialResponse: false)
{
    private readonly string _user = PrepareName(login.UserName);
    private readonly Secret _password = login.Password
        ?? throw new ArgumentException("CRAM-MD5 needs a password.", nameof(login));

    protected override SaslClientStatus Respond(ReadOnlySpan<byte> challenge, IBufferWriter<byte> response)
    {
        // The challenge is to be a msg-id, but servers have sent other things; all that matters is that there is one.
        if (challenge.IsEmpty)
            return SaslClientStatus.Malformed;
        Span<byte> digest = stackalloc byte[CramMd5.DigestOctets];
        CramMd5.WriteDigest(_password.RevealOctets(), challenge, digest);
        response.Write(Encoding.UTF8.GetBytes(_user));
        response.Write(" "u8);
        response.Write(digest);
        return SaslClientStatus.Succeeded;
    }
}
