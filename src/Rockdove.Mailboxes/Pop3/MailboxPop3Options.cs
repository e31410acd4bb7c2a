namespace Rockdove.Mailboxes;

/// <summary>How a mailbox is shown by POP3.</summary>
public sealed record MailboxPop3Options
{
    /// <summary>
    /// A message that was retrieved whole gets <c>\Seen</c> when its session ends, so that an IMAP client shows it as
    /// read. TOP never sets it.
    /// </summary>
    public bool RetrievedIsSeen { get; init; } = true;

    /// <summary>
    /// Refuses a message with octets beyond ASCII in its header to a client that has not said UTF8, as RFC 6856 section
    /// 2.1 wants. False sends it as it is, as most servers do.
    /// </summary>
    public bool RefusesUtf8Headers { get; init; } = true;

    /// <summary>
    /// How much of a header is looked at for octets beyond ASCII; what is longer counts as one that has them. No honest
    /// header is longer than this.
    /// </summary>
    public int HeaderBytes { get; init; } = 1024 * 1024;

    /// <summary>
    /// Messages that one session sees: the oldest, so that the others come once these are gone. Each costs twelve
    /// octets while the session lasts.
    /// </summary>
    public int Messages { get; init; } = 1_000_000;

    /// <summary>
    /// What is deleted is moved to the mailbox of <see cref="MailboxPop3Handler.FindTrashAsync"/>, and is not gone.
    /// </summary>
    public bool MovesDeletedToTrash { get; init; }

    /// <summary>Throws when a setting makes no sense.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Names the setting.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(HeaderBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(Messages, 1);
    }
}
