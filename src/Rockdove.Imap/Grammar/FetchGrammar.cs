namespace Rockdove.Imap;

/// <summary>The items of FETCH (RFC 9051 section 6.4.5, RFC 3501 section 6.4.5, RFC 3516, RFC 7162).</summary>
internal static class FetchGrammar
{
    /// <summary>One item, a list of items, or a macro, which stands alone.</summary>
    public static bool TryRead(ref ImapReader reader, FetchBounds bounds, List<FetchItem> items)
    {
        if (!reader.Accept((byte)'('))
            return TryReadMacro(ref reader, items) || TryReadItem(ref reader, bounds, items);
        do
        {
            if (items.Count >= bounds.Items || !TryReadItem(ref reader, bounds, items))
                return false;
        }
        while (reader.AcceptSpace());
        return reader.Accept((byte)')');
    }

    private static bool TryReadMacro(ref ImapReader reader, List<FetchItem> items)
    {
        if (reader.AcceptWord("ALL"u8))
            items.AddRange([Flags, Date, Size, Envelope]);
        else if (reader.AcceptWord("FAST"u8))
            items.AddRange([Flags, Date, Size]);
        else if (reader.AcceptWord("FULL"u8))
            items.AddRange([Flags, Date, Size, Envelope, Body]);
        else
            return false;
        return true;
    }

    public static bool TryReadItem(ref ImapReader reader, FetchBounds bounds, List<FetchItem> items)
    {
        if (TryReadSimple(ref reader) is { } item)
        {
            // RFC 8970 section 4: another modifier would be another word here; there is none yet.
            if (item.Kind == FetchKind.Preview && reader.AcceptStart(" (LAZY)"u8))
                item = item with { IsLazy = true };
            items.Add(item);
            return true;
        }

        if (reader.AcceptStart("BODY.PEEK"u8))
            return TryReadSection(ref reader, bounds, setsSeen: false, items);
        if (reader.AcceptStart("BINARY.SIZE"u8))
            return TryReadBinary(ref reader, bounds, FetchKind.BinarySize, setsSeen: false, items);
        if (reader.AcceptStart("BINARY.PEEK"u8))
            return TryReadBinary(ref reader, bounds, FetchKind.Binary, setsSeen: false, items);
        if (reader.AcceptStart("BINARY"u8))
            return TryReadBinary(ref reader, bounds, FetchKind.Binary, setsSeen: true, items);
        if (!reader.AcceptStart("BODY"u8))
            return false;
        if (reader.IsNext((byte)'['))
            return TryReadSection(ref reader, bounds, setsSeen: true, items);
        items.Add(Body);
        return true;
    }

    private static FetchItem? TryReadSimple(ref ImapReader reader)
    {
        foreach (var (name, item) in Simple)
        {
            if (reader.AcceptWord(name))
                return item;
        }

        return null;
    }

    private static bool TryReadSection(ref ImapReader reader, FetchBounds bounds, bool setsSeen, List<FetchItem> items)
    {
        if (!BodySection.TryRead(ref reader, bounds, out var section) || !TryReadPartial(ref reader, out var partial))
            return false;
        items.Add(new FetchItem(FetchKind.Section, section, partial, setsSeen));
        return true;
    }

    private static bool TryReadBinary(
        ref ImapReader reader, FetchBounds bounds, FetchKind kind, bool setsSeen, List<FetchItem> items)
    {
        PartialRange? partial = null;
        if (!BodySection.TryReadBinary(ref reader, bounds, out var section)
            || (kind == FetchKind.Binary && !TryReadPartial(ref reader, out partial)))
            return false;
        items.Add(new FetchItem(kind, section, partial, setsSeen));
        return true;
    }

    /// <summary>partial: <c>"&lt;" number64 "." nz-number64 "&gt;"</c>.</summary>
    private static bool TryReadPartial(ref ImapReader reader, out PartialRange? partial)
    {
        partial = null;
        if (!reader.Accept((byte)'<'))
            return true;
        if (!reader.TryLongNumber(out var offset) || !reader.Accept((byte)'.') || reader.IsNext((byte)'0')
            || !reader.TryLongNumber(out var octets)
            || !reader.Accept((byte)'>'))
            return false;
        partial = new PartialRange(offset, octets);
        return true;
    }

    private static FetchItem Old(string name, SectionText text, bool setsSeen) =>
        new(FetchKind.Section, new BodySection([], text, []), null, setsSeen) { Label = name };

    private static readonly FetchItem Flags = new(FetchKind.Flags);
    private static readonly FetchItem Date = new(FetchKind.InternalDate);
    private static readonly FetchItem Size = new(FetchKind.Size);
    private static readonly FetchItem Envelope = new(FetchKind.Envelope);
    private static readonly FetchItem Body = new(FetchKind.Body);

    private static readonly (byte[] Name, FetchItem Item)[] Simple =
    [
        ("FLAGS"u8.ToArray(), Flags),
        ("UID"u8.ToArray(), new FetchItem(FetchKind.Uid)),
        ("INTERNALDATE"u8.ToArray(), Date),
        ("RFC822.SIZE"u8.ToArray(), Size),
        ("ENVELOPE"u8.ToArray(), Envelope),
        ("BODYSTRUCTURE"u8.ToArray(), new FetchItem(FetchKind.BodyStructure)),
        ("MODSEQ"u8.ToArray(), new FetchItem(FetchKind.ModSequence)),
        ("EMAILID"u8.ToArray(), new FetchItem(FetchKind.EmailId)),
        ("THREADID"u8.ToArray(), new FetchItem(FetchKind.ThreadId)),
        ("SAVEDATE"u8.ToArray(), new FetchItem(FetchKind.SaveDate)),
        ("PREVIEW"u8.ToArray(), new FetchItem(FetchKind.Preview)),
        ("RFC822"u8.ToArray(), Old("RFC822", SectionText.All, setsSeen: true)),
        ("RFC822.HEADER"u8.ToArray(), Old("RFC822.HEADER", SectionText.Header, setsSeen: false)),
        ("RFC822.TEXT"u8.ToArray(), Old("RFC822.TEXT", SectionText.Text, setsSeen: true)),
    ];
}
