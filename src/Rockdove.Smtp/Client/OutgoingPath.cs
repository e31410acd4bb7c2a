using System.Text;

namespace Rockdove.Smtp;

/// <summary>What an address must be before it may go into a command.</summary>
/// <remarks>
/// This is the guard against injected commands, not a judge of addresses: whether <c>a..b@example.org</c> exists is the
/// server's business. What could end the path or the line early is refused: controls, unquoted spaces and angle
/// brackets, a quoted string that does not end, and text that is not Unicode.
/// </remarks>
public static class OutgoingPath
{
    /// <summary>The longest path without its brackets (RFC 5321 section 4.5.3.1.3: 256 octets with them).</summary>
    public const int PathBytesLimit = 254;

    /// <summary>
    /// What is wrong with <paramref name="path"/>, given without angle brackets; null when nothing is.
    /// </summary>
    public static string? FindFlaw(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var isQuoted = false;
        for (var i = 0; i < path.Length; i++)
        {
            var c = path[i];
            if (char.IsControl(c))
                return "An address cannot hold control characters.";
            if (char.IsSurrogate(c))
            {
                if (!char.IsSurrogatePair(path, i))
                    return "An address must be well-formed Unicode.";
                i++;
            }
            else if (c == '"')
                isQuoted = !isQuoted;
            else if (isQuoted && c == '\\')
            {
                // RFC 5321 section 4.1.2: quoted-pairSMTP = "\" followed by a printable ASCII character or space.
                if (++i == path.Length || path[i] is < ' ' or > '~')
                    return "A backslash in a quoted local part must be followed by a printable ASCII character.";
            }
            else if (!isQuoted && (c is ' ' or '<' or '>'))
                return "An address cannot hold spaces or angle brackets outside a quoted local part.";
        }

        if (isQuoted)
            return "A quoted local part does not end.";
        return Encoding.UTF8.GetByteCount(path) > PathBytesLimit
            ? $"An address is longer than {PathBytesLimit} octets."
            : null;
    }

    internal static string Check(string path, string argument) =>
        FindFlaw(path) is { } flaw ? throw new ArgumentException(flaw, argument) : path;

    internal static bool NeedsSmtpUtf8(string path) => !Ascii.IsValid(path);
}
