using System.Buffers;
using System.Globalization;
using Rockdove.Wire;

namespace Rockdove.Hosting;

/// <summary>
/// Writes down one client session: what goes through it to the link's output, and what it is told of the server's.
/// </summary>
internal sealed class ClientTranscript : IBufferWriter<byte>
{
    private readonly IClientDialogue _dialogue;
    private readonly Link _link;
    private readonly TimeProvider _time;
    private readonly int _shownBytes;
    private readonly long _start;
    private readonly Omission _sent = new();
    private readonly Omission _got = new();
    private Memory<byte> _lent;

    public ClientTranscript(IClientDialogue dialogue, Link link, ClientConnectionOptions options)
    {
        _dialogue = dialogue;
        _link = link;
        _time = options.Time;
        _shownBytes = options.TranscriptContentBytes;
        _start = _time.GetTimestamp();
        Recorder = new TranscriptRecorder(dialogue.Redactor);
    }

    public TranscriptRecorder Recorder { get; private set; }

    /// <summary>Goes on in a new transcript. Between lines, or half a line is lost.</summary>
    public void BeginAnew()
    {
        Recorder = new TranscriptRecorder(_dialogue.Redactor);
        Recorder.Comment("The session goes on.");
    }

    public void Server(ReadOnlySequence<byte> octets)
    {
        Tell(_sent);
        foreach (var piece in octets)
        {
            for (var rest = piece.Span; !rest.IsEmpty;)
            {
                var isContent = false;
                var length = _dialogue.ServerContent?.Take(rest, out isContent) ?? rest.Length;
                if (Shows(_got, length, isContent))
                    Recorder.Server(rest[..length], Elapsed);
                rest = rest[length..];
            }
        }
    }

    public void Complete()
    {
        Tell(_got);
        Recorder.Complete(Elapsed);
    }

    public void Advance(int count)
    {
        var written = _lent.Span[..count];
        _link.Output.Advance(count);
        if (Shows(_sent, count, _dialogue.IsSendingContent))
            Recorder.Client(written, Elapsed);
    }

    public Memory<byte> GetMemory(int sizeHint = 0) => _lent = _link.Output.GetMemory(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    private TimeSpan Elapsed => _time.GetElapsedTime(_start);

    private bool Shows(Omission side, int octets, bool isContent)
    {
        if (!isContent)
        {
            Tell(side);
            side.ShownBytes = 0;
            return true;
        }

        if (side.ShownBytes < _shownBytes)
        {
            side.ShownBytes += octets;
            return true;
        }

        if (side.LeftOutBytes == 0)
            Recorder.Complete(Elapsed); // A line that was begun ends here, not in front of what comes later.
        side.LeftOutBytes += octets;
        return false;
    }

    private void Tell(Omission side)
    {
        if (side.LeftOutBytes > 0)
            Recorder.Comment(string.Create(CultureInfo.InvariantCulture, $"and {side.LeftOutBytes} more octets"));
        side.LeftOutBytes = 0;
    }

    /// <summary>The message that one side is sending.</summary>
    private sealed class Omission
    {
        public int ShownBytes { get; set; }

        public long LeftOutBytes { get; set; }
    }
}
