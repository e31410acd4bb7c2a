namespace Rockdove.Smtp;

/// <summary>
/// The limits of servers that have none. Tests make more mistakes in one session than mail does, and should neither
/// wait nor be cut off for them; what costs memory keeps a bound.
/// </summary>
internal static class ImitationLimits
{
    public static SmtpLimits Make() => new()
    {
        Mistakes = 1000,
        MistakesBeforeDelay = 1000,
        FailedAuthentications = 1000,
        Recipients = 10_000,
    };
}
