using Rockdove.Smtp;

namespace Rockdove.Daemon;

/// <summary>What the daemon says to senders. None of it tells where an alias leads.</summary>
internal static class DeliveryReplies
{
    public static readonly SmtpReply UnknownUser = new(550, "5.1.1", "Nobody here has this address");
    public static readonly SmtpReply Disabled = new(550, "5.2.1", "This mailbox is closed");
    public static readonly SmtpReply NoRelaying = new(550, "5.7.1", "No relaying: this domain is not here");
    public static readonly SmtpReply NotYours = new(550, "5.7.1", "This address is not yours to send from");
    public static readonly SmtpReply AliasLoop = new(550, "5.4.6", "The aliases of this address lead in a circle");
    public static readonly SmtpReply TooMany = new(550, "5.3.5", "The alias of this address has too many recipients");
    public static readonly SmtpReply LeadsAway =
        new(550, "5.7.1", "The alias of this address leads to a domain that is not here");

    /// <summary>RFC 3463 X.2.2: somebody may make room, so the sender keeps trying.</summary>
    public static readonly SmtpReply MailboxFull = new(452, "4.2.2", "The mailbox is full, try again later");

    /// <summary>It would not fit into the empty mailbox.</summary>
    public static readonly SmtpReply NeverFits = new(552, "5.2.2", "The message is larger than the mailbox may be");
}
