using Rockdove.Smtp;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Rockdove.Hosting;

/// <summary>Counts what happens in one SMTP session. Nothing here allocates, listened to or not.</summary>
internal sealed class SmtpMeter(SmtpMetrics metrics, TimeProvider time, object? port)
    : SessionMeter(metrics.Sessions, time, port), ISmtpObserver
{
    public void OnCommand(SmtpVerb? verb)
    {
        if (metrics.Sessions.Commands.Enabled)
            metrics.Sessions.Commands.Add(1, Port, new Tag("rockdove.smtp.command", verb?.Name ?? Other));
    }

    public void OnReply(int code)
    {
        if (metrics.Sessions.Replies.Enabled)
            metrics.Sessions.Replies.Add(1, Port, new Tag("rockdove.smtp.reply.class", Classes[code / 100]));
        if (code is 235 or 535)
            CountAuthentication(code == 235);
    }

    public void OnMessage(bool isAccepted, long messageBytes)
    {
        if (metrics.Messages.Enabled)
            metrics.Messages.Add(1, Port, Outcome(isAccepted ? "accepted" : "refused"));
        if (isAccepted && metrics.MessageSize.Enabled)
            metrics.MessageSize.Record(messageBytes, Port);
    }

    private static readonly string[] Classes = ["0xx", "1xx", "2xx", "3xx", "4xx", "5xx"];
}
