using Rockdove.Hosting;
using Rockdove.Imap;

namespace Rockdove.Prober;

/// <summary>What went wrong with an IMAP connection, in the prober's words.</summary>
internal static class ImapFailures
{
    /// <param name="connection">The connection.</param>
    /// <param name="failure">What went wrong where the connection knows nothing of it.</param>
    /// <param name="stage">What was being done.</param>
    public static SessionEndedException Of(ImapClientConnection connection, ProbeFailure? failure, ProbeStage stage)
    {
        var lost = connection.Failure;
        var isLoginRefused = lost is
        {
            Phase: ImapClientPhase.Login,
            Cause: ImapClientFailureCause.Refused or ImapClientFailureCause.ServerNotAuthenticated,
        } && lost.Result?.CodeName is not ("UNAVAILABLE" or "INUSE" or "LIMIT"); // RFC 5530: the secret is not judged.
        failure ??= new ProbeFailure(StageOf(connection, stage), TextOf(lost!));
        return new SessionEndedException(failure, isLoginRefused, SessionTexts.Of(connection.Transcript));
    }

    /// <summary>How long each step of the opening took.</summary>
    public static List<PhaseTime> PhasesOf(ImapPhaseTimes times, bool isImplicitTls)
    {
        var phases = new List<PhaseTime>();
        var start = times.Resolving;
        if (times.Resolving > TimeSpan.Zero)
            phases.Add(new PhaseTime(ProbeStage.Dns, TimeSpan.Zero, times.Resolving));
        Add(ProbeStage.Connect, ImapClientPhase.Connect);
        if (isImplicitTls)
            Add(ProbeStage.Tls, ImapClientPhase.StartTls);
        Add(ProbeStage.Banner, ImapClientPhase.Greeting);
        Add(ProbeStage.Ehlo, ImapClientPhase.Capabilities);
        if (!isImplicitTls && times[ImapClientPhase.StartTls] > TimeSpan.Zero)
            Add(ProbeStage.Tls, ImapClientPhase.StartTls);
        Add(ProbeStage.Authentication, ImapClientPhase.Login);
        return phases;

        void Add(ProbeStage stage, ImapClientPhase phase)
        {
            phases.Add(new PhaseTime(stage, start, times[phase]));
            start += times[phase];
        }
    }

    private static ProbeStage StageOf(ImapClientConnection connection, ProbeStage stage) =>
        connection.Failure!.Phase switch
        {
            ImapClientPhase.Connect => connection.Times.IsResolved ? ProbeStage.Connect : ProbeStage.Dns,
            ImapClientPhase.Greeting => ProbeStage.Banner,
            ImapClientPhase.Capabilities => ProbeStage.Ehlo,
            ImapClientPhase.StartTls => ProbeStage.Tls,
            ImapClientPhase.Login => ProbeStage.Authentication,
            _ => stage,
        };

    private static string TextOf(ImapClientFailure failure) => failure.Result is { Text.Length: > 0 } result
        ? $"{failure.Explanation} It said: {result.Text}"
        : failure.Explanation;
}
