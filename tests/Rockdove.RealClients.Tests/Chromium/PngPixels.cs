using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Rockdove.RealClients.Tests;

/// <summary>The pixels of a PNG as Chromium writes it: eight bits a sample, in colour, not interlaced.</summary>
internal sealed class PngPixels
{
    private readonly byte[] _samples;
    private readonly int _perPixel;

    private PngPixels(int width, int height, int perPixel, byte[] samples) =>
        (Width, Height, _perPixel, _samples) = (width, height, perPixel, samples);

    public int Width { get; }

    public int Height { get; }

    /// <summary>The colour of a pixel, as <c>0xRRGGBB</c>.</summary>
    public int this[int x, int y]
    {
        get
        {
            var sample = _samples.AsSpan(((y * Width) + x) * _perPixel);
            return (sample[0] << 16) | (sample[1] << 8) | sample[2];
        }
    }

    /// <summary>How many pixels of these rows have each colour.</summary>
    public Dictionary<int, int> Colours(int top, int height)
    {
        var counts = new Dictionary<int, int>();
        for (var y = top; y < top + height; y++)
            for (var x = 0; x < Width; x++)
                CollectionsMarshal.GetValueRefOrAddDefault(counts, this[x, y], out _)++;
        return counts;
    }

    public static PngPixels Read(byte[] png)
    {
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10], png[..8]);
        int width = 0, height = 0, perPixel = 0;
        using var packed = new MemoryStream();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            var content = png.AsSpan(at + 8, length);
            if (png.AsSpan(at + 4, 4).SequenceEqual("IHDR"u8))
            {
                width = BinaryPrimitives.ReadInt32BigEndian(content);
                height = BinaryPrimitives.ReadInt32BigEndian(content[4..]);
                Assert.Equal((8, 0), (content[8], content[12]));
                perPixel = content[9] switch { 2 => 3, 6 => 4, _ => throw new NotSupportedException("Not in colour.") };
            }
            else if (png.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8))
            {
                packed.Write(content);
            }

            at += length + 12;
        }

        packed.Position = 0;
        using var inflated = new ZLibStream(packed, CompressionMode.Decompress);
        var (row, samples) = (width * perPixel, new byte[width * perPixel * height]);
        var line = new byte[row + 1];
        for (var y = 0; y < height; y++)
        {
            inflated.ReadExactly(line);
            Unfilter(line[0], line.AsSpan(1), samples.AsSpan(y * row, row),
                y > 0 ? samples.AsSpan((y - 1) * row, row) : new byte[row], perPixel);
        }

        return new PngPixels(width, height, perPixel, samples);
    }

    /// <summary>PNG (third edition), section 9.2.</summary>
    private static void Unfilter(byte filter, Span<byte> line, Span<byte> to, Span<byte> above, int perPixel)
    {
        for (var i = 0; i < line.Length; i++)
        {
            int a = i >= perPixel ? to[i - perPixel] : 0, b = above[i], c = i >= perPixel ? above[i - perPixel] : 0;
            to[i] = (byte)(line[i] + filter switch
            {
                0 => 0,
                1 => a,
                2 => b,
                3 => (a + b) / 2,
                _ => Paeth(a, b, c),
            });
        }
    }

    private static int Paeth(int a, int b, int c)
    {
        var (toA, toB, toC) = (Math.Abs(b - c), Math.Abs(a - c), Math.Abs(a + b - c - c));
        return toA <= toB && toA <= toC ? a : toB <= toC ? b : c;
    }
}
