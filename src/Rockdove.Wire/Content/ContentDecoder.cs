namespace Rockdove.Wire;

/// <summary>
/// Finds where content ends and hands it out in slices of the input: dotted content up to CRLF.CRLF without the dots
/// that
/// were added (RFC 5321 section 4.5.2), or counted content (RFC 3030). Copies nothing, and remembers across calls where
/// in a line it is, so the cuts of the input do not matter.
/// </summary>
/// <remarks>
/// A CR is handed out as soon as it is seen, except after a line's first dot, where it may be the end. That one is
/// handed out from a constant if the end turns out not to come.
/// </remarks>
public struct ContentDecoder
{
    private readonly bool _isDotted;
    private readonly BareNewlines _bareNewlines;
    private readonly int _lineLimitBytes;
    private Place _place;
    private long _remaining;
    private long _lineBytes;

    private ContentDecoder(bool isDotted, BareNewlines bareNewlines, int lineLimitBytes)
    {
        _isDotted = isDotted;
        _bareNewlines = bareNewlines;
        _lineLimitBytes = lineLimitBytes;
        _remaining = isDotted ? long.MaxValue : 0;
    }

    /// <summary>What was wrong so far.</summary>
    public ContentFlaws Flaws { get; private set; }

    /// <summary>Content that ends with CRLF.CRLF.</summary>
    /// <param name="bareNewlines">What to do with a lone CR or LF.</param>
    /// <param name="lineLimitBytes">The longest line, CRLF included, that is not a flaw.</param>
    public static ContentDecoder Dotted(BareNewlines bareNewlines, int lineLimitBytes) =>
        new(isDotted: true, bareNewlines, lineLimitBytes);

    /// <summary>Content in counted chunks; each begins with <see cref="BeginChunk"/>.</summary>
    public static ContentDecoder Counted(BareNewlines bareNewlines, int lineLimitBytes) =>
        new(isDotted: false, bareNewlines, lineLimitBytes);

    /// <summary>A chunk of this many octets follows. Lines may run on from the chunk before.</summary>
    public void BeginChunk(long octets) => _remaining = octets;

    /// <summary>
    /// The last chunk has ended: a CR at the very end is bare. Returns what must still be handed out.
    /// </summary>
    public ReadOnlyMemory<byte> Finish()
    {
        if (_place != Place.AfterCr)
            return default;
        Flaws |= ContentFlaws.BareNewline;
        _place = Place.InLine;
        return _bareNewlines == BareNewlines.Normalize ? Lf : default;
    }

    /// <summary>Decodes from one piece of input.</summary>
    /// <param name="input">What was not consumed before, or what came after it.</param>
    /// <param name="content">
    /// A slice of <paramref name="input"/> or a constant; empty unless the answer is Slice.
    /// </param>
    /// <param name="consumed">How much of <paramref name="input"/> is done with.</param>
    public ContentStatus Decode(ReadOnlyMemory<byte> input, out ReadOnlyMemory<byte> content, out int consumed)
    {
        if (input.Length > _remaining)
            input = input[..(int)_remaining];
        var run = _bareNewlines == BareNewlines.Binary ? Run.To(input.Length) : Scan(input.Span);
        if (!_isDotted)
            _remaining -= run.Consumed;
        consumed = run.Consumed;
        content = run.Inserted.IsEmpty ? input[run.Start..run.End] : run.Inserted;
        if (!content.IsEmpty)
            return ContentStatus.Slice;
        return run.IsLast || (!_isDotted && _remaining == 0) ? ContentStatus.End : ContentStatus.NeedInput;
    }

    /// <summary>The longest run from the start of <paramref name="text"/> that can be handed out as it is.</summary>
    private Run Scan(ReadOnlySpan<byte> text)
    {
        var start = 0;
        var at = 0;
        while (at < text.Length)
        {
            switch (_place)
            {
                case Place.LineStart:
                    if (_isDotted && text[at] == '.')
                    {
                        _place = Place.AfterDot;
                        if (at > start)
                            return new Run(start, at, at + 1);
                        start = ++at;
                        break;
                    }

                    if (text[at] == 0)
                        Flaws |= ContentFlaws.BareNewline;
                    _place = Place.InLine;
                    break;

                case Place.AfterDot: // The dot is dropped already: at == start.
                    if (text[at] == '\r')
                    {
                        _place = Place.AfterDotCr;
                        start = ++at;
                        break;
                    }

                    if (text[at] == '\n' && _bareNewlines == BareNewlines.EndLine)
                        return Run.Last(at + 1);
                    if (text[at] == 0)
                        Flaws |= ContentFlaws.BareNewline;
                    _place = Place.InLine;
                    break;

                case Place.AfterDotCr:
                    if (text[at] == '\n')
                        return Run.Last(at + 1);
                    _place = Place.AfterCr; // Not the end: the CR that was held back is content, and bare.
                    _lineBytes++;
                    return Run.Insert(Cr, consumed: at);

                case Place.InLine:
                    at += ToLineEnd(text[at..]);
                    if (at == text.Length)
                        break;
                    if (text[at] == '\r')
                    {
                        _place = Place.AfterCr;
                        _lineBytes++;
                        at++;
                        break;
                    }

                    if (_bareNewlines == BareNewlines.Normalize)
                    {
                        if (at > start)
                            return new Run(start, at, at);
                        Flaws |= ContentFlaws.BareNewline;
                        _lineBytes++; // The CR that it gets.
                        EndLine(Place.InLine);
                        return Run.Insert(CrLf, consumed: at + 1);
                    }

                    at++;
                    if (_bareNewlines == BareNewlines.EndLine)
                    {
                        EndLine(Place.LineStart);
                        break;
                    }

                    Flaws |= ContentFlaws.BareNewline;
                    EndLine(Place.InLine);
                    break;

                case Place.AfterCr:
                    if (text[at] == '\n')
                    {
                        at++;
                        EndLine(Place.LineStart);
                        break;
                    }

                    if (_bareNewlines != BareNewlines.Normalize)
                    {
                        Flaws |= ContentFlaws.BareNewline;
                        _place = Place.InLine;
                        break;
                    }

                    if (at > start)
                        return new Run(start, at, at);
                    Flaws |= ContentFlaws.BareNewline;
                    EndLine(Place.InLine);
                    return Run.Insert(Lf, consumed: at);
            }
        }

        return new Run(start, at, at);
    }

    /// <summary>Octets up to the next CR or LF; NULs on the way are noted and stepped over.</summary>
    private int ToLineEnd(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (true)
        {
            var next = text[at..].IndexOfAny((byte)'\r', (byte)'\n', (byte)0);
            at = next < 0 ? text.Length : at + next;
            if (at == text.Length || text[at] != 0)
                break;
            Flaws |= ContentFlaws.Nul;
            at++;
        }

        _lineBytes += at;
        if (_lineBytes > _lineLimitBytes)
            Flaws |= ContentFlaws.LongLine;
        return at;
    }

    private void EndLine(Place next)
    {
        if (_lineBytes >= _lineLimitBytes) // The LF is one octet more.
            Flaws |= ContentFlaws.LongLine;
        _lineBytes = 0;
        _place = next;
    }

    private enum Place : byte
    {
        LineStart,
        InLine,
        AfterCr,
        AfterDot,
        AfterDotCr,
    }

    /// <summary>What one scan found: a run of the input, or a constant to hand out in its place.</summary>
    private readonly struct Run(int start, int end, int consumed)
    {
        public int Start { get; } = start;
        public int End { get; } = end;
        public int Consumed { get; } = consumed;
        public ReadOnlyMemory<byte> Inserted { get; private init; }
        public bool IsLast { get; private init; }

        public static Run To(int end) => new(0, end, end);

        public static Run Last(int consumed) => new(consumed, consumed, consumed) { IsLast = true };

        public static Run Insert(ReadOnlyMemory<byte> octets, int consumed) =>
            new(consumed, consumed, consumed) { Inserted = octets };
    }

    private static readonly ReadOnlyMemory<byte> Cr = "\r"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> Lf = "\n"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> CrLf = "\r\n"u8.ToArray();
}
