using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Rockdove.Outbox;

/// <summary>
/// Posts notices as JSON, each to the webhook that it names. A redirect is not followed: the notice is for one place.
/// </summary>
public sealed class WebhookCourier : IOutboxCourier, IDisposable
{
    private readonly IReadOnlyList<WebhookTarget> _targets;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;

    /// <param name="targets">The webhooks.</param>
    /// <param name="time">The clock.</param>
    /// <param name="handler">What speaks HTTP, and follows no redirect; null for one of ours.</param>
    public WebhookCourier(IReadOnlyList<WebhookTarget> targets, TimeProvider time, HttpMessageHandler? handler = null)
    {
        _targets = targets;
        _time = time;
        _client = new HttpClient(
            handler ?? new SocketsHttpHandler
            {
                AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = Patience,
            })
        {
            Timeout = Timeout.InfiniteTimeSpan, // The queue's clock counts.
        };
    }

    public OutboxKind Kind => OutboxKind.Webhook;

    public async ValueTask<IReadOnlyList<CourierResult>> DeliverAsync(
        OutboxItem item, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (_targets.FirstOrDefault(one => one.Name == item.Place) is not { } target)
            return All(OutboxOutcome.Waiting, $"There is no webhook '{item.Place}' now.");
        using var patience = new CancellationTokenSource(Patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using var request = RequestTo(target, item, content);
        try
        {
            // The body of the answer is nobody's: only its head is read, however long the rest is.
            using var answer = await _client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            var text = string.Create(CultureInfo.InvariantCulture, $"{(int)answer.StatusCode} {answer.ReasonPhrase}");
            return All(OutcomeOf(answer.StatusCode), text.TrimEnd());
        }
        catch (HttpRequestException error)
        {
            // Its message may hold the address, and the address a secret.
            return All(OutboxOutcome.Waiting, $"{target.Place} cannot be reached: {error.HttpRequestError}.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return All(OutboxOutcome.Waiting, $"{target.Place} did not answer in {Patience.TotalSeconds:0} s.");
        }

        CourierResult[] All(OutboxOutcome outcome, string text) =>
            [.. item.Recipients.Select(one => new CourierResult(one.Address, outcome, text))];
    }

    public void Dispose() => _client.Dispose();

    private HttpRequestMessage RequestTo(WebhookTarget target, OutboxItem item, ReadOnlyMemory<byte> content)
    {
        var timestamp = _time.GetUtcNow().ToUnixTimeSeconds();
        var body = new ReadOnlyMemoryContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, target.Url) { Content = body };
        request.Headers.TryAddWithoutValidation("User-Agent", "Rockdove");
        request.Headers.TryAddWithoutValidation(DeliveryField, Number(item.Id));
        request.Headers.TryAddWithoutValidation(AttemptField, Number(item.Attempts + 1));
        request.Headers.TryAddWithoutValidation(TimestampField, Number(timestamp));
        if (target.SigningKey is { } key)
        {
            request.Headers.TryAddWithoutValidation(
                SignatureField, WebhookSignature.Of(key, timestamp, content.Span));
        }

        if (target.Authorization is { } authorization)
            request.Headers.TryAddWithoutValidation("Authorization", authorization.RevealText());
        return request;
    }

    /// <summary>
    /// What a server says of itself (5yz), of time (408 Request Timeout, 425 Too Early) or of too much (429) passes;
    /// that it does not want this does not.
    /// </summary>
    private static OutboxOutcome OutcomeOf(HttpStatusCode status) => (int)status switch
    {
        >= 200 and < 300 => OutboxOutcome.Delivered,
        408 or 425 or 429 or >= 500 => OutboxOutcome.Waiting,
        _ => OutboxOutcome.Failed,
    };

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The same in all attempts for one notice.</summary>
    public const string DeliveryField = "Rockdove-Delivery";

    /// <summary>From 1 on.</summary>
    public const string AttemptField = "Rockdove-Attempt";

    /// <summary>When this attempt began, in seconds since 1970.</summary>
    public const string TimestampField = "Rockdove-Timestamp";

    /// <summary>See <see cref="WebhookSignature"/>.</summary>
    public const string SignatureField = "Rockdove-Signature";

    /// <summary>For one attempt. Who takes longer than ten seconds should answer first and work afterwards.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
}
