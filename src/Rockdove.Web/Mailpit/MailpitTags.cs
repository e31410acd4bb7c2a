using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rockdove.Catcher;
using Rockdove.Storage;

namespace Rockdove.Web;

/// <summary>Tags, and the messages that have them.</summary>
internal sealed class MailpitTags(CaughtMail mail)
{
    private readonly CaughtTags _tags = new(mail);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/tags", ListAsync);
        routes.MapPut("/api/v1/tags", SetAsync);
        routes.MapPut("/api/v1/tags/{tag}", RenameAsync);
        routes.MapDelete("/api/v1/tags/{tag}", DeleteAsync);
    }

    private async Task ListAsync(HttpContext context) => await MailpitAnswers.JsonAsync(
        context, await _tags.ListAsync(context.RequestAborted), MailpitJson.Default.IReadOnlyListString);

    private async Task SetAsync(HttpContext context)
    {
        var (isRead, body) = await MailpitAnswers.ReadAsync(context, MailpitJson.Default.TaggingShape);
        if (!isRead || body?.IDs is null || body.IDs.Contains(null!) || body.Tags?.Contains(null!) == true)
        {
            await MailpitAnswers.FailAsync(context, 400, """the body is JSON like {"IDs":["..."],"Tags":["..."]}""");
            return;
        }

        var ids = body.IDs.SelectMany(text => MessageId.TryParse(text, out var id) ? (MessageId[])[id] : []);
        try
        {
            await _tags.SetAsync(ids, body.Tags ?? [], context.RequestAborted);
        }
        catch (ArgumentException error)
        {
            await MailpitAnswers.FailAsync(context, 400, error.Message);
            return;
        }

        await MailpitAnswers.OkAsync(context);
    }

    private async Task RenameAsync(HttpContext context)
    {
        var (isRead, body) = await MailpitAnswers.ReadAsync(context, MailpitJson.Default.TagRenamingShape);
        if (!isRead || body?.Name is null)
        {
            await MailpitAnswers.FailAsync(context, 400, """the body is JSON like {"Name":"..."}""");
            return;
        }

        var tag = Tag(context);
        try
        {
            if (await _tags.RenameAsync(tag, body.Name, context.RequestAborted))
                await MailpitAnswers.OkAsync(context);
            else
                await MailpitAnswers.FailAsync(context, 400, $"there is no tag '{tag}'");
        }
        catch (ArgumentException error)
        {
            await MailpitAnswers.FailAsync(context, 400, error.Message);
        }
    }

    private async Task DeleteAsync(HttpContext context)
    {
        await _tags.DeleteAsync(Tag(context), context.RequestAborted);
        await MailpitAnswers.OkAsync(context);
    }

    /// <summary>A slash is left escaped in a path, where it would be another path. No tag has a percent sign.</summary>
    private static string Tag(HttpContext context) => ((string)context.Request.RouteValues["tag"]!)
        .Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
