namespace Rockdove.Imap;

/// <summary>
/// What announces a literal: <c>{5}</c>, <c>{5+}</c> for one that is not waited for (RFC 7888), with <c>~</c> before it
/// for one that may hold NUL (RFC 3516).
/// </summary>
/// <param name="Octets">How many follow; <see cref="long.MaxValue"/> when the number is absurd.</param>
/// <param name="IsSynchronizing">The client waits for our <c>+</c> before it sends them.</param>
/// <param name="IsBinary">literal8.</param>
/// <param name="IsWellFormed">The number has no leading zero and fits 63 bits.</param>
internal readonly record struct LiteralHead(long Octets, bool IsSynchronizing, bool IsBinary, bool IsWellFormed)
{
    /// <summary>
    /// Reads one, with its line end, from the start of <paramref name="text"/>. A line that may not end in LF alone
    /// does not come here.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out LiteralHead head, out int length)
    {
        head = default;
        length = text.IndexOf((byte)'\n') + 1;
        var start = text.StartsWith("~"u8) ? 1 : 0;
        if (length < 2 || text[start] != '{')
            return false;
        var line = text[..(length - (text[length - 2] == '\r' ? 2 : 1))];
        return TryFindAtEnd(line, out head, out var at) && at == start;
    }

    /// <summary>Looks for one at the end of a line, of which the last <see cref="TailBytes"/> octets will do.</summary>
    public static bool TryFindAtEnd(ReadOnlySpan<byte> line, out LiteralHead head) =>
        TryFindAtEnd(line, out head, out _);

    private static bool TryFindAtEnd(ReadOnlySpan<byte> line, out LiteralHead head, out int at)
    {
        head = default;
        at = 0;
        if (line.IsEmpty || line[^1] != '}')
            return false;
        var end = line.Length - 1;
        var isSynchronizing = end == 0 || line[end - 1] != '+';
        if (!isSynchronizing)
            end--;
        at = line[..end].LastIndexOfAnyExcept(ImapCharacters.Digits);
        var digits = line[(at + 1)..end];
        if (at < 0 && end >= TailBytes - 2)
        {
            head = new LiteralHead(long.MaxValue, isSynchronizing, false, false);
            return true; // Nothing but digits as far as we see: an absurd number, and it must not pass for none.
        }

        if (at < 0 || line[at] != '{' || digits.IsEmpty)
            return false;
        var isBinary = at > 0 && line[at - 1] == '~';
        var number = 0L;
        foreach (var digit in digits)
            number = number > (long.MaxValue - 9) / 10 ? long.MaxValue : number * 10 + (digit - '0');
        var isWellFormed = number < long.MaxValue && (digits.Length == 1 || digits[0] != '0');
        head = new LiteralHead(number, isSynchronizing, isBinary, isWellFormed);
        return true;
    }

    /// <summary>More than a sane announcement ever has: <c>~{9223372036854775807+}</c> has 23.</summary>
    public const int TailBytes = 48;
}
