using System.Security.Authentication;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Rockdove.Hosting;

/// <summary>Counts what happens in one session of any protocol. Nothing here allocates, listened to or not.</summary>
internal abstract class SessionMeter
{
    private readonly SessionInstruments _instruments;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly bool _isCountedAsActive;

    /// <summary>The session begins.</summary>
    /// <param name="instruments">Where to count.</param>
    /// <param name="time">The clock.</param>
    /// <param name="port">The endpoint's port, boxed once for all its sessions; null when it has none.</param>
    protected SessionMeter(SessionInstruments instruments, TimeProvider time, object? port)
    {
        _instruments = instruments;
        _time = time;
        Port = new Tag("server.port", port);
        _start = time.GetTimestamp();
        _isCountedAsActive = instruments.Active.Enabled; // Else a listener that came later would see -1.
        if (_isCountedAsActive)
            instruments.Active.Add(1, Port);
    }

    /// <summary>A handshake has succeeded.</summary>
    public void OnTls(SslProtocols protocol)
    {
        if (_instruments.Handshakes.Enabled)
        {
            _instruments.Handshakes.Add(
                1, Port, Outcome("succeeded"), new Tag("tls.protocol.version", VersionOf(protocol)));
        }
    }

    /// <summary>The session has ended.</summary>
    public void End(SessionEnd end)
    {
        if (end == SessionEnd.HandshakeFailed && _instruments.Handshakes.Enabled)
            _instruments.Handshakes.Add(1, Port, Outcome("failed"));
        var outcome = Outcome(Ends[(int)end]);
        if (_isCountedAsActive)
            _instruments.Active.Add(-1, Port);
        if (_instruments.Ended.Enabled)
            _instruments.Ended.Add(1, Port, outcome);
        if (_instruments.Duration.Enabled)
            _instruments.Duration.Record(_time.GetElapsedTime(_start).TotalSeconds, Port, outcome);
    }

    protected Tag Port { get; }

    protected Tag Outcome(string outcome) => new(_instruments.Outcome, outcome);

    protected void CountAuthentication(bool hasSucceeded)
    {
        if (_instruments.Authentications.Enabled)
            _instruments.Authentications.Add(1, Port, Outcome(hasSucceeded ? "succeeded" : "failed"));
    }

    /// <summary>OpenTelemetry's word for a value outside a list.</summary>
    protected const string Other = "_OTHER";

    private static string VersionOf(SslProtocols protocol) => protocol switch
    {
        SslProtocols.Tls13 => "1.3",
        SslProtocols.Tls12 => "1.2",
        _ => Other,
    };

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
