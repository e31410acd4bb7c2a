using System.Buffers;
using System.Text;

namespace Rockdove.Wire;

/// <summary>The client of ANONYMOUS (RFC 4505): its trace is the user name.</summary>
internal sealed class AnonymousClient : SaslClientExchange
{
    private readonly byte[] _trace;

    public AnonymousClient(SaslLogin login)
        : base(SaslMechanisms.Anonymous, revealsSecret: false, hasInitialResponse: true)
    {
        _trace = Encoding.UTF8.GetBytes(login.UserName);
        if (!SaslPrep.IsTrace(_trace, AnonymousMechanism.MaxTraceCharacters))
            throw new ArgumentException("A trace has at most 255 characters, none of them control.", nameof(login));
    }

    protected override SaslClientStatus Respond(ReadOnlySpan<byte> challenge, IBufferWriter<byte> response)
    {
        if (!challenge.IsEmpty)
            return SaslClientStatus.Malformed;
        response.Write(_trace);
        return SaslClientStatus.Succeeded;
    }
}
