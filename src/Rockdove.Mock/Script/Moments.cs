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

    /// <summary>The moment of a question; null for those that no script speaks of.</summary>
    public static MockMoment? Of(SmtpQuestion question) => question switch
    {
        ConnectQuestion => MockMoment.Connect,
        HelloQuestion => MockMoment.Hello,
        StartTlsQuestion => MockMoment.StartTls,
        AuthQuestion => MockMoment.Auth,
        MailQuestion => MockMoment.Mail,
        RecipientQuestion => MockMoment.Recipient,
        DataQuestion => MockMoment.Data,
        MessageQuestion => MockMoment.Message,
        _ => null,
    };

    private static readonly (string Word, MockMoment Moment)[] All =
    [
        ("connect", MockMoment.Connect),
        ("tls", MockMoment.Tls),
        ("ehlo", MockMoment.Hello),
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
        ("helo", MockMoment.Hello),
        ("lhlo", MockMoment.Hello),
    ];
}
