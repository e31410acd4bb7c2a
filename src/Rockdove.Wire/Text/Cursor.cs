using System.Buffers;
using System.Text;

namespace Rockdove.Wire;

/// <summary>
/// Walks one line of a protocol, left to right. <c>Accept…</c> says whether the thing was there, and steps over it if
/// it was; <c>TryRead…</c> reads a token. Neither moves when it says no.
/// </summary>
public ref struct Cursor(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> _rest = text;

    /// <summary>What has not been walked over yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    public readonly bool AtEnd => _rest.IsEmpty;

    /// <summary>Steps over one octet if it is <paramref name="symbol"/>.</summary>
    public bool Accept(byte symbol)
    {
        if (_rest.IsEmpty || _rest[0] != symbol)
            return false;
        _rest = _rest[1..];
        return true;
    }

    /// <summary>Steps over <paramref name="word"/>, in any case of its ASCII letters.</summary>
    public bool AcceptWord(ReadOnlySpan<byte> word)
    {
        if (_rest.Length < word.Length || !Ascii.EqualsIgnoreCase(_rest[..word.Length], word))
            return false;
        _rest = _rest[word.Length..];
        return true;
    }

    /// <summary>Steps over all octets that are <paramref name="symbol"/>; true if there was one.</summary>
    public bool AcceptAll(byte symbol)
    {
        var length = _rest.IndexOfAnyExcept(symbol);
        if (length < 0)
            length = _rest.Length;
        _rest = _rest[length..];
        return length > 0;
    }

    /// <summary>Reads a run, at least one octet long, of <paramref name="allowed"/>.</summary>
    public bool TryReadRun(SearchValues<byte> allowed, out ReadOnlySpan<byte> run)
    {
        var length = _rest.IndexOfAnyExcept(allowed);
        if (length < 0)
            length = _rest.Length;
        run = _rest[..length];
        _rest = _rest[length..];
        return length > 0;
    }

    /// <summary>
    /// Reads up to <paramref name="symbol"/> or the end; the symbol is not stepped over. May be empty.
    /// </summary>
    public ReadOnlySpan<byte> ReadUntil(byte symbol)
    {
        var length = _rest.IndexOf(symbol);
        if (length < 0)
            length = _rest.Length;
        var run = _rest[..length];
        _rest = _rest[length..];
        return run;
    }

    /// <summary>Reads decimal digits; no sign, no space. False when there is none or they do not fit 63 bits.</summary>
    public bool TryReadNumber(out long number)
    {
        number = 0;
        var length = 0;
        while (length < _rest.Length && _rest[length] is >= (byte)'0' and <= (byte)'9')
        {
            var digit = _rest[length] - '0';
            if (number > (long.MaxValue - digit) / 10)
                return false;
            number = number * 10 + digit;
            length++;
        }

        if (length == 0)
            return false;
        _rest = _rest[length..];
        return true;
    }
}
