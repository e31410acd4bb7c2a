using System.Buffers;
using System.Net.Security;
using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Hosting;

/// <summary>
/// Writes a session down as a transcript, secrets hidden: what a catcher shows, and what a test can play again. It may
/// be read while the session goes on.
/// </summary>
public sealed class RecordingTap : ILinkTap
{
    private readonly Lock _lock = new();
    private readonly TranscriptRecorder _recorder;
    private readonly TimeProvider _time;
    private readonly long _start;
    private bool _hasEnded;

    /// <summary>Begins now.</summary>
    /// <param name="time">The clock for the times in the transcript.</param>
    /// <param name="limitBytes">How much text to keep; see <see cref="TranscriptRecorder"/>.</param>
    /// <param name="withTimes">True to write the time as a comment whenever the other side begins to speak.</param>
    public RecordingTap(
        TimeProvider time, int limitBytes = TranscriptRecorder.DefaultLimitBytes, bool withTimes = false)
    {
        _time = time;
        _start = time.GetTimestamp();
        _recorder = new TranscriptRecorder(new SmtpRedactor(), limitBytes, withTimes);
    }

    /// <summary>The session is over.</summary>
    public bool HasEnded
    {
        get
        {
            lock (_lock)
                return _hasEnded;
        }
    }

    /// <summary>What was recorded up to now, whole lines only; all of it once <see cref="HasEnded"/>.</summary>
    public Transcript ToTranscript(string path)
    {
        lock (_lock)
            return _recorder.ToTranscript(path);
    }

    /// <summary>The same as text, ready to be kept in a file.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        lock (_lock)
            _recorder.Write(output);
    }

    /// <summary>Writes a comment, between the lines that were spoken before and those after.</summary>
    public void Note(string text)
    {
        lock (_lock)
            _recorder.Comment(text);
    }

    public void OnInput(ReadOnlySpan<byte> octets)
    {
        lock (_lock)
            _recorder.Client(octets, Elapsed);
    }

    public void OnOutput(ReadOnlySpan<byte> octets)
    {
        lock (_lock)
            _recorder.Server(octets, Elapsed);
    }

    public void OnTls(SslStream tls)
    {
        lock (_lock)
            _recorder.Directive("tls");
    }

    public void OnHangUp(HangUp how)
    {
        lock (_lock)
        {
            _recorder.Complete(Elapsed);
            _recorder.Directive("expect", how == HangUp.Reset ? "abort" : "close");
        }
    }

    public void OnEnd()
    {
        lock (_lock)
        {
            _recorder.Complete(Elapsed);
            _hasEnded = true;
        }
    }

    private TimeSpan Elapsed => _time.GetElapsedTime(_start);
}
