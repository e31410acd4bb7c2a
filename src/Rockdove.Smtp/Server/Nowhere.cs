using System.Buffers;

namespace Rockdove.Smtp;

/// <summary>Where an engine writes before it is given an output. Getting here is our bug.</summary>
internal sealed class Nowhere : IBufferWriter<byte>
{
    public static readonly Nowhere Instance = new();

    public void Advance(int count) => throw new InvalidOperationException("The engine was not given an output.");

    public Memory<byte> GetMemory(int sizeHint = 0) => throw new InvalidOperationException("The engine was not given an output.");

    public Span<byte> GetSpan(int sizeHint = 0) => throw new InvalidOperationException("The engine was not given an output.");
}
