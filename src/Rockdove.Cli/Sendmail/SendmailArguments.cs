namespace Rockdove.Cli;

/// <summary>
/// The flags of sendmail, and those that Mailpit's and MailHog's programs add. They are read as getopt reads them, so
/// that <c>-ti</c>, <c>-fann@example.org</c> and <c>-f ann@example.org</c> are all understood; what only a server of
/// its own could do is passed over.
/// </summary>
internal sealed record SendmailArguments
{
    /// <summary>Those of the header get it too.</summary>
    public bool ReadsRecipients { get; private set; }

    /// <summary>A line with a full stop alone is part of the message.</summary>
    public bool KeepsDots { get; private set; }

    /// <summary>SMTP on standard input and output.</summary>
    public bool SpeaksSmtp { get; private set; }

    /// <summary>The reverse-path; empty is none; null: not said.</summary>
    public string? From { get; private set; }

    /// <summary>The sender's name, for a From that is missing.</summary>
    public string? FullName { get; private set; }

    /// <summary>Where to send, as <c>--server</c> of <c>rockdove send</c> takes it; null: not said.</summary>
    public string? Server { get; private set; }

    public IReadOnlyList<string> Recipients { get; private set; } = [];

    /// <exception cref="UsageException">A flag is none of sendmail's, or lacks its value.</exception>
    public static SendmailArguments Parse(IReadOnlyList<string> arguments)
    {
        var parsed = new SendmailArguments();
        var recipients = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var word = arguments[i];
            if (word == "--")
            {
                recipients.AddRange(arguments.Skip(i + 1));
                break;
            }

            if (word.StartsWith("--", StringComparison.Ordinal))
                parsed.ReadLong(word[2..], arguments, ref i);
            else if (word.Length > 1 && word[0] == '-')
                parsed.ReadShort(word, arguments, ref i);
            else
                recipients.Add(word);
        }

        parsed.Recipients = recipients;
        return parsed;
    }

    private void ReadLong(string word, IReadOnlyList<string> arguments, ref int i)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? word : word[..equals];
        switch (name)
        {
            case "smtp-addr" or "from":
                var value = equals >= 0 ? word[(equals + 1)..] : Next($"--{name}", arguments, ref i);
                if (name == "from")
                    From = value;
                else
                    Server = value;
                break;
            case "long-i" or "long-o" or "long-t" or "long-b" or "long-bs" or "verbose": // Mailpit's, without meaning.
                break;
            default:
                throw new UsageException($"--{name} is no flag of sendmail; see rockdove sendmail --help");
        }
    }

    private void ReadShort(string word, IReadOnlyList<string> arguments, ref int i)
    {
        for (var at = 1; at < word.Length; at++)
        {
            var flag = word[at];
            if (Switches.Contains(flag))
            {
                ReadsRecipients |= flag == 't';
                KeepsDots |= flag == 'i';
                continue;
            }

            if (!Valued.Contains(flag) && !OptionallyValued.Contains(flag))
                throw new UsageException($"-{flag} is no flag of sendmail; see rockdove sendmail --help");
            var rest = word[(at + 1)..];
            var isWhole = rest.Length > 0 || OptionallyValued.Contains(flag);
            ReadValued(flag, isWhole ? rest : Next($"-{flag}", arguments, ref i));
            return;
        }
    }

    private void ReadValued(char flag, string value)
    {
        switch (flag)
        {
            case 'f' or 'r':
                From = value == "<>" ? "" : value;
                break;
            case 'F':
                FullName = value;
                break;
            case 'S':
                Server = value;
                break;
            case 'b' when value is "m" or "s":
                SpeaksSmtp = value == "s";
                break;
            case 'b':
                throw new UsageException($"-b{value} is not there; allowed are -bm and -bs");
            case 'o' when value == "i":
            case 'O' when value.Equals("IgnoreDots=true", StringComparison.OrdinalIgnoreCase):
                KeepsDots = true;
                break;
        }
    }

    private static string Next(string flag, IReadOnlyList<string> arguments, ref int i) => i + 1 < arguments.Count
        ? arguments[++i]
        : throw new UsageException($"{flag} is given without its value");

    private const string Switches = "tivnGUmI";

    private const string Valued = "fFrSbBCDhLNOoRVXpA";

    private const string OptionallyValued = "qed";
}
