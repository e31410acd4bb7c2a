using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Rockdove.Wire;

/// <summary>OAUTHBEARER (RFC 7628): a bearer token in the message.</summary>
/// <remarks>
/// The name in the gs2 header is both identity and authorization identity of the credentials; it may be missing, and
/// the token, which the host checks, is what tells who the client is. A refusal is told in a JSON challenge
/// (section 3.2.2). The client's answer to it, whatever it is, ends the exchange.
/// </remarks>
public sealed class OAuthBearerMechanism : SaslMechanism
{
    private readonly byte[] _refusal;

    /// <param name="scope">The scope a token should have, told to a client that is refused; null for none.</param>
    /// <param name="openIdConfiguration">The https URL of the discovery document, told likewise; null for none.</param>
    public OAuthBearerMechanism(string? scope = null, string? openIdConfiguration = null)
        : base(SaslMechanisms.OAuthBearer)
    {
        _refusal = WriteRefusal(scope, openIdConfiguration);
    }

    /// <summary>
    /// The names by which clients may know this server. A client that names another host is refused (section 3.2).
    /// Empty, the default, means that any name will do.
    /// </summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    public override bool RevealsSecret => true;

    public override ISaslServer Begin(SaslContext context) => new Exchange(_refusal, Hosts);

    private static byte[] WriteRefusal(string? scope, string? openIdConfiguration)
    {
        var output = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("status"u8, "invalid_token"u8);
        if (scope is not null)
            json.WriteString("scope"u8, scope);
        if (openIdConfiguration is not null)
            json.WriteString("openid-configuration"u8, openIdConfiguration);
        json.WriteEndObject();
        json.Flush();
        return output.WrittenSpan.ToArray();
    }

    private sealed class Exchange(byte[] refusal, IReadOnlyList<string> hosts)
        : SaslExchange(SaslMechanisms.OAuthBearer, clientFirst: true)
    {
        private bool _isRefused;

        // client-resp = (gs2-header kvsep *kvpair kvsep) / kvsep
        protected override SaslStatus Respond(ReadOnlySpan<byte> response, IBufferWriter<byte> challenge)
        {
            if (_isRefused)
                return SaslStatus.Failed;
            var status = Gs2Header.Read(response, out var header);
            if (status != SaslStatus.Continue)
                return status;
            if (!TryReadPairs(response[header.LengthOctets..], out var authorization, out var host))
                return SaslStatus.Malformed;

            // An empty value is how a client asks for the error, and with it for the scope and the discovery URL.
            if (header.BindsChannel || !IsOurHost(host) || !BearerToken.TryRead(authorization, out var token))
                return FinishRefused(challenge);
            return Decide(new Credentials(
                Mechanism,
                CredentialKind.Token,
                header.AuthorizationIdentity ?? "",
                header.AuthorizationIdentity,
                new Secret(token)));
        }

        protected override SaslStatus FinishRefused(IBufferWriter<byte> challenge)
        {
            _isRefused = true;
            challenge.Write(refusal);
            return SaslStatus.Continue;
        }

        private bool IsOurHost(string? host) =>
            host is null || hosts.Count == 0 || hosts.Contains(host, StringComparer.OrdinalIgnoreCase);

        // kvpair = key "=" value kvsep, where kvsep is %x01; `auth` is required, others may be there once or not.
        private static bool TryReadPairs(
            ReadOnlySpan<byte> pairs, out ReadOnlySpan<byte> authorization, out string? host)
        {
            authorization = default;
            host = null;
            var hasAuthorization = false;
            if (pairs.IsEmpty || pairs[0] != Separator)
                return false;
            pairs = pairs[1..];
            while (!pairs.IsEmpty && pairs[0] != Separator)
            {
                var end = pairs.IndexOf(Separator);
                var equals = pairs.IndexOf((byte)'=');
                if (end < 0 || equals < 1 || equals > end)
                    return false;
                var key = pairs[..equals];
                var value = pairs[(equals + 1)..end];
                if (key.ContainsAnyExcept(Letters) || value.ContainsAnyExcept(ValueOctets))
                    return false;

                if (key.SequenceEqual("auth"u8))
                {
                    if (hasAuthorization)
                        return false;
                    hasAuthorization = true;
                    authorization = value;
                }
                else if (key.SequenceEqual("host"u8))
                {
                    if (host is not null)
                        return false;
                    host = Encoding.ASCII.GetString(value);
                }

                pairs = pairs[(end + 1)..];
            }

            return hasAuthorization && pairs.Length == 1;
        }

        private const byte Separator = 1;

        private static readonly SearchValues<byte> Letters =
            SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

        // VCHAR / SP / HTAB / CR / LF
        private static readonly SearchValues<byte> ValueOctets =
            SearchValues.Create([.. "\t\n\r"u8, .. Enumerable.Range(0x20, 0x5F).Select(octet => (byte)octet)]);
    }
}
