using System.Net;
using Microsoft.AspNetCore.Connections;
using Rockdove.Hosting;
using Rockdove.Smtp;

namespace Rockdove.Mock;

/// <summary>What belongs to one connection of a mock.</summary>
internal sealed class MockConnection(MockSession session, RecordingTap recording)
{
    public MockSession Session { get; } = session;

    public RecordingTap Recording { get; } = recording;

    /// <summary>Lies in the script's name.</summary>
    public ReplyTap Tap { get; } = new();

    /// <summary>The command that came last, as the client wrote it; null before the first.</summary>
    public CommandQuestion? Command { get; set; }

    /// <summary>A rule for any command has had the word: the moments of this one are left alone.</summary>
    public bool IsAnswered { get; set; }

    /// <summary>The message that came last, for the script to look at.</summary>
    public IIncomingMessage? Incoming { get; set; }

    public static MockConnection Of(ConnectionContext connection) => (MockConnection)connection.Items[Key]!;

    public void AddTo(ConnectionContext connection) => connection.Items[Key] = this;

    /// <summary>That of a connection which a server of another kind has accepted; made at first.</summary>
    public static MockConnection Of(
        ConnectionContext connection, Func<ConnectionContext, RecordingTap?> recordingOf, TimeProvider time)
    {
        if (connection.Items.TryGetValue(Key, out var known))
            return (MockConnection)known!;
        var recording = recordingOf(connection) ?? new RecordingTap(time, limitBytes: 1024);
        var session = new MockSession(connection.RemoteEndPoint as IPEndPoint, time.GetUtcNow(), recording);
        var made = new MockConnection(session, recording);
        made.AddTo(connection);
        return made;
    }

    private static readonly object Key = new();
}
