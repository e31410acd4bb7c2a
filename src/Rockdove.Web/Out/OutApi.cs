using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rockdove.Catcher;
using Rockdove.Outbox;

namespace Rockdove.Web;

/// <summary>What goes out, in our own API: releasing, the outbox, webhooks.</summary>
/// <param name="mail">What was caught.</param>
/// <param name="mailOut">The way out; null where there is none.</param>
internal sealed class OutApi(CaughtMail mail, MailOut? mailOut)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "POST", "/messages/{id}/release", context => ReleaseAsync(context, new MailScope(mail, null)));
        Map(routes, "POST", "/inboxes/{inbox}/messages/{id}/release", async context =>
        {
            var inbox = InboxApi.Find(mail, context);
            using var use = inbox.Use();
            await ReleaseAsync(context, new MailScope(mail, inbox));
        });
        Map(routes, "GET", "/outbox", ListAsync);
        Map(routes, "GET", "/outbox/{id}", ShowAsync);
        Map(routes, "DELETE", "/outbox/{id}", DeleteAsync);
        Map(routes, "POST", "/outbox/{id}/retry", RetryAsync);
        Map(routes, "GET", "/webhooks", WebhooksAsync);
        Map(routes, "GET", "/webhooks/log", LogAsync);
    }

    private static void Map(IEndpointRouteBuilder routes, string method, string path, RequestDelegate answer) =>
        routes.MapMethods(
            MailApi.Root + path, [method], context => MailAnswers.TellFaultsAsync(context, () => answer(context)));

    private async Task ReleaseAsync(HttpContext context, MailScope scope)
    {
        _ = new MailQuery(context, withConditions: false);
        var shape = await MailAnswers.ReadAsync(context, OutJson.Default.ReleaseShape) ?? new();
        if (shape.To?.Contains(null!) == true)
            throw RefusalException.BadRequest("""to is a list of addresses like ["ann@example.org"].""");
        if (mailOut is null)
            throw SwitchedOff("Nothing is released here: no route was given (--route).");
        var name = (string)context.Request.RouteValues["id"]!;
        var row = await scope.FindAsync(name, context.RequestAborted);
        try
        {
            var recipients = shape.To ?? row.Envelope?.ForwardPaths ?? [];
            var item = await mailOut.ReleaseAsync(
                new CaughtMessage(row), recipients, shape.Route, context.RequestAborted)
                ?? throw RefusalException.NoMessage(name);
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            context.Response.Headers.Location = $"{context.Request.PathBase}{MailApi.Root}/outbox/{item.Id}";
            await WriteAsync(context, item);
        }
        catch (ReleaseRefusedException refused)
        {
            throw refused.IsSwitchedOff
                ? SwitchedOff(refused.Message)
                : new RefusalException(422, "The message is not released", refused.Message);
        }
        catch (OutboxFullException full)
        {
            throw Full(full);
        }
    }

    private async Task ListAsync(HttpContext context)
    {
        var query = new MailQuery(context, withConditions: false, "kind", "state", "message", "start", "limit");
        var kind = query.Text("kind");
        var state = query.Text("state");
        var message = query.Text("message");
        if (kind is not (null or "mail" or "webhook"))
            throw RefusalException.BadRequest("kind is mail or webhook.");
        if (state is not null && Enum.GetValues<OutboxState>().All(one => OutboxItemShape.NameOf(one) != state))
            throw RefusalException.BadRequest("state is waiting, delivered, partlyDelivered or failed.");
        await WritePageAsync(context, query, item =>
            (kind is null || OutboxItemShape.NameOf(item.Kind) == kind)
            && (state is null || OutboxItemShape.NameOf(item.State) == state)
            && (message is null || item.About == message));
    }

    private async Task LogAsync(HttpContext context)
    {
        var query = new MailQuery(context, withConditions: false, "webhook", "start", "limit");
        var name = query.Text("webhook");
        await WritePageAsync(
            context, query, item => item.Kind == OutboxKind.Webhook && (name is null || item.Place == name));
    }

    private async Task WritePageAsync(HttpContext context, MailQuery query, Func<OutboxItem, bool> wanted)
    {
        var start = query.Number("start", 0, 0, int.MaxValue);
        var limit = (int)query.Number("limit", MailApi.DefaultPage, 0, MailApi.LargestPage);
        var (total, items) = mailOut?.Queue.List(wanted, start, limit) ?? (0, []);
        await MailAnswers.WriteAsync(
            context, new(total, start, [.. items.Select(OutboxItemShape.Of)]), OutJson.Default.OutboxListShape);
    }

    private async Task ShowAsync(HttpContext context)
    {
        _ = new MailQuery(context, withConditions: false);
        await WriteAsync(context, Queue(context).Find(Id(context)) ?? throw NoItem(context));
    }

    private async Task DeleteAsync(HttpContext context)
    {
        _ = new MailQuery(context, withConditions: false);
        await MailAnswers.RefuseBodyAsync(context);
        if (!Queue(context).Delete(Id(context)))
            throw NoItem(context);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task RetryAsync(HttpContext context)
    {
        _ = new MailQuery(context, withConditions: false);
        await MailAnswers.RefuseBodyAsync(context);
        try
        {
            var item = Queue(context).Retry(Id(context)) ?? throw NoItem(context);
            if (item.State == OutboxState.Delivered)
                throw new RefusalException(409, "Nothing is left to try", "All recipients have it.");
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            await WriteAsync(context, item);
        }
        catch (OutboxFullException full)
        {
            throw Full(full);
        }
    }

    private async Task WebhooksAsync(HttpContext context)
    {
        _ = new MailQuery(context, withConditions: false);
        List<WebhookShape> hooks =
        [
            .. (mailOut?.Options.Webhooks ?? []).Select(hook => new WebhookShape
            {
                Name = hook.Target.Name,
                Place = hook.Target.Place,
                Query = hook.Query,
                Inbox = hook.Inbox,
                Body = hook.Body.ToString().ToLowerInvariant(),
                IsSigned = hook.Target.SigningKey is not null,
            }),
        ];
        await MailAnswers.WriteAsync(
            context, new(hooks.Count, hooks, mailOut?.Missed ?? 0), OutJson.Default.WebhookListShape);
    }

    private OutboxQueue Queue(HttpContext context) => mailOut?.Queue ?? throw NoItem(context);

    private static Task WriteAsync(HttpContext context, OutboxItem item) =>
        MailAnswers.WriteAsync(context, OutboxItemShape.Of(item), OutJson.Default.OutboxItemShape);

    /// <summary>What is no number is the id of nothing.</summary>
    private static long Id(HttpContext context) => long.TryParse(
        (string)context.Request.RouteValues["id"]!, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : 0;

    private static RefusalException NoItem(HttpContext context) => new(
        404, "Nothing of that id",
        $"There is no '{context.Request.RouteValues["id"]}' in the outbox, or not any more.");

    /// <summary>Not 403, which says that one's token may not do it.</summary>
    private static RefusalException SwitchedOff(string detail) => new(409, "Release is not switched on", detail);

    private static RefusalException Full(OutboxFullException full) => new(503, "The outbox is full", full.Message);
}
