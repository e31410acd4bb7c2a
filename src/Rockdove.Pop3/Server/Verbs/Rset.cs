namespace Rockdove.Pop3;

/// <summary>RSET (RFC 1939 section 5): nothing is marked as deleted any more.</summary>
internal sealed class Rset() : Pop3Verb("RSET", Pop3Phase.Transaction)
{
    public override void Run(Pop3ServerEngine engine, ReadOnlySpan<byte> argument)
    {
        if (!argument.IsEmpty)
        {
            engine.Reply(Pop3Replies.NoArgumentAllowed);
            return;
        }

        engine.Session.Maildrop!.Reset();
        engine.WriteTotals();
    }
}
