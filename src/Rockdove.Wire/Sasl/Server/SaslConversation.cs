using System.Buffers;
using System.Buffers.Text;

namespace Rockdove.Wire;

/// <summary>
/// One SASL exchange as SMTP, POP3 and IMAP all carry it (RFC 4954, RFC 5034 section 4, RFC 9051 section 6.2.2): base64
/// both ways, <c>*</c> to cancel, <c>=</c> for an empty initial response. What differs, which is the words of replies
/// and what stands before a challenge, is the protocol's.
/// </summary>
/// <param name="exchange">The mechanism's side of it.</param>
/// <param name="allowsDelegation">
/// Whether a client may act as somebody else than it authenticates as. If not, such credentials are refused before the
/// host sees them (RFC 4616 section 2).
/// </param>
public sealed class SaslConversation(ISaslServer exchange, bool allowsDelegation)
{
    private readonly ArrayBufferWriter<byte> _challenge = new(128);

    /// <summary>The registered name of the mechanism.</summary>
    public string Mechanism => exchange.Mechanism;

    /// <summary>Who the client says it is; null until the exchange knows.</summary>
    public Credentials? Credentials => exchange.Credentials;

    /// <summary>
    /// Who is let in: whom the client wants to act as, else who it is. An anonymous client may call itself what it
    /// likes (RFC 4505 section 2), so that name is nobody's identity.
    /// </summary>
    /// <exception cref="InvalidOperationException">The exchange does not know yet who the client is.</exception>
    public string Identity => Credentials switch
    {
        { Kind: CredentialKind.Anonymous } => "anonymous",
        { AuthorizationIdentity: { Length: > 0 } other } => other,
        { Identity: var identity } => identity,
        null => throw new InvalidOperationException("The exchange does not know yet who the client is."),
    };

    /// <summary>
    /// What was wrong with an exchange that has failed, beside the secret. A client may spoil it after the host has
    /// said yes, as in SCRAM, where the server's last word wants an answer: that yes must not be told.
    /// </summary>
    public SaslFlaw Flaw { get; private set; }

    /// <summary>Begins, with the initial response of the client if it sent one.</summary>
    public SaslStatus Begin(ReadOnlySpan<byte> initialResponse, bool hasInitialResponse)
    {
        if (hasInitialResponse)
            return initialResponse.SequenceEqual("="u8) ? Next([]) : Decode(initialResponse);
        return exchange.ClientFirst ? SaslStatus.Continue : Next([]);
    }

    /// <summary>Takes the client's answer to a challenge: a line without its end.</summary>
    public SaslStatus Respond(ReadOnlySpan<byte> line) =>
        line.SequenceEqual("*"u8) ? Fail(SaslFlaw.Cancelled, SaslStatus.Failed) : Decode(line);

    /// <summary>Answers <see cref="SaslStatus.NeedsSecret"/>; null means no such account.</summary>
    public SaslStatus Provide(StoredSecret? secret) => GoOn(exchange.Provide(secret, Fresh()));

    /// <summary>Answers <see cref="SaslStatus.Decide"/>. The mechanism may still have a last word.</summary>
    public SaslStatus Decide(bool letsIn) => letsIn ? exchange.Accept(Fresh()) : exchange.Refuse(Fresh());

    /// <summary>Writes the line that <see cref="SaslStatus.Continue"/> asks for.</summary>
    /// <param name="prefix">What stands before the base64, a space included.</param>
    /// <param name="output">Where it goes.</param>
    public void WriteChallenge(ReadOnlySpan<byte> prefix, IBufferWriter<byte> output)
    {
        var challenge = _challenge.WrittenSpan;
        var span = output.GetSpan(prefix.Length + Base64.GetMaxEncodedToUtf8Length(challenge.Length) + 2);
        prefix.CopyTo(span);
        Base64.EncodeToUtf8(challenge, span[prefix.Length..], out _, out var written);
        "\r\n"u8.CopyTo(span[(prefix.Length + written)..]);
        output.Advance(prefix.Length + written + 2);
    }

    private SaslStatus Decode(ReadOnlySpan<byte> base64)
    {
        var octets = ArrayPool<byte>.Shared.Rent(Math.Max(1, Base64.GetMaxDecodedFromUtf8Length(base64.Length)));
        try
        {
            // The decoder would step over white space; none of the protocols has any within a response.
            return !base64.ContainsAny(" \t\r\n"u8)
                && Base64.DecodeFromUtf8(base64, octets, out _, out var length) == OperationStatus.Done
                    ? Next(octets.AsSpan(0, length))
                    : Fail(SaslFlaw.NotBase64, SaslStatus.Malformed);
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
            return Fail(SaslFlaw.Malformed, status);
        if (status != SaslStatus.Decide || allowsDelegation || !Credentials!.ActsAsAnother)
            return status;
        return Fail(SaslFlaw.ActsAsAnother, exchange.Refuse(Fresh()));
    }

    private SaslStatus Fail(SaslFlaw flaw, SaslStatus status)
    {
        Flaw = flaw;
        return status;
    }

    private ArrayBufferWriter<byte> Fresh()
    {
        _challenge.Clear();
        return _challenge;
    }
}

/// <summary>Why an exchange came to nothing.</summary>
public enum SaslFlaw : byte
{
    /// <summary>Nothing but, perhaps, the secret or the host's verdict.</summary>
    None,

    /// <summary>The client cancelled with <c>*</c>.</summary>
    Cancelled,

    /// <summary>A response is no base64.</summary>
    NotBase64,

    /// <summary>A response does not follow the mechanism's grammar.</summary>
    Malformed,

    /// <summary>The client wanted to act as somebody else, and that is not allowed.</summary>
    ActsAsAnother,
}
