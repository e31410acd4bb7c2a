using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Rockdove.Wire;

/// <summary>One exchange of <see cref="ScramSha256Mechanism"/>: two messages from each side, then a verdict.</summary>
internal sealed class ScramSha256Exchange(ScramSha256Mechanism mechanism, SaslContext context)
    : SaslExchange(SaslMechanisms.ScramSha256, clientFirst: true)
{
    private Expects _expects = Expects.ClientFirst;
    private ScramVerifier? _verifier;
    private bool _isReal;

    /// <summary>The gs2 header in base64, as the client must repeat it in <c>c=</c>.</summary>
    private byte[] _header = [];

    /// <summary>The client's nonce, and ours after it once we have made it.</summary>
    private byte[] _nonce = [];

    /// <summary>
    /// client-first-message-bare, "," and server-first-message: all of AuthMessage but its last part.
    /// </summary>
    private readonly ArrayBufferWriter<byte> _authMessage = new();

    private readonly byte[] _serverSignature = new byte[Scram.KeyOctets];

    protected override SaslStatus Respond(ReadOnlySpan<byte> response, IBufferWriter<byte> challenge) => _expects switch
    {
        Expects.ClientFirst => TakeClientFirst(response),
        Expects.ClientFinal => TakeClientFinal(response, challenge),
        Expects.Acknowledgement => response.IsEmpty ? SaslStatus.Succeeded : SaslStatus.Malformed,
        _ => SaslStatus.Failed,
    };

    // server-first-message = nonce "," salt "," iteration-count
    protected override SaslStatus UseSecret(StoredSecret? secret, IBufferWriter<byte> challenge)
    {
        _verifier = mechanism.Resolve(secret, Credentials!.Identity, context, out _isReal);
        _nonce = [.. _nonce, .. ScramText.MakeNonce(context.FillRandom)];

        var message = new ArrayBufferWriter<byte>();
        message.Write("r="u8);
        message.Write(_nonce);
        message.Write(",s="u8);
        message.Write(ScramText.EncodeBase64(_verifier.Salt.Span));
        message.Write(",i="u8);
        message.Write(Encoding.ASCII.GetBytes(_verifier.Iterations.ToString(CultureInfo.InvariantCulture)));

        _authMessage.Write(","u8);
        _authMessage.Write(message.WrittenSpan);
        challenge.Write(message.WrittenSpan);
        _expects = Expects.ClientFinal;
        return SaslStatus.Continue;
    }

    protected override SaslStatus FinishAccepted(IBufferWriter<byte> challenge)
    {
        challenge.Write("v="u8);
        challenge.Write(ScramText.EncodeBase64(_serverSignature));
        _expects = Expects.Acknowledgement;
        return SaslStatus.Continue;
    }

    protected override SaslStatus FinishRefused(IBufferWriter<byte> challenge)
    {
        challenge.Write("e=other-error"u8);
        _expects = Expects.Nothing;
        return SaslStatus.Continue;
    }

    // client-first-message = gs2-header [reserved-mext ","] username "," nonce ["," extensions]
    private SaslStatus TakeClientFirst(ReadOnlySpan<byte> response)
    {
        if (!ScramText.IsText(response))
            return SaslStatus.Malformed;
        var status = Gs2Header.Read(response, out var header);
        if (status != SaslStatus.Continue)
            return status;

        var bare = response[header.LengthOctets..];
        if (bare.StartsWith("m="u8) || header.BindsChannel)
            return SaslStatus.Failed; // Extensions and bindings that we do not know are well formed, and refused.
        var reader = new ScramReader(bare);
        if (!reader.TryRead('n', out var user)
            || !reader.TryRead('r', out var nonce)
            || !ScramText.IsNonce(nonce)
            || !reader.SkipExtensions()
            || !SaslName.TryDecode(user, out var name))
            return SaslStatus.Malformed;
        if (!SaslPrep.TryPrepare(name, out string? identity))
            return SaslStatus.Failed;

        _header = ScramText.EncodeBase64(response[..header.LengthOctets]);
        _nonce = nonce.ToArray();
        _authMessage.Write(bare);
        Credentials = new Credentials(Mechanism, CredentialKind.Proved, identity, header.AuthorizationIdentity);
        return SaslStatus.NeedsSecret;
    }

    // client-final-message = channel-binding "," nonce ["," extensions] "," proof
    private SaslStatus TakeClientFinal(ReadOnlySpan<byte> response, IBufferWriter<byte> challenge)
    {
        var proofAt = response.LastIndexOf(",p="u8);
        if (!ScramText.IsText(response) || proofAt < 0)
            return SaslStatus.Malformed;
        var withoutProof = response[..proofAt];
        var reader = new ScramReader(withoutProof);
        if (!reader.TryRead('c', out var binding)
            || !ScramText.TryDecodeBase64(binding, out _)
            || !reader.TryRead('r', out var nonce)
            || !ScramText.IsNonce(nonce)
            || !reader.SkipExtensions()
            || !ScramText.TryDecodeBase64(response[(proofAt + 3)..], out var proof)
            || proof.Length != Scram.KeyOctets)
            return SaslStatus.Malformed;

        // The proof is always computed, so that the time does not tell which check has failed.
        var isProved = IsProved(withoutProof, proof)
            & binding.SequenceEqual(_header)
            & nonce.SequenceEqual(_nonce)
            & _isReal;
        return isProved ? SaslStatus.Decide : FinishRefused(challenge);
    }

    private bool IsProved(ReadOnlySpan<byte> withoutProof, Span<byte> proof)
    {
        _authMessage.Write(","u8);
        _authMessage.Write(withoutProof);
        var authMessage = _authMessage.WrittenSpan;

        Span<byte> signature = stackalloc byte[Scram.KeyOctets];
        Span<byte> storedKey = stackalloc byte[Scram.KeyOctets];
        HMACSHA256.HashData(_verifier!.ServerKey.Span, authMessage, _serverSignature);
        HMACSHA256.HashData(_verifier.StoredKey.Span, authMessage, signature);

        // ClientKey = ClientProof XOR ClientSignature. It is as good as the password, so it does not stay in memory.
        Scram.Xor(proof, signature);
        SHA256.HashData(proof, storedKey);
        CryptographicOperations.ZeroMemory(proof);
        return CryptographicOperations.FixedTimeEquals(storedKey, _verifier.StoredKey.Span);
    }

    private enum Expects : byte
    {
        ClientFirst,
        ClientFinal,
        Acknowledgement,
        Nothing,
    }
}
