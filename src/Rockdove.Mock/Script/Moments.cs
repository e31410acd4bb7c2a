using Rockdove.Smtp;

namespace Rockdove.Mock;

/// <summary>The names of moments, and the verbs that have a moment of their own.</summary>
internal static class Moments
{
    /// <summary>The word that stands for a moment in a script.</summary>
    public static string Word(MockMoment moment) => All.First(entry => entry.Moment == moment).Word;

    public static bool TryRead(string word, out MockMoment moment)
    {
        foreach (var entry in All)
        {
            if (!entry.Word.Equals(word, StringComparison.OrdinalIgnoreCase))
                continue;
            moment = entry.Moment;
            return true;
        }

        moment = default;
        return false;
    }

    /// <summary>A bit for each moment; that of all greetings has the bits of each.</summary>
    public static long Bit(MockMoment moment) => moment == MockMoment.Hello
        ? (1L << (int)MockMoment.Ehlo) | (1L << (int)MockMoment.Helo) | (1L << (int)MockMoment.Lhlo)
        : 1L << (int)moment;

    /// <summary>Whenever the other moment comes, this one does.</summary>
    public static bool Covers(MockMoment moment, MockMoment other) => (Bit(other) & ~Bit(moment)) == 0;

    public static string Words => string.Join(", ", All.Select(entry => entry.Word));

    /// <summary>The moment of a verb that the engine asks no question of its own about; null for other verbs.</summary>
    public static MockMoment? OfVerb(string verb) => verb switch
    {
        "RSET" => MockMoment.Reset,
        "NOOP" => MockMoment.Noop,
        "QUIT" => MockMoment.Quit,
        "VRFY" => MockMoment.Verify,
        "EXPN" => MockMoment.Expand,
        "HELP" => MockMoment.Help,
        _ => null,
    };

    /// <summary>The engine does something at this verb; any other one is an unknown command to it.</summary>
    public static bool IsVerb(string verb) => Verbs.Contains(verb);

    /// <summary>The moment belongs to a command line, and to nothing before or behind it.</summary>
    public static bool IsOfCommand(MockMoment moment) => moment is not (
        MockMoment.Connect or MockMoment.Tls or MockMoment.Content or MockMoment.Message or MockMoment.Command);

    /// <summary>The moment of a question; null for those that no script speaks of.</summary>
    public static MockMoment? Of(SmtpQuestion question) => question switch
    {
        ConnectQuestion => MockMoment.Connect,
        HelloQuestion { Verb: "HELO" } => MockMoment.Helo,
        HelloQuestion { Verb: "LHLO" } => MockMoment.Lhlo,
        HelloQuestion => MockMoment.Ehlo,
        StartTlsQuestion => MockMoment.StartTls,
        AuthQuestion => MockMoment.Auth,
        MailQuestion => MockMoment.Mail,
        RecipientQuestion => MockMoment.Recipient,
        DataQuestion => MockMoment.Data,
        MessageQuestion => MockMoment.Message,
        _ => null,
    };

    private static readonly HashSet<string> Verbs = new(StringComparer.Ordinal)
    {
        "EHLO", "HELO", "LHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "BDAT", "RSET", "NOOP", "QUIT", "VRFY",
        "EXPN",
        "HELP", "XCLIENT",
    };

    private static readonly (string Word, MockMoment Moment)[] All =
    [
        ("connect", MockMoment.Connect),
        ("tls", MockMoment.Tls),
        ("hello", MockMoment.Hello),
        ("ehlo", MockMoment.Ehlo),
        ("helo", MockMoment.Helo),
        ("lhlo", MockMoment.Lhlo),
        ("starttls", MockMoment.StartTls),
        ("auth", MockMoment.Auth),
        ("mail", MockMoment.Mail),
        ("rcpt", MockMoment.Recipient),
        ("data", MockMoment.Data),
        ("content", MockMoment.Content),
        ("message", MockMoment.Message),
        ("rset", MockMoment.Reset),
        ("noop", MockMoment.Noop),
        ("quit", MockMoment.Quit),
        ("vrfy", MockMoment.Verify),
        ("expn", MockMoment.Expand),
        ("help", MockMoment.Help),
        ("command", MockMoment.Command),
    ];
}
