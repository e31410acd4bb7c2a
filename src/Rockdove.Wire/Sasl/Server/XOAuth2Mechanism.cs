using System.Buffers;
using System.Text.Json;

namespace Rockdove.Wire;

/// <summary>XOAUTH2, the forerunner of OAUTHBEARER that Google and Microsoft still document.</summary>
/// <remarks>
/// A refusal is told in a JSON challenge. The client's answer to it, whatever it is, ends the exchange.
/// </remarks>
/// <param name="scope">The scope a token should have, told to a client that is refused; null for none.</param>
public sealed class XOAuth2Mechanism(string? scope = null) : SaslMechanism(SaslMechanisms.XOAuth2)
{
    private readonly byte[] _refusal = WriteRefusal(scope);

    public override bool RevealsSecret => true;

    public override ISaslServer Begin(SaslContext context) => new Exchange(_refusal);

    private static byte[] WriteRefusal(string? scope)
    {
        var output = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("status"u8, "401"u8);
        json.WriteString("schemes"u8, "bearer"u8);
        if (scope is not null)
            json.WriteString("scope"u8, scope);
        json.WriteEndObject();
        json.Flush();
        return output.WrittenSpan.ToArray();
    }

    private sealed class Exchange(byte[] refusal) : SaslExchange(SaslMechanisms.XOAuth2, clientFirst: true)
    {
        private bool _isRefused;

        // "user=" {User} "^Aauth=Bearer " {token} "^A^A"
        protected override SaslStatus Respond(ReadOnlySpan<byte> response, IBufferWriter<byte> challenge)
        {
            if (_isRefused)
                return SaslStatus.Failed;
            if (!response.StartsWith("user="u8) || !response.EndsWith("\u0001\u0001"u8))
                return SaslStatus.Malformed;
            var separator = response.IndexOf((byte)1);
            var user = response[5..separator];
            var authorization = response[(separator + 1)..];
            if (!authorization.StartsWith("auth="u8) || authorization.IndexOf((byte)1) != authorization.Length - 2)
                return SaslStatus.Malformed;
            if (!BearerToken.TryRead(authorization[5..^2], out var token))
                return SaslStatus.Malformed;
            return SaslPrep.TryPrepare(user, out string? identity)
                ? Decide(new Credentials(Mechanism, CredentialKind.Token, identity, Secret: new Secret(token)))
                : SaslStatus.Failed;
        }

        protected override SaslStatus FinishRefused(IBufferWriter<byte> challenge)
        {
            _isRefused = true;
            challenge.Write(refusal);
            return SaslStatus.Continue;
        }
    }
}
