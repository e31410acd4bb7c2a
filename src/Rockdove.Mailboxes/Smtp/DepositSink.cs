using Rockdove.Hosting;
using Rockdove.Smtp;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>
/// Stages a message in a store while it comes, and commits it to mailboxes when all of it is there. Octets are kept as
/// they came, whatever they are; what SMTP said about the message, and where its parts are, lies beside them.
/// </summary>
/// <remarks>
/// A store that is full is 452 4.3.1 (RFC 5321 section 4.2.3), one whose disk has failed 452 4.3.0, and an owner who
/// has too much 552 5.2.2. Any other failure of a store is an exception, which the host answers with 451.
/// </remarks>
public class DepositSink : MessageSink
{
    private readonly IMailStore _store;
    private readonly IStagedMessage _staged;
    private readonly DeliveryEnvelope _envelope;
    private readonly IReadOnlyList<IReadOnlyList<MailboxId>> _mailboxes;
    private readonly List<MailboxId> _copies;
    private readonly TimeProvider _time;
    private readonly DetailsScanner _scanner = new();
    private SmtpReply? _refusal;

    /// <param name="store">Where the mailboxes are.</param>
    /// <param name="staged">A message of that store, with nothing in it yet. The sink disposes it.</param>
    /// <param name="envelope">Kept beside the message; its moment is set when the message is complete.</param>
    /// <param name="mailboxes">A mailbox for each recipient, in their order. The same one gets one copy.</param>
    /// <param name="time">Tells when the message was complete.</param>
    /// <param name="copies">
    /// More mailboxes that get it, of which no recipient is told. One that is gone meanwhile fails nothing.
    /// </param>
    public DepositSink(
        IMailStore store,
        IStagedMessage staged,
        DeliveryEnvelope envelope,
        IReadOnlyList<MailboxId> mailboxes,
        TimeProvider time,
        IReadOnlyList<MailboxId>? copies = null)
        : this(store, staged, envelope, [.. mailboxes.Select(mailbox => (MailboxId[])[mailbox])], time, copies)
    {
    }

    /// <param name="store">Where the mailboxes are.</param>
    /// <param name="staged">A message of that store, with nothing in it yet. The sink disposes it.</param>
    /// <param name="envelope">Kept beside the message; its moment is set when the message is complete.</param>
    /// <param name="mailboxes">
    /// The mailboxes of each recipient, at least one, in the order of the recipients. One that is named several times
    /// gets one copy.
    /// </param>
    /// <param name="time">Tells when the message was complete.</param>
    /// <param name="copies">
    /// More mailboxes that get it, of which no recipient is told. One that is gone meanwhile fails nothing.
    /// </param>
    public DepositSink(
        IMailStore store,
        IStagedMessage staged,
        DeliveryEnvelope envelope,
        IReadOnlyList<IReadOnlyList<MailboxId>> mailboxes,
        TimeProvider time,
        IReadOnlyList<MailboxId>? copies = null)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(mailboxes.Count, envelope.ForwardPaths.Count, nameof(mailboxes));
        _store = store;
        _staged = staged;
        _envelope = envelope;
        _mailboxes = mailboxes;
        _copies = [.. copies ?? []];
        _time = time;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (_refusal is not null)
            return;
        try
        {
            await _staged.WriteAsync(content, cancellationToken);
            _scanner.Write(content.Span);
        }
        catch (StoreException error) when (DepositReplies.To(error) is { } refusal)
        {
            _refusal = refusal; // The client is told when it has sent all: SMTP has no earlier moment.
        }
    }

    /// <exception cref="MailboxGoneException">A mailbox was deleted since its recipient was accepted.</exception>
    public override async ValueTask<SmtpReply> CompleteAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await TryCommitAsync(Distinct(), cancellationToken);
        }
        catch (QuotaExceededException)
        {
            return DepositReplies.OverQuota;
        }
    }

    /// <summary>
    /// LMTP (RFC 2033 section 4.2): a mailbox that is gone, or whose owner has too much, fails its own recipients, the
    /// others get their copy.
    /// </summary>
    public override async ValueTask<IReadOnlyList<SmtpReply>> CompleteEachAsync(
        IReadOnlyList<Recipient> recipients, CancellationToken cancellationToken)
    {
        var present = Distinct().ToList();
        var failed = new Dictionary<MailboxId, SmtpReply>();
        var reply = SmtpReplies.LocalError;
        while (present.Count > 0)
        {
            try
            {
                reply = await TryCommitAsync(present, cancellationToken);
                break;
            }
            catch (MailboxGoneException gone) when (present.Remove(gone.Mailbox))
            {
                // Nothing was committed; one fewer to try.
                failed.Add(gone.Mailbox, SmtpReplies.LocalError);
            }
            catch (QuotaExceededException error)
            {
                var theirs = await _store.ListMailboxesAsync(error.Owner, cancellationToken);
                var full = present.FindAll(each => theirs.Any(status => status.Id == each));
                if (full.Count == 0)
                    throw; // Deleted meanwhile: nothing here to leave out.
                foreach (var mailbox in full)
                    failed.Add(mailbox, DepositReplies.OverQuota);
                present.RemoveAll(full.Contains);
            }
        }

        // What one of several mailboxes did not get is told: to be told nothing would be to lose it.
        return [.. _mailboxes.Select(theirs =>
            theirs.Select(mailbox => failed.GetValueOrDefault(mailbox)).FirstOrDefault(refusal => refusal is not null)
            ?? reply)];
    }

    public override async ValueTask DisposeAsync()
    {
        await _staged.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>What the message has from the beginning; asked when all of it is there.</summary>
    protected virtual FlagSet Flags => FlagSet.None;

    /// <summary>The message is kept: what follows may not fail it.</summary>
    protected virtual ValueTask CommittedAsync(CommittedMessage message) => ValueTask.CompletedTask;

    private IEnumerable<MailboxId> Distinct() => _mailboxes.SelectMany(theirs => theirs).Distinct();

    /// <exception cref="MailboxGoneException">A mailbox is not there.</exception>
    /// <exception cref="QuotaExceededException">The owner of a mailbox has too much.</exception>
    private async ValueTask<SmtpReply> TryCommitAsync(
        IEnumerable<MailboxId> mailboxes, CancellationToken cancellationToken)
    {
        if (_refusal is not null)
            return _refusal;
        var now = _time.GetUtcNow();
        var flags = Flags;
        var committed = (CommittedMessage?)null;
        while (committed is null)
        {
            try
            {
                committed = await _store.CommitAsync(
                    _staged,
                    _envelope with { ReceivedAt = now },
                    _scanner.Complete(),
                    [.. mailboxes.Union(_copies).Select(mailbox => new Placement(mailbox, now, flags))],
                    cancellationToken);
            }
            catch (MailboxGoneException gone)
                when (!mailboxes.Contains(gone.Mailbox) && _copies.Remove(gone.Mailbox))
            {
                // Nothing was committed; one copy fewer to make.
            }
            catch (StoreException error)
                when (error is not QuotaExceededException && DepositReplies.To(error) is { } refusal)
            {
                return refusal;
            }
        }

        await CommittedAsync(committed);
        return SmtpReplies.MessageKept($"{committed.Id}");
    }
}
