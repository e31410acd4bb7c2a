using System.Collections;
using System.Text;

namespace Rockdove.Mime;

/// <summary>
/// Where a field lies: its name starts at Start; the value runs to ValueEnd; the last line ends at End.
/// </summary>
internal readonly record struct FieldSpan(int Start, int NameLength, int ValueStart, int ValueEnd, int End);

/// <summary>One header field. The text is made when it is asked for; keep it if it is needed twice.</summary>
public readonly struct HeaderField
{
    private readonly ReadOnlyMemory<byte> _source;
    private readonly FieldSpan _span;
    private readonly int _shift;

    internal HeaderField(ReadOnlyMemory<byte> source, int shift, FieldSpan span)
    {
        _source = source;
        _shift = shift;
        _span = span;
    }

    /// <summary>The field with its name and its line ends.</summary>
    public MimeRange Range => new(_span.Start, _span.End);

    /// <summary>The value: what follows the colon, without the last line end.</summary>
    public MimeRange ValueRange => new(_span.ValueStart, _span.ValueEnd);

    /// <summary>As written.</summary>
    public string Name => Encoding.ASCII.GetString(NameOctets);

    /// <summary>The octets of <see cref="ValueRange"/>, folds and all.</summary>
    public ReadOnlyMemory<byte> RawValue => _source[(_span.ValueStart - _shift)..(_span.ValueEnd - _shift)];

    /// <summary>The value without folds and outer white space, and without decoding (RFC 5322 section 2.2.3).</summary>
    public string Unfolded => HeaderText.Safe(HeaderText.Unfold(RawValue.Span));

    /// <summary>The value as unstructured text: encoded words decoded (RFC 2047), no control characters.</summary>
    public string Decoded => EncodedWords.Decode(Unfolded);

    public override string ToString() => $"{Name}: {Decoded}";

    internal bool IsNamed(ReadOnlySpan<char> name) =>
        name.Length == _span.NameLength
        && Ascii.EqualsIgnoreCase(NameOctets, name);

    private ReadOnlySpan<byte> NameOctets => _source.Span.Slice(_span.Start - _shift, _span.NameLength);
}

/// <summary>The fields of one header block in their order. Names are compared without case.</summary>
public sealed class HeaderList : IReadOnlyList<HeaderField>
{
    private readonly ReadOnlyMemory<byte> _source;
    private readonly List<FieldSpan> _fields;
    private readonly int _shift;
    private readonly int _first;

    internal HeaderList(ReadOnlyMemory<byte> source, int shift, List<FieldSpan> fields, int first, int count)
    {
        _source = source;
        _shift = shift;
        _fields = fields;
        _first = first;
        Count = count;
    }

    public int Count { get; }

    public HeaderField this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return new HeaderField(_source, _shift, _fields[_first + index]);
        }
    }

    /// <summary>The first field of a name, or null.</summary>
    public HeaderField? Find(string name)
    {
        for (var i = 0; i < Count; i++)
        {
            var field = this[i];
            if (field.IsNamed(name))
                return field;
        }

        return null;
    }

    /// <summary>All fields of a name, in their order.</summary>
    public IEnumerable<HeaderField> All(string name)
    {
        for (var i = 0; i < Count; i++)
        {
            var field = this[i];
            if (field.IsNamed(name))
                yield return field;
        }
    }

    /// <summary>The decoded value of the first field of a name, or null.</summary>
    public string? Text(string name) => Find(name)?.Decoded;

    public IEnumerator<HeaderField> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
