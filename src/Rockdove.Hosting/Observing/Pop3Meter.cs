using Rockdove.Pop3;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Rockdove.Hosting;

/// <summary>Counts what happens in one POP3 session. Nothing here allocates, listened to or not.</summary>
internal sealed class Pop3Meter(Pop3Metrics metrics, TimeProvider time, object? port)
    : SessionMeter(metrics.Sessions, time, port), IPop3Observer
{
    public void OnCommand(Pop3Verb? verb)
    {
        if (metrics.Sessions.Commands.Enabled)
            metrics.Sessions.Commands.Add(1, Port, new Tag("rockdove.pop3.command", verb?.Name ?? Other));
    }

    public void OnReply(bool isPositive)
    {
        if (metrics.Sessions.Replies.Enabled)
            metrics.Sessions.Replies.Add(1, Port, new Tag("rockdove.pop3.reply.status", isPositive ? "ok" : "err"));
    }

    public void OnLogin(bool isAccepted) => CountAuthentication(isAccepted);

    public void OnRetrieved(long messageBytes)
    {
        if (metrics.Retrieved.Enabled)
            metrics.Retrieved.Add(1, Port);
        if (metrics.RetrievedSize.Enabled)
            metrics.RetrievedSize.Record(messageBytes, Port);
    }

    public void OnDeleted(int messages)
    {
        if (messages > 0 && metrics.Deleted.Enabled)
            metrics.Deleted.Add(messages, Port);
    }
}
