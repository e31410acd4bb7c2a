using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rockdove.Catcher;
using Rockdove.Mime;

namespace Rockdove.Web;

/// <summary>Mailpit's checks: the same as ours, in its shapes.</summary>
internal sealed class MailpitChecks(CaughtMail mail, MailChecks checks)
{
    private readonly MessageLookup _lookup = new(mail);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/message/{id}/html-check", HtmlAsync);
        routes.MapGet("/api/v1/message/{id}/link-check", LinksAsync);
        if (checks.AsksForSpam) // As there: else it is not there at all.
            routes.MapGet("/api/v1/message/{id}/sa-check", SpamAsync);
    }

    private async Task HtmlAsync(HttpContext context)
    {
        if (await FindAsync(context) is not { } mime)
            return;
        if (string.IsNullOrEmpty(mime.Html))
        {
            await MailpitAnswers.FailAsync(context, 400, "message does not contain HTML");
            return;
        }

        var found = HtmlCheck.Run(mime.Html);
        var shape = new MailpitHtmlCheckShape(
            [.. found.Warnings.Select(Warning)],
            ClientSupport.Current.Platforms,
            new(found.Tests, found.Nodes, found.Supported, found.Partial, found.Unsupported));
        await MailpitAnswers.JsonAsync(context, shape, MailpitJson.Default.MailpitHtmlCheckShape);
    }

    private async Task LinksAsync(HttpContext context)
    {
        if (await FindAsync(context) is not { } mime)
            return;
        var follows = context.Request.Query["follow"] == "true";
        var found = await checks.LinksAsync(mime, follows, context.RequestAborted);
        // Mailpit has nothing but links to the web.
        MailpitLinkShape[] links =
        [
            .. found.Links.Where(link => link.Url.StartsWith("http", StringComparison.OrdinalIgnoreCase))
                .Select(link => new MailpitLinkShape(link.Url, link.Status ?? 0, Status(link, found.Asked))),
        ];
        var errors = found.Asked ? links.Count(link => link.StatusCode is 0 or >= 400) : 0;
        await MailpitAnswers.JsonAsync(context, new(errors, links), MailpitJson.Default.MailpitLinkCheckShape);
    }

    private async Task SpamAsync(HttpContext context)
    {
        if (await FindAsync(context) is not { } mime)
            return;
        var report = await checks.SpamAsync(mime, context.RequestAborted)!;
        var shape = new MailpitSpamShape(
            report.IsSpam, report.Error ?? "", report.Score ?? 0,
            [.. report.Rules.Select(rule => new MailpitSpamRuleShape(rule.Score, rule.Name, rule.Description))]);
        await MailpitAnswers.JsonAsync(context, shape, MailpitJson.Default.MailpitSpamShape);
    }

    /// <summary>The words of the status, or why there is none.</summary>
    private static string Status(LinkShape link, bool asked) =>
        link.Status is { } status ? Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status)
        : link.Problem ?? (asked ? "not asked: there are too many links" : "not asked: see --allow-network");

    private static MailpitWarningShape Warning(HtmlWarningShape warning) => new()
    {
        Slug = warning.Slug,
        Title = warning.Title,
        Description = NoteText.ToHtml(warning.Description),
        URL = warning.Url,
        Category = warning.Category,
        Tags = warning.Tags,
        Keywords = "",
        Results =
        [
            .. warning.Clients.Select(client => new MailpitClientShape(
                client.Name, client.Platform, client.Family, client.Version, client.Support,
                client.Notes is [.., var note] ? note : "")),
        ],
        NotesByNumber = warning.Notes.ToDictionary(note => note.Number, note => NoteText.ToHtml(note.Text)),
        Score = new(warning.Found, warning.Supported, warning.Partial, warning.Unsupported),
    };

    /// <summary>The message that the path names; null after answering 404.</summary>
    private async ValueTask<MimeMessage?> FindAsync(HttpContext context)
    {
        var found = await _lookup.ReadAsync(context, (string)context.Request.RouteValues["id"]!);
        if (found is null)
            await MailpitAnswers.FailAsync(context, 404, "no such message");
        return found?.Mime;
    }
}
