namespace Rockdove.Storage;

/// <summary>What a quota counts (RFC 9208 section 5).</summary>
public enum QuotaResource : byte
{
    /// <summary>STORAGE. Here in octets; the protocol tells units of 1024.</summary>
    Storage,

    /// <summary>MESSAGE.</summary>
    Message,
}

/// <summary>What an owner may have; null is as much as there is room for.</summary>
/// <param name="Bytes">Octets.</param>
/// <param name="Messages">How many.</param>
public readonly record struct QuotaLimits(long? Bytes, long? Messages)
{
    public static readonly QuotaLimits None;

    /// <exception cref="ArgumentOutOfRangeException">A limit is negative.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Bytes ?? 0, nameof(Bytes));
        ArgumentOutOfRangeException.ThrowIfNegative(Messages ?? 0, nameof(Messages));
    }

    /// <summary>Whether so much more is within the limits; what adds nothing always is.</summary>
    public bool Allow(long bytes, long addedBytes, long messages, long addedMessages) =>
        !(addedMessages > 0 && messages + addedMessages > Messages) && !(addedBytes > 0 && bytes + addedBytes > Bytes);

    /// <exception cref="QuotaExceededException">What was added takes the use past a limit.</exception>
    /// <remarks>
    /// A limit that is lower than what is there already refuses what adds to it, and takes nothing away. For those who
    /// write stores.
    /// </remarks>
    public void Require(string owner, long bytes, long addedBytes, long messages, long addedMessages)
    {
        if (addedMessages > 0 && messages + addedMessages > Messages)
            throw new QuotaExceededException(owner, QuotaResource.Message, messages + addedMessages, Messages.Value);
        if (addedBytes > 0 && bytes + addedBytes > Bytes)
            throw new QuotaExceededException(owner, QuotaResource.Storage, bytes + addedBytes, Bytes.Value);
    }
}

/// <summary>What an owner has and may have, at one moment.</summary>
/// <param name="Bytes">
/// Octets of all messages in all mailboxes of the owner; a message in two of them counts twice, as it does in STATUS.
/// </param>
/// <param name="Messages">Messages in all mailboxes, counted likewise.</param>
/// <param name="Limits">What was set with <see cref="IMailboxAttributes.SetQuotaAsync"/>.</param>
public readonly record struct OwnerQuota(long Bytes, long Messages, QuotaLimits Limits);
