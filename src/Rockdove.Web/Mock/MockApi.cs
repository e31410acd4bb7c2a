using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rockdove.Mock;
using Rockdove.Wire;

namespace Rockdove.Web;

/// <summary>The HTTP API of a mock.</summary>
internal sealed class MockApi(MockMailServer server)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/messages", ListAsync);
        routes.MapGet("/api/v1/messages/wait", WaitAsync);
        routes.MapGet("/api/v1/messages/{number:int}", context => ShowAsync(context));
        routes.MapGet("/api/v1/messages/{number:int}/raw", RawAsync);
        routes.MapDelete("/api/v1/messages", PurgeAsync);
        routes.MapPost("/api/v1/messages/take", TakeAsync);
        routes.MapGet("/api/v1/sessions", SessionsAsync);
        routes.MapGet("/api/v1/sessions/{number:int}", SessionAsync);
        routes.MapGet("/api/v1/sessions/{number:int}/transcript", TranscriptAsync);
        routes.MapPut("/api/v1/script", FollowAsync);
        routes.MapGet("/api/v1/authority", AuthorityAsync);
        routes.MapGet("/livez", context => TextAsync(context, "ok"));
    }

    private Task ListAsync(HttpContext context)
    {
        var messages = server.Messages;
        return WriteAsync(
            context, new MockListShape(messages.Count, [.. messages.Select(MockReading.Summary)]),
            MockJson.Default.MockListShape);
    }

    private async Task WaitAsync(HttpContext context)
    {
        if (MockFilter.Read(context.Request.Query, out var fault) is not { } filter)
        {
            await FailAsync(context, Problem(400, "The query makes no sense", fault));
            return;
        }

        try
        {
            var timeout = TimeSpan.FromSeconds(filter.TimeoutSeconds);
            var found = await server.WaitForMessagesAsync(filter.Count, filter.Wants, timeout, context.RequestAborted);
            await WriteAsync(
                context, new MockTakenShape(found.Count, [.. found.Select(MockReading.Message)]),
                MockJson.Default.MockTakenShape);
        }
        catch (MockWaitException late)
        {
            await FailAsync(context, Problem(504, "The mail did not come", late.Message) with
            {
                Arrived = [.. late.Arrived.Select(MockReading.Summary)],
            });
        }
    }

    private async Task ShowAsync(HttpContext context)
    {
        if (await FindMessageAsync(context) is { } message)
            await WriteAsync(context, MockReading.Message(message), MockJson.Default.MockMessageShape);
    }

    private async Task RawAsync(HttpContext context)
    {
        if (await FindMessageAsync(context) is not { } message)
            return;
        context.Response.ContentType = "text/plain"; // What the octets mean is anybody's guess.
        context.Response.ContentLength = message.Content.Length;
        await context.Response.Body.WriteAsync(message.Content, context.RequestAborted);
    }

    private Task PurgeAsync(HttpContext context) =>
        WriteAsync(context, new MockPurgedShape(server.MessagesAndPurge().Count), MockJson.Default.MockPurgedShape);

    /// <summary>One step: a message that comes meanwhile is in this answer or in the next one.</summary>
    private Task TakeAsync(HttpContext context)
    {
        var taken = server.MessagesAndPurge();
        return WriteAsync(
            context, new MockTakenShape(taken.Count, [.. taken.Select(MockReading.Message)]),
            MockJson.Default.MockTakenShape);
    }

    private Task SessionsAsync(HttpContext context)
    {
        var sessions = server.Sessions;
        return WriteAsync(
            context, new MockSessionListShape(sessions.Count, [.. sessions.Select(MockReading.Session)]),
            MockJson.Default.MockSessionListShape);
    }

    private async Task SessionAsync(HttpContext context)
    {
        if (await FindSessionAsync(context) is { } session)
            await WriteAsync(context, MockReading.Session(session), MockJson.Default.MockSessionShape);
    }

    private async Task TranscriptAsync(HttpContext context)
    {
        if (await FindSessionAsync(context) is { } session)
            await TextAsync(context, session.Transcript.ToString());
    }

    private async Task FollowAsync(HttpContext context)
    {
        var body = new byte[ScriptBytes + 1];
        var length = await context.Request.Body.ReadAtLeastAsync(
            body, body.Length, throwOnEndOfStream: false, context.RequestAborted);
        if (length > ScriptBytes)
        {
            await FailAsync(context, Problem(413, "The script is too big", $"It may have {ScriptBytes} octets."));
            return;
        }

        try
        {
            var script = MockScript.Parse("script", body.AsSpan(0, length));
            server.Change(rules => rules.Forget().Follow(script));
            await WriteAsync(context, new MockScriptShape(script.Rules.Count), MockJson.Default.MockScriptShape);
        }
        catch (TranscriptException error)
        {
            await RefuseScriptAsync(context, [.. error.Errors.Select(one => one.ToString())]);
        }
        catch (MockScriptException error)
        {
            await RefuseScriptAsync(context, error.Errors);
        }
        catch (InvalidOperationException error) // A server that repeats a conversation has no rules.
        {
            await RefuseScriptAsync(context, [error.Message]);
        }
    }

    private Task AuthorityAsync(HttpContext context) => TextAsync(context, server.Authority.RootPem);

    private static Task RefuseScriptAsync(HttpContext context, IReadOnlyList<string> errors) =>
        FailAsync(context, Problem(400, "The script cannot work", string.Join('\n', errors)) with { Errors = errors });

    /// <summary>The message that the path names; null after answering 404.</summary>
    private async ValueTask<ReceivedMessage?> FindMessageAsync(HttpContext context)
    {
        var number = Number(context);
        if (server.Messages.FirstOrDefault(message => message.Number == number) is { } found)
            return found;
        await FailAsync(context, Problem(404, "No such message", $"There is no message {number}, or not any more."));
        return null;
    }

    /// <summary>The session that the path names; null after answering 404.</summary>
    private async ValueTask<MockSession?> FindSessionAsync(HttpContext context)
    {
        var number = Number(context);
        if (server.Sessions.FirstOrDefault(session => session.Number == number) is { } found)
            return found;
        await FailAsync(context, Problem(404, "No such session", $"There is no session {number}, or not any more."));
        return null;
    }

    private static int Number(HttpContext context) =>
        int.Parse((string)context.Request.RouteValues["number"]!, CultureInfo.InvariantCulture);

    private static ProblemShape Problem(int status, string title, string detail) =>
        new() { Status = status, Title = title, Detail = detail };

    private static async Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type)
    {
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(context.Response.Body, value, type, context.RequestAborted);
    }

    private static Task TextAsync(HttpContext context, string text)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    private static async Task FailAsync(HttpContext context, ProblemShape problem)
    {
        context.Response.StatusCode = problem.Status;
        context.Response.ContentType = "application/problem+json"; // RFC 9457 section 3
        await JsonSerializer.SerializeAsync(
            context.Response.Body, problem, MockJson.Default.ProblemShape, context.RequestAborted);
    }

    /// <summary>A script: room for some ten thousand rules.</summary>
    private const int ScriptBytes = 1024 * 1024;
}
