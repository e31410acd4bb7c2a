using Rockdove.Smtp;

namespace Rockdove.Cli;

/// <summary>How <c>rockdove send</c> ends: a number for each phase that can fail. Scripts depend on them.</summary>
internal static class SendExitCode
{
    public const int Connect = 3;
    public const int Greeting = 4;
    public const int Hello = 5;
    public const int Tls = 6;
    public const int Auth = 7;
    public const int Mail = 8;

    /// <summary>All recipients were refused.</summary>
    public const int Recipients = 9;

    /// <summary>The message was sent to some recipients and refused for others.</summary>
    public const int SomeRecipients = 10;

    public const int Message = 11;

    /// <summary>The message was sent; only the goodbye was not answered.</summary>
    public const int Quit = 12;

    /// <summary>The server did not answer in time, in whatever phase.</summary>
    public const int TimedOut = 13;

    public static int Of(SmtpClientFailure failure) =>
        failure.Cause == SmtpClientFailureCause.TimedOut ? TimedOut : Of(failure.Phase);

    public static int Of(SmtpClientPhase phase) => phase switch
    {
        SmtpClientPhase.Connect => Connect,
        SmtpClientPhase.Greeting => Greeting,
        SmtpClientPhase.Hello => Hello,
        SmtpClientPhase.StartTls => Tls,
        SmtpClientPhase.Auth => Auth,
        SmtpClientPhase.Recipient => Recipients,
        SmtpClientPhase.Data or SmtpClientPhase.Message => Message,
        SmtpClientPhase.Quit => Quit,
        _ => Mail,
    };

    /// <summary>For what became of a message: success only when every recipient got it.</summary>
    public static int Of(IReadOnlyCollection<RecipientResult> recipients, SmtpClientFailure? failure)
    {
        var delivered = recipients.Count(recipient => recipient.Outcome == RecipientOutcome.Delivered);
        if (delivered == recipients.Count)
            return ExitCode.Ok;
        if (delivered > 0)
            return SomeRecipients;
        if (failure is not null)
            return Of(failure);
        return recipients.Max(recipient => Of(PhaseOf(recipient)));
    }

    /// <summary>
    /// Which command decided. What this client refused for the message's sake never got as far as MAIL.
    /// </summary>
    public static SmtpClientPhase PhaseOf(RecipientResult recipient) => recipient.Refusal switch
    {
        SmtpRefusal.None or SmtpRefusal.TooManyRecipients => recipient.Phase,
        _ => SmtpClientPhase.Mail,
    };

    /// <summary>The phase as it is printed.</summary>
    public static string Word(SmtpClientPhase phase) => phase switch
    {
        SmtpClientPhase.StartTls => "tls",
        SmtpClientPhase.Recipient => "rcpt",
        SmtpClientPhase.Ready => "mail",
        _ => phase.ToString().ToLowerInvariant(),
    };

    public const string Help =
        """
        Exit codes: 0 sent, 2 usage, 3 connect, 4 greeting, 5 hello, 6 TLS, 7 authentication, 8 MAIL,
        9 all recipients refused, 10 some recipients refused, 11 DATA or the message, 12 QUIT (the message was sent),
        13 no answer in time. With many messages: the code of the first that failed.
        """;
}
