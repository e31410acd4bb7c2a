namespace Rockdove.Imap;

/// <summary>
/// What stands before a message: <c>[flag-list SP] [date-time SP] literal</c>, or a literal8 where BINARY is offered
/// (RFC 3516), or <c>"UTF8" SP "(" literal8 ")"</c> after ENABLE UTF8=ACCEPT (RFC 6855 section 4).
/// </summary>
internal sealed record AppendArguments(ImapFlags Flags, DateTimeOffset? InternalDate, LiteralHead Literal, bool IsUtf8)
{
    /// <summary>Reads <c>SP</c> and the rest. A reply when they are not understood, or the message cannot be.</summary>
    public static ImapReply? TryRead(
        ImapServerEngine engine, ref ImapReader arguments, out AppendArguments? read)
    {
        read = null;
        var limits = engine.Protocol.Limits;
        DateTimeOffset? date = null;
        var flags = ImapFlags.None;
        if (!arguments.AcceptSpace()
            || (arguments.IsNext((byte)'(')
                && !(ImapFlags.TryReadList(ref arguments, limits.Keywords, out flags) && arguments.AcceptSpace()))
            || (arguments.IsNext((byte)'"') && !(TryReadDate(ref arguments, ref date) && arguments.AcceptSpace())))
            return ImapReplies.BadArguments;
        var isUtf8 = engine.Session.HasEnabledUtf8 && arguments.AcceptStart("UTF8 ("u8);
        if (!arguments.TryLiteralHead(out var literal) || (isUtf8 && !literal.IsBinary)
            || (literal.IsBinary && !isUtf8 && !engine.Protocol.Has<Binary>()))
            return ImapReplies.BadArguments;
        if (engine.IsTooBigToBeUninvited(literal))
            return ImapReplies.LiteralTooBig;
        if (literal.Octets > limits.MessageBytes)
            return ImapReplies.MessageTooBig;
        if (literal.Octets == 0 && engine.Protocol.Has<MultiAppend>())
            return ImapReplies.AppendCancelled; // RFC 3502 section 6.3.11.
        read = new AppendArguments(flags, date, literal, isUtf8);
        return null;
    }

    /// <summary>May it come?</summary>
    public AppendQuestion Question(string mailbox) =>
        new(mailbox, Flags, InternalDate, Literal.Octets, Literal.IsBinary) { IsUtf8 = IsUtf8 };

    private static bool TryReadDate(ref ImapReader arguments, ref DateTimeOffset? date)
    {
        if (!ImapDates.TryReadDateTime(ref arguments, out var time))
            return false;
        date = time;
        return true;
    }
}
