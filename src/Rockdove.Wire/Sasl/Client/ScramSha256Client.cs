using System.Buffers;
using System.Security.Cryptography;

namespace Rockdove.Wire;

/// <summary>The client of SCRAM-SHA-256 (RFC 5802, RFC 7677), without channel binding.</summary>
/// <remarks>
/// It refuses a server that does not extend its nonce, that asks for fewer than <see cref="Scram.MinIterations"/> or
/// more than <see cref="Scram.MaxIterations"/>, or whose signature is wrong. Until the signature is right the exchange
/// is not complete.
/// </remarks>
internal sealed class ScramSha256Client : SaslClientExchange
{
    private readonly Secret _password;
    private readonly byte[] _nonce;
    private readonly byte[] _header;
    private readonly byte[] _firstBare;
    private readonly byte[] _serverSignature = new byte[Scram.KeyOctets];
    private Expects _expects = Expects.Start;

    public ScramSha256Client(SaslLogin login) : this(login, ScramText.MakeNonce(login.FillRandom))
    {
    }

    /// <summary>With a given nonce, such as the shorter one of the RFC's example.</summary>
    internal ScramSha256Client(SaslLogin login, byte[] nonce)
        : base(SaslMechanisms.ScramSha256, revealsSecret: false, hasInitialResponse: true)
    {
        _password = PreparePassword(login.Password);
        var user = PrepareName(login.UserName);
        _nonce = nonce;

        var header = new ArrayBufferWriter<byte>();
        Gs2Header.Write(PrepareOptionalName(login.AuthorizationIdentity), header);
        _header = header.WrittenSpan.ToArray();

        var bare = new ArrayBufferWriter<byte>();
        bare.Write("n="u8);
        SaslName.Write(user, bare);
        bare.Write(",r="u8);
        bare.Write(_nonce);
        _firstBare = bare.WrittenSpan.ToArray();
    }

    protected override SaslClientStatus Respond(ReadOnlySpan<byte> challenge, IBufferWriter<byte> response)
    {
        switch (_expects)
        {
            case Expects.Start when challenge.IsEmpty:
                response.Write(_header);
                response.Write(_firstBare);
                _expects = Expects.ServerFirst;
                return SaslClientStatus.Continue;
            case Expects.ServerFirst:
                _expects = Expects.ServerFinal;
                return TakeServerFirst(challenge, response);
            case Expects.ServerFinal:
                return TakeServerFinal(challenge);
            default:
                return SaslClientStatus.Malformed;
        }
    }

    // server-first-message = [reserved-mext ","] nonce "," salt "," iteration-count ["," extensions]
    private SaslClientStatus TakeServerFirst(ReadOnlySpan<byte> challenge, IBufferWriter<byte> response)
    {
        if (!ScramText.IsText(challenge))
            return SaslClientStatus.Malformed;
        if (challenge.StartsWith("m="u8))
            return SaslClientStatus.Failed; // An extension that we must understand, and do not.
        if (challenge.StartsWith("e="u8))
            return TakeServerFinal(challenge);
        var reader = new ScramReader(challenge);
        if (!reader.TryRead('r', out var nonce)
            || !ScramText.IsNonce(nonce)
            || !reader.TryRead('s', out var saltText)
            || !ScramText.TryDecodeBase64(saltText, out var salt)
            || !reader.TryRead('i', out var countText)
            || !reader.SkipExtensions())
            return SaslClientStatus.Malformed;

        // A server that adds nothing would let an old exchange be played to us again.
        if (!nonce.StartsWith(_nonce) || nonce.Length == _nonce.Length)
            return SaslClientStatus.Failed;
        if (!ScramText.TryReadCount(countText, out var iterations)
            || iterations is < Scram.MinIterations or > Scram.MaxIterations)
            return SaslClientStatus.Failed;
        WriteFinal(challenge, nonce, salt, iterations, response);
        return SaslClientStatus.Continue;
    }

    // client-final-message = channel-binding "," nonce "," proof
    private void WriteFinal(
        ReadOnlySpan<byte> serverFirst,
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> salt,
        int iterations,
        IBufferWriter<byte> response)
    {
        var withoutProof = new ArrayBufferWriter<byte>();
        withoutProof.Write("c="u8);
        withoutProof.Write(ScramText.EncodeBase64(_header));
        withoutProof.Write(",r="u8);
        withoutProof.Write(nonce);

        var authMessage = new ArrayBufferWriter<byte>();
        authMessage.Write(_firstBare);
        authMessage.Write(","u8);
        authMessage.Write(serverFirst);
        authMessage.Write(","u8);
        authMessage.Write(withoutProof.WrittenSpan);

        Span<byte> proof = stackalloc byte[Scram.KeyOctets];
        Sign(salt, iterations, authMessage.WrittenSpan, proof);
        response.Write(withoutProof.WrittenSpan);
        response.Write(",p="u8);
        response.Write(ScramText.EncodeBase64(proof));
    }

    // The names are those of RFC 5802 section 3. The client key becomes the proof in place.
    private void Sign(ReadOnlySpan<byte> salt, int iterations, ReadOnlySpan<byte> authMessage, Span<byte> proof)
    {
        Span<byte> salted = stackalloc byte[Scram.KeyOctets];
        Span<byte> storedKey = stackalloc byte[Scram.KeyOctets];
        Span<byte> signature = stackalloc byte[Scram.KeyOctets];
        Span<byte> serverKey = stackalloc byte[Scram.KeyOctets];
        Scram.SaltPassword(_password, salt, iterations, salted);
        HMACSHA256.HashData(salted, "Client Key"u8, proof);
        SHA256.HashData(proof, storedKey);
        HMACSHA256.HashData(storedKey, authMessage, signature);
        Scram.Xor(proof, signature);
        HMACSHA256.HashData(salted, "Server Key"u8, serverKey);
        HMACSHA256.HashData(serverKey, authMessage, _serverSignature);
        CryptographicOperations.ZeroMemory(salted);
        CryptographicOperations.ZeroMemory(serverKey);
    }

    // server-final-message = (server-error / verifier) ["," extensions]
    private SaslClientStatus TakeServerFinal(ReadOnlySpan<byte> challenge)
    {
        if (!ScramText.IsText(challenge))
            return SaslClientStatus.Malformed;
        var reader = new ScramReader(challenge);
        if (reader.TryRead('e', out var error))
        {
            KeepError(error);
            _expects = Expects.Nothing; // An empty answer, and the server refuses.
            return reader.SkipExtensions() ? SaslClientStatus.Continue : SaslClientStatus.Malformed;
        }

        if (!reader.TryRead('v', out var text)
            || !reader.SkipExtensions()
            || !ScramText.TryDecodeBase64(text, out var signature))
            return SaslClientStatus.Malformed;
        ServerIsProved = CryptographicOperations.FixedTimeEquals(signature, _serverSignature);
        return ServerIsProved ? SaslClientStatus.Succeeded : SaslClientStatus.Failed;
    }

    private enum Expects : byte
    {
        Start,
        ServerFirst,
        ServerFinal,
        Nothing,
    }
}
