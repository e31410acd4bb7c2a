namespace Rockdove.Pop3;

/// <summary>CAPA (RFC 2449 section 5): what can be said in the session as it is now.</summary>
internal sealed class Capa() : Pop3Verb("CAPA", Pop3Phase.Any)
{
    public override bool IsAllowedBeforeTls => true;

    public override void Run(Pop3ServerEngine engine, ReadOnlySpan<byte> argument)
    {
        if (!argument.IsEmpty)
            engine.Reply(Pop3Replies.NoArgumentAllowed);
        else
            engine.Reply(Pop3Replies.Capabilities, Lines(engine.Protocol, engine.Session));
    }

    private static IEnumerable<string> Lines(Pop3Protocol protocol, Pop3Session session) =>
        protocol.Extensions.Select(extension => extension.Announce(session, protocol)).OfType<string>();
}
