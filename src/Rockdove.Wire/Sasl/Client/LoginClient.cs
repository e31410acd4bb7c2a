using System.Buffers;
using System.Text;

namespace Rockdove.Wire;

/// <summary>The client of LOGIN: the name to the first prompt, the password to the second, whatever they say.</summary>
/// <remarks>Servers word the prompts as they like, so their text is not looked at. No initial response is sent,
/// because not every server takes one.</remarks>
internal sealed class LoginClient(SaslLogin login)
    : SaslClientExchange(SaslMechanisms.Login, revealsSecret: true, hasInitialResponse: false)
{
    private readonly string _user = PrepareName(login.UserName);
    private readonly Secret _password = PreparePassword(login.Password);
    private bool _hasSentName;

    protected override SaslClientStatus Respond(ReadOnlySpan<byte> challenge, IBufferWriter<byte> response)
    {
        if (_hasSentName)
        {
            response.Write(_password.RevealOctets());
            return SaslClientStatus.Succeeded;
        }

        _hasSentName = true;
        response.Write(Encoding.UTF8.GetBytes(_user));
        return SaslClientStatus.Continue;
    }
}
