using SkiaSharp;

namespace Rockdove.Web;

/// <summary>
/// Draws a picture small, on white, as JPEG. It fills the size, cut at its sides, unless it is narrower or lower than
/// that: then it is shown whole and never enlarged, as Mailpit does. Of what moves it is the first picture, turned as
/// its EXIF data say.
/// </summary>
internal static class Thumbnail
{
    /// <summary>Nothing here trusts the octets: what is wrong with them is an answer.</summary>
    /// <exception cref="ThumbnailException">There is none of these octets; it says why.</exception>
    public static byte[] Draw(ReadOnlySpan<byte> octets, ThumbnailSize size)
    {
        if (octets.Length > MostOctets)
            throw new ThumbnailException($"The picture has {octets.Length} octets, and may have {MostOctets}.");
        if (!PictureMagic.IsPicture(octets))
            throw new ThumbnailException($"It is no picture of {PictureMagic.Kinds}.");
        using var data = SKData.CreateCopy(octets);
        using var codec = SKCodec.Create(data);
        if (codec is not { Info: { Width: > 0, Height: > 0 } whole })
            throw new ThumbnailException("The picture is broken.");
        if ((long)whole.Width * whole.Height > MostPixels)
        {
            throw new ThumbnailException(
                $"The picture has {whole.Width} x {whole.Height} pixels, and may have {MostPixels} in all.");
        }

        var placed = PlacedPicture.Place(whole.Size, codec.EncodedOrigin, size);
        using var picture = Decode(codec, placed.Scale);
        return Write(size, canvas =>
        {
            canvas.Concat(placed.MatrixFor(picture.Info.Size));
            canvas.DrawBitmap(picture, 0, 0, Smooth, null);
        });
    }

    /// <summary>What stands for a picture of which there is none: white.</summary>
    public static byte[] Blank(ThumbnailSize size) => Write(size, _ => { });

    /// <summary>Some codecs decode at eighths, or any size, for less memory: the smallest that loses nothing.</summary>
    private static SKBitmap Decode(SKCodec codec, float scale)
    {
        var (whole, decoded) = (codec.Info.Size, codec.Info.Size);
        for (var eighths = 1; eighths < 8; eighths++)
        {
            var offered = codec.GetScaledDimensions(eighths / 8f);
            if (offered.Width < whole.Width * scale || offered.Height < whole.Height * scale)
                continue;
            decoded = offered;
            break;
        }

        // Without a colour space there is no conversion between two: nobody judges colours at this size.
        var info = new SKImageInfo(decoded.Width, decoded.Height, SKColorType.Rgba8888, SKAlphaType.Premul);
        var bitmap = new SKBitmap();
        // Zeroed: what does not come must not be what was in that memory before.
        if (!bitmap.TryAllocPixels(info, SKBitmapAllocFlags.ZeroPixels))
        {
            bitmap.Dispose();
            throw new ThumbnailException("There is no memory for the picture.");
        }

        if (codec.GetPixels(info, bitmap.GetPixels()) is SKCodecResult.Success or SKCodecResult.IncompleteInput)
        {
            bitmap.SetImmutable(); // Or else it is copied to be drawn.
            return bitmap;
        }

        bitmap.Dispose();
        throw new ThumbnailException("The picture is broken.");
    }

    private static byte[] Write(ThumbnailSize size, Action<SKCanvas> draw)
    {
        var info = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var surface = SKSurface.Create(info) ?? throw new ThumbnailException("There is no memory for it.");
        surface.Canvas.Clear(SKColors.White);
        draw(surface.Canvas);
        using var image = surface.Snapshot();
        using var jpeg = image.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return jpeg.ToArray();
    }

    /// <summary>Of the file: photos of telephones have some 5 MiB, those of cameras 20.</summary>
    public const int MostOctets = 32 * 1024 * 1024;

    /// <summary>
    /// What the file says of itself, looked at before anything is decoded: as many as cameras make. Where a codec
    /// cannot decode them smaller they are 160 MB, as much again if the file is interlaced, and a third for scaling.
    /// </summary>
    public const int MostPixels = 40_000_000;

    /// <summary>Of 100, for JPEG; Mailpit's.</summary>
    private const int Quality = 70;

    private static readonly SKSamplingOptions Smooth = new(SKFilterMode.Linear, SKMipmapMode.Linear);
}
