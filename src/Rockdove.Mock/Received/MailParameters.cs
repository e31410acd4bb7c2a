using Rockdove.Smtp;

namespace Rockdove.Mock;

/// <summary>The parameters of one MAIL or RCPT as the client wrote them, left on the sender or recipient.</summary>
internal sealed class MailParameters(IReadOnlyDictionary<string, string> given)
{
    public static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Given { get; } = given;

    public static IReadOnlyDictionary<string, string> Of(EnvelopePart part) =>
        part.Get<MailParameters>()?.Given ?? None;

    /// <summary>
    /// Reads them from the argument of a command that the engine has found good: after the path come words with spaces
    /// between (RFC 5321 section 4.1.2).
    /// </summary>
    public static MailParameters Read(string argument)
    {
        var given = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var word in argument[EndOfPath(argument)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            given[equals < 0 ? word : word[..equals]] = equals < 0 ? "" : word[(equals + 1)..];
        }

        return new MailParameters(given);
    }

    /// <summary>The path in such an argument, without brackets.</summary>
    public static string PathOf(string argument)
    {
        var path = argument[..EndOfPath(argument)];
        return path[(path.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim(' ').TrimStart('<').TrimEnd('>');
    }

    /// <summary>The bracket that closes the path; one inside a quoted local part does not.</summary>
    private static int EndOfPath(string argument)
    {
        var isQuoted = false;
        for (var i = 0; i < argument.Length; i++)
        {
            switch (argument[i])
            {
                case '\\' when isQuoted:
                    i++;
                    break;
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case '>' when !isQuoted:
                    return i + 1;
            }
        }

        var colon = argument.IndexOf(':', StringComparison.Ordinal);
        var path = argument[(colon + 1)..].TrimStart(' ');
        var space = path.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? argument.Length : argument.Length - path.Length + space; // A leniency: no brackets.
    }
}
