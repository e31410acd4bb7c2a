using System.Buffers;

namespace Rockdove.Wire;

/// <summary>
/// One side of one connection, as a state machine: bytes and signals in, bytes and one <see cref="Step"/> out.
/// </summary>
/// <remarks>
/// <para>An engine never waits, looks at a clock, logs, or throws because of what a peer sent. What it writes depends
/// on the bytes it got, never on how they were cut into calls.</para>
/// <para>An engine is not thread-safe: one driver owns it. It takes whole units (a line, a slice of content) from the
/// input and leaves the rest unread; the same unread bytes must come first in the next call.</para>
/// </remarks>
public interface IServerEngine
{
    /// <summary>The connection is there: says hello, if this protocol speaks first.</summary>
    void Start(IBufferWriter<byte> output);

    /// <summary>Takes what it can use of <paramref name="input"/>, and says what to do next.</summary>
    Step Advance(ref SequenceReader<byte> input, IBufferWriter<byte> output);

    /// <summary>Tells the engine what bytes cannot: patience ran out, the server stops, something changed.</summary>
    void Signal(Signal signal, IBufferWriter<byte> output);
}
