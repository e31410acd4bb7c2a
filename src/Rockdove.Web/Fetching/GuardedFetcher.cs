using System.Net;
using System.Net.Sockets;

namespace Rockdove.Web;

/// <summary>
/// The one way from a mail into the network. Only http and https, only to addresses that
/// <see cref="ReachableAddress"/> lets through, redirects by hand so that each hop is looked at, bounded in octets,
/// time and number. It sends no cookies, no credentials and no referrer, and asks no proxy.
/// </summary>
internal sealed class GuardedFetcher : IDisposable
{
    private readonly FetchOptions _options;
    private readonly HttpMessageInvoker _http;
    private readonly SemaphoreSlim _places = new(MostAtOnce);

    public GuardedFetcher(FetchOptions options, GuardedConnector? connector = null)
    {
        _options = options;
        var guarded = connector ?? new GuardedConnector(options.AllowsPrivateNetworks);
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null, // What we trace is nobody's business.
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None, // A bomb stays as small as it came.
            ConnectCallback = async (context, stop) => await guarded.ConnectAsync(context.DnsEndPoint, stop),
            Credentials = null,
            MaxResponseDrainSize = 0, // What was not asked for is not read.
            MaxResponseHeadersLength = HeaderKibibytes,
            PooledConnectionLifetime = TimeSpan.Zero, // Each request resolves and looks again.
            PreAuthenticate = false,
            UseCookies = false,
            UseProxy = false, // A proxy would resolve the name by itself.
        });
    }

    /// <summary>
    /// Asks for the head of a page, and for the page where a server has no heads; its body is not read.
    /// </summary>
    /// <param name="uri">Any text that can be one.</param>
    /// <param name="followsRedirects">Whether to go where it leads, five hops at most.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; that it takes too long is an answer.</exception>
    public async Task<FetchAnswer> LookAsync(Uri uri, bool followsRedirects, CancellationToken cancellationToken)
    {
        var head = await FetchAsync(uri, HttpMethod.Head, followsRedirects, 0, cancellationToken);
        return HasNoHeads.Contains(head.Status)
            ? await FetchAsync(uri, HttpMethod.Get, followsRedirects, 0, cancellationToken)
            : head;
    }

    /// <summary>Gets the first octets of what is there.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<FetchAnswer> GetAsync(Uri uri, int octets, CancellationToken cancellationToken) =>
        FetchAsync(uri, HttpMethod.Get, followsRedirects: true, octets, cancellationToken);

    public void Dispose()
    {
        _http.Dispose();
        _places.Dispose();
    }

    /// <summary>What speaks against an address before anybody is asked; null if nothing does.</summary>
    internal static string? WhyNot(Uri uri)
    {
        if (!uri.IsAbsoluteUri || uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            return "only http and https are fetched";
        if (uri.UserInfo.Length > 0)
            return "there is a user in it, and no credentials are sent";
        if (uri.Host.Length == 0)
            return "there is no host in it";
        if (uri.HostNameType == UriHostNameType.Dns && EndsInNumber(uri.Host))
            return "its host is neither a name nor an address";
        // Other protocols live there, and some would take a request for one of theirs (Fetch standard, bad ports).
        return uri.Port < 1024 && uri.Port is not (80 or 443) ? $"port {uri.Port} is none of the web's" : null;
    }

    /// <summary>What some resolver takes for an address (URL standard, "ends in a number").</summary>
    private static bool EndsInNumber(string host)
    {
        host = host.TrimEnd('.');
        var label = host[(host.LastIndexOf('.') + 1)..];
        return label.Length > 0 && label.All(char.IsAsciiDigit)
            || label.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && label[2..].All(char.IsAsciiHexDigit);
    }

    private async Task<FetchAnswer> FetchAsync(
        Uri uri, HttpMethod method, bool followsRedirects, int octets, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(_options.Patience, _options.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        var at = uri;
        try
        {
            await _places.WaitAsync(both.Token);
            try
            {
                for (var hop = 0; ; hop++)
                {
                    if (WhyNot(at) is { } why)
                        return Refused(at, why);
                    using var request = new HttpRequestMessage(method, at);
                    request.Headers.TryAddWithoutValidation("User-Agent", "rockdove");
                    request.Headers.TryAddWithoutValidation("Accept", "*/*");
                    using var response = await _http.SendAsync(request, both.Token);
                    if (!followsRedirects || Next(response, at) is not { } next)
                        return await ReadAsync(at, response, octets, both.Token);
                    if (hop == MostHops)
                        return new(at, 0, $"more than {MostHops} redirects");
                    at = next;
                }
            }
            finally
            {
                _places.Release();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(at, 0, $"no answer within {_options.Patience.TotalSeconds} s");
        }
        catch (Exception error) when (error is HttpRequestException or IOException or SocketException)
        {
            return Failed(at, error);
        }
    }

    private static Uri? Next(HttpResponseMessage response, Uri at) =>
        (int)response.StatusCode is 301 or 302 or 303 or 307 or 308
        && response.Headers.Location is { } location
        && Uri.TryCreate(at, location, out var next)
            ? next
            : null;

    private static async Task<FetchAnswer> ReadAsync(
        Uri at, HttpResponseMessage response, int octets, CancellationToken cancellationToken)
    {
        var answer = new FetchAnswer(at, (int)response.StatusCode, null)
        {
            ContentType = response.Content.Headers.ContentType?.ToString() ?? "",
        };
        if (octets == 0)
            return answer;
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[Math.Min(octets, response.Content.Headers.ContentLength ?? octets) + 1];
        var read = 0;
        while (read < buffer.Length || Grow(ref buffer, octets))
        {
            var count = await body.ReadAsync(buffer.AsMemory(read), cancellationToken);
            if (count == 0)
                break;
            read += count;
        }

        return answer with { Body = buffer.AsMemory(0, Math.Min(read, octets)), IsCut = read > octets };
    }

    /// <summary>A length that was told too short is no reason to lose the rest.</summary>
    private static bool Grow(ref byte[] buffer, int octets)
    {
        if (buffer.Length > octets)
            return false;
        Array.Resize(ref buffer, Math.Min(buffer.Length * 2, octets + 1));
        return true;
    }

    private static FetchAnswer Failed(Uri at, Exception error)
    {
        for (var inner = error; inner is not null; inner = inner.InnerException)
        {
            if (inner is FetchRefusedException refused)
                return Refused(at, refused.Message);
            if (inner is SocketException socket)
                return new(at, 0, Word(socket.SocketErrorCode));
        }

        return new(at, 0, error is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }
            ? $"no TLS: {(error.InnerException ?? error).Message}"
            : error.Message);
    }

    private static string Word(SocketError error) => error switch
    {
        SocketError.HostNotFound or SocketError.NoData => "the name has no address",
        SocketError.TryAgain => "the name could not be resolved now",
        SocketError.ConnectionRefused => "nobody listens there",
        _ => $"it cannot be reached ({error})",
    };

    private static FetchAnswer Refused(Uri at, string why) => new(at, 0, $"not asked: {why}") { IsRefused = true };

    /// <summary>Redirects that are followed. Browsers follow 20; a mail's tracker has one or two.</summary>
    public const int MostHops = 5;

    /// <summary>Addresses that are fetched at a time; more wait for their turn.</summary>
    public const int MostAtOnce = 8;

    private const int HeaderKibibytes = 32;

    /// <summary>What servers say to HEAD that would answer GET.</summary>
    private static readonly int[] HasNoHeads = [403, 404, 405, 501];
}
