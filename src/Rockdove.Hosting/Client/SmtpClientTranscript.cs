using System.Buffers;
using System.Globalization;
using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Hosting;

/// <summary>
/// Writes down one client session: what goes through it to the link's output, and what it is told of the server's.
/// While the engine is in AUTH, only the name of the mechanism is shown of what the client says.
/// </summary>
internal sealed class SmtpClientTranscript : IBufferWriter<byte>, ITranscriptRedactor
{
    private readonly SmtpClientEngine _engine;
    private readonly Link _link;
    private readonly TimeProvider _time;
    private readonly long _start;
    private Memory<byte> _lent;
    private int _contentBytes;
    private long _leftOutBytes;

    public SmtpClientTranscript(SmtpClientEngine engine, Link link, TimeProvider time)
    {
        _engine = engine;
        _link = link;
        _time = time;
        _start = time.GetTimestamp();
        Recorder = new TranscriptRecorder(this);
    }

    public TranscriptRecorder Recorder { get; }

    public void Server(ReadOnlySequence<byte> octets)
    {
        if (_leftOutBytes > 0)
        {
            Recorder.Comment(string.Create(CultureInfo.InvariantCulture, $"and {_leftOutBytes} more octets"));
            _leftOutBytes = 0;
        }

        foreach (var piece in octets)
            Recorder.Server(piece.Span, Elapsed);
    }

    public void Complete() => Recorder.Complete(Elapsed);

    public void Advance(int count)
    {
        var written = _lent.Span[..count];
        _link.Output.Advance(count);
        if (_engine.Phase != SmtpClientPhase.Message)
            _contentBytes = 0;
        else if (_contentBytes < ContentBytesShown)
            _contentBytes += count;
        else
        {
            _leftOutBytes += count;
            return;
        }

        Recorder.Client(written, Elapsed);
    }

    public Memory<byte> GetMemory(int sizeHint = 0) => _lent = _link.Output.GetMemory(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public int VisibleOctets(ReadOnlySpan<byte> clientLine)
    {
        if (_engine.Failure is not null || _engine.Phase != SmtpClientPhase.Auth)
            return clientLine.Length;
        if (!clientLine.StartsWith("AUTH "u8))
            return 0;
        var end = clientLine["AUTH ".Length..].IndexOf((byte)' ');
        return end < 0 ? clientLine.Length : "AUTH ".Length + end + 1;
    }

    public void OnServerLine(ReadOnlySpan<byte> serverLine)
    {
        // The engine knows better than its replies what is being said.
    }

    private TimeSpan Elapsed => _time.GetElapsedTime(_start);

    /// <summary>Enough to see the header and what a body begins with; the transcript then still has room.</summary>
    private const int ContentBytesShown = 32 * 1024;
}
