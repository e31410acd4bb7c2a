using System.Text;

namespace Rockdove.Mime;

/// <summary>
/// Reads one header block: fields with their folded lines, up to the empty line (RFC 5322 section 2.1), to a line that
/// is no field, to the delimiter of a multipart around it, or to the end.
/// </summary>
internal ref struct HeaderBlockReader(
    ReadOnlySpan<byte> source, MimeLimits limits, List<FieldSpan> fields, DefectList defects)
{
    private readonly ReadOnlySpan<byte> _source = source;
    private int _first;
    private bool _isFull;
    private bool _isOpen;

    /// <summary>Index of the field that counts: the first of its name. -1 if there is none.</summary>
    public int ContentTypeField { get; private set; } = -1;

    public int DispositionField { get; private set; } = -1;

    public int TransferEncodingField { get; private set; } = -1;

    public bool HasBareLineFeed { get; private set; }

    /// <summary>Where the body starts.</summary>
    public int Read(int start, bool isMessage, StructureReader structure)
    {
        _first = fields.Count;
        var position = start;
        while (position < _source.Length)
        {
            var length = _source[position..].IndexOf((byte)'\n');
            var lineEnd = length < 0 ? _source.Length : position + length + 1;
            var line = _source[position..lineEnd];
            var content = line.TrimLineEnd();
            HasBareLineFeed |= length >= 0 && line.Length - content.Length == 1;
            if (content.IsEmpty)
            {
                Close();
                return lineEnd;
            }

            if (content[0] == (byte)'-' && structure.IsDelimiter(position, out _))
            {
                Close();
                defects.Add(position, MimeDefectKind.HeaderUnterminated);
                return CutAt(start, structure.BeforeLineEnd(position));
            }

            if (content[0] is (byte)' ' or (byte)'\t')
                Fold(start, position, content.Length, lineEnd);
            else if (!TryField(start, position, content, lineEnd)
                && !SkipMboxLine(isMessage && position == start, position, content))
            {
                Close();
                defects.Add(position, MimeDefectKind.HeaderLineMalformed);
                return position;
            }

            position = lineEnd;
        }

        Close();
        if (position > start)
            defects.Add(position, MimeDefectKind.HeaderUnterminated);
        return position;
    }

    // The line end before a delimiter is the delimiter's, so the last field loses it.
    private readonly int CutAt(int start, int end)
    {
        if (fields.Count > _first && fields[^1].End > end)
            fields[^1] = fields[^1] with { End = end };
        return Math.Max(start, end);
    }

    private void Fold(int start, int position, int contentLength, int lineEnd)
    {
        if (_isOpen)
        {
            fields[^1] = fields[^1] with { ValueEnd = position + contentLength, End = lineEnd };
            CheckSize(start);
        }
        else if (fields.Count == _first && !_isFull)
        {
            defects.Add(position, MimeDefectKind.HeaderStartsFolded);
        }
    }

    private bool TryField(int start, int position, ReadOnlySpan<byte> content, int lineEnd)
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
        if (fields.Count - _first >= limits.HeaderFields || fields.Count >= limits.HeaderFieldsInMessage)
        {
            defects.Add(position, MimeDefectKind.TooManyHeaderFields);
            _isFull = true;
            return true;
        }

        if (name.Length < colon)
            defects.Add(position, MimeDefectKind.HeaderSpaceBeforeColon);
        fields.Add(new FieldSpan(position, name.Length, position + colon + 1, position + content.Length, lineEnd));
        _isOpen = true;
        CheckSize(start);
        return true;
    }

    // A field that does not end within the limit is not indexed, nor is anything after it.
    private void CheckSize(int start)
    {
        if (fields[^1].End - start <= limits.HeaderBlockBytes)
            return;
        defects.Add(fields[^1].Start, MimeDefectKind.HeaderBlockTooLarge);
        fields.RemoveAt(fields.Count - 1);
        _isOpen = false;
        _isFull = true;
    }

    // The open field is whole: look at its name, and at octets that no field may have.
    private void Close()
    {
        if (!_isOpen)
            return;
        _isOpen = false;
        var index = fields.Count - 1;
        var field = fields[index];
        var value = _source[field.ValueStart..field.ValueEnd];
        if (value.Contains((byte)0))
            defects.Add(field.Start, MimeDefectKind.HeaderNul);
        if (!Ascii.IsValid(value) && !System.Text.Unicode.Utf8.IsValid(value))
            defects.Add(field.Start, MimeDefectKind.HeaderNotUtf8);

        var name = _source.Slice(field.Start, field.NameLength);
        if (ContentTypeField < 0 && Ascii.EqualsIgnoreCase(name, "content-type"u8))
            ContentTypeField = index;
        else if (DispositionField < 0 && Ascii.EqualsIgnoreCase(name, "content-disposition"u8))
            DispositionField = index;
        else if (TransferEncodingField < 0 && Ascii.EqualsIgnoreCase(name, "content-transfer-encoding"u8))
            TransferEncodingField = index;
    }

    private readonly bool SkipMboxLine(bool isFirst, int position, ReadOnlySpan<byte> content)
    {
        if (!isFirst || !content.StartsWith("From "u8))
            return false;
        defects.Add(position, MimeDefectKind.MboxLine);
        return true;
    }
}

internal static class HeaderLines
{
    /// <summary>Without its CRLF or LF.</summary>
    public static ReadOnlySpan<byte> TrimLineEnd(this ReadOnlySpan<byte> line) =>
        line.EndsWith("\r\n"u8) ? line[..^2]
        : line.EndsWith("\n"u8) ? line[..^1]
        : line;
}
