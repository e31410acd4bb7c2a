using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rockdove.Catcher;
using Rockdove.Storage;

namespace Rockdove.Web;

/// <summary>All messages: the list, whether they are read, and their end.</summary>
internal sealed class MailpitMessages(CaughtMail mail, SummaryCache summaries, CatcherCompat compat)
{
    private readonly CaughtSearch _search = new(mail);
    private readonly CaughtTags _tags = new(mail);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut("/api/v1/messages", MarkAsync);
        routes.MapGet("/api/v1/search", SearchAsync);
        routes.MapDelete("/api/v1/search", DeleteFoundAsync);
        if (compat != CatcherCompat.Mailpit)
            return;
        routes.MapGet("/api/v1/messages", ListAsync);
        routes.MapDelete("/api/v1/messages", DeleteAsync);
    }

    private async Task ListAsync(HttpContext context)
    {
        if (await PageAsync(context) is not var (start, limit))
            return;
        var all = await mail.ListAsync(start, limit, context.RequestAborted);
        var page = MailpitQuery.Before(context) is { } before
            ? await _search.FindAsync(before, start, limit, context.RequestAborted)
            : all;
        await WriteAsync(context, start, all, page with { Total = all.Total, Unread = all.Unread });
    }

    private async Task SearchAsync(HttpContext context)
    {
        if (MailpitQuery.Parameter(context, "query") is not { } text)
        {
            await MailpitAnswers.FailAsync(context, 400, "Error: no search query");
            return;
        }

        if (await PageAsync(context) is not var (start, limit))
            return;
        var typed = await MailpitQuery.ReadAsync(context, _search, text);
        if (typed.Mistake is not null)
        {
            await MailpitAnswers.FailAsync(context, 400, typed.Mistake);
            return;
        }

        var query = typed.Query ?? SearchQuery.All;
        if (MailpitQuery.Before(context) is { } before)
            query = SearchQuery.And(query, before);
        var all = await mail.ListAsync(0, 0, context.RequestAborted);
        await WriteAsync(context, start, all, await _search.FindAsync(query, start, limit, context.RequestAborted));
    }

    private async Task MarkAsync(HttpContext context)
    {
        var (isRead, body) = await MailpitAnswers.ReadAsync(context, MailpitJson.Default.ReadStatusShape);
        if (!isRead || body is null || body.IDs?.Contains(null!) == true)
        {
            await MailpitAnswers.FailAsync(
                context, 400, """the body is JSON like {"Read":true,"IDs":["..."]} or {"Read":true,"Search":"..."}""");
            return;
        }

        var hasIds = body.IDs is { Count: > 0 };
        if (hasIds && !string.IsNullOrEmpty(body.Search))
        {
            await MailpitAnswers.FailAsync(context, 400, "either IDs or a search, not both");
            return;
        }

        if (hasIds)
        {
            await mail.MarkAsync(Ids(body.IDs!), body.Read, context.RequestAborted);
        }
        else if (string.IsNullOrEmpty(body.Search))
        {
            await mail.MarkAllAsync(body.Read, context.RequestAborted);
        }
        else
        {
            var (query, wrong) = await MailpitQuery.ReadStrictlyAsync(context, _search, body.Search);
            if (query is null)
            {
                await MailpitAnswers.FailAsync(context, 400, wrong!);
                return;
            }

            await _search.MarkAsync(query, body.Read, context.RequestAborted);
        }

        await MailpitAnswers.OkAsync(context);
    }

    /// <summary>
    /// Without a body, or with an empty list, everything. Where Mailpit deletes everything when it cannot read the
    /// body, nothing is deleted here.
    /// </summary>
    private async Task DeleteAsync(HttpContext context)
    {
        var (isRead, body) = await MailpitAnswers.ReadAsync(context, MailpitJson.Default.DeletionShape);
        if (!isRead || body?.IDs?.Contains(null!) == true)
        {
            await MailpitAnswers.FailAsync(
                context, 400, """the body is JSON like {"IDs":["..."]}, or empty to delete everything""");
            return;
        }

        if (body?.IDs is { Count: > 0 } ids)
            await mail.DeleteAsync(Ids(ids), context.RequestAborted);
        else
            await mail.ClearAsync(context.RequestAborted);
        await MailpitAnswers.OkAsync(context);
    }

    private async Task DeleteFoundAsync(HttpContext context)
    {
        if (MailpitQuery.Parameter(context, "query") is not { } text)
        {
            await MailpitAnswers.FailAsync(context, 400, "Error: no search query");
            return;
        }

        var (query, wrong) = await MailpitQuery.ReadStrictlyAsync(context, _search, text);
        if (query is null)
        {
            await MailpitAnswers.FailAsync(context, 400, wrong!);
            return;
        }

        await _search.DeleteAsync(query, context.RequestAborted);
        await MailpitAnswers.OkAsync(context);
    }

    /// <param name="context">What is answered.</param>
    /// <param name="start">Where the page begins.</param>
    /// <param name="all">How much there is.</param>
    /// <param name="page">How much of it is meant, and the page.</param>
    private async Task WriteAsync(HttpContext context, long start, CaughtPage all, CaughtPage page)
    {
        var shown = await summaries.SummariseAsync(page.Messages, context.RequestAborted);
        var list = new MessageListShape
        {
            Total = all.Total,
            Unread = all.Unread,
            Count = shown.Count,
            MessagesCount = page.Total,
            MessagesUnread = page.Unread,
            Start = start,
            Tags = await _tags.ListAsync(context.RequestAborted),
            Messages = shown,
        };
        await MailpitAnswers.JsonAsync(context, list, MailpitJson.Default.MessageListShape);
    }

    private static async ValueTask<(long Start, int Limit)?> PageAsync(HttpContext context)
    {
        var start = MailpitAnswers.Number(context, "start", 0);
        var limit = MailpitAnswers.Number(context, "limit", MailpitAnswers.DefaultPage);
        if (start is { } from && limit is { } most)
            return (from, (int)Math.Min(most, MailpitAnswers.LargestPage));
        await MailpitAnswers.FailAsync(context, 400, "start and limit are numbers from 0 on");
        return null;
    }

    private static IEnumerable<MessageId> Ids(IEnumerable<string> texts) =>
        texts.SelectMany(text => MessageId.TryParse(text, out var id) ? (MessageId[])[id] : []);
}
