using System.Text;

namespace Rockdove.Imap;

/// <summary>
/// Makes values of a response that comes in pieces: text, a literal, text. What it makes is bounded, and it tells which
/// item of a FETCH a literal would be.
/// </summary>
internal sealed class ResponseParser(ImapResponseLimits limits)
{
    private readonly Stack<List<ImapValue>> _open = new();
    private readonly List<byte> _label = [];
    private int _values;
    private long _bytes;
    private bool _isInSection;

    /// <summary>What was wrong, in a sentence; null while nothing was.</summary>
    public string? Violation { get; private set; }

    /// <summary>The values of the response; those of open lists are missing.</summary>
    public List<ImapValue> Root { get; private set; } = [];

    /// <summary>Lists that were opened are closed.</summary>
    public bool IsWhole => _open.Count == 0 && !_isInSection;

    /// <summary>The item of a FETCH that the next value belongs to; null when it belongs to none.</summary>
    public string? Item => _open.Count == 1 && !_isInSection && IsFetch && _open.Peek() is { Count: > 0 } items
        && items.Count % 2 == 1 && items[^1].Kind == ImapValueKind.Atom
            ? items[^1].Text
            : null;

    public bool IsFetch => Root.Count == 2 && Root[1].Is("FETCH"u8);

    public void Begin()
    {
        _open.Clear();
        _label.Clear();
        _values = 0;
        _bytes = 0;
        _isInSection = false;
        Violation = null;
        Root = [];
    }

    /// <summary>Text between literals. Several spaces are one, as many servers have it.</summary>
    public void Take(ReadOnlySpan<byte> text)
    {
        if (!Count(text.Length))
            return;
        while (!text.IsEmpty && Violation is null)
        {
            if (_isInSection)
            {
                TakeSection(ref text);
                continue;
            }

            switch (text[0])
            {
                case (byte)' ':
                    text = text[1..];
                    break;
                case (byte)'(':
                    text = text[1..];
                    if (_open.Count == limits.Depth)
                        Violation = $"Lists lie deeper than {limits.Depth}.";
                    _open.Push([]);
                    break;
                case (byte)')':
                    text = text[1..];
                    if (_open.TryPop(out var items))
                        Add(ImapValue.List(items));
                    else
                        Violation = "A list ends that was not begun.";
                    break;
                case (byte)'"':
                    TakeQuoted(ref text);
                    break;
                default:
                    TakeAtom(ref text);
                    break;
            }
        }
    }

    /// <summary>A literal that was kept.</summary>
    public void TakeLiteral(ReadOnlySpan<byte> octets)
    {
        if (!Count(octets.Length))
            return;
        if (_isInSection)
            _label.AddRange(octets);
        else
            Add(ImapValue.String(octets.ToArray()));
    }

    /// <summary>A literal that is handed out.</summary>
    public void TakeContent(long octets) => Add(ImapValue.Content(octets));

    private void TakeQuoted(ref ReadOnlySpan<byte> text)
    {
        var octets = new List<byte>();
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                Add(ImapValue.String(octets.ToArray()));
                text = text[(i + 1)..];
                return;
            }

            if (text[i] == '\\' && ++i == text.Length)
                break;
            octets.Add(text[i]);
        }

        Violation = "A quoted string does not end.";
    }

    private void TakeAtom(ref ReadOnlySpan<byte> text)
    {
        var length = text.IndexOfAny(" ()\""u8);
        if (length < 0)
            length = text.Length;
        var bracket = text[..length].IndexOf((byte)'[');
        if (bracket > 0 && _open.Count == 1 && IsFetch && IsSectioned(text[..bracket]))
        {
            // What stands in the brackets may have spaces, lists, strings and literals.
            _label.Clear();
            _label.AddRange(text[..(bracket + 1)]);
            _isInSection = true;
            text = text[(bracket + 1)..];
            return;
        }

        Add(ImapValue.Atom(text[..length]));
        text = text[length..];
    }

    private void TakeSection(ref ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAny((byte)']', (byte)'"');
        if (end < 0)
        {
            _label.AddRange(text);
            text = default;
            return;
        }

        if (text[end] == '"')
        {
            var length = text[(end + 1)..].IndexOf((byte)'"');
            if (length < 0)
            {
                Violation = "A quoted string does not end.";
                return;
            }

            _label.AddRange(text[..(end + length + 2)]);
            text = text[(end + length + 2)..];
            return;
        }

        var rest = text[(end + 1)..];
        var origin = rest.IndexOfAny((byte)' ', (byte)')');
        if (origin < 0)
            origin = rest.Length;
        _label.AddRange(text[..(end + 1 + origin)]);
        _isInSection = false;
        Add(ImapValue.Atom(_label.ToArray()));
        text = rest[origin..];
    }

    private bool Count(int octets)
    {
        _bytes += octets;
        if (_bytes > limits.ResponseBytes)
            Violation ??= $"A response has more than {limits.ResponseBytes} octets.";
        return Violation is null;
    }

    private void Add(ImapValue value)
    {
        if (++_values > limits.Values)
            Violation = $"A response has more than {limits.Values} values.";
        else
            (_open.TryPeek(out var items) ? items : Root).Add(value);
    }

    private static bool IsSectioned(ReadOnlySpan<byte> name) =>
        Ascii.EqualsIgnoreCase(name, "BODY"u8) || Ascii.EqualsIgnoreCase(name, "BINARY"u8)
        || Ascii.EqualsIgnoreCase(name, "BINARY.SIZE"u8);
}
