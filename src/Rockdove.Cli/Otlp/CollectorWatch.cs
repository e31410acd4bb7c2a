using Microsoft.Extensions.Logging;

namespace Rockdove.Cli;

/// <summary>
/// Tells once that a collector does not take what it is sent, and once that it does again: the library would tell a
/// trace of events that nobody reads. Header fields, which may be secrets, are never told.
/// </summary>
internal sealed partial class CollectorWatch(string signal, OtlpTarget target, ILogger log) : DelegatingHandler
{
    private int _isDown;

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return Judge(base.Send(request, cancellationToken));
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            Failed(error);
            throw;
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            await response.Content.LoadIntoBufferAsync(cancellationToken); // What gRPC says comes behind it.
            return Judge(response);
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            Failed(error);
            throw;
        }
    }

    private HttpResponseMessage Judge(HttpResponseMessage response)
    {
        var status = GrpcStatus(response);
        if (!response.IsSuccessStatusCode)
            Tell($"it answered {(int)response.StatusCode} {response.ReasonPhrase}");
        else if (status is not (null or "0"))
            Tell($"it answered with the gRPC status {status}");
        else if (Interlocked.Exchange(ref _isDown, 0) == 1)
            Back(log, signal, target.Place);
        return response;
    }

    private void Failed(Exception error) =>
        Tell(error is HttpRequestException ? error.Message.TrimEnd('.') : "it did not answer in time");

    private void Tell(string reason)
    {
        if (Interlocked.Exchange(ref _isDown, 1) == 0)
            Down(log, signal, target.Place, reason, target.Source);
    }

    /// <summary>Null over plain HTTP.</summary>
    private static string? GrpcStatus(HttpResponseMessage response) =>
        response.TrailingHeaders.TryGetValues(GrpcStatusField, out var behind) ? behind.FirstOrDefault()
        : response.Headers.TryGetValues(GrpcStatusField, out var before) ? before.FirstOrDefault()
        : null;

    [LoggerMessage(50, LogLevel.Warning,
        "The collector at {Endpoint} does not take {Signal}: {Reason}. See that it runs and that {Source} "
        + "names it; it is asked again with what comes next, and this is said once")]
    private static partial void Down(ILogger log, string signal, string endpoint, string reason, string source);

    [LoggerMessage(51, LogLevel.Information, "The collector at {Endpoint} takes {Signal} again")]
    private static partial void Back(ILogger log, string signal, string endpoint);

    private const string GrpcStatusField = "grpc-status";
}
