namespace Rockdove.Pop3;

/// <summary>STAT (RFC 1939 section 5): two numbers and nothing else, so that no client has to guess.</summary>
internal sealed class Stat() : Pop3Verb("STAT", Pop3Phase.Transaction)
{
    public override void Run(Pop3ServerEngine engine, ReadOnlySpan<byte> argument)
    {
        var view = engine.Session.Maildrop!;
        engine.Reply(argument.IsEmpty
            ? Pop3Reply.Ok($"{view.Count} {view.Bytes}")
            : Pop3Replies.NoArgumentAllowed);
    }
}
