namespace Rockdove.Smtp;

/// <summary>STARTTLS (RFC 3207). The host does the handshake; after it the session is as new.</summary>
public sealed class StartTls : SmtpExtension
{
    public override string Keyword => "STARTTLS";

    public override IReadOnlyList<SmtpVerb> Verbs { get; } = [new Verb()];

    public override string? Advertise(SmtpSession session, SmtpProtocol protocol) => session.IsSecure ? null : Keyword;

    private sealed class Verb() : SmtpVerb("STARTTLS", SmtpPhase.Connected | SmtpPhase.Greeted)
    {
        public override bool IsAllowedBeforeTls => true;

        public override void Run(SmtpServerEngine engine, ReadOnlySpan<byte> argument)
        {
            if (!argument.IsEmpty)
                engine.Reply(SmtpReplies.NoArgumentAllowed);
            else if (engine.Session.IsSecure)
                engine.Reply(SmtpReplies.AlreadySecure);
            else
                engine.Ask(new StartTlsQuestion());
        }
    }
}
