namespace Rockdove.Smtp;

/// <summary>
/// How long a client waits in each phase. The defaults are the least that RFC 5321 section 4.5.3.2 allows.
/// </summary>
public sealed record SmtpClientTimeouts
{
    public TimeSpan Greeting { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>EHLO, STARTTLS, AUTH and commands of the caller's own: the RFC names none, so as MAIL.</summary>
    public TimeSpan Command { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan Mail { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan Recipient { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>DATA until its 354.</summary>
    public TimeSpan DataInitiation { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>One write of content.</summary>
    public TimeSpan DataBlock { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>From the end of the content to its reply: the server may be delivering.</summary>
    public TimeSpan DataTermination { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Nothing depends on the answer to QUIT.</summary>
    public TimeSpan Quit { get; init; } = TimeSpan.FromSeconds(30);

    internal TimeSpan For(SmtpClientPhase phase, bool sendsContent) => phase switch
    {
        SmtpClientPhase.Greeting => Greeting,
        SmtpClientPhase.Mail => Mail,
        SmtpClientPhase.Recipient => Recipient,
        SmtpClientPhase.Data => DataInitiation,
        SmtpClientPhase.Message => sendsContent ? DataBlock : DataTermination,
        SmtpClientPhase.Quit => Quit,
        _ => Command,
    };
}
