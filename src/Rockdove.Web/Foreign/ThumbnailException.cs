namespace Rockdove.Web;

/// <summary>There is no thumbnail of something; the message says why, to whoever asked.</summary>
internal sealed class ThumbnailException(string why) : Exception(why)
{
    /// <summary>It is not the picture: asked again later, or of another catcher, there may be one.</summary>
    public bool IsOurs { get; init; }
}
