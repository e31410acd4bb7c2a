namespace Rockdove.Pop3;

/// <summary>NOOP (RFC 1939 section 5): nothing.</summary>
internal sealed class Noop() : Pop3Verb("NOOP", Pop3Phase.Transaction)
{
    public override void Run(Pop3ServerEngine engine, ReadOnlySpan<byte> argument) =>
        engine.Reply(argument.IsEmpty ? Pop3Replies.Ok : Pop3Replies.NoArgumentAllowed);
}
