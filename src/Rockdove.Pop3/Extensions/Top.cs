using Rockdove.Wire;

namespace Rockdove.Pop3;

/// <summary>TOP (RFC 1939 section 7): the header of a message, the blank line, and some lines of the body.</summary>
public sealed class Top : Pop3Extension
{
    public override string Tag => "TOP";

    public override IReadOnlyList<Pop3Verb> Verbs { get; } = [new Verb()];

    /// <summary><c>"TOP" SP number SP lines</c>; both are digits.</summary>
    private sealed class Verb() : Pop3Verb("TOP", Pop3Phase.Transaction)
    {
        public override void Run(Pop3ServerEngine engine, ReadOnlySpan<byte> argument)
        {
            var cursor = new Cursor(argument);
            if (cursor.AtEnd)
                engine.Reply(Pop3Replies.ArgumentNeeded);
            else if (!MessageNumber.TryRead(ref cursor, out var number))
                engine.Reply(Pop3Replies.BadNumber);
            else if (cursor.AtEnd)
                engine.Reply(Pop3Replies.ArgumentNeeded);
            else if (!cursor.Accept((byte)' ') || !cursor.TryReadNumber(out var lines) || !cursor.AtEnd)
                engine.Reply(Pop3Replies.BadNumber);
            else if (!engine.Session.Maildrop!.Has(number))
                engine.Reply(Pop3Replies.NoSuchMessage);
            else
                engine.Ask(new RetrieveQuestion(number, lines));
        }
    }
}
