using System.Buffers;
using System.Globalization;
using System.Text;

namespace Rockdove.Wire;

/// <summary>
/// The clients of OAUTHBEARER (RFC 7628) and XOAUTH2, which differ in how they write the same things.
/// </summary>
internal sealed class OAuthClient : SaslClientExchange
{
    private readonly SaslLogin _login;
    private readonly Secret _token;
    private readonly string _user;
    private readonly bool _isStandard;
    private bool _isRefused;

    /// <param name="mechanism">OAUTHBEARER or XOAUTH2.</param>
    /// <param name="login">The user, the token, and for OAUTHBEARER the server.</param>
    public OAuthClient(string mechanism, SaslLogin login)
        : base(mechanism, revealsSecret: true, hasInitialResponse: true)
    {
        _isStandard = mechanism == SaslMechanisms.OAuthBearer;
        _login = login;
        _user = PrepareName((_isStandard ? login.AuthorizationIdentity : null) ?? login.UserName);
        _token = login.Token is { } token && BearerToken.IsToken(token.RevealOctets())
            ? token
            : throw new ArgumentException("A bearer token is missing or no token (RFC 6750).", nameof(login));
        if (login.ServerHost is { } host && host.AsSpan().ContainsAnyExceptInRange('!', '~'))
            throw new ArgumentException("A host name is ASCII.", nameof(login));
    }

    protected override SaslClientStatus Respond(ReadOnlySpan<byte> challenge, IBufferWriter<byte> response)
    {
        if (_isRefused || !challenge.IsEmpty)
            return SaslClientStatus.Malformed;
        if (_isStandard)
            WriteHeader(response);
        else
            response.Write(Encoding.UTF8.GetBytes($"user={_user}\u0001"));
        response.Write("auth=Bearer "u8);
        response.Write(_token.RevealOctets());
        response.Write("\u0001\u0001"u8);
        return SaslClientStatus.Succeeded;
    }

    // The server refuses and says why. An answer lets it finish: RFC 7628 section 3.2.3, and Google's empty one.
    protected override SaslClientStatus RespondAfterEnd(ReadOnlySpan<byte> challenge, IBufferWriter<byte> response)
    {
        KeepError(challenge);
        _isRefused = true;
        response.Write(_isStandard ? "\u0001"u8 : default);
        return SaslClientStatus.Continue;
    }

    private void WriteHeader(IBufferWriter<byte> response)
    {
        Gs2Header.Write(_user, response);
        if (_login.ServerHost is { } host)
            response.Write(Encoding.ASCII.GetBytes($"\u0001host={host}"));
        if (_login.ServerPort is { } port)
            response.Write(Encoding.ASCII.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"\u0001port={port}")));
        response.Write("\u0001"u8);
    }
}
