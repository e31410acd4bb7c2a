using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rockdove.Catcher;
using Rockdove.Mime;
using Rockdove.Storage;

namespace Rockdove.Web;

/// <summary>A message, or a part of one, as a file.</summary>
internal sealed class MailHogDownloads(CaughtMail mail)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/messages/{id}/download", DownloadAsync);
        routes.MapGet("/api/v1/messages/{id}/mime/part/{part:int}/download", DownloadPartAsync);
    }

    /// <summary>As it came, where MailHog writes it anew from what it has read.</summary>
    private async Task DownloadAsync(HttpContext context)
    {
        await using var body = await FindAsync(context) is { } id
            ? await mail.Store.OpenBodyAsync(id, context.RequestAborted)
            : null;
        if (body is null)
        {
            await MailHogAnswers.FailAsync(context, 404);
            return;
        }

        context.Response.ContentType = "message/rfc822";
        context.Response.Headers.ContentDisposition = PartContent.Disposition(
            "attachment", $"{context.Request.RouteValues["id"]}.eml");
        context.Response.ContentLength = body.Bytes;
        await body.CopyToAsync(ByteRange.Whole, context.Response.BodyWriter, context.RequestAborted);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    /// <summary>
    /// Always a file, and only the type is taken from its header: MailHog answers with all of that header, which is a
    /// stranger's.
    /// </summary>
    private async Task DownloadPartAsync(HttpContext context)
    {
        var number = int.Parse((string)context.Request.RouteValues["part"]!, CultureInfo.InvariantCulture);
        if (await FindAsync(context) is not { } id
            || await mail.ReadAsync(id, context.RequestAborted) is not { } octets
            || MailHogReading.PartsOf(MimeMessage.Read(octets).Root) is not { } parts
            || number < 0 || number >= parts.Count)
        {
            await MailHogAnswers.FailAsync(context, 404);
            return;
        }

        var part = parts[number];
        var name = PartContent.FileName(part) is { Length: > 0 } given ? given : $"{id}-part-{number}";
        var content = part.DecodeBody();
        context.Response.ContentType = PartContent.ContentType(part);
        context.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        context.Response.Headers.ContentDisposition = PartContent.Disposition("attachment", name);
        context.Response.ContentLength = content.Length;
        await context.Response.Body.WriteAsync(content, context.RequestAborted);
    }

    private async ValueTask<MessageId?> FindAsync(HttpContext context) =>
        MessageId.TryParse((string)context.Request.RouteValues["id"]!, out var id)
        && await mail.FindAsync(id, context.RequestAborted) is { } caught
            ? caught.Id
            : null;
}
