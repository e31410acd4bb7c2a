namespace Rockdove.Pop3;

/// <summary>UIDL (RFC 1939 section 7): names for messages that stay the same from session to session.</summary>
public sealed class Uidl : Pop3Extension
{
    public override string Tag => "UIDL";

    public override IReadOnlyList<Pop3Verb> Verbs { get; } = [new Verb()];

    private sealed class Verb() : Pop3Verb("UIDL", Pop3Phase.Transaction)
    {
        public override void Run(Pop3ServerEngine engine, ReadOnlySpan<byte> argument) =>
            List.RunOf(engine, argument, ids: true);
    }
}
