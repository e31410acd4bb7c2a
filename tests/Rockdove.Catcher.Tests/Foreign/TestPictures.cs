using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using SkiaSharp;

namespace Rockdove.Catcher.Tests;

/// <summary>Pictures as files, and what is seen on a thumbnail.</summary>
internal static class TestPictures
{
    public static byte[] Draw(int width, int height, Action<SKCanvas> draw, SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Premul);
        using var canvas = new SKCanvas(bitmap);
        draw(canvas);
        using var data = bitmap.Encode(format, 95);
        return data.ToArray();
    }

    public static byte[] Plain(
        int width, int height, SKColor color, SKEncodedImageFormat format = SKEncodedImageFormat.Png) =>
        Draw(width, height, canvas => canvas.Clear(color), format);

    /// <summary>Red and green above, blue and black below.</summary>
    public static byte[] Quarters(int width, int height, SKEncodedImageFormat format) => Draw(
        width, height,
        canvas =>
        {
            canvas.Clear(SKColors.Black);
            Fill(canvas, 0, 0, width / 2, height / 2, SKColors.Red);
            Fill(canvas, width / 2, 0, width - width / 2, height / 2, SKColors.Lime);
            Fill(canvas, 0, height / 2, width / 2, height - height / 2, SKColors.Blue);
        },
        format);

    /// <summary>Six stripes across or down, the outer ones of a colour of their own.</summary>
    public static byte[] Framed(int width, int height, bool isWide) => Draw(
        width, height,
        canvas =>
        {
            canvas.Clear(SKColors.Blue);
            var (x, y) = isWide ? (width / 6, 0) : (0, height / 6);
            Fill(canvas, x, y, width - 2 * x, height - 2 * y, SKColors.Red);
        },
        SKEncodedImageFormat.Png);

    /// <summary>The JPEG with an orientation (EXIF, tag 0x0112) in an APP1 segment.</summary>
    public static byte[] Turned(byte[] jpeg, byte orientation) =>
    [
        .. jpeg[..2], 0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*\0\0\0\u0008"u8, 0, 1,
        0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0, .. jpeg[2..],
    ];

    /// <summary>A PNG that is black, of one bit for each pixel: small, however large it says it is.</summary>
    public static byte[] BlackPng(int width, int height)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 1;
        using var pixels = new MemoryStream();
        using (var compressed = new ZLibStream(pixels, CompressionLevel.Fastest, leaveOpen: true))
        {
            var row = new byte[1 + (width + 7) / 8];
            for (var y = 0; y < height; y++)
                compressed.Write(row);
        }

        return
        [
            0x89, .. "PNG\r\n"u8, 0x1A, 0x0A,
            .. Chunk("IHDR", header), .. Chunk("IDAT", pixels.ToArray()), .. Chunk("IEND", []),
        ];
    }

    /// <summary>A GIF that moves: red, then blue.</summary>
    public static byte[] MovingGif(byte width, byte height) =>
    [
        .. "GIF89a"u8, width, 0, height, 0, 0x91, 0, 0,
        255, 0, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0,
        0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, 3, 1, 0, 0, 0,
        .. Frame(width, height, 0), .. Frame(width, height, 1), 0x3B,
    ];

    /// <summary>A BMP of 24 bits.</summary>
    public static byte[] Bmp(int width, int height, SKColor color)
    {
        var row = (width * 3 + 3) / 4 * 4;
        var file = new byte[54 + row * height];
        "BM"u8.CopyTo(file);
        Write(2, file.Length);
        Write(10, 54);
        Write(14, 40);
        Write(18, width);
        Write(22, height);
        file[26] = 1;
        file[28] = 24;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
                ((ReadOnlySpan<byte>)[color.Blue, color.Green, color.Red]).CopyTo(file.AsSpan(54 + y * row + x * 3));
        }

        return file;

        void Write(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
    }

    /// <summary>A message whose part 2 is this file.</summary>
    public static string Mail(byte[] file, string type = "image/png") =>
        "Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\n\r\nHello\r\n--m\r\n"
        + $"Content-Type: {type}\r\nContent-Disposition: attachment; filename=a.png\r\n"
        + "Content-Transfer-Encoding: base64\r\n\r\n"
        + Convert.ToBase64String(file, Base64FormattingOptions.InsertLineBreaks) + "\r\n--m--\r\n";

    public static SKBitmap Read(byte[] jpeg)
    {
        Assert.Equal([0xFF, 0xD8], jpeg[..2]);
        return SKBitmap.Decode(jpeg);
    }

    /// <summary>The named colour that a pixel has as nearly as JPEG keeps it.</summary>
    public static string ColorAt(this SKBitmap bitmap, int x, int y)
    {
        var seen = bitmap.GetPixel(x, y);
        foreach (var (name, color) in Named)
        {
            if (Math.Abs(color.Red - seen.Red) < 40 && Math.Abs(color.Green - seen.Green) < 40
                && Math.Abs(color.Blue - seen.Blue) < 40)
                return name;
        }

        return seen.ToString();
    }

    private static void Fill(SKCanvas canvas, int x, int y, int width, int height, SKColor color)
    {
        using var paint = new SKPaint { Color = color, IsAntialias = false };
        canvas.DrawRect(x, y, width, height, paint);
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] chunk = [0, 0, 0, 0, .. Encoding.ASCII.GetBytes(type), .. data, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        var crc = uint.MaxValue; // PNG, annex D.
        foreach (var octet in chunk.AsSpan(4, data.Length + 4))
        {
            crc ^= octet;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : crc >> 1 ^ 0xEDB88320;
        }

        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(data.Length + 8), ~crc);
        return chunk;
    }

    /// <summary>One frame of one colour. Two pixels after a clear code, codes have three bits.</summary>
    private static byte[] Frame(byte width, byte height, int color)
    {
        var octets = new List<byte>();
        var (held, bits) = (0, 0);
        for (var pixel = 0; pixel < width * height; pixel++)
        {
            if (pixel % 2 == 0)
                Put(4);
            Put(color);
        }

        Put(5);
        octets.Add((byte)held);
        return
        [
            0x21, 0xF9, 4, 0, 10, 0, 0, 0, 0x2C, 0, 0, 0, 0, width, 0, height, 0, 0, 2,
            .. octets.Chunk(255).SelectMany(block => (byte[])[(byte)block.Length, .. block]), 0,
        ];

        void Put(int code)
        {
            held |= code << bits;
            for (bits += 3; bits >= 8; bits -= 8)
            {
                octets.Add((byte)held);
                held >>= 8;
            }
        }
    }

    private static readonly (string, SKColor)[] Named =
    [
        ("white", SKColors.White), ("black", SKColors.Black), ("red", SKColors.Red), ("green", SKColors.Lime),
        ("blue", SKColors.Blue),
    ];
}
