namespace Rockdove.Imap;

/// <summary>NAMESPACE (RFC 2342): there is one, the user's own, and it begins at the root.</summary>
public sealed class Namespace() : ImapExtension("NAMESPACE")
{
    public override IReadOnlyList<ImapVerb> Verbs { get; } = [new Verb()];

    private sealed class Verb() : ImapVerb("NAMESPACE", ImapPhase.LoggedIn)
    {
        public override void Run(ImapServerEngine engine, ref ImapReader arguments)
        {
            if (!arguments.AtEnd)
            {
                engine.Reply(ImapReplies.NoArguments);
                return;
            }

            engine.Responses.Text.Raw("* NAMESPACE ((\"\" "u8);
            engine.Responses.Delimiter();
            engine.Responses.Text.Raw(")) NIL NIL\r\n"u8);
            engine.Reply(ImapReplies.Completed);
        }
    }
}
