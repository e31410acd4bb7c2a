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
    internal bool IsWhole => !_isInFetch;

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
            Text.Number(item switch
            {
                StatusItems.Messages => data.Messages,
                StatusItems.UidNext => data.UidNext,
                StatusItems.UidValidity => data.UidValidity,
                StatusItems.Unseen => data.Unseen,
                StatusItems.Deleted => data.Deleted,
                StatusItems.Size => (ulong)data.SizeBytes,
                StatusItems.Recent => data.Recent,
                _ => data.HighestModSequence,
            });
        }

        Text.Raw(")\r\n"u8);
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
    }
}
