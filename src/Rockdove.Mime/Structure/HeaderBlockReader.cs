using System.Text;

namespace Rockdove.Mime;

/// <summary>What a line is in a header block.</summary>
internal enum HeaderLine : byte
{
    /// <summary>Part of the block.</summary>
    Taken,

    /// <summary>The empty line: the body starts behind it.</summary>
    Last,

    /// <summary>No line of a header: the body starts with it.</summary>
    Body,
}

/// <summary>
/// Reads header blocks line by line: fields with their folded lines, up to the empty line (RFC 5322 section 2.1) or to
/// a line that is no field.
/// </summary>
internal sealed class HeaderBlockReader(List<FieldSpan> fields, DefectList defects)
{
    private HeaderStore _store = new();
    private MimeLimits _limits = MimeLimits.Default;
    private int _start;
    private int _first;
    private int _indexedBefore;
    private int _indexed;
    private bool _isMessage;
    private bool _isFull;
    private bool _isOpen;

    /// <summary>Index of the field that counts: the first of its name. -1 if there is none.</summary>
    public int ContentTypeField { get; private set; }

    public int DispositionField { get; private set; }

    public int TransferEncodingField { get; private set; }

    public bool HasBareLineFeed { get; private set; }

    /// <summary>The blocks of another message.</summary>
    public void StartMessage(HeaderStore store, MimeLimits limits)
    {
        (_store, _limits) = (store, limits);
        _indexedBefore = _indexed = 0;
    }

    public void Start(int start, bool isMessage)
    {
        _store.StartBlock(start);
        _indexedBefore += _indexed;
        _indexed = 0;
        (_start, _first, _isMessage) = (start, fields.Count, isMessage);
        _isFull = _isOpen = HasBareLineFeed = false;
        ContentTypeField = DispositionField = TransferEncodingField = -1;
    }

    /// <param name="line">With its line end; without one it is the last, or longer than any that is indexed.</param>
    /// <param name="position">Where it starts.</param>
    public HeaderLine Read(ReadOnlySpan<byte> line, int position)
    {
        var content = line.TrimLineEnd();
        HasBareLineFeed |= line.Length - content.Length == 1;
        if (content.IsEmpty)
        {
            Close();
            return HeaderLine.Last;
        }

        var lineEnd = position + line.Length;
        if (content[0] is (byte)' ' or (byte)'\t')
            Fold(position, content.Length, lineEnd);
        else if (!TryField(position, content, lineEnd) && !SkipMboxLine(position, content))
        {
            Close();
            defects.Add(position, MimeDefectKind.HeaderLineMalformed);
            return HeaderLine.Body;
        }

        _store.Append(line);
        if (_isOpen)
            CheckSize();
        return HeaderLine.Taken;
    }

    /// <summary>The block ends without its empty line: by a delimiter, or with the message.</summary>
    /// <param name="position">Where.</param>
    /// <param name="contentEnd">Before the line end that a delimiter took from it.</param>
    public void Cut(int position, int contentEnd)
    {
        Close();
        defects.Add(position, MimeDefectKind.HeaderUnterminated);
        if (fields.Count > _first && fields[^1].End > contentEnd)
            fields[^1] = fields[^1] with { End = contentEnd };
    }

    private void Fold(int position, int contentLength, int lineEnd)
    {
        if (_isOpen)
            fields[^1] = fields[^1] with { ValueEnd = position + contentLength, End = lineEnd };
        else if (fields.Count == _first && !_isFull)
            defects.Add(position, MimeDefectKind.HeaderStartsFolded);
    }

    private bool TryField(int position, ReadOnlySpan<byte> content, int lineEnd)
    {
        var colon = content.IndexOf((byte)':');
        if (colon <= 0)
            return false;
        var name = content[..colon].TrimEnd(" \t"u8);
        if (name.IsEmpty || name.ContainsAnyExceptInRange((byte)33, (byte)126))
            return false;

        Close();
        if (_isFull)
            return true;
        if (fields.Count - _first >= _limits.HeaderFields || fields.Count >= _limits.HeaderFieldsInMessage)
        {
            defects.Add(position, MimeDefectKind.TooManyHeaderFields);
            Fill(position);
            return true;
        }

        if (name.Length < colon)
            defects.Add(position, MimeDefectKind.HeaderSpaceBeforeColon);
        fields.Add(new FieldSpan(position, name.Length, position + colon + 1, position + content.Length, lineEnd));
        _isOpen = true;
        return true;
    }

    // A field that does not end within the limit is not indexed, nor is anything after it.
    private void CheckSize()
    {
        var octets = fields[^1].End - _start;
        if (octets <= _limits.HeaderBlockBytes && octets <= _limits.HeaderBytesInMessage - _indexedBefore)
            return;
        var start = fields[^1].Start;
        defects.Add(start, MimeDefectKind.HeaderBlockTooLarge);
        fields.RemoveAt(fields.Count - 1);
        _isOpen = false;
        Fill(start);
    }

    private void Fill(int end)
    {
        _isFull = true;
        _store.CutAt(end);
    }

    // The open field is whole: look at its name, and at octets that no field may have.
    private void Close()
    {
        if (!_isOpen)
            return;
        _isOpen = false;
        var index = fields.Count - 1;
        var field = fields[index];
        _indexed = field.End - _start;
        var value = _store.At(field.ValueStart, field.ValueEnd);
        if (value.Contains((byte)0))
            defects.Add(field.Start, MimeDefectKind.HeaderNul);
        if (!Ascii.IsValid(value) && !System.Text.Unicode.Utf8.IsValid(value))
            defects.Add(field.Start, MimeDefectKind.HeaderNotUtf8);

        var name = _store.At(field.Start, field.Start + field.NameLength);
        if (name.Length < ShortestOfOurs || (name[0] | 0x20) != 'c')
            return;
        if (ContentTypeField < 0 && Ascii.EqualsIgnoreCase(name, "content-type"u8))
            ContentTypeField = index;
        else if (DispositionField < 0 && Ascii.EqualsIgnoreCase(name, "content-disposition"u8))
            DispositionField = index;
        else if (TransferEncodingField < 0 && Ascii.EqualsIgnoreCase(name, "content-transfer-encoding"u8))
            TransferEncodingField = index;
    }

    private bool SkipMboxLine(int position, ReadOnlySpan<byte> content)
    {
        if (!_isMessage || position != _start || !content.StartsWith("From "u8))
            return false;
        defects.Add(position, MimeDefectKind.MboxLine);
        return true;
    }

    private const int ShortestOfOurs = 12; // Content-Type
}

internal static class HeaderLines
{
    /// <summary>Without its CRLF or LF.</summary>
    public static ReadOnlySpan<byte> TrimLineEnd(this ReadOnlySpan<byte> line) =>
        line.EndsWith("\r\n"u8) ? line[..^2]
        : line.EndsWith("\n"u8) ? line[..^1]
        : line;
}
