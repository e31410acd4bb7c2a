namespace Rockdove.Smtp;

/// <summary>One transaction as it went: what each command was answered, and a result for each recipient.</summary>
public sealed class SmtpTransaction
{
    private readonly RecipientResult[] _recipients;

    internal SmtpTransaction(OutgoingEnvelope envelope)
    {
        Envelope = envelope;
        _recipients = [.. envelope.Recipients.Select(recipient => new RecipientResult(recipient))];
    }

    public OutgoingEnvelope Envelope { get; }

    /// <summary>In the order of the envelope.</summary>
    public IReadOnlyList<RecipientResult> Recipients => _recipients;

    /// <summary>Why nothing was sent at all; <see cref="SmtpRefusal.None"/> when something was.</summary>
    public SmtpRefusal Refusal { get; internal set; }

    /// <summary>The reply to MAIL.</summary>
    public SmtpResponse? MailResponse { get; internal set; }

    /// <summary>The reply to DATA; null when chunks were sent.</summary>
    public SmtpResponse? DataResponse { get; internal set; }

    /// <summary>
    /// The reply to the message, or the first one that refused a chunk. LMTP has one per recipient instead.
    /// </summary>
    public SmtpResponse? MessageResponse { get; internal set; }

    /// <summary>
    /// True when DSN parameters were sent: the server has taken over the duty to report (RFC 3461 section 5.2).
    /// </summary>
    public bool PassedDeliveryStatus { get; internal set; }

    /// <summary>True when nothing more will change.</summary>
    public bool IsComplete { get; internal set; }

    /// <summary>How many recipients the server now answers for.</summary>
    public int DeliveredCount => _recipients.Count(recipient => recipient.Outcome == RecipientOutcome.Delivered);

    internal void Set(int index, RecipientOutcome outcome, SmtpClientPhase phase, SmtpResponse? response) =>
        _recipients[index] = _recipients[index] with { Outcome = outcome, Phase = phase, Response = response };

    internal void Refuse(int index, SmtpRefusal refusal) => _recipients[index] = _recipients[index] with
    {
        Outcome = refusal switch
        {
            SmtpRefusal.TooManyRecipients => RecipientOutcome.TooManyRecipients,
            SmtpRefusal.TooManyTransactions => RecipientOutcome.TemporaryFailure,
            _ => RecipientOutcome.PermanentFailure,
        },
        Phase = SmtpClientPhase.Recipient,
        Refusal = refusal,
    };

    /// <summary>The same end for all who stand at <paramref name="from"/>.</summary>
    internal void Settle(RecipientOutcome from, RecipientOutcome to, SmtpClientPhase phase, SmtpResponse? response)
    {
        for (var i = 0; i < _recipients.Length; i++)
        {
            if (_recipients[i].Outcome == from)
                Set(i, to, phase, response);
        }
    }
}

/// <summary>What became of one recipient.</summary>
/// <param name="Recipient">As in the envelope.</param>
/// <param name="Outcome">What to do about it.</param>
/// <param name="Phase">Which command decided.</param>
/// <param name="Response">The deciding reply; null when there was none.</param>
/// <param name="Refusal">Why this client did not even ask.</param>
public sealed record RecipientResult(
    OutgoingRecipient Recipient,
    RecipientOutcome Outcome = RecipientOutcome.Pending,
    SmtpClientPhase Phase = SmtpClientPhase.Ready,
    SmtpResponse? Response = null,
    SmtpRefusal Refusal = SmtpRefusal.None);

/// <summary>What became of one recipient, and so what to do next.</summary>
public enum RecipientOutcome : byte
{
    /// <summary>Not decided yet.</summary>
    Pending,

    /// <summary>RCPT was accepted; the message itself is not decided yet.</summary>
    Accepted,

    /// <summary>The server has taken responsibility (RFC 5321 section 4.2.5).</summary>
    Delivered,

    /// <summary>Try again later.</summary>
    TemporaryFailure,

    /// <summary>Do not try again.</summary>
    PermanentFailure,

    /// <summary>
    /// One transaction had no room for it: send it in another, at once (RFC 5321 section 4.5.3.1.10). Only said when
    /// the server accepted another recipient or the limit was announced, so there is progress.
    /// </summary>
    TooManyRecipients,

    /// <summary>
    /// The whole message was sent and no answer came. Try again later, and expect that it may arrive twice (RFC 1047).
    /// </summary>
    Uncertain,
}

/// <summary>Why this client did not ask: what the message needs and the server does not offer.</summary>
public enum SmtpRefusal : byte
{
    None,

    /// <summary>An address or the header needs SMTPUTF8 (RFC 6531).</summary>
    NeedsSmtpUtf8,

    /// <summary>
    /// The content needs 8BITMIME (RFC 6152), and <see cref="SmtpClientOptions.StrictEightBit"/> is set.
    /// </summary>
    NeedsEightBitMime,

    /// <summary>The content needs BINARYMIME and CHUNKING (RFC 3030).</summary>
    NeedsBinaryMime,

    /// <summary>The message needs REQUIRETLS, or TLS itself (RFC 8689): permanent, 5.7.30.</summary>
    NeedsRequireTls,

    /// <summary>The message is larger than the server's SIZE (RFC 1870).</summary>
    MessageTooLarge,

    /// <summary>More recipients than the server's RCPTMAX (RFC 9422).</summary>
    TooManyRecipients,

    /// <summary>As many transactions as the server's MAILMAX (RFC 9422): use another connection.</summary>
    TooManyTransactions,
}
