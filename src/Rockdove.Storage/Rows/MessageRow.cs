namespace Rockdove.Storage;

/// <summary>One message in one mailbox, as it was when the row was read. Immutable.</summary>
public sealed record MessageRow
{
    public required MailboxId Mailbox { get; init; }

    public required Uid Uid { get; init; }

    /// <summary>The change that made the row as it is.</summary>
    public required ModSequence ModSequence { get; init; }

    public required FlagSet Flags { get; init; }

    /// <summary>INTERNALDATE (RFC 9051 section 2.3.3), with the offset it was given with.</summary>
    public required DateTimeOffset InternalDate { get; init; }

    /// <summary>
    /// When it came into this mailbox, in UTC (RFC 8514); null where a store did not remember that yet.
    /// </summary>
    public DateTimeOffset? SavedAt { get; init; }

    public required MessageId Message { get; init; }

    /// <summary>Octets of the body: RFC822.SIZE, exactly (RFC 9051 section 2.3.4).</summary>
    public required long Bytes { get; init; }

    /// <summary>The conversation that the message belongs to, of the owner of this mailbox.</summary>
    public required ThreadId Thread { get; init; }

    public DeliveryEnvelope? Envelope { get; init; }

    /// <summary>As it was given with <see cref="MessageDetails.Structure"/>; empty if none was.</summary>
    public ReadOnlyMemory<byte> Structure { get; init; }

    /// <summary>As <see cref="ThreadNames.Of"/> made them of the message's details.</summary>
    public IReadOnlyList<long> Names { get; init; } = [];
}
