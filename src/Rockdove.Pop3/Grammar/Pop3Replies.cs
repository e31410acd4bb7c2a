namespace Rockdove.Pop3;

/// <summary>The replies that the engine gives by itself, and those that its hosts need.</summary>
public static class Pop3Replies
{
    public static readonly Pop3Reply Ok = Pop3Reply.Ok("");
    public static readonly Pop3Reply Bye = Pop3Reply.Ok("Goodbye");
    public static readonly Pop3Reply ReadyForTls = Pop3Reply.Ok("Begin TLS");
    public static readonly Pop3Reply NameTaken = Pop3Reply.Ok("Now the password");
    public static readonly Pop3Reply Authenticated = Pop3Reply.Ok("Come in");
    public static readonly Pop3Reply Capabilities = Pop3Reply.Ok("What this server can do");
    public static readonly Pop3Reply UniqueIds = Pop3Reply.Ok("Unique identifiers follow");
    public static readonly Pop3Reply TopFollows = Pop3Reply.Ok("The top of the message follows");
    public static readonly Pop3Reply Utf8Mode = Pop3Reply.Ok("UTF-8 from here on");
    public static readonly Pop3Reply Languages = Pop3Reply.Ok("Languages follow");

    public static readonly Pop3Reply UnknownCommand = Pop3Reply.Mistake("Command unknown");
    public static readonly Pop3Reply LogInFirst = Pop3Reply.Mistake("Not before you have logged in");
    public static readonly Pop3Reply LoggedIn = Pop3Reply.Mistake("Not after you have logged in");
    public static readonly Pop3Reply ArgumentNeeded = Pop3Reply.Mistake("An argument is missing");
    public static readonly Pop3Reply NoArgumentAllowed = Pop3Reply.Mistake("No argument is allowed here");
    public static readonly Pop3Reply BadNumber = Pop3Reply.Mistake("That is no number");
    public static readonly Pop3Reply BadArgument = Pop3Reply.Mistake("Syntax error in the argument");
    public static readonly Pop3Reply NulInCommand = Pop3Reply.Mistake("A command has no NUL and no CR in it");
    public static readonly Pop3Reply BareLineFeed = Pop3Reply.Mistake("Lines end in CRLF");
    public static readonly Pop3Reply LineTooLong = Pop3Reply.Mistake("Line too long");
    public static readonly Pop3Reply NameFirst = Pop3Reply.Mistake("USER comes before PASS");
    public static readonly Pop3Reply UnknownMechanism = Pop3Reply.Mistake("Mechanism not available");
    public static readonly Pop3Reply EncryptionNeeded = Pop3Reply.Mistake("Not without TLS: STLS comes first");
    public static readonly Pop3Reply AlreadySecure = Pop3Reply.Mistake("TLS has begun already");
    public static readonly Pop3Reply Utf8BeforeTls = Pop3Reply.Mistake("STLS comes before UTF8");

    public static readonly Pop3Reply NoSuchMessage = Pop3Reply.Error("No such message");
    public static readonly Pop3Reply NoSuchLanguage = Pop3Reply.Error("No such language");
    public static readonly Pop3Reply AuthFailed = Pop3Reply.Error("Name or password is wrong", "AUTH");
    public static readonly Pop3Reply AuthCancelled = Pop3Reply.Error("Authentication cancelled");
    public static readonly Pop3Reply BadBase64 = Pop3Reply.Error("That is no base64");
    public static readonly Pop3Reply BadResponse = Pop3Reply.Error("That does not follow the mechanism");
    public static readonly Pop3Reply SaslLineTooLong = Pop3Reply.Error("Response too long");
    public static readonly Pop3Reply AuthUnavailable =
        Pop3Reply.Error("Cannot check that just now, try again later", "SYS/TEMP");

    public static readonly Pop3Reply InUse =
        Pop3Reply.Error("Another session reads this mailbox, try again later", "IN-USE");

    public static readonly Pop3Reply NoMaildrop =
        Pop3Reply.Error("The mailbox cannot be opened just now, try again later", "SYS/TEMP");

    public static readonly Pop3Reply CannotRead =
        Pop3Reply.Error("The message cannot be read just now, try again later", "SYS/TEMP");

    public static readonly Pop3Reply NeedsUtf8 =
        Pop3Reply.Error("This message has UTF-8 in its header: say UTF8 before you log in", "UTF8");

    public static readonly Pop3Reply NotDeleted =
        Pop3Reply.Error("Some messages were not deleted, they are still there", "SYS/TEMP");

    public static readonly Pop3Reply TlsUnavailable =
        Pop3Reply.Error("TLS is not available just now, try again later", "SYS/TEMP");

    public static readonly Pop3Reply LocalError =
        Pop3Reply.Error("Something went wrong here, try again later", "SYS/TEMP");

    public static readonly Pop3Reply TooManyConnections =
        Pop3Reply.Error("Too many connections, try again later", "SYS/TEMP").AndClose();

    public static readonly Pop3Reply Stopping =
        Pop3Reply.Error("The server is stopping, nothing was deleted", "SYS/TEMP").AndClose();

    public static readonly Pop3Reply TooManyMistakes = Pop3Reply.Error("Too many mistakes").AndClose();
    public static readonly Pop3Reply LineWithoutEnd = Pop3Reply.Error("Line without an end").AndClose();
    public static readonly Pop3Reply NotHttp = Pop3Reply.Error("This is no web server").AndClose();
}
