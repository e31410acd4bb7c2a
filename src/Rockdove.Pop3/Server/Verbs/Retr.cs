namespace Rockdove.Pop3;

/// <summary>RETR (RFC 1939 section 5): a message, whole.</summary>
internal sealed class Retr() : Pop3Verb("RETR", Pop3Phase.Transaction)
{
    public override void Run(Pop3ServerEngine engine, ReadOnlySpan<byte> argument)
    {
        if (argument.IsEmpty)
            engine.Reply(Pop3Replies.ArgumentNeeded);
        else if (!MessageNumber.TryParse(argument, out var number))
            engine.Reply(Pop3Replies.BadNumber);
        else if (!engine.Session.Maildrop!.Has(number))
            engine.Reply(Pop3Replies.NoSuchMessage);
        else
            engine.Ask(new RetrieveQuestion(number, BodyLines: null));
    }
}
