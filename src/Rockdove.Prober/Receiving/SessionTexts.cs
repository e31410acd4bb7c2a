using System.Buffers;
using Rockdove.Wire;

namespace Rockdove.Prober;

/// <summary>The text of a transcript, ready to be kept.</summary>
internal static class SessionTexts
{
    public static ReadOnlyMemory<byte>? Of(TranscriptRecorder? transcript)
    {
        if (transcript is null)
            return null;
        var text = new ArrayBufferWriter<byte>();
        transcript.Write(text);
        return text.WrittenMemory;
    }
}
