using System.Net;
using System.Text;
using Rockdove.Hosting;
using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Outbox;

/// <summary>Takes mail out by the route that each item names, and by no other.</summary>
/// <param name="options">The routes, and whom mail may go to.</param>
/// <param name="own">Where this process takes mail itself.</param>
/// <param name="time">The clock.</param>
public sealed class SmtpCourier(SmtpCourierOptions options, OwnListeners own, TimeProvider time) : IOutboxCourier
{
    public OutboxKind Kind => OutboxKind.Mail;

    public async ValueTask<IReadOnlyList<CourierResult>> DeliverAsync(
        OutboxItem item, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(item);
        var results = new List<CourierResult>();
        var wanted = new List<string>();
        foreach (var recipient in item.Recipients.Where(one => one.Outcome == OutboxOutcome.Waiting))
        {
            if (ObjectionTo(recipient.Address) is { } objection)
                results.Add(new(recipient.Address, OutboxOutcome.Failed, objection));
            else
                wanted.Add(recipient.Address);
        }

        if (wanted.Count == 0)
            return results;
        if (options.Routes.FirstOrDefault(one => one.Name == item.Place) is not { } route)
            return Add(OutboxOutcome.Waiting, $"There is no route '{item.Place}' now.");
        if (TraceFields.CountReceived(content.Span) >= options.MostReceived)
        {
            return Add(
                OutboxOutcome.Failed,
                $"5.4.6 Not sent: {options.MostReceived} Received fields or more, so it goes round in a loop.");
        }

        if (await own.IncludeAsync(route.Host, route.Port, cancellationToken))
            return Add(OutboxOutcome.Failed, "5.4.6 Not sent: the route leads back to where the message came from.");
        results.AddRange(await SendAsync(item, route, wanted, content, cancellationToken));
        return results;

        List<CourierResult> Add(OutboxOutcome outcome, string answer)
        {
            results.AddRange(wanted.Select(address => new CourierResult(address, outcome, answer)));
            return results;
        }
    }

    private string? ObjectionTo(string address) =>
        options.Rules.FindObjection(address)
        ?? (address.Length == 0 ? "An address is wanted." : OutgoingPath.FindFlaw(address));

    private async Task<List<CourierResult>> SendAsync(
        OutboxItem item, SmtpRoute route, List<string> wanted, ReadOnlyMemory<byte> content,
        CancellationToken cancellationToken)
    {
        var message = TraceFields.Stamp(content.Span, options.HelloName, item.Id, time.GetUtcNow());
        var results = new List<CourierResult>();
        EndPoint server = IPAddress.TryParse(route.Host, out var address)
            ? new IPEndPoint(address, route.Port)
            : new DnsEndPoint(route.Host, route.Port);
        await using var connection = await SmtpClientConnection.ConnectAsync(
            server, ConnectionTo(route), cancellationToken);
        while (connection.Failure is null && wanted.Count > 0)
        {
            var envelope = new OutgoingEnvelope(route.ReversePath ?? item.ReversePath, wanted)
            {
                MessageBytes = message.Length,
                Body = BodyOf(message),
            };
            var transaction = await connection.SendAsync(envelope, message, cancellationToken);
            var left = transaction.Recipients
                .Where(one => one.Outcome == RecipientOutcome.TooManyRecipients)
                .Select(one => one.Recipient.ForwardPath)
                .ToList();
            var hasProgress = left.Count < wanted.Count; // RFC 5321 section 4.5.3.1.10: the others at once.
            results.AddRange(transaction.Recipients
                .Where(one => !hasProgress || one.Outcome != RecipientOutcome.TooManyRecipients)
                .Select(one => ResultOf(one, connection.Failure)));
            wanted = hasProgress ? left : [];
        }

        if (connection.Failure is { } failure)
        {
            // A password that is wrong, or a certificate, is put right by people: time enough for another try.
            results.AddRange(wanted.Where(one => results.All(known => known.Address != one)).Select(one =>
                new CourierResult(one, OutboxOutcome.Waiting, failure.ToString())));
        }

        await connection.QuitAsync(cancellationToken);
        return results;
    }

    private static CourierResult ResultOf(RecipientResult result, SmtpClientFailure? failure)
    {
        var outcome = result.Outcome switch
        {
            RecipientOutcome.Delivered => OutboxOutcome.Delivered,
            RecipientOutcome.PermanentFailure => OutboxOutcome.Failed,
            _ => OutboxOutcome.Waiting,
        };
        var answer = result.Response?.ToString()
            ?? (result.Refusal != SmtpRefusal.None
                ? $"The server lacks what the message needs: {result.Refusal}."
                : failure?.ToString() ?? $"No answer ({result.Phase}).");
        return new(result.Recipient.ForwardPath, outcome, answer);
    }

    /// <summary>Lone CR and LF cannot go as lines; the rest goes as it is.</summary>
    private static OutgoingBody BodyOf(ReadOnlySpan<byte> message)
    {
        for (var i = 0; i < message.Length; i++)
        {
            var isCr = message[i] == '\r';
            if (message[i] == 0 || message[i] == '\n' || isCr && (i + 1 == message.Length || message[i + 1] != '\n'))
                return OutgoingBody.BinaryMime;
            if (isCr)
                i++;
        }

        return Ascii.IsValid(message) ? OutgoingBody.SevenBit : OutgoingBody.EightBitMime;
    }

    private SmtpClientConnectionOptions ConnectionTo(SmtpRoute route) => new()
    {
        Session = new SmtpClientOptions
        {
            HelloName = options.HelloName,
            Tls = route.Security switch
            {
                RouteSecurity.Tls or RouteSecurity.StartTls => SmtpTlsPolicy.Required,
                RouteSecurity.StartTlsIfOffered => SmtpTlsPolicy.Opportunistic,
                _ => SmtpTlsPolicy.Never,
            },
            Login = route.Login is null ? null : route.Login with { ServerHost = route.Host, ServerPort = route.Port },
            Sasl = new SaslPolicy
            {
                RevealSecretsInClear = route.LogsInInClear,
                Mechanisms = route.Mechanisms,
            },
            Timeouts = new SmtpClientTimeouts
            {
                Greeting = options.Patience,
                Command = options.Patience,
                Mail = options.Patience,
                Recipient = options.Patience,
                DataInitiation = options.Patience,
                DataBlock = options.Patience,
                DataTermination = options.MessagePatience,
                Quit = options.Patience,
            },
        },
        ImplicitTls = route.Security == RouteSecurity.Tls,
        // Where STARTTLS may be missing, whoever could forge a certificate could as well cut it out.
        AcceptsAnyCertificate = route.AcceptsAnyCertificate
            || route is { Security: RouteSecurity.StartTlsIfOffered, Login: null },
        ConnectPatience = options.Patience,
        Time = time,
    };
}
