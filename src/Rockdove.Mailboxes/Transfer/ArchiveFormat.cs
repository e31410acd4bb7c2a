namespace Rockdove.Mailboxes;

/// <summary>What mail is exported to and imported from.</summary>
public enum ArchiveFormat
{
    /// <summary>
    /// A folder with a file for each mailbox, messages one behind the other (RFC 4155), quoted as mboxrd.
    /// </summary>
    Mbox,

    /// <summary>Maildir++: a folder for each mailbox, a file for each message, with Dovecot's lists beside.</summary>
    Maildir,

    /// <summary>A folder with a file for each message, octet by octet, and an index in JSON lines.</summary>
    Eml,

    /// <summary>The same as <see cref="Eml"/> in one zip file.</summary>
    Zip,
}
