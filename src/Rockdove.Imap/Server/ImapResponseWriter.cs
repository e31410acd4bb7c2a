using System.Globalization;

namespace Rockdove.Imap;

/// <summary>
/// Writes untagged responses in the words of the session: what a handler says while its question is open. It cannot be
/// brought out of step: a response that is begun must be ended, and a literal gets exactly the octets it announced.
/// </summary>
/// <remarks>
/// Octets of a literal may come in any number of slices, over any number of calls; the host sends them on as it likes,
/// so the size of a message does not meet our memory.
/// </remarks>
public sealed class ImapResponseWriter
{
    private readonly ImapSession _session;
    private readonly ImapProtocol _protocol;
    private bool _isFirstItem;
    private bool _isInFetch;
    private UntaggedLine? _line;
    private long _literalLeft = -1;

    internal ImapResponseWriter(ImapProtocol protocol, ImapSession session)
    {
        _protocol = protocol;
        _session = session;
    }

    internal ResponseText Text { get; } = new();

    internal MailboxView? View { get; set; }

    /// <summary>The command has UID before it, so its FETCH responses have UIDs in them.</summary>
    internal bool IsByUid { get; set; }

    /// <summary>Every response that was begun has been ended.</summary>
    internal bool IsWhole => !_isInFetch && _line is not { IsOpen: true };

    internal ImapProtocol Protocol => _protocol;

    /// <summary>
    /// Begins an untagged line of a kind that this library does not know; it must be ended before anything else.
    /// </summary>
    /// <param name="name">What the line is, an atom.</param>
    /// <exception cref="InvalidOperationException">A response is open.</exception>
    /// <exception cref="ArgumentException">The name is no atom.</exception>
    public UntaggedLine BeginLine(string name)
    {
        Between();
        _line ??= new UntaggedLine(Text);
        _line.Begin(name);
        return _line;
    }

    /// <summary>LIST, and STATUS behind it where the listing has one.</summary>
    /// <exception cref="InvalidOperationException">A FETCH response is open.</exception>
    public void List(ListQuestion question, MailboxListing listing)
    {
        Between();
        Text.Raw(question.IsLsub ? "* LSUB ("u8 : "* LIST ("u8);
        var isFirst = true;
        foreach (var (attribute, name) in MailboxListing.Names)
        {
            if ((listing.Attributes & question.Shown & attribute) == 0)
                continue;
            Text.Separate(ref isFirst);
            Text.Raw(name);
        }

        Text.Raw(") "u8);
        Delimiter();
        Text.Raw(" "u8);
        Text.MailboxName(listing.Name);
        if (listing.HasSubscribedChild && !question.IsLsub)
            Text.Raw(" (CHILDINFO (\"SUBSCRIBED\"))"u8);
        EndLine();
        if (listing.Status is { } status && question.Status != StatusItems.None
            && (listing.Attributes & (MailboxAttributes.NoSelect | MailboxAttributes.NonExistent)) == 0)
            Status(listing.Name, question.Status, status);
    }

    /// <summary>
    /// LIST that nobody asked for: a mailbox was created, subscribed or unsubscribed, has got another name, or is no
    /// longer there (<see cref="MailboxAttributes.NonExistent"/>; RFC 5465 section 5.4).
    /// </summary>
    /// <param name="listing">How it is now, with all attributes.</param>
    /// <param name="oldName">The name that it had; null where that is the same.</param>
    /// <exception cref="InvalidOperationException">A response is open.</exception>
    public void Renamed(MailboxListing listing, string? oldName = null)
    {
        var line = BeginLine("LIST").OpenList();
        foreach (var (attribute, name) in MailboxListing.Names)
        {
            if ((listing.Attributes & attribute) != 0)
                line.Atom(name);
        }

        line.CloseList().String(_protocol.Options.HierarchyDelimiter.ToString()).Mailbox(listing.Name);
        if (oldName is not null)
            line.OpenList().String("OLDNAME").OpenList().Mailbox(oldName).CloseList().CloseList();
        line.End();
    }

    /// <summary>METADATA that nobody asked for: these entries have changed or gone (RFC 5465 section 5.6).</summary>
    /// <exception cref="InvalidOperationException">A response is open.</exception>
    public void MetadataChanged(string mailbox, IEnumerable<string> entries)
    {
        var line = BeginLine("METADATA");
        if (mailbox.Length == 0)
            line.String("");
        else
            line.Mailbox(mailbox);
        foreach (var entry in entries)
            line.Atom(entry);
        line.End();
    }

    /// <summary>STATUS: of what is known, what was asked for.</summary>
    /// <exception cref="InvalidOperationException">A FETCH response is open.</exception>
    public void Status(string mailbox, StatusItems items, StatusData data)
    {
        Between();
        Text.Raw("* STATUS "u8);
        Text.MailboxName(mailbox);
        Text.Raw(" ("u8);
        var isFirst = true;
        foreach (var (item, name) in StatusGrammar.Names)
        {
            if ((items & item) == 0)
                continue;
            Text.Separate(ref isFirst);
            Text.Raw(name);
            Text.Raw(" "u8);
            if (item == StatusItems.MailboxId)
            {
                ObjectIdText.Demand(data.MailboxId);
                Text.Raw($"({data.MailboxId})");
                continue;
            }

            Text.Number(item switch
            {
                StatusItems.Messages => data.Messages,
                StatusItems.UidNext => data.UidNext,
                StatusItems.UidValidity => data.UidValidity,
                StatusItems.Unseen => data.Unseen,
                StatusItems.Deleted => data.Deleted,
                StatusItems.Size => (ulong)data.SizeBytes,
                StatusItems.Recent => data.Recent,
                StatusItems.DeletedStorage => (ulong)data.DeletedStorageBytes,
                _ => data.HighestModSequence,
            });
        }

        Text.Raw(")\r\n"u8);
    }

    /// <summary>QUOTAROOT: whose limits a mailbox shares (RFC 9208 section 4.2.2).</summary>
    /// <exception cref="InvalidOperationException">A response is open.</exception>
    public void QuotaRoots(string mailbox, IEnumerable<string> roots)
    {
        var line = BeginLine("QUOTAROOT").Mailbox(mailbox);
        foreach (var root in roots)
            line.String(root);
        line.End();
    }

    /// <summary>QUOTA: what a root uses and may use (RFC 9208 section 4.2.1).</summary>
    /// <exception cref="InvalidOperationException">A response is open.</exception>
    public void Quota(string root, IEnumerable<QuotaUsage> usages)
    {
        var line = BeginLine("QUOTA").String(root).OpenList();
        foreach (var usage in usages)
            line.Atom(usage.Resource).Number((ulong)usage.Used).Number((ulong)usage.Limit);
        line.CloseList().End();
    }

    /// <summary>
    /// METADATA: entries and their values (RFC 5464 section 4.4.1); nothing is told when there are none.
    /// </summary>
    /// <exception cref="InvalidOperationException">A response is open.</exception>
    public void Metadata(string mailbox, IReadOnlyList<MetadataEntry> entries)
    {
        if (entries.Count == 0)
            return;
        var line = BeginLine("METADATA");
        if (mailbox.Length == 0)
            line.String("");
        else
            line.Mailbox(mailbox);
        line.OpenList();
        foreach (var entry in entries)
            line.Atom(entry.Name).Octets(entry.Value);
        line.CloseList().End();
    }

    /// <summary>An untagged OK, for a code that says something about the mailbox or the command.</summary>
    /// <exception cref="InvalidOperationException">A FETCH response is open.</exception>
    public void Notice(ImapReply reply)
    {
        Between();
        Text.Raw("* "u8);
        Text.Condition(reply);
    }

    /// <summary>
    /// VANISHED (EARLIER): these have gone, and went before the client counted (RFC 7162 section 3.2.10.1). What the
    /// client still knows is left out, since it will be told in its turn. Before the first FETCH response.
    /// </summary>
    /// <exception cref="InvalidOperationException">A FETCH response is open, or no mailbox is selected.</exception>
    public void VanishedEarlier(MessageSet messages)
    {
        Between();
        var view = View ?? throw new InvalidOperationException("No mailbox is selected.");
        var gone = view.Unknown(messages);
        if (gone.IsEmpty)
            return;
        Text.Raw("* VANISHED (EARLIER) "u8);
        Text.Raw(gone.ToString());
        EndLine();
    }

    /// <summary>
    /// Begins the FETCH response of a message. False when the client does not know the message; then nothing more may
    /// be said of it.
    /// </summary>
    /// <exception cref="InvalidOperationException">Another is open, or no mailbox is selected.</exception>
    public bool BeginFetch(uint uid)
    {
        Between();
        var view = View ?? throw new InvalidOperationException("No mailbox is selected.");
        if (!view.TrySequenceNumber(uid, out var number))
            return false;
        Text.Raw("* "u8);
        Text.Number(number);
        Text.Raw(" FETCH ("u8);
        _isInFetch = true;
        _isFirstItem = true;
        return true;
    }

    public void Flags(ImapFlags flags)
    {
        Item("FLAGS "u8);
        Text.Flags(_session.IsRev2 ? flags with { System = flags.System & ~ImapSystemFlags.Recent } : flags);
    }

    public void Uid(uint uid)
    {
        Item("UID "u8);
        Text.Number(uid);
    }

    /// <summary>MODSEQ (RFC 7162).</summary>
    public void ModSequence(ulong modSequence)
    {
        Item("MODSEQ ("u8);
        Text.Number(modSequence);
        Text.Raw(")"u8);
    }

    public void InternalDate(DateTimeOffset time)
    {
        Item("INTERNALDATE "u8);
        Text.Output.Advance(ImapDates.Format(time, Text.Output.GetSpan(32)));
    }

    /// <summary>RFC822.SIZE: as many octets as BODY[] has.</summary>
    public void Size(long octets)
    {
        Item("RFC822.SIZE "u8);
        Text.Number((ulong)octets);
    }

    public void Envelope(ImapEnvelope envelope)
    {
        Item("ENVELOPE "u8);
        StructureWriter.WriteEnvelope(Text, envelope);
    }

    /// <summary>BODY or BODYSTRUCTURE, as the item says.</summary>
    public void Structure(FetchItem item, ImapBodyPart root)
    {
        Item(item);
        StructureWriter.WriteBody(Text, root, item.Kind == FetchKind.BodyStructure);
    }

    /// <summary>BINARY.SIZE: the octets of a part, its transfer encoding taken off.</summary>
    public void BinarySize(FetchItem item, long octets)
    {
        Item(item);
        Text.Number((ulong)octets);
    }

    /// <summary>EMAILID: what identifies the content (RFC 8474 section 5.1).</summary>
    /// <exception cref="ArgumentException">It is no object identifier.</exception>
    public void EmailId(string id)
    {
        ObjectIdText.Demand(id);
        Item("EMAILID "u8);
        Text.Raw($"({id})");
    }

    /// <summary>THREADID: what identifies the thread (RFC 8474 section 5.2); null where nobody knows.</summary>
    /// <exception cref="ArgumentException">It is no object identifier.</exception>
    public void ThreadId(string? id)
    {
        if (id is not null)
            ObjectIdText.Demand(id);
        Item("THREADID "u8);
        Text.Raw(id is null ? "NIL" : $"({id})");
    }

    /// <summary>SAVEDATE (RFC 8514): when it came into this mailbox; null where that is not remembered.</summary>
    public void SaveDate(DateTimeOffset? time)
    {
        Item("SAVEDATE "u8);
        if (time is { } known)
            Text.Output.Advance(ImapDates.Format(known, Text.Output.GetSpan(32)));
        else
            Text.Raw("NIL"u8);
    }

    /// <summary>PREVIEW (RFC 8970): of a longer text the first 256 characters, which is all that may be told.</summary>
    /// <param name="item">As it was asked for.</param>
    /// <param name="text">
    /// Plain text; empty when there is nothing to show; null when it would take time and the item is lazy.
    /// </param>
    public void Preview(FetchItem item, string? text)
    {
        Item(item);
        Text.NString(text is null && !item.IsLazy ? "" : PreviewText.Cut(text));
    }

    /// <summary>There is no such part.</summary>
    public void Nothing(FetchItem item)
    {
        Item(item);
        Text.Raw("NIL"u8);
    }

    /// <summary>Announces the octets of an item; exactly so many must follow with <see cref="Content"/>.</summary>
    /// <exception cref="InvalidOperationException">No FETCH response is open, or another literal is.</exception>
    public void BeginContent(FetchItem item, long octets)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(octets);
        Item(item);
        Text.Raw(item.Kind == FetchKind.Binary ? "~{"u8 : "{"u8); // literal8 may hold NUL (RFC 3516).
        Text.Number((ulong)octets);
        Text.Raw("}\r\n"u8);
        _literalLeft = octets;
    }

    /// <summary>The next octets of the literal.</summary>
    /// <exception cref="InvalidOperationException">They are more than were announced, or none were.</exception>
    public void Content(ReadOnlySpan<byte> octets)
    {
        if (octets.Length > _literalLeft)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"{octets.Length} octets, where {Math.Max(0, _literalLeft)} are left of what was announced."));
        }

        Text.Raw(octets);
        _literalLeft -= octets.Length;
    }

    /// <summary>All octets of the literal came.</summary>
    /// <exception cref="InvalidOperationException">They did not.</exception>
    public void EndContent()
    {
        if (_literalLeft != 0)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"{_literalLeft} octets are missing of what was announced."));
        }

        _literalLeft = -1;
    }

    /// <exception cref="InvalidOperationException">No FETCH response is open, or a literal is not whole.</exception>
    public void EndFetch()
    {
        if (!_isInFetch || _literalLeft >= 0)
            throw new InvalidOperationException("There is no FETCH response that could end here.");
        Text.Raw(")\r\n"u8);
        _isInFetch = false;
    }

    /// <summary>
    /// What STORE has made of a message: its flags, unless the client wanted to hear nothing, and its mod-sequence for
    /// clients that know of them (RFC 7162 section 3.1.3). The view need not be told.
    /// </summary>
    public void Stored(StoreQuestion question, uint uid, ImapFlags flags, ulong modSequence)
    {
        View?.Told(uid, modSequence);
        var tellsModSequence = _session.IsCondstore && modSequence > 0;
        if ((question.IsSilent && !tellsModSequence) || !BeginFetch(uid))
            return;
        if (TellsUid)
            Uid(uid);
        if (!question.IsSilent)
            Flags(flags);
        if (tellsModSequence)
            ModSequence(modSequence);
        EndFetch();
    }

    /// <summary>How the client of this command counts: by UID, or by sequence number.</summary>
    internal uint NumberOf(uint uid)
    {
        if (IsByUid)
            return uid;
        View!.TrySequenceNumber(uid, out var number);
        return number;
    }

    internal void Exists(uint count, uint recent)
    {
        Counted(count, " EXISTS\r\n"u8);
        if (!_session.IsRev2)
            Counted(recent, " RECENT\r\n"u8);
    }

    /// <summary>Messages that go are told by UID.</summary>
    internal bool TellsVanished => _session.IsQresync;

    internal void Vanished(MessageSet messages)
    {
        Text.Raw("* VANISHED "u8);
        Text.Raw(messages.ToString());
        EndLine();
    }

    internal void Expunge(uint number) => Counted(number, " EXPUNGE\r\n"u8);

    /// <summary>The items of a FETCH response that nobody asked for.</summary>
    internal void FlagNews(uint uid, ImapFlags flags, ulong modSequence)
    {
        if (TellsUid)
            Uid(uid);
        Flags(flags);
        if (_session.IsCondstore && modSequence > 0)
            ModSequence(modSequence);
    }

    /// <summary>INPROGRESS (RFC 9585 section 4): the tag, how far, how much.</summary>
    internal void Progress(ReadOnlySpan<byte> tag, uint? done, uint? all)
    {
        Between();
        Text.Raw("* OK [INPROGRESS (\""u8);
        Text.Raw(tag);
        Text.Raw("\""u8);
        Known(done);
        Known(done is null ? null : all); // A goal without progress says nothing.
        Text.Raw(")] Still at it\r\n"u8);

        void Known(uint? number)
        {
            Text.Raw(" "u8);
            if (number is { } known)
                Text.Number(known);
            else
                Text.Raw("NIL"u8);
        }
    }

    /// <summary>A line of ASCII after the star.</summary>
    internal void Line(string line)
    {
        Between();
        Text.Raw("* "u8);
        Text.Raw(line);
        EndLine();
    }

    internal void Delimiter()
    {
        Text.Raw("\""u8);
        Text.Raw([(byte)_protocol.Options.HierarchyDelimiter]);
        Text.Raw("\""u8);
    }

    internal void EndLine() => Text.Raw("\r\n"u8);

    /// <summary>RFC 9051 section 7.5.2, RFC 7162 section 3.2.4: who can use a UID gets it unasked.</summary>
    private bool TellsUid => IsByUid || _session.IsRev2 || _session.IsQresync;

    private void Counted(uint number, ReadOnlySpan<byte> word)
    {
        Text.Raw("* "u8);
        Text.Number(number);
        Text.Raw(word);
    }

    private void Item(FetchItem item)
    {
        Item([]);
        Text.Raw(item.Label);
        Text.Raw(" "u8);
    }

    private void Item(ReadOnlySpan<byte> name)
    {
        if (!_isInFetch || _literalLeft >= 0)
            throw new InvalidOperationException("There is no FETCH response that could go on here.");
        Text.Separate(ref _isFirstItem);
        Text.Raw(name);
    }

    private void Between()
    {
        if (_isInFetch)
            throw new InvalidOperationException("A FETCH response is open.");
        if (_line is { IsOpen: true })
            throw new InvalidOperationException("A line was begun and not ended.");
    }
}
