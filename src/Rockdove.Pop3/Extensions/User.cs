using System.Text;
using Rockdove.Wire;

namespace Rockdove.Pop3;

/// <summary>
/// USER and PASS (RFC 1939 section 7, RFC 2449 section 6.2): a name and a password that anybody may read on the way. So
/// they are offered under TLS, and without it only where <see cref="Pop3ProtocolOptions.AllowsSecretsInClear"/> says
/// so.
/// </summary>
/// <remarks>
/// USER accepts any name, known or not, so that nobody learns which exist (section 13). Names and passwords that are
/// not ASCII need <see cref="Utf8.AcceptsUtf8Logins"/>, and are prepared with SASLprep (RFC 6856 section 2.2).
/// </remarks>
public sealed class User : Pop3Extension
{
    public override string Tag => "USER";

    public override IReadOnlyList<Pop3Verb> Verbs { get; } = [new NameVerb(), new PasswordVerb()];

    public override string? Announce(Pop3Session session, Pop3Protocol protocol) =>
        session.Phase == Pop3Phase.Authorization && protocol.AllowsSecrets(session) ? Tag : null;

    internal static bool IsReadable(Pop3ServerEngine engine, ReadOnlySpan<byte> text) =>
        Ascii.IsValid(text) || engine.Protocol.Find<Utf8>() is { AcceptsUtf8Logins: true };

    private sealed class NameVerb() : Pop3Verb("USER", Pop3Phase.Authorization)
    {
        public override void Run(Pop3ServerEngine engine, ReadOnlySpan<byte> argument)
        {
            engine.Session.UserName = null;
            if (!engine.Protocol.AllowsSecrets(engine.Session))
            {
                engine.Reply(Pop3Replies.EncryptionNeeded);
            }
            else if (argument.IsEmpty)
            {
                engine.Reply(Pop3Replies.ArgumentNeeded);
            }
            else if (!IsReadable(engine, argument) || !SaslPrep.TryPrepare(argument, out string? name))
            {
                engine.Reply(Pop3Replies.BadArgument);
            }
            else
            {
                engine.Session.UserName = name;
                engine.Reply(Pop3Replies.NameTaken);
            }
        }
    }

    private sealed class PasswordVerb() : Pop3Verb("PASS", Pop3Phase.Authorization)
    {
        public override bool TakesWholeLine => true;

        public override void Run(Pop3ServerEngine engine, ReadOnlySpan<byte> argument)
        {
            var name = engine.Session.UserName;
            engine.Session.UserName = null; // One try for each USER (RFC 1939 section 7).
            if (!engine.Protocol.AllowsSecrets(engine.Session))
                engine.Reply(Pop3Replies.EncryptionNeeded);
            else if (name is null)
                engine.Reply(Pop3Replies.NameFirst);
            else if (!IsReadable(engine, argument) || !SaslPrep.TryPrepare(argument, out Secret? password))
                engine.FailLogin(Pop3Replies.AuthFailed); // An empty password too: it is nobody's.
            else
                engine.Ask(new LoginQuestion(new Credentials("USER", CredentialKind.Password, name, Secret: password)));
        }
    }
}
