namespace Rockdove.Imap;

/// <summary>What a client that comes back knows of a mailbox (RFC 7162 section 3.2.5).</summary>
/// <param name="UidValidity">The UIDVALIDITY that it knows; with another all of this means nothing.</param>
/// <param name="ModSequence">The mod-sequence up to which it knows everything.</param>
/// <param name="KnownUids">The UIDs that it knows; null for all up to UIDNEXT.</param>
/// <param name="Numbers">Some sequence numbers that it knows, ascending; null for none.</param>
/// <param name="NumberedUids">Their UIDs.</param>
internal sealed record ResyncRequest(
    uint UidValidity, ulong ModSequence, SequenceSet? KnownUids, SequenceSet? Numbers, SequenceSet? NumberedUids)
{
    /// <summary>
    /// Reads <c>"(" uidvalidity SP mod-sequence [SP known-uids] [SP "(" known-sequences SP known-uids ")"] ")"</c>.
    /// </summary>
    public static bool TryRead(ref ImapReader reader, int limit, out ResyncRequest? request)
    {
        request = null;
        SequenceSet? known = null, numbers = null, uids = null;
        if (!reader.Accept((byte)'(') || !reader.TryNonZero(out var uidValidity) || !reader.AcceptSpace()
            || !reader.TryLongNumber(out var modSequence))
            return false;
        if (reader.AcceptSpace() && !reader.IsNext((byte)'('))
        {
            if (!TryReadSet(ref reader, limit, out known))
                return false;
            reader.AcceptSpace();
        }

        if (reader.Accept((byte)'(') && !(TryReadSet(ref reader, limit, out numbers) && reader.AcceptSpace()
            && TryReadSet(ref reader, limit, out uids) && reader.Accept((byte)')')))
            return false;
        if (!reader.Accept((byte)')'))
            return false;
        request = new ResyncRequest(uidValidity, (ulong)modSequence, known, numbers, uids);
        return true;
    }

    /// <summary>
    /// What the client has missed is what a UID FETCH would tell (section 3.2.5.1). Null when what it knows means
    /// nothing here.
    /// </summary>
    public FetchQuestion? QuestionAbout(OpenedMailbox mailbox)
    {
        var view = mailbox.View;
        if (UidValidity != mailbox.UidValidity || view.HighestModSequence == 0)
            return null;
        var known = KnownUids ?? new SequenceSet([(1, SequenceSet.Star)], false);
        return new FetchQuestion(view.Resolve(known, byUid: true), Items, ModSequence, SetsSeen: false)
        {
            VanishedAmong = known.ToUids(mailbox.UidNext - 1, after: LastSure(view)),
        };
    }

    /// <summary>
    /// Up to the last number that still has the UID that the client knows, it knows of all losses (section 3.2.5.2).
    /// </summary>
    private uint LastSure(MailboxView view)
    {
        if (Numbers is not { } numbers || NumberedUids is not { } uids)
            return 0;
        var (sure, last) = (0u, 0u);
        foreach (var (number, uid) in numbers.Each().Zip(uids.Each()))
        {
            if (number <= last || number > view.Count)
                break; // They ascend, so there are no more of them than messages.
            last = number;
            if (view.UidAt(number) == uid)
                sure = uid;
        }

        return sure;
    }

    /// <summary>A set without <c>*</c>, which would mean nothing before the mailbox is open.</summary>
    private static bool TryReadSet(ref ImapReader reader, int limit, out SequenceSet? set)
    {
        set = null;
        if (!SequenceSet.TryRead(ref reader, limit, allowsSaved: false, out var read)
            || read.Ranges.Any(range => range.From == SequenceSet.Star || range.To == SequenceSet.Star))
            return false;
        set = read;
        return true;
    }

    private static readonly FetchItem[] Items =
        [new(FetchKind.Uid), new(FetchKind.Flags), new(FetchKind.ModSequence)];
}
