using System.Net;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Rockdove.Outbox;
using Rockdove.Testing;
using Rockdove.Wire;

namespace Rockdove.Catcher.Tests;

/// <summary>Webhooks, from the mail that comes to the request that goes.</summary>
public class WebhookTests
{
    [Fact]
    public async Task Each_shape_tells_what_it_is_for()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var catcher = await RunningCatcher.StartAsync(leaving: new()
        {
            Webhooks = [.. Enum.GetValues<WebhookBody>().Select(body => receiver.Hook($"{body}") with { Body = body })],
        });
        var id = await catcher.SendAsync("From: a@x.test\r\nSubject: Grüße\r\n\r\nHello\r\n");
        var told = new Dictionary<string, JsonElement>();
        for (var i = 0; i < 4; i++)
        {
            var (request, body) = await receiver.NextAsync();
            told[request["Path"]] = JsonDocument.Parse(body).RootElement;
        }

        var summary = told["/Summary"];
        Assert.Equal(("message", "Summary"), (
            summary.GetProperty("event").GetString(), summary.GetProperty("webhook").GetString()));
        Assert.Equal(id, summary.GetProperty("summary").GetProperty("id").GetString());
        Assert.False(summary.TryGetProperty("message", out _));
        Assert.Equal("Hello", told["/Message"].GetProperty("message").GetProperty("text").GetString()!.Trim());
        Assert.False(told["/Message"].TryGetProperty("raw", out _));
        Assert.Equal(
            "From: a@x.test\r\nSubject: Grüße\r\n\r\nHello\r\n",
            Encoding.UTF8.GetString(told["/Raw"].GetProperty("raw").GetBytesFromBase64()));
        Assert.All(
            (await catcher.GetAsync("outbox")).Texts("items", "subject"), subject => Assert.Equal("Grüße", subject));
        Assert.Equal((id, "Grüße"), (
            told["/Mailpit"].GetProperty("ID").GetString(), told["/Mailpit"].GetProperty("Subject").GetString()));
    }

    [Fact]
    public async Task Only_what_a_filter_finds_is_told()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var catcher = await RunningCatcher.StartAsync(leaving: new()
        {
            Webhooks =
            [
                receiver.Hook("query") with { Query = "subject:wanted OR to:ann@x.test" },
                receiver.Hook("inbox") with { Inbox = "mine" },
            ],
        });
        await catcher.CreateInboxAsync("""{"name":"mine"}""");
        await catcher.SendAsync("Subject: other\r\n\r\n");
        await catcher.SendAsync("Subject: wanted\r\n\r\n");
        await catcher.SendAsync("Subject: mine\r\n\r\n", to: ["x+mine@x.test"]);
        await catcher.SendAsync("Subject: both\r\nTo: ann@x.test\r\n\r\n", to: ["x+mine@x.test"]);

        var told = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            var (request, body) = await receiver.NextAsync();
            var subject = JsonDocument.Parse(body).RootElement.GetProperty("summary").GetProperty("subject");
            told.Add($"{request["Path"]} {subject.GetString()}");
        }

        Assert.Equal(["/inbox both", "/inbox mine", "/query both", "/query wanted"], told.Order());
        Assert.Equal(4, (await catcher.GetAsync("webhooks/log")).GetProperty("total").GetInt32());
        Assert.Equal(2, (await catcher.GetAsync("webhooks/log?webhook=inbox")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task What_fails_is_tried_again_and_logged_and_the_signature_is_of_that_time()
    {
        var time = new ManualTimeProvider();
        await using var receiver = await Receiver.StartAsync(503, 200);
        await using var catcher = await RunningCatcher.StartAsync(time: time, leaving: new()
        {
            Webhooks = [receiver.Hook("h", new Secret("key"))],
        });
        await catcher.SendAsync("Subject: x\r\n\r\n");
        var (first, _) = await receiver.NextAsync();
        var due = (await catcher.Outbox.WaitAsync(1, one => one.Attempts == 1)).NextAttemptAt!.Value;
        await catcher.Outbox.ArmedAsync(time, due);
        time.Advance(due - time.GetUtcNow());
        var (second, body) = await receiver.NextAsync();
        await catcher.Outbox.WaitForEndAsync(1);

        Assert.Equal(("1", "2"), (first["Rockdove-Attempt"], second["Rockdove-Attempt"]));
        Assert.Equal(first["Rockdove-Delivery"], second["Rockdove-Delivery"]);
        var stamp = time.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal($"{stamp}", second["Rockdove-Timestamp"]);
        Assert.Equal(
            WebhookSignature.Of(new Secret("key"), stamp, Encoding.UTF8.GetBytes(body)), second["Rockdove-Signature"]);
        var log = (await catcher.GetAsync("webhooks/log")).GetProperty("items")[0];
        Assert.Equal(("delivered", 2), (log.GetProperty("state").GetString(), log.GetProperty("attempts").GetInt32()));
        Assert.Equal("200 OK", log.GetProperty("recipients")[0].GetProperty("answer").GetString());
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var receiver = await Receiver.StartAsync(307, 200);
        await using var catcher = await RunningCatcher.StartAsync(leaving: new() { Webhooks = [receiver.Hook("h")] });
        await catcher.SendAsync("Subject: x\r\n\r\n");
        await receiver.NextAsync();

        Assert.Equal(OutboxState.Failed, (await catcher.Outbox.WaitAsync(1, one => one.EndedAt is not null)).State);
        Assert.Equal(0, receiver.Waiting);
    }

    [Fact]
    public async Task Secrets_are_never_told()
    {
        await using var catcher = await RunningCatcher.StartAsync(leaving: new()
        {
            Webhooks =
            [
                new()
                {
                    Target = new()
                    {
                        Name = "h", Url = new("http://127.0.0.1:1/hidden?hidden=hidden"), SigningKey = new("hidden"),
                        Authorization = new("Bearer hidden"),
                    },
                },
            ],
        });
        await catcher.SendAsync("Subject: x\r\n\r\n");
        await catcher.Outbox.WaitAsync(1, one => one.Attempts == 1);

        foreach (var path in (string[])["webhooks", "webhooks/log", "outbox", "outbox/1"])
        {
            var text = (await catcher.GetAsync(path)).GetRawText();
            Assert.DoesNotContain("hidden", text, StringComparison.Ordinal);
        }

        var hook = (await catcher.GetAsync("webhooks")).GetProperty("webhooks")[0];
        Assert.Equal(("http://127.0.0.1:1", true), (
            hook.GetProperty("place").GetString(), hook.GetProperty("isSigned").GetBoolean()));
    }

    /// <summary>Somebody who takes notices.</summary>
    private sealed class Receiver : IAsyncDisposable
    {
        private readonly Channel<(Dictionary<string, string> Request, string Body)> _taken =
            Channel.CreateUnbounded<(Dictionary<string, string>, string)>();

        private readonly WebApplication _app;
        private readonly Queue<int> _answers;
        private ListenOptions? _listening;

        private Receiver(int[] answers)
        {
            _answers = new Queue<int>(answers);
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().ConfigureKestrel(
                kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => _listening = listen));
            _app = builder.Build();
            _app.Run(TakeAsync);
        }

        public int Waiting => _taken.Reader.Count;

        /// <param name="answers">The statuses to answer with, one after the other, and 200 after them.</param>
        public static async Task<Receiver> StartAsync(params int[] answers)
        {
            var receiver = new Receiver(answers);
            await receiver._app.StartAsync(Limit.Token);
            return receiver;
        }

        public CatcherWebhook Hook(string name, Secret? key = null) => new()
        {
            Target = new()
            {
                Name = name, Url = new Uri($"http://127.0.0.1:{_listening!.IPEndPoint!.Port}/{name}"), SigningKey = key,
            },
        };

        public async Task<(Dictionary<string, string> Request, string Body)> NextAsync() =>
            await _taken.Reader.ReadAsync(Limit.Token);

        public ValueTask DisposeAsync() => _app.DisposeAsync();

        private async Task TakeAsync(HttpContext context)
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync(context.RequestAborted);
            var request = context.Request.Headers.ToDictionary(
                field => field.Key, field => field.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            request["Path"] = context.Request.Path;
            lock (_answers)
                context.Response.StatusCode = _answers.TryDequeue(out var status) ? status : 200;
            context.Response.Headers.Location = "/elsewhere";
            await _taken.Writer.WriteAsync((request, body), context.RequestAborted);
        }
    }
}
