namespace Rockdove.Mime;

/// <summary>
/// Finds the parts of a message in one pass, from slices of any size. Every octet is looked at a fixed number of times:
/// header lines by line, bodies by a search for lines that start with two hyphens. Nothing recurses: open multiparts
/// are a stack, and closing a part climbs to its parents.
/// </summary>
internal sealed class StructureReader
{
    [ThreadStatic]
    private static StructureReader? _spare;

    private readonly List<MimePart> _parts = [];
    private readonly List<FieldSpan> _fields = [];
    private readonly DefectList _defects = new(0);
    private readonly OpenMultiparts _open = new();
    private readonly HeaderBlockReader _header;
    private MimeMessage _message = null!;
    private MimeLimits _limits = MimeLimits.Default;
    private LineCounter? _lines;
    private int _longestHeaderLine;
    private MimePart _part = null!;
    private bool _isInHeader;
    private bool _isAtLineStart;
    private bool _skipsLine;
    private bool _hasBareLineFeed;
    private byte _last;
    private byte _lastButOne;

    public StructureReader() => _header = new HeaderBlockReader(_fields, _defects);

    public DefectList Defects => _defects;

    /// <summary>The message as a part, as far as it was read.</summary>
    public MimePart Root => _parts[0];

    /// <summary>One that may have read before, so that reading makes nothing but its result.</summary>
    public static StructureReader Rent()
    {
        var reader = _spare ?? new StructureReader();
        _spare = null;
        return reader;
    }

    /// <summary>Keeps it for the next message of this thread, unless a bomb has made it large.</summary>
    public void Return()
    {
        if (_fields.Capacity > LargestSpare || _parts.Capacity > LargestSpare)
            return;
        _fields.Clear();
        _parts.Clear();
        _open.Clear();
        _defects.Restart(0);
        _header.StartMessage(NoStore, MimeLimits.Default);
        (_message, _part, _lines) = (null!, null!, null);
        _spare = this;
    }

    /// <param name="message">Whose parts are found. It has them when the reader has finished.</param>
    /// <param name="lines">Counts the lines of bodies while they pass; null when they can be counted later.</param>
    public void Start(MimeMessage message, LineCounter? lines)
    {
        (_message, _limits, _lines) = (message, message.Limits, lines);
        message.Fields = _fields;
        _defects.Restart(_limits.Defects);
        _header.StartMessage(message.Store, _limits);
        _longestHeaderLine = Math.Max(_limits.HeaderBlockBytes, _limits.DelimiterLineBytes) + 1;
        _isAtLineStart = _skipsLine = _hasBareLineFeed = false;
        _last = _lastButOne = 0;
        _part = Open(null, 0);
    }

    /// <summary>Octets of a line that must be seen at once before it can be judged.</summary>
    public int LongestLine => _isInHeader ? _longestHeaderLine : _limits.DelimiterLineBytes + 1;

    /// <summary>
    /// Takes octets. Those of a line that cannot be judged before more of it is there are left; they must come again.
    /// </summary>
    /// <param name="slice">The octets.</param>
    /// <param name="start">Where in the message they lie.</param>
    /// <param name="isLast">Nothing follows: all are taken.</param>
    /// <returns>How many were taken.</returns>
    public int Take(ReadOnlySpan<byte> slice, int start, bool isLast)
    {
        var position = 0;
        while (position < slice.Length)
        {
            if (_skipsLine)
                position = SkipLine(slice, position);
            else if (!(_isInHeader
                ? TakeHeaderLine(slice, ref position, start, isLast)
                : TakeBody(slice, ref position, start, isLast)))
                break;
        }

        _lines?.CountTo(slice, position);
        if (position > 0)
            (_lastButOne, _last) = (position > 1 ? slice[position - 2] : _last, slice[position - 1]);
        return position;
    }

    /// <summary>The message ends here.</summary>
    public void Finish(int length)
    {
        while (_isInHeader)
        {
            if (length > _part.Start)
                _header.Cut(length, length);
            EndHeader(length, _lines?.Count ?? 0);
        }

        for (var level = _open.Count - 1; level >= 0; level--)
            ReportUnclosed(_open[level], length);
        var lines = _lines?.Count ?? 0;
        CloseDownTo(null, length, lines, lines);
        _message.Complete(_parts, _defects);
    }

    private static int SkipTo(ReadOnlySpan<byte> slice, int position, ReadOnlySpan<byte> what)
    {
        var length = slice[position..].IndexOf(what);
        return length < 0 ? -1 : position + length;
    }

    private int SkipLine(ReadOnlySpan<byte> slice, int position)
    {
        var end = SkipTo(slice, position, "\n"u8);
        _skipsLine = end < 0;
        return end < 0 ? slice.Length : end + 1;
    }

    private bool TakeHeaderLine(ReadOnlySpan<byte> slice, ref int position, int start, bool isLast)
    {
        var rest = slice[position..];
        var end = rest[..Math.Min(rest.Length, _longestHeaderLine)].IndexOf((byte)'\n');
        var isLong = end < 0 && rest.Length >= _longestHeaderLine;
        if (end < 0 && !isLong && !isLast)
            return false;
        var line = rest[..(end >= 0 ? end + 1 : isLong ? _longestHeaderLine : rest.Length)];
        var at = start + position;
        if (line[0] == (byte)'-' && IsDelimiter(line, at, out _))
        {
            var contentEnd = Math.Max(_part.Start, BeforeLineEnd(slice, position, start));
            _header.Cut(at, contentEnd);
            _lines?.CountTo(slice, position);
            EndHeader(contentEnd, (_lines?.Count ?? 0) - (contentEnd < at ? 1 : 0));
            return true;
        }

        var kind = _header.Read(line, at);
        if (kind != HeaderLine.Body)
        {
            position += line.Length;
            _skipsLine = isLong;
        }

        if (kind == HeaderLine.Taken)
            return true;
        _lines?.CountTo(slice, position);
        EndHeader(start + position, _lines?.Count ?? 0);
        return true;
    }

    // False when the rest of the slice must come again with more.
    private bool TakeBody(ReadOnlySpan<byte> slice, ref int position, int start, bool isLast)
    {
        while (_open.Count > 0 && position < slice.Length)
        {
            if (_isAtLineStart && slice[position] == (byte)'-')
            {
                var rest = slice[position..];
                var end = rest[..Math.Min(rest.Length, _limits.DelimiterLineBytes + 1)].IndexOf((byte)'\n');
                var isWhole = end >= 0 || isLast || rest.Length > _limits.DelimiterLineBytes
                    || (rest.Length > 1 && rest[1] != (byte)'-');
                if (!isWhole)
                    return false;
                var line = end >= 0 ? rest[..(end + 1)] : rest;
                if (IsDelimiter(line, start + position, out var found))
                {
                    Delimit(slice, position, start, found, line.Length);
                    position += line.Length;
                    return true;
                }
            }

            var next = SkipTo(slice, position, "\n--"u8);
            if (next >= 0)
            {
                position = next + 1;
                _isAtLineStart = true;
                continue;
            }

            // The start of a delimiter may be at the very end.
            position = slice.Length - (slice.EndsWith("\n-"u8) && position < slice.Length - 1 && !isLast ? 1 : 0);
            _isAtLineStart = slice[position - 1] == (byte)'\n';
            return position == slice.Length;
        }

        position = slice.Length;
        return true;
    }

    private MimePart Open(MimePart? parent, int start)
    {
        MimePart part = new(_message, parent, start);
        _parts.Add(part);
        _header.Start(start, isMessage: parent is null);
        part.Shift = _message.Store.Shift;
        part.FirstField = _fields.Count;
        _isInHeader = true;
        return part;
    }

    private void EndHeader(int bodyStart, int linesBefore)
    {
        var part = _part;
        part.BodyStart = bodyStart;
        part.StartLines = linesBefore;
        part.FieldCount = _fields.Count - part.FirstField;
        part.ContentTypeField = _header.ContentTypeField;
        part.DispositionField = _header.DispositionField;
        part.TransferEncodingField = _header.TransferEncodingField;
        if (_header.HasBareLineFeed)
            ReportBareLineFeed(part.Start);
        if (part.TransferEncodingField >= 0)
        {
            part.TransferEncoding = TransferEncodings.Read(part.Value(part.TransferEncodingField).Span);
            if (part.TransferEncoding == TransferEncoding.Unknown)
                _defects.Add(_fields[part.TransferEncodingField].Start, MimeDefectKind.TransferEncodingUnknown);
        }

        _isInHeader = false;
        _isAtLineStart = true;
        Settle(part);
    }

    // What kind of part it is. The body of a message/rfc822 starts with the header of its message.
    private void Settle(MimePart part)
    {
        var type = part.ContentType;
        if (part.ContentTypeField >= 0 && (ReferenceEquals(type, ContentType.PlainText)
            || ReferenceEquals(type, ContentType.Message)))
            _defects.Add(_fields[part.ContentTypeField].Start, MimeDefectKind.ContentTypeMalformed);

        var isMessage = type.Type == "message" && type.Subtype is "rfc822" or "global";
        part.Ordinal = part.Parent is { IsMultipart: true } ? part.Parent.ChildCount : 1;
        if (type.Type != "multipart" && !isMessage)
            return;

        var isEncoded = part.TransferEncoding is TransferEncoding.Base64 or TransferEncoding.QuotedPrintable;
        if (isEncoded)
            _defects.Add(_fields[part.TransferEncodingField].Start, MimeDefectKind.TransferEncodingOnComposite);
        if (part.Depth >= _limits.Depth)
        {
            _defects.Add(part.Start, MimeDefectKind.TooDeep);
            part.IsOpaque = true;
            return;
        }

        if (!isMessage)
        {
            OpenMultipart(part, type);
            return;
        }

        if (isEncoded || IsFull(part.BodyStart))
        {
            part.IsOpaque = true;
            return;
        }

        part.IsMessage = true;
        _part = Open(part, part.BodyStart);
    }

    private void OpenMultipart(MimePart part, ContentType type)
    {
        // Transport may have added white space to the end of a delimiter, so a boundary cannot end in any.
        var octets = type.Boundary.TrimEnd(" \t"u8);
        if (octets.Length == 0 || octets.Length > _limits.BoundaryBytes)
        {
            var kind = octets.Length == 0 ? MimeDefectKind.BoundaryMissing : MimeDefectKind.BoundaryTooLong;
            _defects.Add(_fields[part.ContentTypeField].Start, kind);
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

    private void Delimit(ReadOnlySpan<byte> slice, int position, int start, Delimiter found, int length)
    {
        int lineStart = start + position, lineEnd = lineStart + length;
        var owner = _open[found.Level];
        var contentEnd = BeforeLineEnd(slice, position, start);
        _lines?.CountTo(slice, position);
        var lines = _lines?.Count ?? 0;
        CloseDownTo(owner, contentEnd, lines - (contentEnd < lineStart ? 1 : 0), lines);
        for (var level = _open.Count - 1; level > found.Level; level--)
            ReportUnclosed(_open[level], lineStart);
        _open.CutTo(found.Level + 1);
        if (owner.PreambleEnd < 0)
            owner.PreambleEnd = Math.Max(contentEnd, owner.BodyStart);
        _part = owner;
        _isAtLineStart = true;
        if (found.IsClose)
        {
            owner.EpilogueStart = lineEnd;
            _open.CutTo(found.Level);
        }
        else if (!IsFull(lineStart))
        {
            _part = Open(owner, lineEnd);
        }
        else
        {
            owner.EpilogueStart = lineStart;
            _open.CutTo(0);
        }
    }

    // Ends the current part and those around it, up to but not including the owner of the delimiter.
    private void CloseDownTo(MimePart? owner, int end, int lines, int linesWithDelimiter)
    {
        for (var part = _part; part is not null && part != owner; part = part.Parent)
        {
            // An empty line right before a delimiter ends a header: then no part around it ends before that.
            if (part.BodyStart > end)
                (end, lines) = (part.BodyStart, linesWithDelimiter);
            part.BodyEnd = end;
            if (_lines is not null)
                part.CountedLines = Math.Max(0, lines - part.StartLines);
            if (part.PreambleEnd < 0)
                part.PreambleEnd = part.BodyEnd;
            part.EpilogueStart = part.EpilogueStart < 0 ? part.BodyEnd : Math.Min(part.EpilogueStart, part.BodyEnd);
        }
    }

    private void ReportUnclosed(MimePart part, int offset) =>
        _defects.Add(offset, part.ChildCount == 0
            ? MimeDefectKind.DelimiterMissing
            : MimeDefectKind.CloseDelimiterMissing);

    private bool IsFull(int offset)
    {
        if (_parts.Count < _limits.Parts)
            return false;
        _defects.Add(offset, MimeDefectKind.TooManyParts);
        return true;
    }

    // Whether a line is a delimiter of any open multipart, the innermost first: two hyphens, the boundary, for the
    // last one two more hyphens, then nothing but white space. RFC 2046 section 5.1.1 lets anything follow, but then
    // a boundary that starts with another one could not be told from it.
    private bool IsDelimiter(ReadOnlySpan<byte> line, int lineStart, out Delimiter found)
    {
        found = default;
        if (_open.Count == 0 || !line.StartsWith("--"u8) || line.Length > _limits.DelimiterLineBytes)
            return false;
        var level = _open.Match(line[2..].TrimEnd(" \t\r\n"u8), out var isClose);
        if (level < 0)
            return false;
        found = new Delimiter(level, isClose);
        if (line.Length - line.TrimLineEnd().Length == 1)
            ReportBareLineFeed(lineStart);
        return true;
    }

    private void ReportBareLineFeed(int offset)
    {
        if (!_hasBareLineFeed)
            _defects.Add(offset, MimeDefectKind.BareLineFeed);
        _hasBareLineFeed = true;
    }

    // Where the line before this one ends, without its CRLF or LF.
    private int BeforeLineEnd(ReadOnlySpan<byte> slice, int position, int start)
    {
        var last = position > 0 ? slice[position - 1] : _last;
        if (start + position == 0 || last != (byte)'\n')
            return start + position;
        var lastButOne = position > 1 ? slice[position - 2] : position == 1 ? _last : _lastButOne;
        var isCrLf = start + position > 1 && lastButOne == (byte)'\r';
        return start + position - (isCrLf ? 2 : 1);
    }

    private readonly record struct Delimiter(int Level, bool IsClose);

    private static readonly HeaderStore NoStore = new();

    // Fields or parts. Far more than mail that people write has; what is kept for a thread is then some 30 KiB.
    private const int LargestSpare = 1024;
}
