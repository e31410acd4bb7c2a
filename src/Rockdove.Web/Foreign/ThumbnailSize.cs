namespace Rockdove.Web;

/// <summary>How large a thumbnail is, in pixels.</summary>
/// <param name="Width">From <see cref="Least"/> to <see cref="Most"/>.</param>
/// <param name="Height">The same.</param>
internal readonly record struct ThumbnailSize(int Width, int Height)
{
    /// <summary>Mailpit's.</summary>
    public static readonly ThumbnailSize Usual = new(180, 120);

    /// <summary>The smallest that shows anything: an icon.</summary>
    public const int Least = 16;

    /// <summary>Half a screen, and 4 MiB to draw on. Who wants more wants the picture itself.</summary>
    public const int Most = 1024;
}
