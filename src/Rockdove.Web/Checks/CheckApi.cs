using Microsoft.AspNetCore.Http;
using Rockdove.Mime;
using Rockdove.Storage;

namespace Rockdove.Web;

/// <summary>The checks of our own API, <c>…/messages/{id}/checks/…</c>. None marks a message as read.</summary>
internal sealed class CheckApi(MailChecks checks)
{
    /// <summary>What answers for each check.</summary>
    public IEnumerable<(string Check, Func<HttpContext, MailScope, Task> Answer)> Answers =>
        [
            ("html", HtmlAsync), ("links", LinksAsync), ("lint", LintAsync), ("authentication", AuthenticationAsync),
            ("spam", SpamAsync),
        ];

    private static async Task HtmlAsync(HttpContext context, MailScope scope)
    {
        _ = new MailQuery(context, withConditions: false);
        var (_, mime) = await FindAsync(context, scope);
        if (mime.Html is not { } html)
            throw new RefusalException(404, "There is no HTML", "The message has no HTML to check.");
        await MailAnswers.WriteAsync(context, HtmlCheck.Run(html), MailJson.Default.HtmlCheckShape);
    }

    private async Task LinksAsync(HttpContext context, MailScope scope)
    {
        var query = new MailQuery(context, withConditions: false, "follow");
        var follows = query.Text("follow") switch
        {
            null or "false" => false,
            "true" => true,
            _ => throw RefusalException.BadRequest("follow is true or false."),
        };
        var (_, mime) = await FindAsync(context, scope);
        await MailAnswers.WriteAsync(
            context, await checks.LinksAsync(mime, follows, context.RequestAborted), MailJson.Default.LinkCheckShape);
    }

    private static async Task LintAsync(HttpContext context, MailScope scope)
    {
        _ = new MailQuery(context, withConditions: false);
        var (_, mime) = await FindAsync(context, scope);
        await MailAnswers.WriteAsync(context, LintCheck.Run(mime), MailJson.Default.LintCheckShape);
    }

    private async Task AuthenticationAsync(HttpContext context, MailScope scope)
    {
        _ = new MailQuery(context, withConditions: false);
        var (row, mime) = await FindAsync(context, scope);
        await MailAnswers.WriteAsync(
            context, await checks.AuthenticationAsync(row, mime, context.RequestAborted),
            MailJson.Default.AuthenticationCheckShape);
    }

    private async Task SpamAsync(HttpContext context, MailScope scope)
    {
        _ = new MailQuery(context, withConditions: false);
        var (_, mime) = await FindAsync(context, scope);
        if (checks.SpamAsync(mime, context.RequestAborted) is not { } report)
        {
            throw new RefusalException(
                404, "There is no spam check", "No SpamAssassin is asked: start the catcher with --spamassassin.");
        }

        await MailAnswers.WriteAsync(context, await report, MailJson.Default.SpamCheckShape);
    }

    private static async ValueTask<(MessageRow Row, MimeMessage Mime)> FindAsync(HttpContext context, MailScope scope)
    {
        var name = (string)context.Request.RouteValues["id"]!;
        var row = await scope.FindAsync(name, context.RequestAborted);
        return await scope.ReadAsync(row, context.RequestAborted) is { } mime
            ? (row, mime)
            : throw RefusalException.NoMessage(name);
    }
}
