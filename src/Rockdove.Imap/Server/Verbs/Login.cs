using Rockdove.Wire;

namespace Rockdove.Imap;

/// <summary>
/// LOGIN (RFC 9051 section 6.2.3): <c>"LOGIN" SP userid SP password</c>, both astrings. Without TLS it is off
/// (LOGINDISABLED), and then no literal of it is invited.
/// </summary>
internal sealed class Login() : ImapVerb("LOGIN", ImapPhase.NotAuthenticated)
{
    public override ImapReply? WhyNot(ImapServerEngine engine) =>
        engine.Session.IsSecure || engine.Protocol.Options.AllowsSecretsInClear ? null : ImapReplies.PrivacyRequired;

    public override void Run(ImapServerEngine engine, ref ImapReader arguments)
    {
        if (!arguments.AcceptSpace() || !arguments.TryAString(out var user)
            || !arguments.AcceptSpace() || !arguments.TryAString(out var password) || !arguments.AtEnd
            || !user.TryGetText(out var name))
        {
            engine.Reply(ImapReplies.BadArguments);
            return;
        }

        engine.Ask(new AuthQuestion(
            new Credentials("LOGIN", CredentialKind.Password, name, null, new Secret(password.ToOctets()))));
    }
}
