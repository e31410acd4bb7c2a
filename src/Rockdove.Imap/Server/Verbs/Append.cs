namespace Rockdove.Imap;

/// <summary>
/// APPEND (RFC 9051 section 6.3.12): <c>"APPEND" SP mailbox SP append-message</c>, and more messages where MULTIAPPEND
/// is offered (RFC 3502). A message is content: it is handed out as it comes.
/// </summary>
internal sealed class Append() : ImapVerb("APPEND", ImapPhase.LoggedIn)
{
    /// <summary>The first literal may be the name; any other is the message, or nothing that we understand.</summary>
    public override bool TakesContentAfter(ReadOnlySpan<byte> arguments) => arguments.Length > 1;

    public override void Run(ImapServerEngine engine, ref ImapReader arguments)
    {
        if (!arguments.AcceptSpace() || !arguments.TryAString(out var raw))
            engine.Reply(ImapReplies.BadArguments);
        else if (AppendArguments.TryRead(engine, ref arguments, out var read) is { } refusal)
            engine.Reply(refusal);
        else if (!MailboxText.TryDecode(raw, engine.Session.HasUtf8, out var mailbox))
            engine.Reply(ImapReplies.NoSuchMailbox);
        else
            engine.Ask(read!.Question(mailbox));
    }
}
