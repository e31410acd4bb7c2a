using Rockdove.Wire;

namespace Rockdove.Smtp;

/// <summary>
/// A way to be another server: a named set of leniencies, limits and texts, and nothing else. What a server does with
/// mail is not in it.
/// </summary>
/// <param name="Name">By which it is chosen in a configuration: lower case, hyphens between words.</param>
public sealed record SmtpProfile(string Name)
{
    public SmtpLeniencies Leniencies { get; init; }

    /// <summary>The leniency for a lone CR or LF in a message.</summary>
    public BareNewlines BareNewlines { get; init; }

    public SmtpLimits Limits { get; init; } = new();

    public SmtpTexts Texts { get; init; } = SmtpTexts.None;
}
