using System.Buffers;

namespace Rockdove.Wire;

/// <summary>The server's side of one SASL exchange (RFC 4422): one object, one exchange, no I/O.</summary>
/// <remarks>
/// Responses and challenges are raw octets; base64 belongs to the protocol that carries them. When a mechanism is
/// <see cref="ClientFirst"/> and the client sent no initial response, the protocol sends an empty challenge by itself.
/// An exchange that comes to <see cref="SaslStatus.Decide"/> ends with the host's verdict: <see cref="Accept"/> or
/// <see cref="Refuse"/>. Both may ask for one more round (<see cref="SaslStatus.Continue"/>), and SCRAM may tell a
/// wrong proof in a challenge before it fails. So a client that cancels an exchange has failed it: whoever counts
/// failures counts cancelled exchanges too, or guessing would be free. A call that is not due returns
/// <see cref="SaslStatus.Failed"/>. The size of a response is bounded by the protocol.
/// </remarks>
public interface ISaslServer
{
    /// <summary>The registered name, in upper case.</summary>
    string Mechanism { get; }

    /// <summary>True when the client speaks first: without an initial response it must be invited.</summary>
    bool ClientFirst { get; }

    /// <summary>Who the client says it is; null until the exchange knows.</summary>
    Credentials? Credentials { get; }

    /// <summary>Takes the client's next response (empty at the start of a server-first mechanism).</summary>
    SaslStatus Next(ReadOnlySpan<byte> response, IBufferWriter<byte> challenge);

    /// <summary>
    /// Answers <see cref="SaslStatus.NeedsSecret"/>. Null means no such account; the exchange goes on to its end with
    /// made-up values, so that a guesser learns nothing.
    /// </summary>
    SaslStatus Provide(StoredSecret? secret, IBufferWriter<byte> challenge);

    /// <summary>The host lets these credentials in. The mechanism may still have a last challenge to send.</summary>
    SaslStatus Accept(IBufferWriter<byte> challenge);

    /// <summary>The host refuses. The mechanism may have an error challenge to send before it fails.</summary>
    SaslStatus Refuse(IBufferWriter<byte> challenge);
}

/// <summary>Where a SASL exchange stands.</summary>
public enum SaslStatus : byte
{
    /// <summary>Send the challenge, then pass the client's answer to <see cref="ISaslServer.Next"/>.</summary>
    Continue,

    /// <summary>
    /// Look up the secret of <see cref="Credentials.Identity"/>, then call <see cref="ISaslServer.Provide"/>.
    /// </summary>
    NeedsSecret,

    /// <summary>
    /// The credentials are complete. The host decides: it verifies a password or token, or, when they are
    /// <see cref="CredentialKind.Proved"/>, only whether this identity may come in.
    /// </summary>
    Decide,

    /// <summary>The exchange has succeeded.</summary>
    Succeeded,

    /// <summary>The exchange has failed: wrong secret, wrong proof.</summary>
    Failed,

    /// <summary>The response does not follow the mechanism's grammar.</summary>
    Malformed,
}
