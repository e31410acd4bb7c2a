namespace Rockdove.Pop3;

/// <summary>
/// QUIT (RFC 1939 sections 4 and 6). With a maildrop open the host is asked to delete what is marked, and its answer is
/// the reply: it comes when that is done.
/// </summary>
internal sealed class Quit() : Pop3Verb("QUIT", Pop3Phase.Any)
{
    public override bool IsAllowedBeforeTls => true;

    public override void Run(Pop3ServerEngine engine, ReadOnlySpan<byte> argument)
    {
        if (!argument.IsEmpty)
            engine.Reply(Pop3Replies.NoArgumentAllowed);
        else if (engine.Session.Maildrop is { } maildrop)
            engine.Ask(new UpdateQuestion(maildrop));
        else
            engine.Close(Pop3Replies.Bye);
    }
}
