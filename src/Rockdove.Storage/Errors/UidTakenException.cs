namespace Rockdove.Storage;

/// <summary>
/// An identifier that a placement names is less than UIDNEXT: another message has it, had it, or could have had it
/// (RFC 9051 section 2.3.1.1). Nothing was committed, anywhere.
/// </summary>
public sealed class UidTakenException : StoreException
{
    public UidTakenException()
    {
    }

    public UidTakenException(string message)
        : base(message)
    {
    }

    public UidTakenException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public UidTakenException(MailboxId mailbox, Uid uid, Uid next)
        : this($"Mailbox {mailbox} gives identifiers from {next} on; {uid} may have been given before.")
    {
    }
}
