namespace Rockdove.Smtp;

/// <summary>
/// The profiles there are: ours, and those of servers that tests were written against. A profile does what such a test
/// could rely on; it does not repeat what could only hurt (docs/protocols/smtp.md lists both).
/// </summary>
public static class SmtpProfiles
{
    /// <summary>RFC 5321 to the letter, our words: what a server is without a profile.</summary>
    public static SmtpProfile Strict { get; } = new("strict");

    /// <summary>MailHog, and the library mailhog/smtp under it.</summary>
    public static SmtpProfile MailHog { get; } = MailHogProfile.Make();

    /// <summary>mhale/smtpd, and its streaming fork jawr/smtpd.</summary>
    public static SmtpProfile Smtpd { get; } = SmtpdProfile.Make();

    /// <summary>The SMTP side of gomaild.</summary>
    public static SmtpProfile Gomaild { get; } = GomaildProfile.Make();

    /// <summary>mocktools/go-smtp-mock, but for its own rules about arguments.</summary>
    public static SmtpProfile GoSmtpMock { get; } = GoSmtpMockProfile.Make();

    public static IReadOnlyList<SmtpProfile> All { get; } = [Strict, MailHog, Smtpd, Gomaild, GoSmtpMock];

    /// <summary>The profile of this name, in any case; null when there is none.</summary>
    public static SmtpProfile? Find(string name) =>
        All.FirstOrDefault(profile => profile.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
