using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Rockdove.Prober;

/// <summary>
/// Fetches the policy of MTA-STS as senders do (RFC 8461 section 3.3): from addresses that our resolver knows, with a
/// certificate that is good for the name, without redirects, and not more than 64 KiB.
/// </summary>
internal sealed class PolicyFetch(CheckScope scope)
{
    /// <summary>The text, or a sentence about why there is none.</summary>
    public async Task<(string? Text, string? Problem)> GetAsync(string host)
    {
        var (addresses, failure) = await scope.AddressesAsync(host);
        if (addresses.Count == 0)
            return (null, failure is null ? $"{host} has no address." : $"{host}: {failure.Explanation}");
        string? distrust = null;
        using var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            MaxResponseHeadersLength = 16,
            ConnectCallback = async (_, stop) => await ConnectAsync(addresses, stop),
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, own, chain, _) =>
                    (distrust = Distrust(host, own, chain)) is null,
                CertificateChainPolicy = new X509ChainPolicy
                {
                    RevocationMode = X509RevocationMode.NoCheck,
                    DisableCertificateDownloads = true,
                },
            },
        };
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        using var patience = new CancellationTokenSource(scope.Options.ConnectPatience, scope.Options.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(scope.Stop, patience.Token);
        var address = string.Create(
            CultureInfo.InvariantCulture, $"https://{host}:{scope.Options.PolicyPort}/.well-known/mta-sts.txt");
        try
        {
            using var response = await client.GetAsync(
                new Uri(address), HttpCompletionOption.ResponseHeadersRead, both.Token);
            return await ReadAsync(response, both.Token);
        }
        catch (HttpRequestException failed)
        {
            return (null, distrust ?? $"{host} does not answer: {(failed.InnerException ?? failed).Message}");
        }
        catch (IOException failed)
        {
            return (null, $"{host} hung up: {failed.Message}");
        }
        catch (OperationCanceledException) when (!scope.Stop.IsCancellationRequested)
        {
            return (null, $"{host} did not answer in time.");
        }
    }

    private static async Task<(string? Text, string? Problem)> ReadAsync(
        HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var code = (int)response.StatusCode;
        if (code is >= 300 and < 400)
            return (null, $"The answer is {code}, a redirect, which is not followed (RFC 8461 section 3.3).");
        if (code != 200)
            return (null, $"The answer is {code}, and 200 alone counts.");
        if (response.Content.Headers.ContentType?.MediaType is { } type && type != "text/plain")
            return (null, $"The answer is of the type '{type}', and text/plain alone counts.");
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[MaximumBytes + 1];
        var count = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return count > MaximumBytes
            ? (null, $"The policy has more than {MaximumBytes} octets.")
            : (Encoding.UTF8.GetString(buffer.AsSpan(0, count)), null);
    }

    private async Task<Stream> ConnectAsync(IReadOnlyList<IPAddress> addresses, CancellationToken stop)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync([.. addresses], scope.Options.PolicyPort, stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private string? Distrust(string host, X509Certificate? own, X509Chain? chain)
    {
        if (own is null)
            return "There is no certificate.";
        using var leaf = X509CertificateLoader.LoadCertificate(own.GetRawCertData());
        if (!leaf.MatchesHostname(host))
            return $"The certificate is not for {host}.";
        if (scope.Now < leaf.NotBefore.ToUniversalTime() || scope.Now > leaf.NotAfter.ToUniversalTime())
            return $"The certificate of {host} has ended, or not begun.";
        X509Certificate2[] shown = [leaf, .. chain?.ChainPolicy.ExtraStore ?? []];
        return CertificateJudge.Distrust(shown, scope.Options.TrustedRoots, scope.Now) is [var problem, ..]
            ? problem
            : null;
    }

    /// <summary>RFC 8461 section 3.3 proposes it.</summary>
    internal const int MaximumBytes = 64 * 1024;
}
