using System.Globalization;

namespace Rockdove.Mime;

/// <summary>
/// Dates of RFC 5322 sections 3.3 and 4.3: <c>[day ","] day month year hour ":" minute [":" second] zone</c>, with
/// comments and spaces anywhere, years of two and three digits, and the named and military zones.
/// </summary>
public static class MailDate
{
    /// <summary>
    /// Reads a Date field. An unknown zone counts as UTC, as section 4.3 wants; an offset beyond what
    /// <see cref="DateTimeOffset"/> can hold gives the same moment in UTC. A leap second is the second before it.
    /// </summary>
    public static bool TryRead(string value, out DateTimeOffset date)
    {
        date = default;
        var scanner = new Tokens(value);
        var token = scanner.Next();
        if (token.Length > 0 && char.IsAsciiLetter(token[0]))
            token = scanner.Next(); // The day of the week says nothing that the date does not.
        if (!Number(token, 1, 2, out var day) || !Month(scanner.Next(), out var month))
            return false;
        token = scanner.Next();
        if (!Number(token, 2, 5, out var year))
            return false;
        year = Year(year, token.Length);
        if (!Number(scanner.Next(), 1, 2, out var hour) || !scanner.Colon()
            || !Number(scanner.Next(), 1, 2, out var minute))
            return false;
        var second = 0;
        if (scanner.Colon() && !Number(scanner.Next(), 1, 2, out second))
            return false;
        if (year is < 1 or > 9999 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 60)
            return false;

        var local = new DateTime(year, month, day, hour, minute, Math.Min(second, 59), DateTimeKind.Unspecified);
        return At(local, Zone(scanner.Next()), out date);
    }

    /// <summary>Writes a date as section 3.3 wants it, such as <c>Fri, 21 Nov 1997 09:55:06 -0600</c>.</summary>
    public static string Format(DateTimeOffset date) =>
        date.ToString("ddd, dd MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture)
        + (date.Offset < TimeSpan.Zero ? "-" : "+")
        + date.Offset.ToString("hhmm", CultureInfo.InvariantCulture);

    private static bool At(DateTime local, int offsetMinutes, out DateTimeOffset date)
    {
        date = default;
        var offset = TimeSpan.FromMinutes(offsetMinutes);
        var utc = local.Ticks - offset.Ticks;
        if (utc < DateTime.MinValue.Ticks || utc > DateTime.MaxValue.Ticks)
            return false;
        date = Math.Abs(offsetMinutes) <= FarthestZoneMinutes
            ? new DateTimeOffset(local, offset)
            : new DateTimeOffset(utc, TimeSpan.Zero);
        return true;
    }

    // Section 4.3: two digits below 50 are of this century, other two and all three digits count from 1900.
    private static int Year(int year, int digits) => digits switch
    {
        2 when year < 50 => year + 2000,
        2 or 3 => year + 1900,
        _ => year,
    };

    private static bool Number(ReadOnlySpan<char> token, int fewest, int most, out int number)
    {
        number = 0;
        return token.Length >= fewest && token.Length <= most
            && int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static bool Month(ReadOnlySpan<char> token, out int month)
    {
        month = 0;
        if (token.Length < 3)
            return false;
        for (var i = 0; i < 12; i++)
        {
            if (!token[..3].Equals(Months.AsSpan(i * 3, 3), StringComparison.OrdinalIgnoreCase))
                continue;
            month = i + 1;
            return true;
        }

        return false;
    }

    private static int Zone(ReadOnlySpan<char> token)
    {
        if (token.Length == 5 && token[0] is '+' or '-'
            && Number(token[1..], 4, 4, out var number) && number % 100 < 60)
        {
            var minutes = (number / 100 * 60) + (number % 100);
            return token[0] == '-' ? -minutes : minutes;
        }

        Span<char> name = stackalloc char[3];
        if (token.Length != 3 || token.ToUpperInvariant(name) != 3)
            return 0;
        return name switch
        {
            "EDT" => -4 * 60,
            "EST" or "CDT" => -5 * 60,
            "CST" or "MDT" => -6 * 60,
            "MST" or "PDT" => -7 * 60,
            "PST" => -8 * 60,
            _ => 0, // UT, GMT, and all others: section 4.3 reads them as -0000.
        };
    }

    // Words, numbers and signed numbers; comments, spaces and commas lie between them.
    private ref struct Tokens(ReadOnlySpan<char> text)
    {
        private ReadOnlySpan<char> _rest = text;

        public ReadOnlySpan<char> Next()
        {
            SkipSpace();
            var length = 0;
            if (_rest.Length > 1 && _rest[0] is '+' or '-' && char.IsAsciiDigit(_rest[1]))
                length = 1;
            while (length < _rest.Length && char.IsAsciiLetterOrDigit(_rest[length]))
                length++;
            var token = _rest[..length];
            _rest = _rest[length..];
            return token;
        }

        public bool Colon()
        {
            SkipSpace();
            if (_rest.IsEmpty || _rest[0] != ':')
                return false;
            _rest = _rest[1..];
            return true;
        }

        private void SkipSpace()
        {
            var depth = 0;
            var i = 0;
            for (; i < _rest.Length; i++)
            {
                var character = _rest[i];
                if (character == '(')
                    depth++;
                else if (depth > 0 && character == ')')
                    depth--;
                else if (depth > 0 && character == '\\')
                    i++;
                else if (depth == 0 && !char.IsWhiteSpace(character) && character is not (',' or '.'))
                    break;
            }

            _rest = _rest[Math.Min(i, _rest.Length)..];
        }
    }

    private const string Months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private const int FarthestZoneMinutes = 14 * 60;
}
