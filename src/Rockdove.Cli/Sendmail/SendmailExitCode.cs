using Rockdove.Smtp;

namespace Rockdove.Cli;

/// <summary>
/// How <c>rockdove sendmail</c> ends: the numbers of <c>sysexits.h</c>, which programs know sendmail by.
/// </summary>
internal static class SendmailExitCode
{
    public const int Usage = 64;

    /// <summary>The message cannot be sent as it is.</summary>
    public const int Data = 65;

    /// <summary>A recipient was refused.</summary>
    public const int NoUser = 67;

    /// <summary>The server is no server, or refused the whole.</summary>
    public const int Unavailable = 69;

    /// <summary>The input cannot be read.</summary>
    public const int Input = 74;

    /// <summary>Try again later.</summary>
    public const int Temporary = 75;

    /// <summary>The worst of what became of the recipients; what will never work before what may work later.</summary>
    public static int Of(IReadOnlyCollection<RecipientResult> results, SmtpClientFailure? failure)
    {
        if (results.Count == 0)
            return failure?.IsPermanent == true ? Unavailable : Temporary;
        var worst = 0;
        foreach (var result in results)
        {
            var code = result.Outcome switch
            {
                RecipientOutcome.Delivered => ExitCode.Ok,
                RecipientOutcome.PermanentFailure when result.Phase == SmtpClientPhase.Recipient
                    && result.Refusal == SmtpRefusal.None => NoUser,
                RecipientOutcome.PermanentFailure => Unavailable,
                _ => Temporary,
            };
            if (worst is ExitCode.Ok or Temporary && code != ExitCode.Ok)
                worst = code;
        }

        return worst;
    }
}
