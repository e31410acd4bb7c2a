namespace Rockdove.Imap;

/// <summary>The engine's own replies, made once.</summary>
public static class ImapReplies
{
    public static readonly ImapReply Completed = ImapReply.Ok("Completed");
    public static readonly ImapReply NotHttp = ImapReply.Bye("This is IMAP, not HTTP");
    public static readonly ImapReply Goodbye = ImapReply.Bye("Goodbye");
    public static readonly ImapReply TimedOut = ImapReply.Bye("Idle for too long");
    public static readonly ImapReply Stopping = ImapReply.Bye("The server stops, come again", ImapCodes.Unavailable);
    public static readonly ImapReply TooManyMistakes = ImapReply.Bye("Too many mistakes");
    public static readonly ImapReply Endless = ImapReply.Bye("The command does not end", ImapCodes.TooBig);
    public static readonly ImapReply Broken = ImapReply.Bye("Something is wrong here", ImapCodes.ServerBug);

    public static readonly ImapReply NoTag = ImapReply.Bad("A command begins with a tag");
    public static readonly ImapReply NoCommand = ImapReply.Bad("A command follows the tag");
    public static readonly ImapReply UnknownCommand = ImapReply.Bad("No such command");
    public static readonly ImapReply LogInFirst = ImapReply.Bad("Log in first");
    public static readonly ImapReply AlreadyLoggedIn = ImapReply.Bad("You are logged in already");
    public static readonly ImapReply SelectFirst = ImapReply.Bad("Select a mailbox first");
    public static readonly ImapReply BadArguments = ImapReply.Bad("The arguments are not understood");
    public static readonly ImapReply NoArguments = ImapReply.Bad("This command takes no arguments");
    public static readonly ImapReply BareLineFeed = ImapReply.Bad("A command ends with CR and LF");
    public static readonly ImapReply BadLiteral = ImapReply.Bad("The size of the literal makes no sense");
    public static readonly ImapReply LiteralTooBig = ImapReply.Bad("The literal is too big", ImapCodes.TooBig);
    public static readonly ImapReply CommandTooLong = ImapReply.Bad("The command is too long", ImapCodes.TooBig);
    public static readonly ImapReply NoSuchMessage = ImapReply.Bad("There is no such message");
    public static readonly ImapReply TlsAlready = ImapReply.Bad("TLS is in use already");
    public static readonly ImapReply Cancelled = ImapReply.Bad("Cancelled");
    public static readonly ImapReply BadBase64 = ImapReply.Bad("That is not base64");
    public static readonly ImapReply BadResponse = ImapReply.Bad("The response is not understood");
    public static readonly ImapReply NotDone = ImapReply.Bad("Only DONE ends IDLE");

    public static readonly ImapReply BeginTls = ImapReply.Ok("Begin TLS now");
    public static readonly ImapReply NoTls = ImapReply.No("TLS cannot be used now", ImapCodes.Unavailable);
    public static readonly ImapReply Turned = ImapReply.Bye("Not now", ImapCodes.Unavailable);

    public static readonly ImapReply BeginCompression = ImapReply.Ok("DEFLATE begins now");
    public static readonly ImapReply NoCompression =
        ImapReply.No("Nothing can be compressed now", ImapCodes.Unavailable);
    public static readonly ImapReply CompressedAlready =
        ImapReply.Bad("Compression is in use already", ImapCodes.CompressionActive);
    public static readonly ImapReply UnknownCompression = ImapReply.Bad("Only DEFLATE is known");
    public static readonly ImapReply CannotSort = ImapReply.No("Nobody sorts here", ImapCodes.Cannot);
    public static readonly ImapReply CannotThread = ImapReply.No("Nobody threads here", ImapCodes.Cannot);
    public static readonly ImapReply NoQuotaRoot = ImapReply.No("There is no such quota root", ImapCodes.NonExistent);
    public static readonly ImapReply CannotSetQuota = ImapReply.No("Quotas cannot be set here", ImapCodes.NoPermission);
    public static readonly ImapReply CannotWatch = ImapReply.No("Nobody watches here", ImapCodes.NotificationOverflow);
    public static readonly ImapReply WatchesTooMuch =
        ImapReply.No("That is too much to watch", ImapCodes.NotificationOverflow);
    public static readonly ImapReply WatchEnds =
        ImapReply.Ok("Too much has changed, nothing is watched any more", ImapCodes.NotificationOverflow);
    public static readonly ImapReply NoMetadata = ImapReply.No("There are no annotations here", ImapCodes.Cannot);
    public static readonly ImapReply AppendCancelled = ImapReply.No("An empty message cancels the command");
    public static readonly ImapReply TooManyMessages =
        ImapReply.No("There are too many messages in one command", ImapCodes.Limit);
    public static readonly ImapReply NothingToReplace =
        ImapReply.No("The message to replace is not there", ImapCodes.NonExistent);
    public static readonly ImapReply PrivacyRequired =
        ImapReply.No("Not without TLS: the secret could be read on the way", ImapCodes.PrivacyRequired);
    public static readonly ImapReply UnknownMechanism = ImapReply.No("This mechanism is not offered");
    public static readonly ImapReply AuthenticationFailed =
        ImapReply.No("Wrong name or secret", ImapCodes.AuthenticationFailed);
    public static readonly ImapReply NoDelegation =
        ImapReply.No("You may not act as somebody else", ImapCodes.AuthorizationFailed);
    public static readonly ImapReply CannotCheckSecret =
        ImapReply.No("The secret cannot be checked now", ImapCodes.Unavailable);

    public static readonly ImapReply ReadOnly = ImapReply.No("The mailbox is open for reading only");
    public static readonly ImapReply NoSuchMailbox = ImapReply.No("No such mailbox", ImapCodes.NonExistent);
    public static readonly ImapReply TryCreate = ImapReply.No("No such mailbox", ImapCodes.TryCreate);
    public static readonly ImapReply Exists = ImapReply.No("There is one already", ImapCodes.AlreadyExists);
    public static readonly ImapReply NoName = ImapReply.No("No mailbox can have this name", ImapCodes.Cannot);
    public static readonly ImapReply InboxStays = ImapReply.No("INBOX cannot be deleted", ImapCodes.Cannot);
    public static readonly ImapReply MessageTooBig = ImapReply.No("The message is too big", ImapCodes.TooBig);
    public static readonly ImapReply NotKept = ImapReply.No("Nobody keeps messages here", ImapCodes.Cannot);
    public static readonly ImapReply NoBinary =
        ImapReply.No("The transfer encoding is not known", ImapCodes.UnknownTransferEncoding);
    public static readonly ImapReply SearchTooDeep = ImapReply.No("The search is too complex", ImapCodes.Limit);
    public static readonly ImapReply BadCharset =
        ImapReply.No("This charset is not known", "BADCHARSET (US-ASCII UTF-8)");

    /// <summary>An event of NOTIFY is not known; the code has those that are (RFC 5465 section 3.1).</summary>
    internal static ImapReply BadEvent(ImapProtocol protocol) =>
        ImapReply.No("This event is not known", $"BADEVENT ({NotifyGrammar.NamesOf(protocol)})");
}
