using System.Buffers;

namespace Rockdove.Wire;

/// <summary>The client's side of one SASL exchange (RFC 4422): one object, one exchange, no I/O.</summary>
/// <remarks>
/// Challenges and responses are raw octets; base64 belongs to the protocol that carries them. When
/// <see cref="HasInitialResponse"/> is true, the first call of <see cref="Next"/> is made with an empty challenge:
/// before anything is sent where the protocol carries initial responses, else on the server's empty challenge. The
/// server's verdict comes from the protocol. A success that comes while <see cref="IsComplete"/> is false must not be
/// believed.
/// </remarks>
public interface ISaslClient
{
    /// <summary>The registered name, in upper case.</summary>
    string Mechanism { get; }

    /// <summary>True when the secret crosses the wire readable by anyone who listens.</summary>
    bool RevealsSecret { get; }

    /// <summary>True when the client speaks first.</summary>
    bool HasInitialResponse { get; }

    /// <summary>
    /// True once all that the mechanism demands has happened. With SCRAM that includes the server's proof that it knows
    /// this account's verifier, so that a server which ends the exchange early has not proved itself.
    /// </summary>
    bool IsComplete { get; }

    /// <summary>True once the server has proved that it knows the secret. Of these mechanisms only SCRAM can.</summary>
    bool ServerIsProved { get; }

    /// <summary>
    /// What the server said of a failure within the mechanism, such as a JSON document; null when nothing.
    /// </summary>
    /// <remarks>At most <see cref="MaxErrorCharacters"/>, without control characters; the rest of it is
    /// unchecked.</remarks>
    string? ServerError { get; }

    /// <summary>Takes the server's challenge and writes the response to it.</summary>
    SaslClientStatus Next(ReadOnlySpan<byte> challenge, IBufferWriter<byte> response);

    /// <summary>Where <see cref="ServerError"/> is cut: it is shown to a person.</summary>
    public const int MaxErrorCharacters = 1024;
}

/// <summary>What a client does next.</summary>
public enum SaslClientStatus : byte
{
    /// <summary>
    /// Send the response, which may be empty, and pass the next challenge to <see cref="ISaslClient.Next"/>. It is also
    /// the answer to a server that tells an error within the mechanism: after our response comes its refusal.
    /// </summary>
    Continue,

    /// <summary>Send the response, which may be empty. Nothing but the server's verdict is expected now.</summary>
    Succeeded,

    /// <summary>The server has not proved itself, or asks for what we will not do: cancel the exchange.</summary>
    Failed,

    /// <summary>The challenge does not follow the mechanism's grammar, or is not due: cancel the exchange.</summary>
    Malformed,
}
