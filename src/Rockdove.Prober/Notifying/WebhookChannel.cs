using System.Net.Http.Headers;
using System.Text.Json;

namespace Rockdove.Prober;

/// <summary>
/// Posts a notice as JSON. Its <c>text</c> is what Slack, Mattermost and ntfy show of it.
/// </summary>
/// <param name="name">What rules call it.</param>
/// <param name="client">Whose time limit holds. It should not follow redirects: the notice is for one place.</param>
/// <param name="address">Where to post; it may hold a secret, and is never written anywhere.</param>
/// <param name="authorization">The value of the field Authorization; null for none.</param>
public sealed class WebhookChannel(string name, HttpClient client, Uri address, string? authorization = null)
    : IAlertChannel
{
    public string Name => name;

    public async Task SendAsync(AlertNotice notice, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(
            JsonSerializer.SerializeToUtf8Bytes(notice, AlertJsonContext.Default.AlertNotice));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        try
        {
            // The answer's body is nobody's: only its head is read, however long the rest is.
            using var answer = await client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode)
                throw new AlertNotSentException($"{Place} answered {(int)answer.StatusCode} {answer.ReasonPhrase}.");
        }
        catch (HttpRequestException error)
        {
            throw new AlertNotSentException($"{Place} cannot be reached: {error.HttpRequestError}.", error);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AlertNotSentException($"{Place} did not answer in {client.Timeout.TotalSeconds:0} s.", error);
        }
    }

    private string Place => $"{address.Scheme}://{address.Authority}";
}
