namespace Rockdove.Imap;

/// <summary>
/// STARTTLS (RFC 9051 section 6.2.1). The host does the handshake; nothing that was read before survives.
/// </summary>
public sealed class StartTls() : ImapExtension("STARTTLS")
{
    public override bool IsToldBeforeLogin => true;

    public override IReadOnlyList<ImapVerb> Verbs { get; } = [new Verb()];

    public override string? Advertise(ImapSession session, ImapProtocol protocol) =>
        session.IsSecure || session.Phase != ImapPhase.NotAuthenticated ? null : Capability;

    private sealed class Verb() : ImapVerb("STARTTLS", ImapPhase.NotAuthenticated)
    {
        public override void Run(ImapServerEngine engine, ref ImapReader arguments)
        {
            if (!arguments.AtEnd)
                engine.Reply(ImapReplies.NoArguments);
            else if (engine.Session.IsSecure)
                engine.Reply(ImapReplies.TlsAlready);
            else
                engine.Ask(new StartTlsQuestion());
        }
    }
}
