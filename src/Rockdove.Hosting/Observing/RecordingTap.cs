using System.Net.Security;
using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Hosting;

/// <summary>
/// Writes a session down as a transcript, secrets hidden: what a catcher shows, and what a test can play again.
/// </summary>
public sealed class RecordingTap : ILinkTap
{
    private readonly TimeProvider _time;
    private readonly long _start;

    /// <summary>Begins now.</summary>
    /// <param name="time">The clock for the times in the transcript.</param>
    /// <param name="limitBytes">How much text to keep; see <see cref="TranscriptRecorder"/>.</param>
    public RecordingTap(TimeProvider time, int limitBytes = TranscriptRecorder.DefaultLimitBytes)
    {
        _time = time;
        _start = time.GetTimestamp();
        Recorder = new TranscriptRecorder(new SmtpRedactor(), limitBytes);
    }

    /// <summary>What was recorded; whole once <see cref="HasEnded"/>, and not to be read before.</summary>
    public TranscriptRecorder Recorder { get; }

    /// <summary>The session is over.</summary>
    public bool HasEnded { get; private set; }

    public void OnInput(ReadOnlySpan<byte> octets) => Recorder.Client(octets, Elapsed);

    public void OnOutput(ReadOnlySpan<byte> octets) => Recorder.Server(octets, Elapsed);

    public void OnTls(SslStream tls) => Recorder.Directive("tls");

    public void OnEnd()
    {
        Recorder.Complete(Elapsed);
        HasEnded = true;
    }

    private TimeSpan Elapsed => _time.GetElapsedTime(_start);
}
