using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rockdove.Catcher;
using Rockdove.Storage;

namespace Rockdove.Web;

/// <summary>The pages of a catcher. They work without their script, which only keeps the list fresh.</summary>
internal sealed class CatcherPages(CaughtMail mail, SummaryCache summaries)
{
    private readonly MessageLookup _lookup = new(mail);

    public void Map(IEndpointRouteBuilder routes)
    {
        Assets.Map(routes);
        routes.MapGet("/", ListAsync);
        routes.MapGet("/message/{id}", ShowAsync);
        routes.MapPost("/message/{id}/delete", DeleteAsync);
        routes.MapPost("/delete", DeleteAllAsync);
    }

    private async Task ListAsync(HttpContext context)
    {
        var text = (string?)context.Request.Query["start"];
        _ = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var start);
        var list = await ReadListAsync(start, null, context.RequestAborted);
        var hint = new Markup().Add($"""
            <div class="hint"><img src="/icon.svg" alt="" width="96" height="96">
            <p>Mail that is sent to this catcher shows up here by itself. Nothing is delivered anywhere.</p></div>
            """);
        await WriteAsync(context, Frame.Around("Rockdove", list, hint, isMessage: false));
    }

    private async Task ShowAsync(HttpContext context)
    {
        var name = (string)context.Request.RouteValues["id"]!;
        if (await _lookup.ReadAsync(context, name) is not var (caught, mime))
        {
            await MissAsync(context);
            return;
        }

        await mail.MarkReadAsync(caught, context.RequestAborted);
        var list = await ReadListAsync(0, caught.Id.ToString(), context.RequestAborted);
        var view = new MessageView(caught, mime, MessageReading.Summary(caught, mime), context.Request.Query["show"]);
        await WriteAsync(context, Frame.Around(view.Title, list, view.Content, isMessage: true));
    }

    private async Task DeleteAsync(HttpContext context)
    {
        if (MessageId.TryParse((string)context.Request.RouteValues["id"]!, out var id))
            await mail.DeleteAsync([id], context.RequestAborted);
        SeeOther(context);
    }

    private async Task DeleteAllAsync(HttpContext context)
    {
        await mail.ClearAsync(context.RequestAborted);
        SeeOther(context);
    }

    private async Task MissAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        var list = await ReadListAsync(0, null, context.RequestAborted);
        var content = new Markup().Add($"""
            <div class="hint"><p>This message is gone. <a href="/">See what is there.</a></p></div>
            """);
        await WriteAsync(context, Frame.Around("Gone - Rockdove", list, content, isMessage: true));
    }

    private async ValueTask<ListView> ReadListAsync(long start, string? selected, CancellationToken cancellationToken)
    {
        var page = await mail.ListAsync(start, ListView.PageSize, cancellationToken);
        return new ListView(page, await summaries.SummariseAsync(page.Messages, cancellationToken), start, selected);
    }

    private static Task WriteAsync(HttpContext context, string html)
    {
        context.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
            + "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        context.Response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(html, context.RequestAborted);
    }

    private static void SeeOther(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = "/";
    }
}
