using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rockdove.Catcher;
using Rockdove.Storage;

namespace Rockdove.Web;

/// <summary>Lists, searches, shows and deletes messages, in the words of MailHog's versions 1 and 2.</summary>
internal sealed class MailHogMessages(CaughtMail mail, MailHogReading reading, CatcherCompat compat)
{
    private readonly MailHogSearch _search = new(mail);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v2/messages", ListAsync);
        routes.MapGet("/api/v2/search", SearchAsync);
        routes.MapGet("/api/v1/messages/{id}", ShowAsync);
        routes.MapDelete("/api/v1/messages/{id}", DeleteAsync);
        if (compat != CatcherCompat.MailHog)
            return;
        routes.MapGet("/api/v1/messages", ListAllAsync);
        routes.MapDelete("/api/v1/messages", DeleteAllAsync);
    }

    private async Task ListAsync(HttpContext context)
    {
        var (start, limit) = Page(context);
        var page = await mail.ListAsync(start, limit, context.RequestAborted);
        await WriteAsync(context, start, page);
    }

    private async Task SearchAsync(HttpContext context)
    {
        var (start, limit) = Page(context);
        var query = (string?)context.Request.Query["query"];
        if (string.IsNullOrEmpty(query) || query.Length > SearchQuery.MaximumTextLength)
        {
            await MailHogAnswers.FailAsync(context, 400);
            return;
        }

        var found = (string?)context.Request.Query["kind"] switch
        {
            "from" => await _search.FromAsync(query, context.RequestAborted),
            "to" => await _search.ToAsync(query, context.RequestAborted),
            "containing" => await _search.ContainingAsync(query, context.RequestAborted),
            _ => null,
        };
        if (found is null)
        {
            await MailHogAnswers.FailAsync(context, 400);
            return;
        }

        var shown = new List<CaughtMessage>();
        foreach (var id in found.Skip((int)Math.Min(start, int.MaxValue)).Take(limit))
        {
            if (await mail.FindAsync(id, context.RequestAborted) is { } message)
                shown.Add(message);
        }

        await WriteAsync(context, start, new CaughtPage(found.Count, 0, shown));
    }

    private async Task ShowAsync(HttpContext context)
    {
        if (await FindAsync(context) is { } caught && await ReadAsync(caught, context.RequestAborted) is { } message)
            await MailHogAnswers.MessageAsync(context, message);
        else if (compat == CatcherCompat.MailHog)
            await MailHogAnswers.MessageAsync(context, null);
        else
            await MailHogAnswers.FailAsync(context, 404);
    }

    private async Task DeleteAsync(HttpContext context)
    {
        if (await FindAsync(context) is not { } caught)
        {
            await MailHogAnswers.FailAsync(context, 404);
            return;
        }

        await mail.DeleteAsync([caught.Id], context.RequestAborted);
        await MailHogAnswers.DoneAsync(context);
    }

    /// <summary>A bare list: version 1 has no pages.</summary>
    private async Task ListAllAsync(HttpContext context)
    {
        var page = await mail.ListAsync(0, MailHogAnswers.LongestList, context.RequestAborted);
        context.Response.ContentType = "text/json";
        await WriteItemsAsync(context, page.Messages);
    }

    /// <summary>Nothing is deleted by a request whose body might have said something else.</summary>
    private async Task DeleteAllAsync(HttpContext context)
    {
        if (await context.Request.Body.ReadAsync(new byte[1], context.RequestAborted) > 0)
        {
            await MailHogAnswers.FailAsync(context, 400);
            return;
        }

        await mail.ClearAsync(context.RequestAborted);
        await MailHogAnswers.DoneAsync(context);
    }

    private async ValueTask<CaughtMessage?> FindAsync(HttpContext context) =>
        MessageId.TryParse((string)context.Request.RouteValues["id"]!, out var id)
            ? await mail.FindAsync(id, context.RequestAborted)
            : null;

    private async ValueTask<HogMessageShape?> ReadAsync(CaughtMessage caught, CancellationToken cancellationToken) =>
        await mail.ReadAsync(caught.Id, cancellationToken) is { } octets
            ? reading.Message(caught, octets)
            : null;

    /// <summary>
    /// Message by message: a page of MailHog has each three times over, and all of it at once fills the memory.
    /// The number of them comes last, when it is known.
    /// </summary>
    private async Task WriteAsync(HttpContext context, long start, CaughtPage page)
    {
        context.Response.ContentType = "application/json";
        Write(context, string.Create(
            CultureInfo.InvariantCulture, $"{{\"total\":{page.Total},\"start\":{start},\"items\":"));
        var count = await WriteItemsAsync(context, page.Messages);
        Write(context, string.Create(CultureInfo.InvariantCulture, $",\"count\":{count}}}"));
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private async ValueTask<int> WriteItemsAsync(HttpContext context, IReadOnlyList<CaughtMessage> messages)
    {
        var count = 0;
        Write(context, "[");
        foreach (var caught in messages)
        {
            if (await ReadAsync(caught, context.RequestAborted) is not { } message)
                continue; // Deleted just now.
            if (count++ > 0)
                Write(context, ",");
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            await JsonSerializer.SerializeAsync(
                context.Response.BodyWriter, message, MailHogJson.Default.HogMessageShape, context.RequestAborted);
        }

        Write(context, "]");
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        return count;
    }

    private static void Write(HttpContext context, string text) =>
        context.Response.BodyWriter.Write(Encoding.UTF8.GetBytes(text));

    private static (long Start, int Limit) Page(HttpContext context) => (
        MailHogAnswers.Number(context, "start", 0),
        (int)Math.Min(
            MailHogAnswers.Number(context, "limit", MailHogAnswers.DefaultPage), MailHogAnswers.LargestPage));
}
