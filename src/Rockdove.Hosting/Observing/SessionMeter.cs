using System.Security.Authentication;
using Rockdove.Smtp;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Rockdove.Hosting;

/// <summary>Counts what happens in one session. Nothing here allocates, listened to or not.</summary>
internal sealed class SessionMeter : ISmtpObserver
{
    private readonly SmtpMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly Tag _port;
    private readonly long _start;
    private readonly bool _isCountedAsActive;

    /// <summary>The session begins.</summary>
    /// <param name="metrics">Where to count.</param>
    /// <param name="time">The clock.</param>
    /// <param name="port">The endpoint's port, boxed once for all its sessions; null when it has none.</param>
    public SessionMeter(SmtpMetrics metrics, TimeProvider time, object? port)
    {
        _metrics = metrics;
        _time = time;
        _port = new Tag("server.port", port);
        _start = time.GetTimestamp();
        _isCountedAsActive = metrics.ActiveSessions.Enabled; // Else a listener that came later would see -1.
        if (_isCountedAsActive)
            metrics.ActiveSessions.Add(1, _port);
    }

    public void OnCommand(SmtpVerb? verb)
    {
        if (_metrics.Commands.Enabled)
            _metrics.Commands.Add(1, _port, new Tag("rockdove.smtp.command", verb?.Name ?? Other));
    }

    public void OnReply(int code)
    {
        if (_metrics.Replies.Enabled)
            _metrics.Replies.Add(1, _port, new Tag("rockdove.smtp.reply.class", Classes[code / 100]));
        if (code is 235 or 535 && _metrics.Authentications.Enabled)
            _metrics.Authentications.Add(1, _port, new Tag(Outcome, code == 235 ? "succeeded" : "failed"));
    }

    public void OnMessage(bool isAccepted, long messageBytes)
    {
        if (_metrics.Messages.Enabled)
            _metrics.Messages.Add(1, _port, new Tag(Outcome, isAccepted ? "accepted" : "refused"));
        if (isAccepted && _metrics.MessageSize.Enabled)
            _metrics.MessageSize.Record(messageBytes, _port);
    }

    /// <summary>A handshake has succeeded.</summary>
    public void OnTls(SslProtocols protocol)
    {
        if (_metrics.Handshakes.Enabled)
        {
            _metrics.Handshakes.Add(
                1, _port, new Tag(Outcome, "succeeded"), new Tag("tls.protocol.version", VersionOf(protocol)));
        }
    }

    /// <summary>The session has ended.</summary>
    public void End(SessionEnd end)
    {
        if (end == SessionEnd.HandshakeFailed && _metrics.Handshakes.Enabled)
            _metrics.Handshakes.Add(1, _port, new Tag(Outcome, "failed"));
        var outcome = new Tag(Outcome, Ends[(int)end]);
        if (_isCountedAsActive)
            _metrics.ActiveSessions.Add(-1, _port);
        if (_metrics.Sessions.Enabled)
            _metrics.Sessions.Add(1, _port, outcome);
        if (_metrics.SessionDuration.Enabled)
            _metrics.SessionDuration.Record(_time.GetElapsedTime(_start).TotalSeconds, _port, outcome);
    }

    private static string VersionOf(SslProtocols protocol) => protocol switch
    {
        SslProtocols.Tls13 => "1.3",
        SslProtocols.Tls12 => "1.2",
        _ => Other,
    };

    private const string Outcome = "rockdove.smtp.outcome";

    /// <summary>OpenTelemetry's word for a value outside a list.</summary>
    private const string Other = "_OTHER";

    private static readonly string[] Classes = ["0xx", "1xx", "2xx", "3xx", "4xx", "5xx"];
    private static readonly string[] Ends = ["ended", "broken", "handshake_failed", "turned_away", "fault"];
}

/// <summary>How a session ended.</summary>
internal enum SessionEnd : byte
{
    Ended,
    Broken,
    HandshakeFailed,
    TurnedAway,
    Fault,
}
