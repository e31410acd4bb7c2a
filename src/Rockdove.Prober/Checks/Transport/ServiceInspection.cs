using System.Buffers;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Rockdove.Hosting;
using Rockdove.Wire;

namespace Rockdove.Prober;

/// <summary>
/// Connects to a port as its protocol wants it, does the handshake whatever the certificate, and keeps what was shown.
/// </summary>
internal sealed class ServiceInspection(CheckScope scope, CheckedPort service)
{
    public async Task<ServiceSight> RunAsync()
    {
        var (addresses, failure) = await scope.AddressesAsync(service.Host);
        if (failure is not null)
            return Failed(SightFailure.NoLookup, failure.Explanation ?? "Nobody knows its addresses.");
        if (addresses.Count == 0)
            return Failed(SightFailure.NoAddress, "It has no address.");
        var last = "";
        foreach (var address in addresses.Take(MaximumAddresses))
        {
            try
            {
                var sight = await InspectAsync(address);
                return sight.Tls is not null && scope.Options.TriesOldTls
                    ? sight with { Outdated = await TryOutdatedAsync(address) }
                    : sight;
            }
            catch (SocketException unreachable)
            {
                last = $"{address}: {unreachable.Message}.";
            }
            catch (OperationCanceledException) when (!scope.Stop.IsCancellationRequested)
            {
                last = $"{address}: no answer in time.";
            }
        }

        return Failed(SightFailure.Unreachable, last);
    }

    /// <exception cref="SocketException">Nobody answers there.</exception>
    private async Task<ServiceSight> InspectAsync(IPAddress address)
    {
        using var patience = new CancellationTokenSource(scope.Options.ConnectPatience, scope.Options.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(scope.Stop, patience.Token);
        await using var connection = await ClientLink.ConnectAsync(address.ToString(), service.Port, both.Token);
        var sight = new ServiceSight(service) { Address = address };
        var opening = ServiceOpening.For(service.Protocol, service.IsImplicitTls, scope.Options.HelloName);
        try
        {
            if (!service.IsImplicitTls && await OpenAsync(connection.Link, opening, both.Token) != OpeningStep.StartTls)
            {
                return sight with
                {
                    ServerName = opening.ServerName,
                    Failure = opening.IsTlsMissing ? SightFailure.NoTls : SightFailure.NotOpened,
                    Explanation = opening.Failure,
                };
            }

            sight = await ShakeHandsAsync(connection.Link, sight, both.Token);
            if (service.IsImplicitTls)
                await OpenAsync(connection.Link, opening, both.Token);
            return sight with { ServerName = opening.ServerName };
        }
        catch (OperationCanceledException) when (!scope.Stop.IsCancellationRequested)
        {
            var where = sight.Tls is null ? "before there was TLS" : "after the handshake";
            return sight with
            {
                Failure = sight.Tls is null ? SightFailure.NotOpened : SightFailure.None,
                Explanation = $"The server fell silent {where}.",
                ServerName = opening.ServerName,
            };
        }
        catch (Exception broken) when (broken is AuthenticationException or IOException)
        {
            return sight with
            {
                Failure = SightFailure.NoHandshake,
                Explanation = broken.InnerException?.Message ?? broken.Message,
                ServerName = opening.ServerName,
            };
        }
    }

    private async Task<ServiceSight> ShakeHandsAsync(Link link, ServiceSight sight, CancellationToken cancellationToken)
    {
        List<X509Certificate2> shown = [];
        await link.StartTlsAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = service.Host,
                RemoteCertificateValidationCallback = (_, own, chain, _) => Keep(shown, own, chain),
                // What the server does not show is not fetched from elsewhere: other clients do not do so either.
                CertificateChainPolicy = new X509ChainPolicy
                {
                    RevocationMode = X509RevocationMode.NoCheck,
                    DisableCertificateDownloads = true,
                },
            },
            cancellationToken);
        return sight with
        {
            Tls = link.TlsText,
            IsNewest = link.Tls?.SslProtocol == SslProtocols.Tls13,
            Certificates = shown,
        };
    }

    /// <summary>Believes everybody, for the certificate is what is looked at.</summary>
    private static bool Keep(List<X509Certificate2> shown, X509Certificate? own, X509Chain? chain)
    {
        if (own is null)
            return false;
        shown.Add(X509CertificateLoader.LoadCertificate(own.GetRawCertData()));
        foreach (var other in chain?.ChainPolicy.ExtraStore ?? [])
        {
            if (shown.Count < MaximumCertificates
                && !other.RawDataMemory.Span.SequenceEqual(shown[0].RawDataMemory.Span))
                shown.Add(X509CertificateLoader.LoadCertificate(other.RawDataMemory.Span));
        }

        return true;
    }

    /// <summary>
    /// Asks for each version, and for ciphers, that nobody should speak any more (RFC 8996, RFC 7465).
    /// </summary>
    private async Task<IReadOnlyList<string>> TryOutdatedAsync(IPAddress address)
    {
        var spoken = new List<string>();
        foreach (var offer in OldHello.Offers)
        {
            try
            {
                if (await OffersAsync(address, offer))
                    spoken.Add(offer.Name);
            }
            catch (Exception failed) when (failed is SocketException or IOException
                || (failed is OperationCanceledException && !scope.Stop.IsCancellationRequested))
            {
                // It does not speak this. That it hangs up instead of saying so is no fault.
            }
        }

        return spoken;
    }

    private async Task<bool> OffersAsync(IPAddress address, OldHello offer)
    {
        using var patience = new CancellationTokenSource(scope.Options.ConnectPatience, scope.Options.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(scope.Stop, patience.Token);
        await using var connection = await ClientLink.ConnectAsync(address.ToString(), service.Port, both.Token);
        var (link, opening) = (connection.Link, ServiceOpening.For(
            service.Protocol, service.IsImplicitTls, scope.Options.HelloName));
        if (!service.IsImplicitTls && await OpenAsync(link, opening, both.Token) != OpeningStep.StartTls)
            return false;
        offer.WriteTo(link.Output, service.Host);
        await link.Output.FlushAsync(both.Token);
        while (true)
        {
            var read = await link.Input.ReadAsync(both.Token);
            if (offer.ReadAnswer(read.Buffer) is { } isTaken)
                return isTaken;
            link.Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
                return false;
        }
    }

    /// <summary>Goes on until the handshake is due, the session is open, or it failed.</summary>
    private static async Task<OpeningStep> OpenAsync(
        Link link, ServiceOpening opening, CancellationToken cancellationToken)
    {
        var unread = ReadOnlySequence<byte>.Empty;
        var isHeld = false;
        while (true)
        {
            var step = Advance(opening, link, ref unread);
            await link.Output.FlushAsync(cancellationToken);
            if (isHeld)
                link.Input.AdvanceTo(unread.Start, unread.End);
            if (step != OpeningStep.NeedInput)
                return step;
            var before = unread.Length;
            var read = await link.Input.ReadAsync(cancellationToken);
            (unread, isHeld) = (read.Buffer, true);
            if (read.IsCompleted && unread.Length == before)
                opening.Signal(Signal.PeerClosed);
        }
    }

    private static OpeningStep Advance(ServiceOpening opening, Link link, ref ReadOnlySequence<byte> unread)
    {
        var input = new SequenceReader<byte>(unread);
        var step = opening.Advance(ref input, link.Output);
        unread = unread.Slice(input.Position);
        return step;
    }

    private ServiceSight Failed(SightFailure failure, string explanation) =>
        new(service) { Failure = failure, Explanation = explanation };

    /// <summary>Of each host: more than this are looked at by nobody who waits.</summary>
    private const int MaximumAddresses = 4;

    /// <summary>Chains have three or four.</summary>
    private const int MaximumCertificates = 10;
}
