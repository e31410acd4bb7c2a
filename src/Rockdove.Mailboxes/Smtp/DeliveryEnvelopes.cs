using System.Net;
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
        Tls = context.TlsText,
        Identity = context.Session.Identity,
    };
}
