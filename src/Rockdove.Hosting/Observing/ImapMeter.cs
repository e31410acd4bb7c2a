using Rockdove.Imap;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Rockdove.Hosting;

/// <summary>Counts what happens in one IMAP session. Nothing here allocates, listened to or not.</summary>
internal sealed class ImapMeter(ImapMetrics metrics, TimeProvider time, object? port)
    : SessionMeter(metrics.Sessions, time, port), IImapObserver
{
    public void OnCommand(ImapVerb? verb, ImapCondition outcome)
    {
        if (metrics.Sessions.Commands.Enabled)
            metrics.Sessions.Commands.Add(1, Port, new Tag("rockdove.imap.command", verb?.Name ?? Other));
        if (metrics.Sessions.Replies.Enabled)
            metrics.Sessions.Replies.Add(1, Port, new Tag("rockdove.imap.reply.status", Conditions[(int)outcome]));
    }

    public void OnLogin(bool isAccepted) => CountAuthentication(isAccepted);

    public void OnAppended(long messageBytes)
    {
        if (metrics.AppendedSize.Enabled)
            metrics.AppendedSize.Record(messageBytes, Port);
    }

    private static readonly string[] Conditions = ["ok", "no", "bad", "bye"];
}
