using System.Buffers;
using Microsoft.AspNetCore.Connections;
using Rockdove.Hosting;
using Rockdove.Storage;

namespace Rockdove.Catcher;

/// <summary>
/// What was said in the sessions that brought the newest messages. In memory only, and within limits.
/// </summary>
public sealed class CaughtSessions
{
    private readonly Lock _lock = new();
    private readonly Dictionary<MessageId, RecordingTap> _recordings = [];
    private readonly Queue<MessageId> _order = new();
    private readonly int _kept;
    private readonly TimeProvider _time;

    internal CaughtSessions(int kept, TimeProvider time) => (_kept, _time) = (kept, time);

    /// <summary>
    /// The session that brought a message, with times and secrets hidden, in the language of transcripts; as far as it
    /// has gone. Null where it is not kept.
    /// </summary>
    public ReadOnlyMemory<byte>? Find(MessageId message)
    {
        RecordingTap? recording;
        lock (_lock)
            _recordings.TryGetValue(message, out recording);
        if (recording is null)
            return null;
        var text = new ArrayBufferWriter<byte>();
        recording.Write(text);
        return text.WrittenMemory;
    }

    /// <summary>The recording of a connection as it goes on; null where nothing is kept.</summary>
    public static RecordingTap? RecordingOf(ConnectionContext connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection.Items.TryGetValue(Key, out var recording) ? (RecordingTap)recording! : null;
    }

    /// <summary>Records a connection; null where nothing is kept.</summary>
    internal RecordingTap? Begin(ConnectionContext connection)
    {
        if (_kept == 0)
            return null;
        var recording = new RecordingTap(_time, TranscriptBytes, withTimes: true);
        connection.Items[Key] = recording;
        return recording;
    }

    /// <summary>The session has brought a message.</summary>
    internal void Keep(MessageId message, ConnectionContext connection)
    {
        if (RecordingOf(connection) is not { } recording)
            return;
        lock (_lock)
        {
            _recordings[message] = recording;
            _order.Enqueue(message);
            while (_order.Count > _kept)
                _recordings.Remove(_order.Dequeue());
        }
    }

    /// <summary>Octets of one session that are kept: its commands, and the beginning of what it sends.</summary>
    private const int TranscriptBytes = 16 * 1024;

    private static readonly object Key = new();
}
