using System.Buffers;
using System.Buffers.Text;
using Rockdove.Wire;

namespace Rockdove.Imap;

/// <summary>
/// One SASL exchange as IMAP carries it (RFC 9051 section 6.2.2): base64 both ways, <c>*</c> to cancel, <c>=</c> for an
/// empty initial response, and the host's verdict kept until the mechanism has had its last word.
/// </summary>
internal sealed class SaslConversation(ISaslServer exchange, bool allowsDelegation)
{
    private readonly ArrayBufferWriter<byte> _challenge = new(128);
    private ImapReply? _verdict;

    public string Mechanism => exchange.Mechanism;

    public Credentials? Credentials => exchange.Credentials;

    public ReadOnlySpan<byte> Challenge => _challenge.WrittenSpan;

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
    /// The reply to an exchange that has failed. A client may spoil it after the host has said yes, as in SCRAM, where
    /// the server's last word wants an answer: that yes must not be told.
    /// </summary>
    public ImapReply Refusal => _verdict is { IsOk: false } ? _verdict : ImapReplies.AuthenticationFailed;

    /// <summary>Whether a mechanism can be used by this session.</summary>
    public static bool IsOffered(SaslMechanism mechanism, ImapSession session, ImapProtocolOptions options) =>
        (session.IsSecure || options.AllowsSecretsInClear || !mechanism.RevealsSecret)
        && (mechanism.Name != SaslMechanisms.External || session.CertificateIdentity is not null);

    public SaslStatus Begin(ReadOnlySpan<byte> initialResponse, bool hasInitialResponse)
    {
        if (hasInitialResponse)
            return initialResponse.SequenceEqual("="u8) ? Next([]) : Decode(initialResponse);
        return exchange.ClientFirst ? SaslStatus.Continue : Next([]);
    }

    public SaslStatus Respond(ReadOnlySpan<byte> line)
    {
        if (!line.SequenceEqual("*"u8))
            return Decode(line);
        _verdict = ImapReplies.Cancelled;
        return SaslStatus.Failed;
    }

    public SaslStatus Provide(StoredSecret? secret) => GoOn(exchange.Provide(secret, Fresh()));

    /// <summary>The host has decided.</summary>
    public SaslStatus Decide(ImapReply reply)
    {
        _verdict = reply;
        return reply.IsOk ? exchange.Accept(Fresh()) : exchange.Refuse(Fresh());
    }

    private SaslStatus Decode(ReadOnlySpan<byte> base64)
    {
        var octets = ArrayPool<byte>.Shared.Rent(Math.Max(1, Base64.GetMaxDecodedFromUtf8Length(base64.Length)));
        try
        {
            // The decoder would step over white space; a response has none.
            if (!base64.ContainsAny(" \t\r\n"u8)
                && Base64.DecodeFromUtf8(base64, octets, out _, out var length) == OperationStatus.Done)
                return Next(octets.AsSpan(0, length));
            _verdict = ImapReplies.BadBase64;
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
            _verdict = ImapReplies.BadResponse;
        if (status != SaslStatus.Decide || allowsDelegation || !Credentials!.ActsAsAnother)
            return status;
        _verdict = ImapReplies.NoDelegation; // RFC 4616 section 2: no right to act as somebody else.
        return exchange.Refuse(Fresh());
    }

    private ArrayBufferWriter<byte> Fresh()
    {
        _challenge.Clear();
        return _challenge;
    }
}
