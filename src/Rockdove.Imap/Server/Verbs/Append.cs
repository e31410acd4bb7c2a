namespace Rockdove.Imap;

/// <summary>
/// APPEND (RFC 9051 section 6.3.12): <c>"APPEND" SP mailbox [SP flag-list] [SP date-time] SP literal</c>, the literal
/// also as literal8 where BINARY is offered. The message is content: it is handed out as it comes.
/// </summary>
internal sealed class Append() : ImapVerb("APPEND", ImapPhase.LoggedIn)
{
    /// <summary>The first literal may be the name; any other is the message, or nothing that we understand.</summary>
    public override bool TakesContentAfter(ReadOnlySpan<byte> arguments) => arguments.Length > 1;

    public override void Run(ImapServerEngine engine, ref ImapReader arguments)
    {
        var limits = engine.Protocol.Limits;
        DateTimeOffset? date = null;
        var flags = ImapFlags.None;
        if (!arguments.AcceptSpace() || !arguments.TryAString(out var raw) || !arguments.AcceptSpace()
            || (arguments.IsNext((byte)'(')
                && !(ImapFlags.TryReadList(ref arguments, limits.Keywords, out flags) && arguments.AcceptSpace()))
            || (arguments.IsNext((byte)'"') && !(TryReadDate(ref arguments, ref date) && arguments.AcceptSpace()))
            || !arguments.TryLiteralHead(out var literal)
            || (literal.IsBinary && !engine.Protocol.Has<Binary>()))
        {
            engine.Reply(ImapReplies.BadArguments);
            return;
        }

        if (engine.IsTooBigToBeUninvited(literal))
            engine.Reply(ImapReplies.LiteralTooBig);
        else if (literal.Octets > limits.MessageBytes)
            engine.Reply(ImapReplies.MessageTooBig);
        else if (!MailboxText.TryDecode(raw, engine.Session.HasUtf8Names, out var mailbox))
            engine.Reply(ImapReplies.NoSuchMailbox);
        else
            engine.Ask(new AppendQuestion(mailbox, flags, date, literal.Octets, literal.IsBinary));
    }

    private static bool TryReadDate(ref ImapReader arguments, ref DateTimeOffset? date)
    {
        if (!ImapDates.TryReadDateTime(ref arguments, out var time))
            return false;
        date = time;
        return true;
    }
}
