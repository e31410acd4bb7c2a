namespace Rockdove.Pop3;

/// <summary>DELE (RFC 1939 section 5): marks a message. It goes at QUIT, and not before.</summary>
internal sealed class Dele() : Pop3Verb("DELE", Pop3Phase.Transaction)
{
    public override void Run(Pop3ServerEngine engine, ReadOnlySpan<byte> argument)
    {
        var view = engine.Session.Maildrop!;
        if (argument.IsEmpty)
        {
            engine.Reply(Pop3Replies.ArgumentNeeded);
        }
        else if (!MessageNumber.TryParse(argument, out var number))
        {
            engine.Reply(Pop3Replies.BadNumber);
        }
        else if (!view.Has(number))
        {
            engine.Reply(Pop3Replies.NoSuchMessage);
        }
        else
        {
            view.Delete(number);
            engine.Reply(Pop3Reply.Ok($"Message {number} goes at QUIT"));
        }
    }
}
