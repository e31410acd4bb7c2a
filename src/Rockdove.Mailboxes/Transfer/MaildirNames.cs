using System.Globalization;
using System.Text;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>
/// Names in a Maildir: flags behind <c>:2,</c>, and folders of Maildir++ with a stop before each part.
/// </summary>
internal static class MaildirNames
{
    /// <summary>The flags of a file name, and what is before them, which never changes.</summary>
    public static (string Stem, string Letters) Split(string file)
    {
        foreach (var separator in Separators)
        {
            var at = file.LastIndexOf(separator, StringComparison.Ordinal);
            if (at >= 0)
                return (file[..at], file[(at + separator.Length)..]);
        }
        return (file, "");
    }

    /// <summary>In the order of the alphabet, as the format wants it; keywords are small letters.</summary>
    public static string Letters(SystemFlags flags, IEnumerable<char> keywords)
    {
        var letters = new StringBuilder();
        foreach (var (flag, letter) in Flags)
            if ((flags & flag) != 0)
                letters.Append(letter);
        foreach (var keyword in keywords.Order())
            letters.Append(keyword);
        return letters.ToString();
    }

    public static SystemFlags FlagsOf(string letters)
    {
        var flags = SystemFlags.None;
        foreach (var (flag, letter) in Flags)
            if (letters.Contains(letter, StringComparison.Ordinal))
                flags |= flag;
        return flags;
    }

    /// <summary>The folder of a mailbox below its owner's: none for INBOX, <c>.Work.2026</c> for Work/2026.</summary>
    public static string FolderOf(string mailbox) => mailbox == Inbox
        ? ""
        : "." + string.Join('.', mailbox.Split('/').Select(
            part => ModifiedUtf7.Encode(ArchiveNames.EncodePart(part, allowStops: false))));

    public static string MailboxOf(string folder) => folder.Length == 0
        ? Inbox
        : string.Join('/', folder[1..].Split('.').Select(
            part => ArchiveNames.DecodePart(ModifiedUtf7.Decode(part))));

    /// <summary>A name that nobody else has, in the order of the identifiers.</summary>
    public static string StemOf(MessageRow row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Math.Max(row.InternalDate.ToUnixTimeSeconds(), 0)}.U{row.Uid.Value:D10}.rockdove");

    /// <summary>What separates flags from the rest; a colon cannot be in a name on Windows.</summary>
    public static string Separator => OperatingSystem.IsWindows() ? ";2," : ":2,";

    private const string Inbox = "INBOX";

    private static readonly string[] Separators = [":2,", ";2,", "!2,"];

    private static readonly (SystemFlags Flag, char Letter)[] Flags =
    [
        (SystemFlags.Draft, 'D'),
        (SystemFlags.Flagged, 'F'),
        (SystemFlags.Answered, 'R'),
        (SystemFlags.Seen, 'S'),
        (SystemFlags.Deleted, 'T'),
    ];
}
