using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using Rockdove.Hosting;
using Rockdove.Smtp;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>What a store keeps of an SMTP transaction.</summary>
public static class DeliveryEnvelopes
{
    /// <summary>The envelope, and how it came: HELO, client, TLS, identity.</summary>
    public static DeliveryEnvelope Of(SmtpContext context, Envelope envelope, DateTimeOffset receivedAt) => new()
    {
        ReceivedAt = receivedAt,
        ReversePath = envelope.Sender.Path.Address,
        ForwardPaths = [.. envelope.Recipients.Select(recipient => recipient.Path.Address)],
        Helo = context.Session.HelloName,
        ClientAddress = context.Session.ClientAddress is { } address
            ? new IPEndPoint(address, context.Session.ClientPort).ToString()
            : null,
        Tls = context.Tls is { } tls ? Describe(tls) : null,
        Identity = context.Session.Identity,
    };

    private static string Describe(SslStream tls)
    {
        var protocol = tls.SslProtocol switch
        {
            SslProtocols.Tls12 => "TLSv1.2",
            SslProtocols.Tls13 => "TLSv1.3",
            var other => other.ToString(),
        };
        return $"{protocol} {tls.NegotiatedCipherSuite}";
    }
}
