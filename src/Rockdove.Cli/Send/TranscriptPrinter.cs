using System.Buffers;
using Rockdove.Wire;

namespace Rockdove.Cli;

/// <summary>Prints a transcript on standard error while it grows.</summary>
internal sealed class TranscriptPrinter
{
    private readonly ArrayBufferWriter<byte> _text = new();
    private readonly Stream _error = Console.OpenStandardError();
    private TranscriptRecorder? _recorder;
    private int _printed;

    public void Print(TranscriptRecorder recorder)
    {
        if (recorder != _recorder)
            (_recorder, _printed) = (recorder, 0);
        _text.ResetWrittenCount();
        recorder.Write(_text);
        _error.Write(_text.WrittenSpan[_printed..]);
        _printed = _text.WrittenCount;
    }
}
