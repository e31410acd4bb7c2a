using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rockdove.Catcher;
using Rockdove.Mime;
using Rockdove.Storage;

namespace Rockdove.Web;

/// <summary>One message, by its id or as the latest that a query finds.</summary>
internal sealed class MailpitMessage(CaughtMail mail, Thumbnails thumbnails)
{
    private readonly MessageLookup _lookup = new(mail);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/message/{id}", ShowAsync);
        routes.MapGet("/api/v1/message/{id}/headers", HeadersAsync);
        routes.MapGet("/api/v1/message/{id}/raw", RawAsync);
        routes.MapGet("/api/v1/message/{id}/envelope", EnvelopeAsync);
        routes.MapGet("/api/v1/message/{id}/part/{part}", PartAsync);
        routes.MapGet("/api/v1/message/{id}/part/{part}/thumb", ThumbAsync);
    }

    private async Task ShowAsync(HttpContext context)
    {
        if (await FindAsync(context) is not var (caught, mime))
            return;
        if (RequestGuard.IsFromUs(context.Request)) // Another site's page may send a reader here.
            await mail.MarkReadAsync(caught, context.RequestAborted);
        await MailpitAnswers.JsonAsync(
            context, MessageReading.Message(caught, mime), MailpitJson.Default.MessageShape);
    }

    private async Task HeadersAsync(HttpContext context)
    {
        if (await FindAsync(context) is not var (_, mime))
            return;
        await MailpitAnswers.JsonAsync(
            context, MessageReading.Headers(mime), MailpitJson.Default.DictionaryStringListString);
    }

    private async Task EnvelopeAsync(HttpContext context)
    {
        if (await FindAsync(context) is not var (caught, _))
            return;
        await MailpitAnswers.JsonAsync(
            context, MessageReading.Envelope(caught), MailpitJson.Default.EnvelopeShape);
    }

    /// <summary>As it is, and as it is read: a large message is not in memory.</summary>
    private async Task RawAsync(HttpContext context)
    {
        var caught = await _lookup.FindAsync(context, (string)context.Request.RouteValues["id"]!);
        await using var body = caught is null
            ? null
            : await mail.Store.OpenBodyAsync(caught.Id, context.RequestAborted);
        if (caught is null || body is null)
        {
            await MailpitAnswers.FailAsync(context, 404, "no such message");
            return;
        }

        // What the octets mean is anybody's guess, so no charset is claimed.
        context.Response.ContentType = "text/plain";
        if (context.Request.Query["dl"] == "1")
            context.Response.Headers.ContentDisposition = PartContent.Disposition("attachment", $"{caught.Id}.eml");
        context.Response.ContentLength = body.Bytes;
        await body.CopyToAsync(ByteRange.Whole, context.Response.BodyWriter, context.RequestAborted);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted); // Kestrel keeps the last piece otherwise.
    }

    private async Task PartAsync(HttpContext context)
    {
        if (await FindPartAsync(context) is { } part)
            await PartAnswer.WriteAsync(context, part);
    }

    /// <summary>White where there is none of the part, as Mailpit has it.</summary>
    private async Task ThumbAsync(HttpContext context)
    {
        if (await FindPartAsync(context) is not { } part)
            return;
        try
        {
            var jpeg = await thumbnails.DrawAsync(part, ThumbnailSize.Usual, context.RequestAborted);
            await Thumbnails.WriteAsync(context, jpeg);
        }
        catch (ThumbnailException error) when (error.IsOurs)
        {
            await MailpitAnswers.FailAsync(context, 503, error.Message);
        }
        catch (ThumbnailException)
        {
            await Thumbnails.WriteAsync(context, Thumbnail.Blank(ThumbnailSize.Usual));
        }
    }

    /// <summary>The part that the path names; null after answering 404.</summary>
    private async ValueTask<MimePart?> FindPartAsync(HttpContext context)
    {
        if (await FindAsync(context) is not var (_, mime))
            return null;
        var part = mime.FindPart((string)context.Request.RouteValues["part"]!);
        if (part is null)
            await MailpitAnswers.FailAsync(context, 404, "no such part");
        return part;
    }

    /// <summary>The message that the path names; null after answering 404.</summary>
    private async ValueTask<(CaughtMessage, MimeMessage)?> FindAsync(HttpContext context)
    {
        var found = await _lookup.ReadAsync(context, (string)context.Request.RouteValues["id"]!);
        if (found is null)
            await MailpitAnswers.FailAsync(context, 404, "no such message");
        return found;
    }
}
