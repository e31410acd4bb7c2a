namespace Rockdove.Mime;

/// <summary>
/// Finds the parts of a message in one pass. Every octet is looked at a fixed number of times: header lines by line,
/// bodies by a search for lines that start with two hyphens. Nothing recurses: open multiparts are a stack, and
/// closing a part climbs to its parents.
/// </summary>
internal sealed class StructureReader(
    MimeMessage message, List<MimePart> parts, List<FieldSpan> fields, DefectList defects)
{
    private readonly ReadOnlyMemory<byte> _source = message.Source;
    private readonly MimeLimits _limits = message.Limits;
    private readonly OpenMultiparts _open = new();
    private bool _hasBareLineFeed;

    public void Read()
    {
        var part = Open(null, 0);
        while (part is not null)
        {
            ReadHeader(part);
            part = Settle(part) ?? NextSibling(part);
        }
    }

    private MimePart Open(MimePart? parent, int start)
    {
        MimePart part = new(message, parent, start);
        parts.Add(part);
        return part;
    }

    private void ReadHeader(MimePart part)
    {
        var header = new HeaderBlockReader(_source.Span, _limits, fields, defects);
        part.FirstField = fields.Count;
        part.BodyStart = header.Read(part.Start, isMessage: part.Parent is null, this);
        part.FieldCount = fields.Count - part.FirstField;
        part.ContentTypeField = header.ContentTypeField;
        part.DispositionField = header.DispositionField;
        part.TransferEncodingField = header.TransferEncodingField;
        if (header.HasBareLineFeed)
            ReportBareLineFeed(part.Start);
        if (part.TransferEncodingField < 0)
            return;
        part.TransferEncoding = TransferEncodings.Read(part.Value(part.TransferEncodingField).Span);
        if (part.TransferEncoding == TransferEncoding.Unknown)
            defects.Add(fields[part.TransferEncodingField].Start, MimeDefectKind.TransferEncodingUnknown);
    }

    // What kind of part it is. A message/rfc822 gives its message as the next part to read.
    private MimePart? Settle(MimePart part)
    {
        var type = part.ContentType;
        if (part.ContentTypeField >= 0 && (ReferenceEquals(type, ContentType.PlainText)
            || ReferenceEquals(type, ContentType.Message)))
            defects.Add(fields[part.ContentTypeField].Start, MimeDefectKind.ContentTypeMalformed);

        var isMessage = type.Type == "message" && type.Subtype is "rfc822" or "global";
        part.Ordinal = part.Parent is { IsMultipart: true } ? part.Parent.Children.Count : 1;
        if (type.Type != "multipart" && !isMessage)
            return null;

        var isEncoded = part.TransferEncoding is TransferEncoding.Base64 or TransferEncoding.QuotedPrintable;
        if (isEncoded)
            defects.Add(fields[part.TransferEncodingField].Start, MimeDefectKind.TransferEncodingOnComposite);
        if (part.Depth >= _limits.Depth)
        {
            defects.Add(part.Start, MimeDefectKind.TooDeep);
            part.IsOpaque = true;
            return null;
        }

        if (!isMessage)
        {
            OpenMultipart(part, type);
            return null;
        }

        if (isEncoded)
        {
            part.IsOpaque = true;
            return null;
        }

        if (IsFull(part.BodyStart))
        {
            part.IsOpaque = true;
            return null;
        }

        part.IsMessage = true;
        return Open(part, part.BodyStart);
    }

    private void OpenMultipart(MimePart part, ContentType type)
    {
        // Transport may have added white space to the end of a delimiter, so a boundary cannot end in any.
        var octets = type.Parameters.Boundary.AsMemory().TrimEnd(" \t"u8);
        if (octets.Length == 0 || octets.Length > _limits.BoundaryBytes)
        {
            var kind = octets.Length == 0 ? MimeDefectKind.BoundaryMissing : MimeDefectKind.BoundaryTooLong;
            defects.Add(fields[part.ContentTypeField].Start, kind);
            part.IsOpaque = true;
            return;
        }

        part.IsMultipart = true;
        part.IsDigest = type.Subtype == "digest";
        if (part.Parent is not { IsMultipart: true })
            part.Ordinal = 0;
        part.PreambleEnd = part.EpilogueStart = -1;
        _open.Add(part, octets);
    }

    // From the body of a part to the next part of a multipart around it (or of itself); null at the end.
    private MimePart? NextSibling(MimePart current)
    {
        var position = current.BodyStart;
        while (FindDelimiter(position, out var found))
        {
            var owner = _open[found.Level];
            var contentEnd = BeforeLineEnd(found.LineStart);
            CloseDownTo(owner, current, contentEnd);
            for (var level = _open.Count - 1; level > found.Level; level--)
                ReportUnclosed(_open[level], found.LineStart);
            _open.CutTo(found.Level + 1);
            if (owner.PreambleEnd < 0)
                owner.PreambleEnd = Math.Max(contentEnd, owner.BodyStart);

            if (found.IsClose)
            {
                owner.EpilogueStart = found.LineEnd;
                _open.CutTo(found.Level);
                current = owner;
                position = found.LineEnd;
                continue;
            }

            if (!IsFull(found.LineStart))
                return Open(owner, found.LineEnd);
            owner.EpilogueStart = found.LineStart;
            _open.CutTo(0);
            current = owner;
            break;
        }

        for (var level = _open.Count - 1; level >= 0; level--)
            ReportUnclosed(_open[level], _source.Length);
        CloseDownTo(null, current, _source.Length);
        return null;
    }

    // Ends the current part and those around it, up to but not including the owner of the delimiter.
    private static void CloseDownTo(MimePart? owner, MimePart current, int end)
    {
        for (var part = current; part is not null && part != owner; part = part.Parent)
        {
            // An empty line right before a delimiter ends a header: then no part around it ends before that.
            end = part.BodyEnd = Math.Max(part.BodyStart, end);
            if (part.PreambleEnd < 0)
                part.PreambleEnd = part.BodyEnd;
            part.EpilogueStart = part.EpilogueStart < 0 ? part.BodyEnd : Math.Min(part.EpilogueStart, part.BodyEnd);
        }
    }

    private void ReportUnclosed(MimePart part, int offset) =>
        defects.Add(offset, part.Children.Count == 0
            ? MimeDefectKind.DelimiterMissing
            : MimeDefectKind.CloseDelimiterMissing);

    private bool IsFull(int offset)
    {
        if (parts.Count < _limits.Parts)
            return false;
        defects.Add(offset, MimeDefectKind.TooManyParts);
        return true;
    }

    private bool FindDelimiter(int position, out Delimiter found)
    {
        found = default;
        if (_open.Count == 0)
            return false;
        var source = _source.Span;
        while (position < source.Length)
        {
            if (!source[position..].StartsWith("--"u8))
            {
                var next = source[position..].IndexOf("\n--"u8);
                if (next < 0)
                    return false;
                position += next + 1;
            }

            if (IsDelimiter(position, out found))
                return true;
            position = found.LineEnd - 1; // On its line feed, which may start the next "\n--".
            if (position + 1 >= source.Length)
                return false;
            if (source[position] != (byte)'\n')
                return false;
        }

        return false;
    }

    /// <summary>
    /// Whether a line is a delimiter of any open multipart, the innermost first: two hyphens, the boundary, for the
    /// last one two more hyphens, then nothing but white space. RFC 2046 section 5.1.1 lets anything follow, but then
    /// a boundary that starts with another one could not be told from it.
    /// </summary>
    internal bool IsDelimiter(int lineStart, out Delimiter found)
    {
        var rest = _source.Span[lineStart..];
        var length = rest.IndexOf((byte)'\n');
        var lineEnd = length < 0 ? _source.Length : lineStart + length + 1;
        found = new Delimiter(lineStart, lineEnd, 0, false);
        if (_open.Count == 0 || !rest.StartsWith("--"u8))
            return false;
        var token = (length < 0 ? rest : rest[..length])[2..].TrimEnd(" \t\r"u8);
        var level = _open.Match(token, out var isClose);
        if (level < 0)
            return false;
        found = new Delimiter(lineStart, lineEnd, level, isClose);
        if (length >= 0 && (length == 0 || rest[length - 1] != (byte)'\r'))
            ReportBareLineFeed(lineStart);
        return true;
    }

    private void ReportBareLineFeed(int offset)
    {
        if (!_hasBareLineFeed)
            defects.Add(offset, MimeDefectKind.BareLineFeed);
        _hasBareLineFeed = true;
    }

    /// <summary>Where the line before this one ends, without its CRLF or LF.</summary>
    internal int BeforeLineEnd(int lineStart)
    {
        var source = _source.Span;
        if (lineStart > 0 && source[lineStart - 1] == (byte)'\n')
            lineStart--;
        return lineStart > 0 && source[lineStart - 1] == (byte)'\r' ? lineStart - 1 : lineStart;
    }

    internal readonly record struct Delimiter(int LineStart, int LineEnd, int Level, bool IsClose);
}
