using SkiaSharp;

namespace Rockdove.Web;

/// <summary>Where a picture comes to lie on a thumbnail.</summary>
/// <param name="Origin">How the picture is to be turned or mirrored first (EXIF, tag 0x0112).</param>
/// <param name="Scale">Of its sides; 1 at most.</param>
/// <param name="Width">Pixels that it is wide then, perhaps more than the thumbnail is.</param>
/// <param name="Height">The same for its height.</param>
/// <param name="Size">Of the thumbnail, in whose middle it lies.</param>
internal readonly record struct PlacedPicture(
    SKEncodedOrigin Origin, float Scale, int Width, int Height, ThumbnailSize Size)
{
    public static PlacedPicture Place(SKSizeI picture, SKEncodedOrigin origin, ThumbnailSize size)
    {
        var (width, height) = IsOnItsSide(origin) ? (picture.Height, picture.Width) : (picture.Width, picture.Height);
        var (across, down) = ((float)size.Width / width, (float)size.Height / height);
        var scale = across > 1 || down > 1 ? Math.Min(1, Math.Min(across, down)) : Math.Max(across, down);
        return new(origin, scale, Pixels(width * scale), Pixels(height * scale), size);
    }

    /// <summary>From the pixels that were decoded, as many as the codec made, to those of the thumbnail.</summary>
    public SKMatrix MatrixFor(SKSizeI decoded)
    {
        var square = SKMatrix.CreateScale(1f / decoded.Width, 1f / decoded.Height);
        var placed = SKMatrix.CreateScale(Width, Height)
            .PostConcat(SKMatrix.CreateTranslation((Size.Width - Width) / 2, (Size.Height - Height) / 2)); // Whole.
        return square.PostConcat(Turn(Origin)).PostConcat(placed);
    }

    /// <summary>A line of pixels stays one.</summary>
    private static int Pixels(float length) => Math.Max(1, (int)MathF.Round(length));

    private static bool IsOnItsSide(SKEncodedOrigin origin) => origin >= SKEncodedOrigin.LeftTop;

    /// <summary>Of the square from 0 to 1. The names say where row 0 and column 0 belong.</summary>
    private static SKMatrix Turn(SKEncodedOrigin origin) => origin switch
    {
        SKEncodedOrigin.TopRight => new(-1, 0, 1, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new(-1, 0, 1, 0, -1, 1, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new(1, 0, 0, 0, -1, 1, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new(0, -1, 1, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new(0, -1, 1, -1, 0, 1, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new(0, 1, 0, -1, 0, 1, 0, 0, 1),
        _ => SKMatrix.Identity,
    };
}
