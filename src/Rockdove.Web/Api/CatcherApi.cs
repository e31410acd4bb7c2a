using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rockdove.Catcher;
using Rockdove.Mime;
using Rockdove.Storage;

namespace Rockdove.Web;

/// <summary>The HTTP API of a catcher: paths, parameters and JSON as Mailpit's clients know them.</summary>
internal sealed class CatcherApi(CaughtMail mail, SummaryCache summaries)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/messages", ListAsync);
        routes.MapDelete("/api/v1/messages", DeleteAsync);
        routes.MapGet("/api/v1/message/{id}", context => ShowAsync(context));
        routes.MapGet("/api/v1/message/{id}/headers", HeadersAsync);
        routes.MapGet("/api/v1/message/{id}/raw", RawAsync);
        routes.MapGet("/api/v1/message/{id}/envelope", EnvelopeAsync);
        routes.MapGet("/api/v1/message/{id}/part/{part}", PartAsync);
        routes.MapGet("/livez", AliveAsync);
        routes.MapGet("/readyz", AliveAsync);
    }

    private async Task ListAsync(HttpContext context)
    {
        var start = Number(context, "start", 0);
        var limit = Number(context, "limit", DefaultPage);
        if (start is not { } from || limit is not { } most)
        {
            await FailAsync(context, 400, "start and limit are numbers from 0 on");
            return;
        }

        var page = await mail.ListAsync(from, (int)Math.Min(most, LargestPage), context.RequestAborted);
        var shown = await summaries.SummariseAsync(page.Messages, context.RequestAborted);
        var list = new MessageListShape
        {
            Total = page.Total,
            Unread = page.Unread,
            Count = shown.Count,
            MessagesCount = page.Total,
            MessagesUnread = page.Unread,
            Start = from,
            Messages = shown,
        };
        await WriteAsync(context, list, CatcherJson.Default.MessageListShape);
    }

    private async Task DeleteAsync(HttpContext context)
    {
        if (await ReadDeletionAsync(context) is not { } ids)
        {
            await FailAsync(context, 400, """the body is JSON like {"IDs":["..."]}, or empty to delete everything""");
            return;
        }

        if (ids.Count == 0)
            await mail.ClearAsync(context.RequestAborted);
        else
            await mail.DeleteAsync(ids.SelectMany(Parse), context.RequestAborted);
        await OkAsync(context);

        static IEnumerable<MessageId> Parse(string text) => MessageId.TryParse(text, out var id) ? [id] : [];
    }

    private async Task ShowAsync(HttpContext context)
    {
        if (await FindAsync(context) is not var (caught, mime))
            return;
        await mail.MarkReadAsync(caught, context.RequestAborted);
        await WriteAsync(context, MessageReading.Message(caught, mime), CatcherJson.Default.MessageShape);
    }

    private async Task HeadersAsync(HttpContext context)
    {
        if (await FindAsync(context) is var (_, mime))
            await WriteAsync(context, MessageReading.Headers(mime), CatcherJson.Default.DictionaryStringListString);
    }

    private async Task EnvelopeAsync(HttpContext context)
    {
        if (await FindAsync(context) is var (caught, _))
            await WriteAsync(context, MessageReading.Envelope(caught), CatcherJson.Default.EnvelopeShape);
    }

    /// <summary>As it is, and as it is read: a large message is not in memory.</summary>
    private async Task RawAsync(HttpContext context)
    {
        var name = (string)context.Request.RouteValues["id"]!;
        var caught = await mail.FindNamedAsync(name, context.RequestAborted);
        await using var body = caught is null
            ? null
            : await mail.Store.OpenBodyAsync(caught.Id, context.RequestAborted);
        if (caught is null || body is null)
        {
            await FailAsync(context, 404, "no such message");
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

    /// <summary>A part may be a page with scripts: it is shown in an origin of its own that may do nothing.</summary>
    private async Task PartAsync(HttpContext context)
    {
        if (await FindAsync(context) is not var (_, mime))
            return;
        if (mime.FindPart((string)context.Request.RouteValues["part"]!) is not { } part)
        {
            await FailAsync(context, 404, "no such part");
            return;
        }

        context.Response.ContentType = PartContent.ContentType(part);
        context.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'";
        context.Response.Headers.ContentDisposition = PartContent.Disposition("inline", PartContent.FileName(part));
        await WriteAsync(context, part.DecodeBody());
    }

    private static Task AliveAsync(HttpContext context) => OkAsync(context);

    /// <summary>The message that the path names; null after answering 404.</summary>
    private async ValueTask<(CaughtMessage, MimeMessage)?> FindAsync(HttpContext context)
    {
        var found = await mail.LookUpAsync((string)context.Request.RouteValues["id"]!, context.RequestAborted);
        if (found is null)
            await FailAsync(context, 404, "no such message");
        return found;
    }

    /// <summary>
    /// The ids to delete, none for everything; null if the body says neither. Where Mailpit deletes everything when it
    /// cannot read the body, nothing is deleted here.
    /// </summary>
    private static async ValueTask<IReadOnlyList<string>?> ReadDeletionAsync(HttpContext context)
    {
        var body = new byte[BodyBytes + 1];
        var length = await context.Request.Body.ReadAtLeastAsync(
            body, body.Length, throwOnEndOfStream: false, context.RequestAborted);
        if (length == 0)
            return [];
        if (length > BodyBytes)
            return null;
        try
        {
            var deletion = JsonSerializer.Deserialize(body.AsSpan(0, length), CatcherJson.Default.DeletionShape);
            return deletion is null || deletion.IDs?.Contains(null!) == true ? null : deletion.IDs ?? [];
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static long? Number(HttpContext context, string name, long otherwise)
    {
        var text = (string?)context.Request.Query[name];
        if (string.IsNullOrEmpty(text))
            return otherwise;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static async Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type)
    {
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(context.Response.Body, value, type, context.RequestAborted);
    }

    private static async Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> content)
    {
        context.Response.ContentLength = content.Length;
        await context.Response.Body.WriteAsync(content, context.RequestAborted);
    }

    private static Task OkAsync(HttpContext context)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync("ok", context.RequestAborted);
    }

    private static Task FailAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    /// <summary>Messages on a page unless asked for otherwise: Mailpit's number.</summary>
    private const int DefaultPage = 50;

    /// <summary>Messages on one page at most, which bounds the memory of one answer to some megabytes.</summary>
    private const int LargestPage = 10_000;

    /// <summary>A request's JSON: room for the ids of some 40,000 messages.</summary>
    private const int BodyBytes = 1024 * 1024;
}
