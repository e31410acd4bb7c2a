using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rockdove.Catcher;
using Rockdove.Mock;
using Rockdove.Wire;

namespace Rockdove.Web;

/// <summary>Shows, sets and drops the faults of an inbox, or of all mail, in our own API.</summary>
internal sealed class FaultApi(CaughtMail mail, CatcherFaults faults)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "GET", ShowAsync);
        Map(routes, "PUT", SetAsync);
        Map(routes, "DELETE", ClearAsync);
    }

    private void Map(IEndpointRouteBuilder routes, string method, Func<HttpContext, NamedInbox?, Task> answer)
    {
        routes.MapMethods($"{MailApi.Root}/faults", [method], context => MailAnswers.TellFaultsAsync(context, () =>
        {
            _ = new MailQuery(context, withConditions: false);
            return answer(context, null);
        }));
        routes.MapMethods($"{MailApi.Root}/inboxes/{{inbox}}/faults", [method], context => MailAnswers.TellFaultsAsync(
            context, async () =>
            {
                _ = new MailQuery(context, withConditions: false);
                var inbox = InboxApi.Find(mail, context);
                using var use = inbox.Use();
                await answer(context, inbox);
            }));
    }

    private Task ShowAsync(HttpContext context, NamedInbox? inbox)
    {
        var script = faults.Find(inbox);
        return MailAnswers.WriteAsync(
            context, new FaultsShape(script?.Text ?? "", script?.Layer.Rules ?? []), FaultJson.Default.FaultsShape);
    }

    private async Task SetAsync(HttpContext context, NamedInbox? inbox)
    {
        var body = new byte[ScriptBytes + 1];
        var length = await context.Request.Body.ReadAtLeastAsync(
            body, body.Length, throwOnEndOfStream: false, context.RequestAborted);
        if (length > ScriptBytes)
            throw new RefusalException(413, "The script is too big", $"It may have {ScriptBytes} octets.");
        try
        {
            var script = inbox is null
                ? FaultScript.Read("faults", body.AsSpan(0, length))
                : FaultScript.Read("faults", body.AsSpan(0, length), inbox, faults.IsThere);
            if (script.Layer.Rules.Count == 0)
                throw RefusalException.BadRequest("There is no rule in it: the first line of one is '! on MOMENT'.");
            if (script.Layer.Rules.Count > MostRules)
                throw RefusalException.BadRequest($"There may be {MostRules} rules.");
            faults.Set(inbox, script);
        }
        catch (TranscriptException error)
        {
            throw RefusalException.BadRequest(string.Join('\n', error.Errors));
        }
        catch (MockScriptException error)
        {
            throw RefusalException.BadRequest(string.Join('\n', error.Errors));
        }

        await ShowAsync(context, inbox);
    }

    private async Task ClearAsync(HttpContext context, NamedInbox? inbox)
    {
        await MailAnswers.RefuseBodyAsync(context);
        faults.Clear(inbox);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>Each is asked at each of its moments.</summary>
    public const int MostRules = 100;

    /// <summary>So many rules at some length.</summary>
    public const int ScriptBytes = 64 * 1024;
}
