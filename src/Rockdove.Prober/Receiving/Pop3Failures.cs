using Rockdove.Hosting;
using Rockdove.Pop3;

namespace Rockdove.Prober;

/// <summary>What went wrong with a POP3 connection, in the prober's words.</summary>
internal static class Pop3Failures
{
    /// <param name="connection">The connection, which has failed.</param>
    /// <param name="stage">What was being done.</param>
    public static SessionEndedException Of(Pop3ClientConnection connection, ProbeStage stage)
    {
        var lost = connection.Failure!;
        var isLoginRefused = lost is
        {
            Phase: Pop3ClientPhase.Login,
            Cause: Pop3ClientFailureCause.Refused or Pop3ClientFailureCause.ServerNotAuthenticated,
        } && !IsTemporary(lost.Response);
        var text = lost.Response is { Text.Length: > 0 } response
            ? $"{lost.Explanation} It said: {response.Text}"
            : lost.Explanation;
        return new SessionEndedException(
            new ProbeFailure(StageOf(connection, stage), text), isLoginRefused, SessionTexts.Of(connection.Transcript));
    }

    /// <summary>How long each step took.</summary>
    public static List<PhaseTime> PhasesOf(Pop3PhaseTimes times, bool isImplicitTls, TimeSpan all)
    {
        var phases = new List<PhaseTime>();
        var start = times.Resolving;
        if (times.Resolving > TimeSpan.Zero)
            phases.Add(new PhaseTime(ProbeStage.Dns, TimeSpan.Zero, times.Resolving));
        Add(ProbeStage.Connect, Pop3ClientPhase.Connect);
        if (isImplicitTls)
            Add(ProbeStage.Tls, Pop3ClientPhase.StartTls);
        Add(ProbeStage.Banner, Pop3ClientPhase.Greeting);
        Add(ProbeStage.Ehlo, Pop3ClientPhase.Capabilities);
        if (!isImplicitTls && times[Pop3ClientPhase.StartTls] > TimeSpan.Zero)
            Add(ProbeStage.Tls, Pop3ClientPhase.StartTls);
        Add(ProbeStage.Authentication, Pop3ClientPhase.Login);
        if (all > start)
            phases.Add(new PhaseTime(ProbeStage.Select, start, all - start));
        return phases;

        void Add(ProbeStage stage, Pop3ClientPhase phase)
        {
            phases.Add(new PhaseTime(stage, start, times[phase]));
            start += times[phase];
        }
    }

    private static ProbeStage StageOf(Pop3ClientConnection connection, ProbeStage stage) =>
        connection.Failure!.Phase switch
        {
            Pop3ClientPhase.Connect => connection.Times.IsResolved ? ProbeStage.Connect : ProbeStage.Dns,
            Pop3ClientPhase.Greeting => ProbeStage.Banner,
            Pop3ClientPhase.Capabilities => ProbeStage.Ehlo,
            Pop3ClientPhase.StartTls => ProbeStage.Tls,
            Pop3ClientPhase.Login => ProbeStage.Authentication,
            _ => stage,
        };

    /// <summary>The maildrop is locked, or the server has troubles: the secret was not judged (RFC 3206).</summary>
    private static bool IsTemporary(Pop3Response? response) =>
        response?.Code is "IN-USE" or "LOGIN-DELAY" or "SYS/TEMP";
}
