using System.Buffers;
using System.Buffers.Text;
using Rockdove.Wire;

namespace Rockdove.Pop3;

/// <summary>
/// One SASL exchange as POP3 carries it (RFC 5034 section 4): base64 both ways, <c>*</c> to cancel, <c>=</c> for an
/// empty initial response, and the host's verdict kept until the mechanism has had its last word.
/// </summary>
internal sealed class SaslConversation(ISaslServer exchange, bool allowsDelegation)
{
    private readonly ArrayBufferWriter<byte> _challenge = new(128);
    private Pop3Reply? _verdict;

    public string Mechanism => exchange.Mechanism;

    public Credentials? Credentials => exchange.Credentials;

    /// <summary>
    /// Who is let in: whom the client wants to act as, else who it is. An anonymous client may call itself what it
    /// likes (RFC 4505 section 2), so that name is nobody's identity.
    /// </summary>
    public string Identity => Credentials switch
    {
        { Kind: CredentialKind.Anonymous } => "anonymous",
        { AuthorizationIdentity: { Length: > 0 } other } => other,
        _ => Credentials!.Identity,
    };

    /// <summary>
    /// The reply to an exchange that has not succeeded. A client may spoil it after the host has said yes: that yes
    /// must not be told.
    /// </summary>
    public Pop3Reply Refusal => _verdict is { IsPositive: false } ? _verdict : Pop3Replies.AuthFailed;

    public SaslStatus Begin(ReadOnlySpan<byte> initialResponse, bool hasInitialResponse)
    {
        if (hasInitialResponse)
            return initialResponse.SequenceEqual("="u8) ? Next([]) : DecodeAndGoOn(initialResponse);
        return exchange.ClientFirst ? SaslStatus.Continue : Next([]);
    }

    public SaslStatus Respond(ReadOnlySpan<byte> line)
    {
        if (!line.SequenceEqual("*"u8))
            return DecodeAndGoOn(line);
        _verdict = Pop3Replies.AuthCancelled;
        return SaslStatus.Failed;
    }

    public SaslStatus Provide(StoredSecret? secret) => GoOn(exchange.Provide(secret, Fresh()));

    /// <summary>The host has decided.</summary>
    public SaslStatus Decide(Pop3Reply reply)
    {
        _verdict = reply;
        return reply.IsPositive ? exchange.Accept(Fresh()) : exchange.Refuse(Fresh());
    }

    public void WriteChallenge(IBufferWriter<byte> output)
    {
        var challenge = _challenge.WrittenSpan;
        var span = output.GetSpan(2 + Base64.GetMaxEncodedToUtf8Length(challenge.Length) + 2);
        "+ "u8.CopyTo(span);
        Base64.EncodeToUtf8(challenge, span[2..], out _, out var written);
        "\r\n"u8.CopyTo(span[(2 + written)..]);
        output.Advance(2 + written + 2);
    }

    private SaslStatus DecodeAndGoOn(ReadOnlySpan<byte> base64)
    {
        var octets = ArrayPool<byte>.Shared.Rent(Math.Max(1, Base64.GetMaxDecodedFromUtf8Length(base64.Length)));
        try
        {
            // The decoder would step over white space; RFC 5034 has none within a response.
            if (!base64.ContainsAny(" \t\r\n"u8)
                && Base64.DecodeFromUtf8(base64, octets, out _, out var length) == OperationStatus.Done)
                return Next(octets.AsSpan(0, length));
            _verdict = Pop3Replies.BadBase64;
            return SaslStatus.Malformed;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(octets, clearArray: true);
        }
    }

    private SaslStatus Next(ReadOnlySpan<byte> response) => GoOn(exchange.Next(response, Fresh()));

    private SaslStatus GoOn(SaslStatus status)
    {
        if (status == SaslStatus.Malformed)
            _verdict = Pop3Replies.BadResponse;
        if (status != SaslStatus.Decide || allowsDelegation || !Credentials!.ActsAsAnother)
            return status;
        _verdict = Pop3Replies.AuthFailed; // RFC 4616 section 2: no right to act as somebody else.
        return exchange.Refuse(Fresh());
    }

    private ArrayBufferWriter<byte> Fresh()
    {
        _challenge.Clear();
        return _challenge;
    }
}
