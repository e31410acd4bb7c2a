namespace Rockdove.Pop3;

/// <summary>LIST (RFC 1939 section 5): the sizes of all messages, or of one.</summary>
internal sealed class List() : Pop3Verb("LIST", Pop3Phase.Transaction)
{
    public override void Run(Pop3ServerEngine engine, ReadOnlySpan<byte> argument) =>
        RunOf(engine, argument, ids: false);

    /// <summary>LIST and UIDL differ in what they tell, not in how they are said.</summary>
    internal static void RunOf(Pop3ServerEngine engine, ReadOnlySpan<byte> argument, bool ids)
    {
        if (argument.IsEmpty)
            engine.List(ids);
        else if (!MessageNumber.TryParse(argument, out var number))
            engine.Reply(Pop3Replies.BadNumber);
        else if (!engine.Session.Maildrop!.Has(number))
            engine.Reply(Pop3Replies.NoSuchMessage);
        else
            engine.ListOne(number, ids);
    }
}
