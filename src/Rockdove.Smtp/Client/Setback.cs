namespace Rockdove.Smtp;

/// <summary>What a reply, or the lack of an offer, has done to the session.</summary>
/// <param name="Cause">What kind of failure it is.</param>
/// <param name="Explanation">A sentence for people.</param>
/// <param name="IsInStep">Both sides still know where they are: QUIT would be understood.</param>
internal sealed record Setback(SmtpClientFailureCause Cause, string Explanation, bool IsInStep = false)
{
    /// <summary>False when what the server offered, not what it answered, was not enough.</summary>
    public bool IsOfReply => Cause is not (SmtpClientFailureCause.TlsNotOffered or SmtpClientFailureCause.NoMechanism);

    public static Setback Refused(string explanation) =>
        new(SmtpClientFailureCause.Refused, explanation, IsInStep: true);

    public static Setback Violation(string explanation) => new(SmtpClientFailureCause.ProtocolViolation, explanation);
}
