using System.Buffers;
using System.Text;

namespace Rockdove.Imap;

/// <summary>
/// Walks one whole command, its literals in place, left to right. <c>Accept…</c> steps over a thing if it is there,
/// <c>Try…</c> reads one; neither moves when it says no. It allocates nothing.
/// </summary>
/// <param name="text">The command, or the rest of it, without its last CRLF.</param>
/// <param name="allowsUtf8">
/// Quoted strings may hold UTF-8: after ENABLE IMAP4rev2 or UTF8=ACCEPT (RFC 9051 section 9, RFC 6855 section 3).
/// </param>
public ref struct ImapReader(ReadOnlySpan<byte> text, bool allowsUtf8 = false)
{
    private ReadOnlySpan<byte> _rest = text;

    /// <summary>What has not been walked over yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    public readonly bool AtEnd => _rest.IsEmpty;

    /// <summary>Quoted strings may hold UTF-8.</summary>
    public readonly bool AllowsUtf8 => allowsUtf8;

    public readonly bool IsNext(byte symbol) => !_rest.IsEmpty && _rest[0] == symbol;

    public bool Accept(byte symbol)
    {
        if (!IsNext(symbol))
            return false;
        _rest = _rest[1..];
        return true;
    }

    /// <summary>SP: exactly one space (RFC 9051 section 9, rule 2).</summary>
    public bool AcceptSpace() => Accept((byte)' ');

    /// <summary>Steps over a whole word: what comes after it is not another ATOM-CHAR.</summary>
    public bool AcceptWord(ReadOnlySpan<byte> word)
    {
        if (!AcceptPrefix(word, out var rest) || (!rest.IsEmpty && ImapCharacters.Atom.Contains(rest[0])))
            return false;
        _rest = rest;
        return true;
    }

    /// <summary>Steps over these octets, in any case, whatever comes after them.</summary>
    public bool AcceptStart(ReadOnlySpan<byte> word)
    {
        if (!AcceptPrefix(word, out var rest))
            return false;
        _rest = rest;
        return true;
    }

    public bool TryAtom(out ReadOnlySpan<byte> atom) => TryRun(ImapCharacters.Atom, out atom);

    /// <summary>Reads a run, at least one octet long, of <paramref name="allowed"/>.</summary>
    public bool TryRun(SearchValues<byte> allowed, out ReadOnlySpan<byte> run)
    {
        var length = _rest.IndexOfAnyExcept(allowed);
        if (length < 0)
            length = _rest.Length;
        run = _rest[..length];
        _rest = _rest[length..];
        return length > 0;
    }

    /// <summary>astring: an atom (with <c>]</c>), a quoted string or a literal.</summary>
    public bool TryAString(out ImapString text)
    {
        if (!TryRun(ImapCharacters.AString, out var atom))
            return TryString(out text);
        text = new ImapString(atom);
        return true;
    }

    /// <summary>list-mailbox: an astring that may have wildcards.</summary>
    public bool TryListMailbox(out ImapString text)
    {
        if (!TryRun(ImapCharacters.List, out var atom))
            return TryString(out text);
        text = new ImapString(atom);
        return true;
    }

    /// <summary>string: quoted or a literal.</summary>
    public bool TryString(out ImapString text) =>
        IsNext((byte)'"') ? TryQuoted(out text) : TryLiteral(allowsBinary: false, out text);

    /// <summary>nstring: a string or NIL.</summary>
    public bool TryNString(out ImapString text, out bool isNil)
    {
        isNil = AcceptWord("NIL"u8);
        text = default;
        return isNil || TryString(out text);
    }

    /// <summary>nstring or literal8, which may hold NUL (RFC 3516 section 4.4).</summary>
    internal bool TryNString8(out ImapString text, out bool isNil)
    {
        isNil = false;
        return IsNext((byte)'~') ? TryLiteral(allowsBinary: true, out text) : TryNString(out text, out isNil);
    }

    /// <summary>number: 32 bits, unsigned.</summary>
    public bool TryNumber(out uint number)
    {
        var before = _rest;
        if (TryLongNumber(out var value) && value <= uint.MaxValue)
        {
            number = (uint)value;
            return true;
        }

        _rest = before;
        number = 0;
        return false;
    }

    /// <summary>number64: 63 bits, unsigned (RFC 9051 section 9).</summary>
    public bool TryLongNumber(out long number)
    {
        number = 0;
        var length = _rest.IndexOfAnyExcept(ImapCharacters.Digits);
        if (length < 0)
            length = _rest.Length;
        if (length == 0)
            return false;
        foreach (var digit in _rest[..length])
        {
            if (number > (long.MaxValue - (digit - '0')) / 10)
                return false;
            number = number * 10 + (digit - '0');
        }

        _rest = _rest[length..];
        return true;
    }

    /// <summary>nz-number: 32 bits, no zero, no leading zero.</summary>
    public bool TryNonZero(out uint number)
    {
        number = 0;
        return !IsNext((byte)'0') && TryNumber(out number);
    }

    /// <summary>The announcement of a literal that is not in the text: the content of APPEND.</summary>
    internal bool TryLiteralHead(out LiteralHead head)
    {
        if (!LiteralHead.TryRead(_rest, out head, out var length) || length != _rest.Length)
            return false;
        _rest = default;
        return true;
    }

    private bool TryQuoted(out ImapString text)
    {
        text = default;
        var end = 1;
        var hasEscapes = false;
        while (true)
        {
            var stop = _rest[end..].IndexOfAny(ImapCharacters.QuotedStops);
            if (stop < 0)
                return false;
            end += stop;
            if (_rest[end] == '"')
                break;
            // Only these two may be escaped; a CR, LF or NUL cannot be there at all (QUOTED-CHAR).
            if (_rest[end] != '\\' || end + 1 == _rest.Length || _rest[end + 1] is not ((byte)'"' or (byte)'\\'))
                return false;
            hasEscapes = true;
            end += 2;
        }

        var raw = _rest[1..end];
        if (!Ascii.IsValid(raw) && !(allowsUtf8 && System.Text.Unicode.Utf8.IsValid(raw)))
            return false;
        text = new ImapString(raw, hasEscapes);
        _rest = _rest[(end + 1)..];
        return true;
    }

    private bool TryLiteral(bool allowsBinary, out ImapString text)
    {
        text = default;
        if (!LiteralHead.TryRead(_rest, out var head, out var length) || head.IsBinary != allowsBinary
            || head.Octets > _rest.Length - length)
            return false;
        var octets = _rest.Slice(length, (int)head.Octets);
        if (!allowsBinary && octets.Contains((byte)0)) // RFC 9051 section 9: CHAR8 is any octet but NUL.
            return false;
        text = new ImapString(octets);
        _rest = _rest[(length + octets.Length)..];
        return true;
    }

    private readonly bool AcceptPrefix(ReadOnlySpan<byte> word, out ReadOnlySpan<byte> rest)
    {
        var isThere = _rest.Length >= word.Length && Ascii.EqualsIgnoreCase(_rest[..word.Length], word);
        rest = isThere ? _rest[word.Length..] : default;
        return isThere;
    }
}
