using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>
/// What an mbox says about a message in lines of its own: the separator, and header fields of Pine, mutt, Dovecot and
/// Mozilla.
/// </summary>
internal sealed partial class MboxFields
{
    private SystemFlags _flags;
    private readonly List<string> _keywords = [];

    public uint? Uid { get; private set; }

    public IReadOnlyList<string> Keywords => _keywords;

    public SystemFlags Flags => _flags;

    /// <summary>As asctime of C writes it, in UTC.</summary>
    public static string Date(DateTimeOffset date)
    {
        var utc = date.UtcDateTime;
        return string.Create(CultureInfo.InvariantCulture, $"{utc:ddd MMM} {utc.Day,2} {utc:HH:mm:ss yyyy}");
    }

    /// <summary>Whether a line separates messages: <c>From</c>, a sender, a date.</summary>
    public static bool TryParseSeparator(ReadOnlySpan<byte> line, out string sender, out DateTimeOffset date)
    {
        (sender, date) = ("", default);
        if (!line.StartsWith("From "u8) || line.Length > MostSeparatorBytes)
            return false;
        var match = Separator().Match(Encoding.UTF8.GetString(line));
        if (!match.Success)
            return false;
        sender = match.Groups["sender"].Value.Trim();
        var text = $"{match.Groups["day"].Value} {match.Groups["month"].Value} {match.Groups["year"].Value} "
            + match.Groups["time"].Value;
        if (!DateTime.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
            return false;
        var offset = match.Groups["zone"].Success && match.Groups["zone"].Value is ['+' or '-', ..] zone
            ? TimeSpan.FromMinutes((zone[0] == '-' ? -1 : 1)
                * (int.Parse(zone.AsSpan(1, 2), CultureInfo.InvariantCulture) * 60
                    + int.Parse(zone.AsSpan(3, 2), CultureInfo.InvariantCulture)))
            : TimeSpan.Zero;
        if (offset.Duration() > TimeSpan.FromHours(14) || at.Year < 2)
            return false;
        date = new(at, offset);
        return true;
    }

    /// <summary>Takes a header line if it is a field of the mailbox and none of the message.</summary>
    public bool TryTake(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (colon is <= 0 or > MostNameBytes)
            return false;
        var value = Encoding.UTF8.GetString(line[(colon + 1)..]).Trim();
        switch (Encoding.ASCII.GetString(line[..colon]).ToUpperInvariant())
        {
            case "STATUS":
                _flags |= value.Contains('R', StringComparison.Ordinal) ? SystemFlags.Seen : 0;
                return true;
            case "X-STATUS":
                foreach (var (flag, letter) in Letters)
                    _flags |= value.Contains(letter, StringComparison.Ordinal) ? flag : 0;
                return true;
            case "X-KEYWORDS":
            case "X-MOZILLA-KEYS":
                _keywords.AddRange(value.Split([' ', ',', '\t'], StringSplitOptions.RemoveEmptyEntries));
                return true;
            case "X-UID":
                if (uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var uid) && uid > 0)
                    Uid = uid;
                return true;
            case "X-MOZILLA-STATUS":
                if (uint.TryParse(value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits))
                    TakeMozilla(bits);
                return true;
            case "X-MOZILLA-STATUS2":
            case "X-IMAP":
            case "X-IMAPBASE":
                return true;
            default:
                return false;
        }
    }

    /// <summary>Whether this is the line that our own export writes in that place.</summary>
    public static bool IsOwn(int index, ReadOnlySpan<byte> line) => index switch
    {
        0 => line.StartsWith("Status: "u8),
        1 => line.StartsWith("X-Status: "u8),
        2 => line.StartsWith("X-Keywords: "u8),
        _ => line.StartsWith("X-UID: "u8),
    };

    private void TakeMozilla(uint bits)
    {
        _flags |= (bits & 1) != 0 ? SystemFlags.Seen : 0;
        _flags |= (bits & 2) != 0 ? SystemFlags.Answered : 0;
        _flags |= (bits & 4) != 0 ? SystemFlags.Flagged : 0;
        _flags |= (bits & 8) != 0 ? SystemFlags.Deleted : 0;
    }

    /// <summary>Lines of our own export in front of a message.</summary>
    public const int OwnLines = 4;

    public static readonly (SystemFlags Flag, char Letter)[] Letters =
    [
        (SystemFlags.Answered, 'A'),
        (SystemFlags.Flagged, 'F'),
        (SystemFlags.Draft, 'T'),
        (SystemFlags.Deleted, 'D'),
    ];

    /// <summary>A longer line is no separator: an address has at most 320 octets.</summary>
    private const int MostSeparatorBytes = 2000;

    private const int MostNameBytes = 40;

    private static readonly string[] DateFormats = ["d MMM yyyy HH:mm:ss", "d MMM yyyy HH:mm"];

    [GeneratedRegex(@"^From +(?<sender>.*?) *(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +"
        + @"(?<month>[A-Z][a-z]{2}) +(?<day>\d{1,2}) +"
        + @"(?<time>\d\d:\d\d(?::\d\d)?) +(?:(?<zone>[+-]\d{4}|[A-Z]{3,5}) +)?(?<year>\d{4})"
        + @"(?: +(?<zone>[+-]\d{4}|[A-Z]{3,5}))?\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Separator();
}
