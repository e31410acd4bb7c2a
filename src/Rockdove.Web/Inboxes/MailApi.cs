using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rockdove.Catcher;
using Rockdove.Mime;
using Rockdove.Storage;

namespace Rockdove.Web;

/// <summary>Our own API, <c>/api/rockdove/v1</c>: what is asked of all mail, or of one inbox.</summary>
internal sealed class MailApi(
    CaughtMail mail, CatcherWebOptions options, MailChecks checks, Thumbnails thumbnails, CancellationToken stopping)
{
    private readonly MailListing _listing = new();
    private int _waiting;

    public void Map(IEndpointRouteBuilder routes)
    {
        new InboxApi(mail).Map(routes);
        routes.MapGet($"{Root}/openapi.json", ApiDocument.WriteAsync);
        routes.MapGet($"{Root}/about", context => MailAnswers.TellFaultsAsync(
            context, () => new MailAbout(mail, options, routes).ShowAsync(context)));
        Map(routes, "GET", "/messages", _listing.ListAsync);
        Map(routes, "PATCH", "/messages", MailChanges.ChangeAsync);
        Map(routes, "POST", "/messages/delete", MailChanges.DeleteAsync);
        Map(routes, "GET", "/messages/{id}/structure", MailStructure.ShowAsync);
        Map(routes, "GET", "/tags", MailListing.TagsAsync);
        Map(routes, "DELETE", "/messages", DeleteAllAsync);
        Map(routes, "GET", "/messages/{id}", ShowAsync);
        Map(routes, "DELETE", "/messages/{id}", DeleteAsync);
        Map(routes, "GET", "/messages/{id}/raw", RawAsync);
        Map(routes, "GET", "/messages/{id}/html", HtmlAsync);
        Map(routes, "GET", "/messages/{id}/parts/{part}", PartAsync);
        Map(routes, "GET", "/messages/{id}/parts/{part}/thumbnail", new MailThumbnails(thumbnails).ShowAsync);
        Map(routes, "GET", "/messages/{id}/envelope", EnvelopeAsync);
        Map(routes, "GET", "/messages/{id}/transcript", TranscriptAsync);
        Map(routes, "GET", "/messages/{id}/extract", ExtractAsync);
        Map(routes, "GET", "/wait", WaitAsync);
        Map(routes, "POST", "/assert", AssertAsync);
        Map(routes, "GET", "/events", EventsAsync);
        foreach (var (check, answer) in new CheckApi(checks).Answers)
            Map(routes, "GET", $"/messages/{{id}}/checks/{check}", answer);
    }

    /// <summary>The same under the root, for all mail, and under an inbox, which is in use meanwhile.</summary>
    private void Map(
        IEndpointRouteBuilder routes, string method, string path, Func<HttpContext, MailScope, Task> answer)
    {
        routes.MapMethods(Root + path, [method], context => MailAnswers.TellFaultsAsync(
            context, () => answer(context, new MailScope(mail, null))));
        routes.MapMethods($"{Root}/inboxes/{{inbox}}{path}", [method], context => MailAnswers.TellFaultsAsync(
            context, async () =>
            {
                var inbox = InboxApi.Find(mail, context);
                using var use = inbox.Use();
                await answer(context, new MailScope(mail, inbox));
            }));
    }

    /// <summary>The part that the path names.</summary>
    /// <exception cref="RefusalException">There is none, or no such message.</exception>
    internal static async ValueTask<MimePart> FindPartAsync(HttpContext context, MailScope scope)
    {
        var mime = await ReadAsync(context, scope);
        var name = (string)context.Request.RouteValues["part"]!;
        return mime.FindPart(name) ?? throw new RefusalException(
            404, "No such part", $"This message has no part '{name}'; the message tells its parts.");
    }

    private static async Task DeleteAllAsync(HttpContext context, MailScope scope)
    {
        _ = new MailQuery(context, withConditions: false);
        await MailAnswers.RefuseBodyAsync(context);
        var deleted = await scope.DeleteAsync(null, context.RequestAborted);
        await MailAnswers.WriteAsync(context, new(deleted), MailJson.Default.MailDeletedShape);
    }

    private static async Task DeleteAsync(HttpContext context, MailScope scope)
    {
        _ = new MailQuery(context, withConditions: false);
        await MailAnswers.RefuseBodyAsync(context);
        if (Name(context) == "latest")
        {
            throw RefusalException.BadRequest(
                "To delete a message its id is wanted: the latest may be another one by now.");
        }

        var deleted = await scope.DeleteAsync(
            await scope.FindAsync(Name(context), context.RequestAborted), context.RequestAborted);
        await MailAnswers.WriteAsync(context, new(deleted), MailJson.Default.MailDeletedShape);
    }

    private static async Task ShowAsync(HttpContext context, MailScope scope)
    {
        _ = new MailQuery(context, withConditions: false);
        var row = await scope.FindAsync(Name(context), context.RequestAborted);
        var message = await scope.MessageAsync(row, context.RequestAborted)
            ?? throw RefusalException.NoMessage(Name(context));
        await MailAnswers.WriteAsync(context, message, MailJson.Default.MailMessageShape);
    }

    /// <summary>As it is, and as it is read: a large message is not in memory.</summary>
    private static async Task RawAsync(HttpContext context, MailScope scope)
    {
        _ = new MailQuery(context, withConditions: false);
        var row = await scope.FindAsync(Name(context), context.RequestAborted);
        await using var body = await scope.Mail.Store.OpenBodyAsync(row.Message, context.RequestAborted)
            ?? throw RefusalException.NoMessage(Name(context));
        context.Response.ContentType = "text/plain"; // What the octets mean is anybody's guess.
        context.Response.ContentLength = body.Bytes;
        await body.CopyToAsync(ByteRange.Whole, context.Response.BodyWriter, context.RequestAborted);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private async Task HtmlAsync(HttpContext context, MailScope scope)
    {
        var query = new MailQuery(context, withConditions: false, "remote");
        var isRemote = query.Text("remote") switch
        {
            null or "false" => false,
            "true" => true,
            _ => throw RefusalException.BadRequest("remote is true or false."),
        };
        if (isRemote && checks.Fetcher is null)
        {
            throw new RefusalException(
                403, "The network is closed", "Pictures of other servers need a catcher started with --allow-network.");
        }

        var mime = await ReadAsync(context, scope);
        if (mime.HtmlBody is null)
            throw new RefusalException(404, "No HTML", "This message has no HTML; what it says is its text.");
        await HtmlPage.WriteAsync(context, mime, isRemote ? checks.Fetcher : null);
    }

    private static async Task PartAsync(HttpContext context, MailScope scope)
    {
        _ = new MailQuery(context, withConditions: false);
        await PartAnswer.WriteAsync(context, await FindPartAsync(context, scope));
    }

    private static async ValueTask<MimeMessage> ReadAsync(HttpContext context, MailScope scope)
    {
        var row = await scope.FindAsync(Name(context), context.RequestAborted);
        return await scope.ReadAsync(row, context.RequestAborted) ?? throw RefusalException.NoMessage(Name(context));
    }

    private static async Task EnvelopeAsync(HttpContext context, MailScope scope)
    {
        _ = new MailQuery(context, withConditions: false);
        var row = await scope.FindAsync(Name(context), context.RequestAborted);
        await MailAnswers.WriteAsync(context, MailShowing.Envelope(row), MailJson.Default.MailEnvelopeShape);
    }

    /// <summary>As text: a peer wrote it, so that it is never a page.</summary>
    private static async Task TranscriptAsync(HttpContext context, MailScope scope)
    {
        _ = new MailQuery(context, withConditions: false);
        var row = await scope.FindAsync(Name(context), context.RequestAborted);
        if (scope.Mail.Sessions.Find(row.Message) is not { } text)
        {
            throw new RefusalException(
                404, "No transcript", "The session of this message is not kept: it came before the catcher started, by "
                + "IMAP, or too many have come since.");
        }

        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.Body.WriteAsync(text, context.RequestAborted);
    }

    private static async Task ExtractAsync(HttpContext context, MailScope scope)
    {
        var query = new MailQuery(context, withConditions: false, "rule", "selector", "attribute");
        var row = await scope.FindAsync(Name(context), context.RequestAborted);
        var mime = await scope.ReadAsync(row, context.RequestAborted)
            ?? throw RefusalException.NoMessage(Name(context));
        await MailAnswers.WriteAsync(context, Extraction.Run(query, mime), MailJson.Default.ExtractedShape);
    }

    private async Task WaitAsync(HttpContext context, MailScope scope)
    {
        var query = new MailQuery(context, withConditions: true, "count", "timeoutSeconds");
        var count = (int)query.Number("count", 1, 1, MostWaitedFor);
        var timeout = query.Seconds("timeoutSeconds", UsualWait, LongestWait);
        var conditions = await MailConditions.ReadAsync(query.Conditions(), scope, context.RequestAborted);
        var wait = new MailWait(scope, conditions);
        var shown = new List<MailMessageShape>();
        await WaitAsync(context, async stop =>
        {
            if (await wait.FollowAsync(ShowAllAsync, timeout, stop))
                return;
            throw new RefusalException(504, "", "")
            {
                Problem = new()
                {
                    Status = 504,
                    Title = "The mail did not come",
                    Detail = $"In {timeout.TotalSeconds} seconds there were {wait.Found.Count} of {count} messages.",
                    Found = wait.Found.Count,
                    Misses = await wait.MissesAsync(stop),
                },
            };

            async ValueTask<bool> ShowAllAsync()
            {
                shown.Clear();
                foreach (var row in wait.Found.Count < count ? [] : wait.Found)
                {
                    if (shown.Count < count && await scope.MessageAsync(row, stop) is { } message)
                        shown.Add(message);
                }

                return shown.Count == count; // One that was deleted just now does not count.
            }
        });
        await MailAnswers.WriteAsync(context, new(shown.Count, shown), MailJson.Default.MailFoundShape);
    }

    private async Task AssertAsync(HttpContext context, MailScope scope)
    {
        _ = new MailQuery(context, withConditions: false);
        var shape = await MailAnswers.ReadAsync(context, MailJson.Default.AssertionShape)
            ?? throw RefusalException.BadRequest("""The body says what shall be true, like {"count":1}.""");
        var assertion = await MailAssertion.ReadAsync(shape, scope, context.RequestAborted);
        var count = 0;
        await WaitAsync(context, async stop => count = await assertion.HoldAsync(stop));
        await MailAnswers.WriteAsync(context, new(true, count), MailJson.Default.AssertedShape);
    }

    private async Task EventsAsync(HttpContext context, MailScope scope)
    {
        _ = new MailQuery(context, withConditions: false);
        await WaitAsync(context, stop => new MailEvents(scope, context).WriteAsync(stop));
    }

    /// <summary>Something that may take long. It ends with the catcher.</summary>
    private async Task WaitAsync(HttpContext context, Func<CancellationToken, Task> run)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            if (Interlocked.Increment(ref _waiting) > MostWaiting)
            {
                throw new RefusalException(
                    503, "Too many wait", $"{MostWaiting} requests wait already; end some, or try again later.");
            }

            await run(either.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            if (!context.Response.HasStarted)
                throw RefusalException.Stopping();
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private static string Name(HttpContext context) => (string)context.Request.RouteValues["id"]!;

    public const string Root = "/api/rockdove/v1";

    /// <summary>Long enough for a queue that is looked at every few seconds, short enough for a test.</summary>
    public static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(10);

    /// <summary>Longer than any queue of a test, shorter than what keeps a forgotten client for ever.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    /// <summary>Requests that wait at a time, each with a connection; a thousand tests at once.</summary>
    public const int MostWaiting = 1000;

    /// <summary>Messages that one request waits for: all are in the answer, with their text.</summary>
    public const int MostWaitedFor = 100;

    public const int DefaultPage = 50;

    /// <summary>Each message of a page is read.</summary>
    public const int LargestPage = 500;
}
