using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rockdove.Catcher;

namespace Rockdove.Web;

/// <summary>
/// A body by itself: <c>/view/ID.html</c> and <c>/view/ID.txt</c>; and <c>/view/ID</c>, which leads to the page of the
/// message.
/// </summary>
internal sealed class MailpitView(CaughtMail mail)
{
    private readonly MessageLookup _lookup = new(mail);

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/view/{name}", ShowAsync);

    private async Task ShowAsync(HttpContext context)
    {
        var name = (string)context.Request.RouteValues["name"]!;
        var isText = name.EndsWith(".txt", StringComparison.Ordinal);
        var isHtml = name.EndsWith(".html", StringComparison.Ordinal);
        var id = isText || isHtml ? Path.GetFileNameWithoutExtension(name) : name;
        if (await _lookup.ReadAsync(context, id) is not var (caught, mime))
        {
            await MailpitAnswers.FailAsync(context, 404, "Message not found");
            return;
        }

        if (!isText && !isHtml)
        {
            context.Response.Redirect(UiPages.Of(caught.Id));
            return;
        }

        if (isHtml && mime.Html is null)
        {
            await MailpitAnswers.FailAsync(context, 404, "This message does not contain a HTML part");
            return;
        }

        if (isHtml)
        {
            await HtmlPage.WriteAsync(context, mime);
            return;
        }

        context.Response.Headers.ContentSecurityPolicy = PartAnswer.Policy;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(mime.Text ?? "", context.RequestAborted);
    }
}
