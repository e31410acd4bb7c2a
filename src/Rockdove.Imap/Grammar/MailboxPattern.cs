namespace Rockdove.Imap;

/// <summary>A name with wildcards, as LIST has it: <c>*</c> is anything, <c>%</c> anything but the delimiter.</summary>
public static class MailboxPattern
{
    /// <summary>
    /// Whether a name is meant. The first level is compared in any case when it is INBOX (RFC 9051 section 6.3.9). The
    /// time is bounded by the product of the lengths, whatever the wildcards.
    /// </summary>
    public static bool Matches(string pattern, string name, char delimiter)
    {
        if (name.Equals("INBOX", StringComparison.OrdinalIgnoreCase))
            (pattern, name) = (pattern.ToUpperInvariant(), "INBOX");
        var reached = new bool[name.Length + 1];
        reached[0] = true;
        foreach (var symbol in pattern)
        {
            if (symbol is '*' or '%')
            {
                for (var i = 1; i <= name.Length; i++)
                    reached[i] |= reached[i - 1] && (symbol == '*' || name[i - 1] != delimiter);
                continue;
            }

            for (var i = name.Length; i > 0; i--)
                reached[i] = reached[i - 1] && name[i - 1] == symbol;
            reached[0] = false;
        }

        return reached[^1];
    }
}
