namespace Rockdove.Storage;

/// <summary>
/// A mailbox that a commit names does not exist, perhaps no longer. Nothing was committed, anywhere: the staged
/// message may be committed elsewhere. A host answers 451 4.3.0 or <c>NO [TRYCREATE]</c> (RFC 9051 section 7.1).
/// </summary>
public sealed class MailboxGoneException : StoreException
{
    public MailboxGoneException()
    {
    }

    public MailboxGoneException(string message)
        : base(message)
    {
    }

    public MailboxGoneException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public MailboxGoneException(MailboxId mailbox)
        : this($"There is no mailbox {mailbox}.") => Mailbox = mailbox;

    public MailboxId Mailbox { get; }
}
