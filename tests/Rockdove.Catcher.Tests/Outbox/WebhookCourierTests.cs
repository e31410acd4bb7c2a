using System.Net;
using System.Text;
using Rockdove.Outbox;
using Rockdove.Testing;
using Rockdove.Wire;

namespace Rockdove.Catcher.Tests;

public class WebhookCourierTests
{
    [Fact]
    public void The_signature_is_what_anybody_computes_who_has_the_key()
    {
        // printf '1767268800.{"a":1}' | openssl dgst -sha256 -hmac key
        Assert.Equal(
            "sha256=5ee1122f4017db9a6518df26a7ec3927f45fb5042c282ea5ca87ea919a1c74de",
            WebhookSignature.Of(new Secret("key"), 1767268800, "{\"a\":1}"u8));
    }

    [Fact]
    public async Task A_notice_is_posted_signed_and_numbered()
    {
        var handler = new Answering(_ => new HttpResponseMessage(HttpStatusCode.NoContent));
        var time = new ManualTimeProvider();
        using var courier = new WebhookCourier(
            [
                new()
                {
                    Name = "h", Url = new("https://x.test/in?t=1"), SigningKey = new("k"),
                    Authorization = new("Bearer b"),
                },
            ],
            time, handler);

        var result = Assert.Single(await courier.DeliverAsync(Item("h", attempts: 2), "{}"u8.ToArray(), Limit.Token));

        Assert.Equal((OutboxOutcome.Delivered, "204 No Content"), (result.Outcome, result.Answer));
        var (request, body) = Assert.Single(handler.Requests);
        Assert.Equal(("POST", "https://x.test/in?t=1", "{}"), (request.Method.Method, $"{request.RequestUri}", body));
        Assert.Equal("application/json", $"{request.Content!.Headers.ContentType}");
        var stamp = time.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal($"{stamp}", Assert.Single(request.Headers.GetValues("Rockdove-Timestamp")));
        Assert.Equal(
            WebhookSignature.Of(new Secret("k"), stamp, "{}"u8),
            Assert.Single(request.Headers.GetValues("Rockdove-Signature")));
        Assert.Equal("5", Assert.Single(request.Headers.GetValues("Rockdove-Delivery")));
        Assert.Equal("3", Assert.Single(request.Headers.GetValues("Rockdove-Attempt")));
        Assert.Equal("Bearer b", $"{request.Headers.Authorization}");
    }

    [Theory]
    [InlineData(200, OutboxOutcome.Delivered)]
    [InlineData(299, OutboxOutcome.Delivered)]
    [InlineData(301, OutboxOutcome.Failed)]
    [InlineData(307, OutboxOutcome.Failed)]
    [InlineData(400, OutboxOutcome.Failed)]
    [InlineData(404, OutboxOutcome.Failed)]
    [InlineData(408, OutboxOutcome.Waiting)]
    [InlineData(425, OutboxOutcome.Waiting)]
    [InlineData(429, OutboxOutcome.Waiting)]
    [InlineData(500, OutboxOutcome.Waiting)]
    [InlineData(503, OutboxOutcome.Waiting)]
    public async Task What_passes_is_tried_again_and_what_does_not_is_not(int status, OutboxOutcome outcome)
    {
        using var courier = new WebhookCourier(
            [new() { Name = "h", Url = new("http://x.test/") }], TimeProvider.System,
            new Answering(_ => new HttpResponseMessage((HttpStatusCode)status)));
        var results = await courier.DeliverAsync(Item("h"), "{}"u8.ToArray(), Limit.Token);
        Assert.Equal(outcome, Assert.Single(results).Outcome);
    }

    [Fact]
    public async Task What_cannot_be_reached_is_tried_again_and_its_secrets_are_not_told()
    {
        using var courier = new WebhookCourier(
            [new() { Name = "h", Url = new("http://u:secret@x.test/secret?secret") }], TimeProvider.System,
            new Answering(_ => throw new HttpRequestException("http://x.test/secret")));
        var result = Assert.Single(await courier.DeliverAsync(Item("h"), "{}"u8.ToArray(), Limit.Token));
        Assert.Equal(OutboxOutcome.Waiting, result.Outcome);
        Assert.StartsWith("http://x.test cannot be reached", result.Answer, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", result.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_does_not_answer_is_tried_again()
    {
        var time = new ManualTimeProvider();
        var handler = new Hanging();
        using var courier = new WebhookCourier([new() { Name = "h", Url = new("http://x.test/") }], time, handler);
        var delivering = courier.DeliverAsync(Item("h"), "{}"u8.ToArray(), Limit.Token).AsTask();
        await handler.Asked.Task.WaitAsync(Limit.Token);
        time.Advance(WebhookCourier.Patience);
        Assert.Equal(OutboxOutcome.Waiting, Assert.Single(await delivering).Outcome);
    }

    [Fact]
    public async Task A_webhook_that_is_not_there_may_come_back()
    {
        using var courier = new WebhookCourier([], TimeProvider.System, new Hanging());
        var results = await courier.DeliverAsync(Item("h"), "{}"u8.ToArray(), Limit.Token);
        Assert.Equal(OutboxOutcome.Waiting, Assert.Single(results).Outcome);
    }

    private static OutboxItem Item(string hook, int attempts = 0) => new()
    {
        Id = 5, Kind = OutboxKind.Webhook, Place = hook, Bytes = 2, Recipients = [new(hook)], Attempts = attempts,
        QueuedAt = DateTimeOffset.UnixEpoch, ExpiresAt = DateTimeOffset.MaxValue,
    };

    private sealed class Answering(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        public List<(HttpRequestMessage Request, string Body)> Requests { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
            Requests.Add((request, Encoding.UTF8.GetString(body)));
            return answer(request);
        }
    }

    private sealed class Hanging : HttpMessageHandler
    {
        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException();
        }
    }
}
