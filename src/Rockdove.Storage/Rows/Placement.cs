namespace Rockdove.Storage;

/// <summary>Where a message shall lie, and how it looks there.</summary>
/// <param name="Mailbox">Which mailbox.</param>
/// <param name="InternalDate">INTERNALDATE (RFC 9051 section 2.3.3).</param>
/// <param name="Flags">What it has from the beginning.</param>
/// <param name="Uid">
/// The identifier it shall have, for whoever puts back what was elsewhere: UIDNEXT or greater, so that they stay in
/// their order and none is given twice. Null is UIDNEXT.
/// </param>
public readonly record struct Placement(
    MailboxId Mailbox, DateTimeOffset InternalDate, FlagSet Flags = default, Uid? Uid = null);
