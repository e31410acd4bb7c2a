using System.Globalization;
using System.Text;

namespace Rockdove.Imap;

/// <summary>date and date-time (RFC 9051 section 9), read strictly: the day must exist.</summary>
internal static class ImapDates
{
    /// <summary>date: <c>1-Feb-2020</c>, with quotes or without.</summary>
    public static bool TryReadDate(ref ImapReader reader, out DateOnly date)
    {
        date = default;
        var isQuoted = reader.IsNext((byte)'"');
        return (isQuoted ? TryReadQuoted(ref reader, out var text) : TryReadAtom(ref reader, out text))
            && DateOnly.TryParseExact(text, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
    }

    /// <summary>date-time: <c>" 1-Feb-2020 01:02:03 +0100"</c>, always 26 octets between quotes.</summary>
    public static bool TryReadDateTime(ref ImapReader reader, out DateTimeOffset time)
    {
        time = default;
        if (!TryReadQuoted(ref reader, out var text) || text.Length != DateTimeLength || !IsZone(text.AsSpan()[^5..]))
            return false;
        var day = text[0] == ' ' ? "0" + text[1..] : text; // date-day-fixed: a space in place of a zero.
        return DateTimeOffset.TryParseExact(
            day.Insert(DateTimeLength - 2, ":"), "dd-MMM-yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture,
            DateTimeStyles.None, out time);
    }

    /// <summary>Writes a date-time, quotes included.</summary>
    public static int Format(DateTimeOffset time, Span<byte> target)
    {
        var zone = time.Offset;
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"\"{time:dd-MMM-yyyy HH:mm:ss} {(zone < TimeSpan.Zero ? '-' : '+')}{zone:hhmm}\"");
        return Encoding.ASCII.GetBytes(text, target);
    }

    /// <summary>A sign, hours and minutes. The framework would also take minutes past 59.</summary>
    private static bool IsZone(ReadOnlySpan<char> zone) =>
        zone[0] is '+' or '-' && !zone[1..].ContainsAnyExceptInRange('0', '9') && zone[3] < '6';

    private static bool TryReadQuoted(ref ImapReader reader, out string text)
    {
        text = "";
        if (!reader.IsNext((byte)'"') || !reader.TryString(out var quoted) || quoted.HasEscapes
            || quoted.Raw.Length > DateTimeLength)
            return false;
        text = Encoding.UTF8.GetString(quoted.Raw);
        return true;
    }

    private static bool TryReadAtom(ref ImapReader reader, out string text)
    {
        var isAtom = reader.TryAtom(out var atom);
        text = Encoding.ASCII.GetString(atom);
        return isAtom;
    }

    private const int DateTimeLength = 26;

    private static readonly string[] DateForms = ["d-MMM-yyyy", "dd-MMM-yyyy"];
}
