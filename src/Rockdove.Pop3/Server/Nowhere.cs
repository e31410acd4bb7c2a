using System.Buffers;

namespace Rockdove.Pop3;

/// <summary>Where an engine writes before it is given an output. Getting here is our bug.</summary>
internal sealed class Nowhere : IBufferWriter<byte>
{
    public static readonly Nowhere Instance = new();

    public void Advance(int count) => throw NoOutput();

    public Memory<byte> GetMemory(int sizeHint = 0) => throw NoOutput();

    public Span<byte> GetSpan(int sizeHint = 0) => throw NoOutput();

    private static InvalidOperationException NoOutput() => new("The engine was not given an output.");
}
