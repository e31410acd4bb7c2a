namespace Rockdove.Smtp;

/// <summary>The replies this engine gives by itself. Each is encoded once for all sessions.</summary>
public static class SmtpReplies
{
    public static readonly SmtpReply ReadyForTls = new(220, "2.0.0", "Ready to start TLS");
    public static readonly SmtpReply Bye = new SmtpReply(221, "2.0.0", "Bye").AndClose();
    public static readonly SmtpReply Authenticated = new(235, "2.7.0", "Authentication succeeded");
    public static readonly SmtpReply Ok = new(250, "2.0.0", "Ok");
    public static readonly SmtpReply SenderOk = new(250, "2.1.0", "Ok");
    public static readonly SmtpReply RecipientOk = new(250, "2.1.5", "Ok");
    public static readonly SmtpReply ChunkOk = new(250, "2.0.0", "Chunk taken");
    public static readonly SmtpReply MessageOk = new(250, "2.0.0", "Message accepted");
    public static readonly SmtpReply Kept = new(250, "2.0.0", "Kept"); // Said with a name: see MessageKept.
    public static readonly SmtpReply Help = new(214, "2.0.0", "See RFC 5321"); // Said after the list of commands.
    public static readonly SmtpReply CannotVerify = new(252, "2.5.2", "Cannot verify, but will take mail and try");
    public static readonly SmtpReply StartData = new(354, null, "End data with <CR><LF>.<CR><LF>");

    public static readonly SmtpReply Stopping = new(421, "4.3.2", "Shutting down");
    public static readonly SmtpReply TimedOut = new(421, "4.4.2", "Waited too long for you");
    public static readonly SmtpReply TooManyMistakes = new(421, "4.7.0", "Too many mistakes");
    public static readonly SmtpReply LineWithoutEnd = new(421, "4.7.0", "A line without an end");
    public static readonly SmtpReply TooManyConnections = new(421, "4.7.0", "Too many connections");
    public static readonly SmtpReply TooManyMessages = new(421, "4.7.0", "Too many messages in one connection");
    public static readonly SmtpReply MessageWithoutEnd = new(421, "4.7.0", "Message far too big");
    public static readonly SmtpReply LocalError = new(451, "4.3.0", "Local error, try again later");
    public static readonly SmtpReply StorageFull = new(452, "4.3.1", "No room for your message, try again later");
    public static readonly SmtpReply NobodyKeepsMail = new(452, "4.3.5", "Nobody here keeps mail");
    public static readonly SmtpReply TooManyRecipients = new(452, "4.5.3", "Too many recipients in one message");
    public static readonly SmtpReply TlsUnavailable = new(454, "4.7.0", "TLS is not available just now");
    public static readonly SmtpReply AuthUnavailable = new(454, "4.7.0", "Cannot check credentials just now");

    public static readonly SmtpReply UnknownCommand = new(500, "5.5.2", "Unknown command");
    public static readonly SmtpReply LineTooLong = new(500, "5.5.2", "Line too long");
    public static readonly SmtpReply BareLineFeed = new(500, "5.5.2", "A line ends with CR LF, not with LF alone");
    public static readonly SmtpReply SaslLineTooLong = new(500, "5.5.6", "Authentication line too long");
    public static readonly SmtpReply NameNeeded = new(501, "5.5.4", "Say who you are: a domain or an address literal");
    public static readonly SmtpReply NoArgumentAllowed = new(501, "5.5.4", "This command takes no argument");
    public static readonly SmtpReply ArgumentNeeded = new(501, "5.5.4", "This command needs an argument");
    public static readonly SmtpReply SyntaxError = new(501, "5.5.2", "Syntax error");
    public static readonly SmtpReply SpaceBeforePath = new(501, "5.5.2", "No space is allowed before the path");
    public static readonly SmtpReply BadParameter = new(501, "5.5.4", "Bad value of a parameter");
    public static readonly SmtpReply RepeatedParameter = new(501, "5.5.4", "A parameter is given twice");
    public static readonly SmtpReply BadReversePath = new(501, "5.1.7", "Bad reverse-path, want <user@domain>");
    public static readonly SmtpReply BadForwardPath = new(501, "5.1.3", "Bad forward-path, want <user@domain>");
    public static readonly SmtpReply BadBase64 = new(501, "5.5.2", "Not base64");
    public static readonly SmtpReply AuthCancelled = new(501, "5.7.0", "Authentication cancelled");
    public static readonly SmtpReply BadChunkSize =
        new SmtpReply(501, "5.5.4", "BDAT needs a size in octets").AndClose();
    public static readonly SmtpReply NotImplemented = new(502, "5.5.1", "Command not implemented");
    public static readonly SmtpReply ChunkNotImplemented =
        new SmtpReply(502, "5.5.1", "BDAT not implemented").AndClose();
    public static readonly SmtpReply HelloFirst = new(503, "5.5.1", "Say EHLO first");
    public static readonly SmtpReply LhloFirst = new(503, "5.5.1", "Say LHLO first");
    public static readonly SmtpReply MailFirst = new(503, "5.5.1", "MAIL first");
    public static readonly SmtpReply AlreadyInTransaction = new(503, "5.5.1", "Already in a mail transaction");
    public static readonly SmtpReply NotInTransaction = new(503, "5.5.1", "Not during a mail transaction");
    public static readonly SmtpReply AlreadyAuthenticated = new(503, "5.5.1", "Already authenticated");
    public static readonly SmtpReply AlreadySecure = new(503, "5.5.1", "TLS is already in use");
    public static readonly SmtpReply ChunksBegun = new(503, "5.5.1", "BDAT has begun this message, DATA cannot go on");
    public static readonly SmtpReply TooLateForRecipients =
        new(503, "5.5.1", "BDAT has begun this message, no more recipients");
    public static readonly SmtpReply BinaryNeedsChunks = new(503, "5.5.1", "A BINARYMIME message needs BDAT");
    public static readonly SmtpReply TransactionFailed = new(503, "5.5.1", "An earlier chunk failed, say RSET");
    public static readonly SmtpReply NothingButQuit = new(503, "5.5.1", "No service here, say QUIT");
    public static readonly SmtpReply UnknownMechanism = new(504, "5.5.4", "Unknown authentication mechanism");
    public static readonly SmtpReply TlsFirst = new(530, "5.7.0", "Say STARTTLS first");
    public static readonly SmtpReply AuthFirst = new(530, "5.7.0", "Authentication required");
    public static readonly SmtpReply AuthFailed = new(535, "5.7.8", "Authentication failed");
    public static readonly SmtpReply EncryptionNeeded = new(538, "5.7.11", "This mechanism needs TLS");
    public static readonly SmtpReply NotTrusted = new(550, "5.7.0", "You are not trusted to say that");
    public static readonly SmtpReply BareNewline =
        new SmtpReply(550, "5.5.2", "The message has a CR or LF by itself; lines end with CR LF").AndClose();
    public static readonly SmtpReply NulInMessage = new(550, "5.6.0", "The message has a NUL octet");
    public static readonly SmtpReply LineOfMessageTooLong =
        new(550, "5.6.0", "The message has a line that is too long");
    public static readonly SmtpReply SenderNeedsSmtpUtf8 = new(550, "5.6.7", "This reverse-path needs SMTPUTF8");
    public static readonly SmtpReply RecipientNeedsSmtpUtf8 = new(553, "5.6.7", "This forward-path needs SMTPUTF8");
    public static readonly SmtpReply SenderNotUtf8 = new(553, "5.1.7", "The reverse-path is not UTF-8");
    public static readonly SmtpReply RecipientNotUtf8 = new(553, "5.1.3", "The forward-path is not UTF-8");
    public static readonly SmtpReply MessageTooBig = new(552, "5.3.4", "Message too big");
    public static readonly SmtpReply NoRecipients = new(554, "5.5.1", "No valid recipients");
    public static readonly SmtpReply NotHttp = new SmtpReply(554, "5.7.0", "This is a mail server").AndClose();
    public static readonly SmtpReply UnknownParameter = new(555, "5.5.4", "Unknown parameter");

    /// <summary><see cref="Kept"/>, with the name by which the message can be found.</summary>
    /// <param name="id">Where <see cref="SmtpTexts"/> has another text, it goes to the placeholder <c>{id}</c>.</param>
    public static SmtpReply MessageKept(string id) =>
        new(250, "2.0.0", $"Kept as {id}") { Original = Kept, Id = id };
}
