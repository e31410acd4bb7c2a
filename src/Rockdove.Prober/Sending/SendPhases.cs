using Rockdove.Hosting;
using Rockdove.Smtp;

namespace Rockdove.Prober;

/// <summary>The times of an SMTP session by our stages.</summary>
internal static class SendPhases
{
    /// <summary>Those that happened, one after another.</summary>
    /// <param name="times">What the connection measured.</param>
    /// <param name="beginsWithTls">TLS comes before the greeting.</param>
    public static IReadOnlyList<PhaseTime> Of(SmtpPhaseTimes times, bool beginsWithTls)
    {
        ArgumentNullException.ThrowIfNull(times);
        var phases = new List<PhaseTime>();
        var start = TimeSpan.Zero;
        Add(ProbeStage.Dns, times.Resolving);
        Add(ProbeStage.Connect, times[SmtpClientPhase.Connect]);
        if (beginsWithTls)
            Add(ProbeStage.Tls, times[SmtpClientPhase.StartTls]);
        Add(ProbeStage.Banner, times[SmtpClientPhase.Greeting]);
        Add(ProbeStage.Ehlo, times[SmtpClientPhase.Hello]);
        if (!beginsWithTls)
            Add(ProbeStage.Tls, times[SmtpClientPhase.StartTls]);
        Add(ProbeStage.Authentication, times[SmtpClientPhase.Auth]);
        Add(ProbeStage.Mail, times[SmtpClientPhase.Mail]);
        Add(ProbeStage.Recipient, times[SmtpClientPhase.Recipient]);
        Add(ProbeStage.Data, times[SmtpClientPhase.Data]);
        Add(ProbeStage.Final, times[SmtpClientPhase.Message]);
        return phases;

        void Add(ProbeStage stage, TimeSpan length)
        {
            if (length <= TimeSpan.Zero)
                return;
            phases.Add(new PhaseTime(stage, start, length));
            start += length;
        }
    }

    public static ProbeStage Of(SmtpClientPhase phase) => phase switch
    {
        SmtpClientPhase.Connect => ProbeStage.Connect,
        SmtpClientPhase.Greeting => ProbeStage.Banner,
        SmtpClientPhase.Hello => ProbeStage.Ehlo,
        SmtpClientPhase.StartTls => ProbeStage.Tls,
        SmtpClientPhase.Auth => ProbeStage.Authentication,
        SmtpClientPhase.Recipient => ProbeStage.Recipient,
        SmtpClientPhase.Data => ProbeStage.Data,
        SmtpClientPhase.Message or SmtpClientPhase.Quit => ProbeStage.Final,
        _ => ProbeStage.Mail,
    };
}
