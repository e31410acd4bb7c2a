using Microsoft.AspNetCore.Http;

namespace Rockdove.Web;

/// <summary>Thumbnails in our own API. Where there is none it says why, so that a page shows something else.</summary>
internal sealed class MailThumbnails(Thumbnails thumbnails)
{
    public async Task ShowAsync(HttpContext context, MailScope scope)
    {
        var query = new MailQuery(context, withConditions: false, "width", "height");
        var size = new ThumbnailSize(
            (int)query.Number("width", ThumbnailSize.Usual.Width, ThumbnailSize.Least, ThumbnailSize.Most),
            (int)query.Number("height", ThumbnailSize.Usual.Height, ThumbnailSize.Least, ThumbnailSize.Most));
        var part = await MailApi.FindPartAsync(context, scope);
        try
        {
            await Thumbnails.WriteAsync(context, await thumbnails.DrawAsync(part, size, context.RequestAborted));
        }
        catch (ThumbnailException error)
        {
            throw new RefusalException(error.IsOurs ? 503 : 404, "No thumbnail", error.Message);
        }
    }
}
