namespace Rockdove.Hosting.Tests;

/// <summary>A message of any size that is nowhere: lines of 98 letters, made as they are read.</summary>
internal sealed class FlowingSource(long bytes) : MessageSource
{
    /// <summary>Octets that were asked for and given.</summary>
    public long Given { get; private set; }

    public override ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        var length = (int)Math.Min(destination.Length, bytes - Given);
        for (var i = 0; i < length; i++)
            destination.Span[i] = OctetAt(Given + i);
        Given += length;
        return new(length);
    }

    public static byte OctetAt(long at) => (at % 100) switch
    {
        98 => (byte)'\r',
        99 => (byte)'\n',
        _ => (byte)'x',
    };
}
