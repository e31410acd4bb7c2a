namespace Rockdove.Imap;

/// <summary>
/// NOTIFY (RFC 5465): the client is told what changes, at any time, in the mailboxes that it names. The handler
/// watches:
/// <see cref="NotifyQuestion"/>, <see cref="WatchQuestion"/>; the host signals <see cref="Wire.Signal.Changed"/>.
/// </summary>
public sealed class Notify() : ImapExtension("NOTIFY")
{
    public override IReadOnlyList<ImapVerb> Verbs { get; } = [new Verb()];

    private sealed class Verb() : ImapVerb("NOTIFY", ImapPhase.LoggedIn)
    {
        public override void Run(ImapServerEngine engine, ref ImapReader arguments)
        {
            var grammar = new NotifyGrammar(engine);
            var question = arguments.AcceptSpace() ? grammar.TryRead(ref arguments) : null;
            if (question is not null)
                engine.Ask(question);
            else
                engine.Reply(grammar.Refusal ?? ImapReplies.BadArguments);
        }
    }
}
