using System.Buffers;

namespace Rockdove.Wire;

/// <summary>
/// LOGIN (draft-murchison-sasl-login, never an RFC): two prompts, for clients that know nothing better.
/// </summary>
/// <remarks>
/// An initial response is taken as the user name, which is what clients mean by it. The prompts are those that most
/// servers send and that some clients compare with.
/// </remarks>
public sealed class LoginMechanism() : SaslMechanism(SaslMechanisms.Login)
{
    public override bool RevealsSecret => true;

    public override ISaslServer Begin(SaslContext context) => new Exchange();

    private sealed class Exchange() : SaslExchange(SaslMechanisms.Login, clientFirst: false)
    {
        private bool _hasPrompted;
        private string? _identity;

        protected override SaslStatus Respond(ReadOnlySpan<byte> response, IBufferWriter<byte> challenge)
        {
            if (_identity is not null)
                return TakePassword(response);
            if (!_hasPrompted && response.IsEmpty)
            {
                _hasPrompted = true;
                challenge.Write("Username:"u8);
                return SaslStatus.Continue;
            }

            if (!SaslPrep.TryPrepare(response, out _identity))
                return SaslStatus.Failed;
            challenge.Write("Password:"u8);
            return SaslStatus.Continue;
        }

        private SaslStatus TakePassword(ReadOnlySpan<byte> response) =>
            SaslPrep.TryPrepare(response, out Secret? password)
                ? Decide(new Credentials(Mechanism, CredentialKind.Password, _identity!, Secret: password))
                : SaslStatus.Failed;
    }
}
