namespace Rockdove.Pop3;

/// <summary>STLS (RFC 2595 section 4). The host does the handshake; after it the session is as new.</summary>
public sealed class Stls : Pop3Extension
{
    public override string Tag => "STLS";

    public override IReadOnlyList<Pop3Verb> Verbs { get; } = [new Verb()];

    public override string? Announce(Pop3Session session, Pop3Protocol protocol) =>
        session is { IsSecure: false, Phase: Pop3Phase.Authorization } ? Tag : null;

    private sealed class Verb() : Pop3Verb("STLS", Pop3Phase.Authorization)
    {
        public override bool IsAllowedBeforeTls => true;

        public override void Run(Pop3ServerEngine engine, ReadOnlySpan<byte> argument)
        {
            if (!argument.IsEmpty)
                engine.Reply(Pop3Replies.NoArgumentAllowed);
            else if (engine.Session.IsSecure)
                engine.Reply(Pop3Replies.AlreadySecure);
            else if (engine.Session.IsUtf8)
                engine.Reply(Pop3Replies.Utf8BeforeTls); // RFC 6856 section 2.1.
            else
                engine.Ask(new Pop3TlsQuestion());
        }
    }
}
