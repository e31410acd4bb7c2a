using System.Net;
using Rockdove.Mime;
using Rockdove.Outbox;
using Rockdove.Smtp;
using Rockdove.Storage;

namespace Rockdove.Catcher;

/// <summary>Writes what a webhook is told of a message; null if the message has gone.</summary>
public delegate ValueTask<ReadOnlyMemory<byte>?> WebhookWriter(
    CatcherWebhook webhook, CaughtMessage message, CancellationToken cancellationToken);

/// <summary>
/// The way out of a catcher: messages that are released, by hand or by themselves, and webhooks. All of it goes through
/// one queue, and only where the settings say.
/// </summary>
public sealed class MailOut : IAsyncDisposable
{
    private readonly CaughtMail _mail;
    private readonly OwnListeners _own = new();
    private readonly WebhookCourier _hooks;
    private readonly CancellationTokenSource _stop = new();
    private MailOutWatch? _watch;
    private Task _watching = Task.CompletedTask;

    /// <param name="mail">What is released.</param>
    /// <param name="options">What may leave.</param>
    /// <param name="store">Keeps the queue, and is disposed with this; null: in memory.</param>
    /// <exception cref="ArgumentException">A setting makes no sense.</exception>
    public MailOut(CaughtMail mail, MailOutOptions options, IOutboxStore? store = null)
    {
        ArgumentNullException.ThrowIfNull(mail);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _mail = mail;
        Options = options;
        var courier = new SmtpCourierOptions
        {
            Routes = options.Routes,
            Rules = options.Rules,
            HelloName = options.HostName,
        };
        _hooks = new WebhookCourier([.. options.Webhooks.Select(hook => hook.Target)], mail.Time);
        Queue = new OutboxQueue(
            store ?? new MemoryOutboxStore(), [new SmtpCourier(courier, _own, mail.Time), _hooks], options.Queue,
            mail.Time);
    }

    public MailOutOptions Options { get; }

    /// <summary>What waits, and what became of it.</summary>
    public OutboxQueue Queue { get; }

    /// <summary>
    /// Messages that were gone before they could be looked at, so that nobody was told of them and they went to nobody.
    /// </summary>
    public long Missed => _watch?.Missed ?? 0;

    /// <summary>Begins to send, and to look at what is caught from now on, or since the last time.</summary>
    /// <param name="own">Where the catcher takes mail: nothing is sent there, nor to ports of inboxes.</param>
    /// <param name="writer">Writes what webhooks are told.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="StoreException">The mail cannot be read.</exception>
    public async Task StartAsync(
        IEnumerable<IPEndPoint> own, WebhookWriter writer, CancellationToken cancellationToken)
    {
        List<IPEndPoint> listeners = [.. own];
        _own.Set(() => [.. listeners, .. _mail.NamedInboxes.All.Select(inbox => inbox.EndPoint).OfType<IPEndPoint>()]);
        Queue.Start();
        if (Options is { ReleasesAll: false, ReleasesMatching: null, ForwardsTo.Count: 0, Webhooks.Count: 0 })
            return;
        _watch = await MailOutWatch.BeginAsync(_mail, this, writer, cancellationToken);
        _watching = _watch.RunAsync(_stop.Token);
    }

    /// <summary>Queues a message for some people.</summary>
    /// <param name="message">What goes.</param>
    /// <param name="recipients">
    /// Addresses, whoever they were before. Those who may get nothing are queued as failed, and keep it from nobody
    /// else.
    /// </param>
    /// <param name="route">The name of a route; null for the first.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What was queued; null if the message has gone.</returns>
    /// <exception cref="ReleaseRefusedException">Nobody may get it, or there is no such route.</exception>
    /// <exception cref="OutboxFullException">There is no room.</exception>
    /// <exception cref="StoreException">It cannot be read, or kept.</exception>
    public async ValueTask<OutboxItem?> ReleaseAsync(
        CaughtMessage message,
        IReadOnlyList<string> recipients,
        string? route,
        CancellationToken cancellationToken)
    {
        var draft = await DraftAsync(message, recipients, route, cancellationToken);
        return draft is null ? null : Queue.Enqueue(draft);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _watch?.Dispose();
        await Queue.DisposeAsync();
        _hooks.Dispose();
        _stop.Dispose();
    }

    /// <summary>What <see cref="ReleaseAsync"/> queues.</summary>
    internal async ValueTask<OutboxDraft?> DraftAsync(
        CaughtMessage message, IReadOnlyList<string> recipients, string? route, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(recipients);
        var way = RouteOf(route);
        var judged = Judge(recipients);
        if (judged.All(one => one.Outcome == OutboxOutcome.Failed))
        {
            throw new ReleaseRefusedException(judged.Count == 0
                ? "There is nobody to send it to."
                : string.Join(' ', judged.Select(one => $"{one.Address}: {one.Answer}")));
        }

        if (await _mail.ReadAsync(message.Id, cancellationToken) is not { } octets)
            return null;
        return new OutboxDraft
        {
            Kind = OutboxKind.Mail,
            Place = way.Name,
            ReversePath = message.Envelope.ReversePath,
            Recipients = judged,
            Content = octets,
            About = message.Id.ToString(),
            Subject = MimeMessage.Read(octets).Subject,
        };
    }

    private SmtpRoute RouteOf(string? name)
    {
        if (Options.Routes.Count == 0)
        {
            throw new ReleaseRefusedException("Nothing is released here: no route was given (--route).")
            {
                IsSwitchedOff = true,
            };
        }

        return name is null
            ? Options.Routes[0]
            : Options.Routes.FirstOrDefault(one => one.Name == name) ?? throw new ReleaseRefusedException(
                $"There is no route '{name}'; there are {string.Join(", ", Options.Routes.Select(one => one.Name))}.");
    }

    private List<OutboxRecipient> Judge(IReadOnlyList<string> recipients)
    {
        if (recipients.Count > MostRecipients)
            throw new ReleaseRefusedException($"A message goes to {MostRecipients} recipients at most at a time.");
        var now = _mail.Time.GetUtcNow();
        return
        [
            .. recipients.Distinct(StringComparer.Ordinal).Select(address => ObjectionTo(address) is { } objection
                ? new OutboxRecipient(address)
                {
                    Outcome = OutboxOutcome.Failed, Answer = objection, AnsweredAt = now,
                }
                : new OutboxRecipient(address)),
        ];
    }

    private string? ObjectionTo(string address)
    {
        if (OutgoingPath.FindFlaw(address) is { } flaw)
            return flaw;
        var at = address.LastIndexOf('@');
        return at <= 0 || at == address.Length - 1
            ? "This is no address."
            : Options.Rules.FindObjection(address);
    }

    /// <summary>
    /// Recipients of one release: as many as every server takes at a time (RFC 5321 section 4.5.3.1.8).
    /// </summary>
    public const int MostRecipients = 100;
}
